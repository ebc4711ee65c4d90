//! A line of text while it is read: runs of one look, links, and what is checked when it ends.

use super::heading::Heading;
use super::visible::{is_hidden, one_line, visible};
use crate::course::{Inline, Link, Look};

pub struct Line {
    /// Where it begins in the text.
    pub at: usize,
    pub inlines: Vec<Inline>,
    pub look: Depth,
    pub link: Option<Link>,
    /// Set while the line of a heading is read.
    pub heading: Option<Heading>,
    /// A character that an entity such as `&#27;` named, and that is not shown.
    pub hidden: Option<char>,
}

/// How often each look is open.
#[derive(Default)]
pub struct Depth {
    pub strong: usize,
    pub emphasis: usize,
}

impl Line {
    pub fn new(at: usize) -> Self {
        Self { at, inlines: Vec::new(), look: Depth::default(), link: None, heading: None, hidden: None }
    }

    pub fn heading(at: usize, heading: Heading) -> Self {
        Self { heading: Some(heading), ..Self::new(at) }
    }

    pub fn push(&mut self, inline: Inline) {
        self.inlines.push(inline);
    }

    pub fn text(&mut self, text: &str) {
        self.run(text, false);
    }

    pub fn code(&mut self, text: &str) {
        self.run(text, true);
    }

    /// Adds text, to the last run where that looks the same.
    fn run(&mut self, text: &str, code: bool) {
        self.hidden = self.hidden.or_else(|| text.chars().find(|character| is_hidden(*character)));
        let text = visible(text).replace(['\n', '\t'], " ");
        let look = Look { strong: self.look.strong > 0, emphasis: self.look.emphasis > 0, code };
        match self.inlines.last_mut() {
            Some(Inline::Text { text: last, look: same, link }) if *same == look && *link == self.link => {
                last.push_str(&text);
            }
            _ if text.is_empty() => {}
            _ => self.inlines.push(Inline::Text { text, look, link: self.link.clone() }),
        }
    }

    /// Names of footnotes that are only text, as they are not defined, and where they stand in `source`, the text
    /// from this line on.
    pub fn dangling_footnotes(&self, source: &str) -> Vec<(String, usize)> {
        let mut found: Vec<(String, usize)> = Vec::new();
        let mut rest_of_source = Some(source);
        for text in self.plain_runs() {
            let mut rest = text;
            while let Some((_, tail)) = rest.split_once("[^") {
                let Some((name, after)) = tail.split_once(']') else { break };
                rest = after;
                if !name.is_empty() && name.len() <= 80 && !name.contains(char::is_whitespace) {
                    // In their order, and not beyond one that is written otherwise: linear in all.
                    let tail = rest_of_source.and_then(|rest| rest.get(rest.find(&format!("[^{name}]"))?..));
                    let last = found.last().map_or(0, |(_, offset)| *offset);
                    let offset = tail.map_or(last, |tail| source.len() - tail.len());
                    rest_of_source = tail.and_then(|tail| tail.get(1..));
                    found.push((name.to_owned(), offset));
                }
            }
        }
        found
    }

    /// `[!WORD]` at the beginning, which looks like a note and is none.
    pub fn unknown_note(&self) -> Option<String> {
        let first = self.plain_runs().next()?;
        let (name, _) = first.strip_prefix("[!")?.split_once(']')?;
        Some(one_line(name))
    }

    /// Words that are read: those with a letter or digit.
    pub fn words(&self) -> usize {
        let mut text = String::new();
        for inline in &self.inlines {
            match inline {
                Inline::Text { text: run, .. } => text.push_str(run),
                Inline::Break => text.push(' '),
                Inline::Footnote(_) => {}
            }
        }
        text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
    }

    fn plain_runs(&self) -> impl Iterator<Item = &str> {
        self.inlines.iter().filter_map(|inline| match inline {
            Inline::Text { text, look: Look { code: false, .. }, .. } => Some(text.as_str()),
            _ => None,
        })
    }
}
