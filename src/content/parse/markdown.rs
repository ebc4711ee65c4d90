//! Markdown to blocks: follows the reader's events with a stack of what is open.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::frame::{Frame, Kind};
use super::line::Line;
use super::lines::Lines;
use super::report::Report;
use super::visible::{HIDDEN_HINT, hidden_message, one_line, visible};
use super::{fence, heading, link};
use crate::course::{Align, Block, Inline, Link, Problem};

/// Lists and quotes inside each other, at most; what is deeper is read as if it stood at this depth, so that no
/// text can exhaust the stack of what walks the blocks.
const DEEPEST: usize = 12;

/// What a text is part of: only a chapter has sections and footnotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Chapter,
    Item,
}

/// What Markdown means. Lines count from 1 in the text that was read.
#[derive(Debug, Default)]
pub struct Read {
    /// All blocks; in a chapter, those before the first section.
    pub blocks: Vec<Block>,
    pub sections: Vec<(usize, heading::Heading, Vec<Block>)>,
    pub sources: Vec<(usize, String, Vec<Inline>)>,
    pub footnotes: Vec<(usize, String)>,
    pub links: Vec<(usize, Link)>,
    pub words: usize,
    pub problems: Vec<Problem>,
}

/// Reads the text of a card or a question, with what is wrong with it; lines count from 1.
pub fn markdown(text: &str) -> (Vec<Block>, Vec<Problem>) {
    let mut report = Report::new("");
    report.hidden(1, text);
    let read = read(text, Part::Item);
    report.adopt(1, read.problems, read.links);
    (read.blocks, report.finish().0)
}

/// Reads `text`; nothing in it makes this fail.
pub fn read(text: &str, part: Part) -> Read {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    if part == Part::Chapter {
        options |= Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    }
    let text = &*visible(text);
    let mut reader = Reader {
        text,
        lines: Lines::new(text, 0),
        part,
        stack: vec![Frame::new(Kind::Root)],
        line: None,
        code: None,
        out: Read::default(),
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(event, range.start);
    }
    reader.finish()
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines,
    part: Part,
    /// Never empty: the root stays.
    stack: Vec<Frame>,
    line: Option<Line>,
    /// The info and the offset of the open block of code, and its text so far.
    code: Option<(String, usize, String)>,
    out: Read,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, _, code)) => code.push_str(&text),
                None => self.line(at).text(&text),
            },
            Event::Code(text) => self.line(at).code(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.line(at).text(&text),
            Event::Html(text) | Event::InlineHtml(text) => {
                self.problem(at, "HTML is not shown as such", "write `<...>` in backquotes");
                self.line(at).text(text.trim_end());
            }
            Event::FootnoteReference(name) => {
                let name = one_line(&name);
                self.out.footnotes.push((self.lines.at(at), name.clone()));
                self.line(at).push(Inline::Footnote(name));
            }
            Event::SoftBreak => self.line(at).text(" "),
            Event::HardBreak => self.line(at).push(Inline::Break),
            Event::Rule => {
                self.close_line();
                self.block(Block::Rule);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Emphasis => self.line(at).look.emphasis += 1,
            Tag::Strong => self.line(at).look.strong += 1,
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, at),
            Tag::Image { .. } => {
                self.problem(at, "pictures cannot be shown", "draw a figure with box characters");
            }
            Tag::CodeBlock(kind) => {
                self.close_line();
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info.trim(),
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((info.to_owned(), at, String::new()));
            }
            Tag::Heading { level, id, classes, attrs } => {
                self.close_line();
                let heading = heading::Heading::new(level, id.as_deref(), &classes, &attrs);
                self.line = Some(Line::heading(at, heading));
            }
            Tag::Paragraph => {
                self.close_line();
                self.line = Some(Line::new(at));
            }
            Tag::TableCell => self.line = Some(Line::new(at)),
            Tag::BlockQuote(note) => {
                let (note, problem) = heading::note(note);
                if let Some((message, hint)) = problem {
                    self.problem(at, message, hint);
                }
                self.open(Kind::Quote(note), at);
            }
            Tag::List(start) => self.open(Kind::List { start, items: Vec::new() }, at),
            Tag::Item => self.open(Kind::Item, at),
            Tag::FootnoteDefinition(name) => self.open(Kind::Footnote(one_line(&name), at), at),
            Tag::Table(align) => {
                self.close_line();
                let align = align.into_iter().map(align_of).collect();
                self.stack.push(Frame::new(Kind::table(align)));
            }
            _ => self.close_line(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => {
                self.if_line(|line| line.look.emphasis = line.look.emphasis.saturating_sub(1));
            }
            TagEnd::Strong => self.if_line(|line| line.look.strong = line.look.strong.saturating_sub(1)),
            TagEnd::Link => self.if_line(|line| line.link = None),
            TagEnd::Image => {}
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::TableCell => {
                let cell = self.take_line().map(|line| line.inlines).unwrap_or_default();
                if let Some(Frame { kind: Kind::Table { cells, .. }, .. }) = self.stack.last_mut() {
                    cells.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.end_row(tag == TagEnd::TableHead);
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table => {
                self.close();
            }
            _ => self.close_line(),
        }
    }

    fn open(&mut self, kind: Kind, at: usize) {
        self.close_line();
        // A list and its items are one step for the author.
        if self.stack.len() > DEEPEST * 2 {
            if !matches!(self.stack.last(), Some(Frame { kind: Kind::Flat, .. })) {
                self.problem(at, "lists and quotes are nested too deeply", "use less depth");
            }
            self.stack.push(Frame::new(Kind::Flat));
        } else {
            self.stack.push(Frame::new(kind));
        }
    }

    fn close(&mut self) {
        self.close_line();
        if self.stack.len() < 2 {
            return;
        }
        let Some(Frame { kind, blocks }) = self.stack.pop() else { return };
        match kind {
            Kind::Root | Kind::Flat => blocks.into_iter().for_each(|block| self.block(block)),
            Kind::Item => match self.stack.last_mut() {
                Some(Frame { kind: Kind::List { items, .. }, .. }) => items.push(blocks),
                _ => blocks.into_iter().for_each(|block| self.block(block)),
            },
            Kind::List { start, items } => self.block(Block::List { start, items }),
            Kind::Quote(note) => self.block(Block::Quote { note, blocks }),
            Kind::Table { align, head, rows, .. } => self.block(Block::Table { align, head, rows }),
            Kind::Footnote(name, at) => self.source(name, at, blocks),
        }
    }

    fn source(&mut self, name: String, at: usize, blocks: Vec<Block>) {
        let mut text = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(line) => {
                    if !text.is_empty() {
                        text.push(Inline::Break);
                    }
                    text.extend(line);
                }
                _ => self.problem(
                    at,
                    format!("footnote `{name}` holds more than a paragraph"),
                    "name the source only",
                ),
            }
        }
        self.out.sources.push((self.lines.at(at), name, text));
    }

    fn link(&mut self, kind: LinkType, target: &str, at: usize) {
        let found = link::read(target).filter(|_| kind == LinkType::Inline);
        match &found {
            None => {
                let message = format!("link to `{target}` leads out of the course");
                self.problem(
                    at,
                    message,
                    "link to `chapter#section` or `#section`; name a web page in words",
                );
            }
            Some(Link { chapter: None, .. }) if self.part == Part::Item => {
                let message = format!("link to `{target}` names no chapter");
                self.problem(at, message, "link to `chapter#section`");
            }
            Some(good) => self.out.links.push((self.lines.at(at), good.clone())),
        }
        self.line(at).link = found.filter(|link| self.part == Part::Chapter || link.chapter.is_some());
    }

    /// The line that is open, or a new one: tight lists have text outside paragraphs.
    fn line(&mut self, at: usize) -> &mut Line {
        self.line.get_or_insert_with(|| Line::new(at))
    }

    fn if_line(&mut self, change: impl FnOnce(&mut Line)) {
        if let Some(line) = &mut self.line {
            change(line);
        }
    }

    /// Ends the open line, checks it and counts its words.
    fn take_line(&mut self) -> Option<Line> {
        let line = self.line.take()?;
        let source = self.text.get(line.at..).unwrap_or_default();
        for (name, offset) in line.dangling_footnotes(source) {
            let (message, hint) = match self.part {
                Part::Chapter => {
                    (format!("footnote `{name}` is not defined"), format!("add [^{name}]: ... at the end"))
                }
                Part::Item => {
                    (format!("footnote `{name}` outside a chapter"), "name it in `source`".to_owned())
                }
            };
            self.problem(line.at + offset, message, hint);
        }
        if let Some(character) = line.hidden {
            self.problem(line.at, hidden_message(character), HIDDEN_HINT);
        }
        if let Some(name) = line
            .unknown_note()
            .filter(|_| matches!(self.stack.last(), Some(Frame { kind: Kind::Quote(None), .. })))
        {
            let message = format!("unknown kind of note `{name}`");
            self.problem(
                line.at,
                message,
                "write `> [!NOTE]`, `> [!TIP]` or `> [!WARNING]` on a line of its own",
            );
        }
        if !self.stack.iter().any(|frame| matches!(frame.kind, Kind::Footnote(..))) {
            self.out.words += line.words();
        }
        Some(line)
    }

    fn close_line(&mut self) {
        let Some(line) = self.take_line() else { return };
        match line.heading {
            None if line.inlines.is_empty() => {}
            None => self.block(Block::Paragraph(line.inlines)),
            Some(heading) => self.close_heading(heading, line.at, line.inlines),
        }
    }

    fn close_heading(&mut self, heading: heading::Heading, at: usize, line: Vec<Inline>) {
        let section = self.part == Part::Chapter && heading.level == HeadingLevel::H2;
        if section && self.stack.len() == 1 {
            self.end_section();
            self.out.sections.push((self.lines.at(at), heading.titled(&line), Vec::new()));
            return;
        }
        match (self.part, heading.level) {
            (Part::Chapter, HeadingLevel::H1) => {
                self.problem(
                    at,
                    "`#` heading in a chapter",
                    "the title is in the front matter; a section begins with `##`",
                );
            }
            (Part::Chapter, HeadingLevel::H2) => {
                self.problem(at, "a section inside a list or quote", "move it out");
            }
            (Part::Item, HeadingLevel::H1 | HeadingLevel::H2) => {
                self.problem(at, "heading in a card or question", "use `###` or a **strong** line");
            }
            _ => {}
        }
        self.block(Block::Heading { level: (heading.level as u8).max(3), line });
    }

    fn close_code(&mut self) {
        let Some((info, at, text)) = self.code.take() else { return };
        let (block, problems) = fence::block(&info, &text);
        let first = self.lines.at(at);
        self.out.problems.extend(problems.into_iter().map(|mut problem| {
            problem.line += first - 1;
            problem
        }));
        self.block(block);
    }

    fn block(&mut self, block: Block) {
        if let Some(frame) = self.stack.last_mut() {
            frame.blocks.push(block);
        }
    }

    /// Moves the blocks read so far to the section they belong to.
    fn end_section(&mut self) {
        let blocks = self.stack.first_mut().map(|root| std::mem::take(&mut root.blocks)).unwrap_or_default();
        match self.out.sections.last_mut() {
            Some((_, _, section)) => *section = blocks,
            None => self.out.blocks = blocks,
        }
    }

    fn problem(&mut self, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.out.problems.push(Problem::new("", self.lines.at(at), message).hint(hint));
    }

    fn finish(mut self) -> Read {
        self.close_code();
        while self.stack.len() > 1 {
            self.close();
        }
        self.close_line();
        self.end_section();
        self.out
    }
}

fn align_of(align: pulldown_cmark::Alignment) -> Align {
    match align {
        pulldown_cmark::Alignment::Center => Align::Center,
        pulldown_cmark::Alignment::Right => Align::Right,
        _ => Align::Left,
    }
}
