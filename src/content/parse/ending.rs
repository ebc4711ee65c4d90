//! What becomes of lines, headings, links, code and footnotes when they end: checks, and the block they make.

use pulldown_cmark::{HeadingLevel, LinkType};

use super::frame::{Frame, Kind};
use super::line::Line;
use super::markdown::Part;
use super::reader::Reader;
use super::visible::{HIDDEN_HINT, hidden_message};
use super::{fence, heading, link};
use crate::course::{Block, Inline, Link, Problem};

impl Reader<'_> {
    pub(super) fn source(&mut self, name: String, at: usize, blocks: Vec<Block>) {
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

    pub(super) fn link(&mut self, kind: LinkType, target: &str, at: usize) {
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

    /// Ends the open line, checks it and counts its words.
    pub(super) fn take_line(&mut self) -> Option<Line> {
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

    pub(super) fn close_line(&mut self) {
        let Some(line) = self.take_line() else { return };
        match line.heading {
            None if line.inlines.is_empty() => {}
            None => self.block(Block::Paragraph(line.inlines)),
            Some(heading) => self.close_heading(heading, line.at, line.inlines),
        }
    }

    pub(super) fn close_heading(&mut self, heading: heading::Heading, at: usize, line: Vec<Inline>) {
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

    pub(super) fn close_code(&mut self) {
        let Some((info, at, text)) = self.code.take() else { return };
        let first = self.lines.at(at);
        let section = self.out.sections.len();
        let hidden = match self.part {
            Part::Chapter => self.out.backstage.take(&info, &text, section, first),
            Part::Item => None,
        };
        let (block, problems) = match hidden {
            Some(problems) => (None, problems),
            None => {
                let (block, mut problems) = fence::block(&info, &text);
                if self.part == Part::Item && matches!(block, Block::Drawn(_)) {
                    let problem = Problem::new("", 1, "a figure that the engine draws outside a chapter");
                    problems.push(problem.hint("put it into the chapter, and name the section here"));
                }
                (Some(block), problems)
            }
        };
        self.out.problems.extend(problems.into_iter().map(|mut problem| {
            problem.line += first - 1;
            problem
        }));
        if let Some(block) = block {
            self.block(block);
        }
    }
}
