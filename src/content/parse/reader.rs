//! Follows the events of the Markdown parser with a stack of the blocks that are open.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::frame::{Frame, Kind};
use super::heading;
use super::line::Line;
use super::lines::Lines;
use super::markdown::{Part, Read};
use super::visible::one_line;
use crate::course::{Align, Block, Inline, Problem};

/// Lists and quotes inside each other, at most; what is deeper is read as if it stood at this depth, so that no
/// text can exhaust the stack of what walks the blocks.
const DEEPEST: usize = 12;

pub struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) lines: Lines,
    pub(super) part: Part,
    /// Never empty: the root stays.
    pub(super) stack: Vec<Frame>,
    pub(super) line: Option<Line>,
    /// The info and the offset of the open block of code, and its text so far.
    pub(super) code: Option<(String, usize, String)>,
    pub(super) out: Read,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str, part: Part) -> Self {
        Self {
            text,
            lines: Lines::new(text, 0),
            part,
            stack: vec![Frame::new(Kind::Root)],
            line: None,
            code: None,
            out: Read::default(),
        }
    }

    pub fn event(&mut self, event: Event<'_>, at: usize) {
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

    /// The line that is open, or a new one: tight lists have text outside paragraphs.
    pub(super) fn line(&mut self, at: usize) -> &mut Line {
        self.line.get_or_insert_with(|| Line::new(at))
    }

    fn if_line(&mut self, change: impl FnOnce(&mut Line)) {
        if let Some(line) = &mut self.line {
            change(line);
        }
    }

    pub(super) fn block(&mut self, block: Block) {
        if let Some(frame) = self.stack.last_mut() {
            frame.blocks.push(block);
        }
    }

    /// Moves the blocks read so far to the section they belong to.
    pub(super) fn end_section(&mut self) {
        let blocks = self.stack.first_mut().map(|root| std::mem::take(&mut root.blocks)).unwrap_or_default();
        match self.out.sections.last_mut() {
            Some((_, _, section)) => *section = blocks,
            None => self.out.blocks = blocks,
        }
    }

    pub(super) fn problem(&mut self, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.out.problems.push(Problem::new("", self.lines.at(at), message).hint(hint));
    }

    pub fn finish(mut self) -> Read {
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
