//! What reading one file finds besides its content: problems, and references that only the whole course can check.

use super::visible::{HIDDEN_HINT, hidden_lines, hidden_message, one_line, visible};
use crate::course::{ItemId, Link, Problem};

/// Problems and references of one file.
///
/// A *fault* makes the item or chapter unusable, so it is left out; a *blemish* is told, and the rest is used.
pub struct Report {
    file: String,
    problems: Vec<Problem>,
    faults: usize,
    references: Vec<Reference>,
}

/// Something that another file must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub line: usize,
    pub target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Question(ItemId),
    Section { chapter: String, section: Option<String> },
}

impl Report {
    pub fn new(file: &str) -> Self {
        Self { file: visible(file).into_owned(), problems: Vec::new(), faults: 0, references: Vec::new() }
    }

    pub fn fault(&mut self, line: usize, message: impl AsRef<str>, hint: impl AsRef<str>) {
        self.faults += 1;
        self.blemish(line, message, hint);
    }

    /// An empty `hint` is none.
    pub fn blemish(&mut self, line: usize, message: impl AsRef<str>, hint: impl AsRef<str>) {
        let problem = Problem::new(&self.file, line, one_line(message.as_ref()));
        self.problems.push(match hint.as_ref() {
            "" => problem,
            hint => problem.hint(one_line(hint)),
        });
    }

    /// Reports the characters of `text`, which begins on `line`, that are hidden or command a terminal.
    pub fn hidden(&mut self, line: usize, text: &str) {
        for (at, character) in hidden_lines(text) {
            self.blemish(line + at - 1, hidden_message(character), HIDDEN_HINT);
        }
    }

    /// Takes over what the Markdown reader found in a text that begins on `line` of this file.
    pub fn adopt(&mut self, line: usize, problems: Vec<Problem>, links: Vec<(usize, Link)>) {
        for problem in problems {
            self.blemish(line + problem.line - 1, &problem.message, problem.hint.unwrap_or_default());
        }
        for (at, link) in links {
            if let Some(chapter) = link.chapter {
                let target = Target::Section { chapter, section: link.section };
                self.refer(line + at - 1, target);
            }
        }
    }

    pub fn refer(&mut self, line: usize, target: Target) {
        self.references.push(Reference { line, target });
    }

    pub fn faults(&self) -> usize {
        self.faults
    }

    /// The problems in the order of their lines, and the references.
    pub fn finish(mut self) -> (Vec<Problem>, Vec<Reference>) {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems.dedup();
        (self.problems, self.references)
    }
}
