//! Text laid out for a width: lines of runs, each with the role that a theme gives a colour to.
//!
//! Laid out once per width and kept; drawing takes the visible lines only (wrapping per frame costs ten times more).

mod blocks;
mod highlight;
mod table;
mod wrap;

use crate::course::Block;

/// What a run of text is, for the theme to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    #[default]
    Text,
    Strong,
    Emphasis,
    /// Code inside a sentence.
    Code,
    Title,
    Heading,
    Muted,
    Link,
    Figure,
    /// The bar and the word of a note, a tip, a warning.
    Note,
    Tip,
    Warning,
    /// Inside blocks of code.
    CodeText,
    CodeKey,
    CodeString,
    CodeNumber,
    CodeComment,
    CodeCommand,
    /// States; never without a sign or a word.
    Good,
    Bad,
    Accent,
}

/// A piece of a line that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    pub text: String,
    pub role: Role,
    /// The number of the link in the page, if it is part of one.
    pub link: Option<usize>,
}

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub runs: Vec<Run>,
    /// The number of the code block in the page, if it is a line of one.
    pub code: Option<usize>,
}

/// A text laid out for a width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    /// The source texts of its code blocks, as they are copied.
    pub codes: Vec<String>,
    /// Where its links lead.
    pub links: Vec<crate::course::Link>,
    /// The footnotes referred to, in the order of their numbers.
    pub footnotes: Vec<String>,
}

impl Page {
    /// Lays `blocks` out for `width` columns (at least 1 is assumed).
    pub fn of(blocks: &[Block], width: usize) -> Self {
        let mut page = Self::default();
        page.push_blocks(blocks, width);
        page
    }

    /// Adds `blocks` below what is there, with an empty line between.
    pub fn push_blocks(&mut self, blocks: &[Block], width: usize) {
        blocks::push(self, blocks, width.max(1));
    }

    /// Adds an empty line unless the page is empty or ends with one.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::default());
        }
    }

    pub fn push_line(&mut self, runs: impl IntoIterator<Item = Run>) {
        self.lines.push(Line { runs: runs.into_iter().collect(), code: None });
    }

    /// The number of a footnote, counted from 1 in the order of first use.
    pub fn footnote(&mut self, name: &str) -> usize {
        if let Some(index) = self.footnotes.iter().position(|known| known == name) {
            return index + 1;
        }
        self.footnotes.push(name.to_owned());
        self.footnotes.len()
    }
}

/// A line of code with the colours of the language that a file of this name holds.
pub fn code_line(name: &str, line: &str) -> Vec<Run> {
    let language = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("sh") => "sh",
        Some("json") => "json",
        Some("txt" | "md") => "text",
        _ => "yaml",
    };
    highlight::lines(language, line).into_iter().next().unwrap_or_default()
}

impl Line {
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.is_empty())
    }

    /// The characters alone.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl Run {
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self { text: text.into(), role, link: None }
    }
}

pub use wrap::{columns, cut, wrap_runs};

#[cfg(test)]
mod tests;
