//! The lines typed before: up and down through them, and the search backwards.

use crate::app::{Key, KeyCode, LineEdit};

/// Lines remembered at most.
const MOST: usize = 1_000;

#[derive(Debug, Clone, Default)]
pub struct Past {
    lines: Vec<String>,
    /// Where one has gone back to, and what was being typed before.
    place: Option<(usize, String)>,
}

/// A search backwards: what is searched for, and how many matches were passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    words: String,
    skipped: usize,
}

/// What a key did in a search.
pub(super) enum Found {
    Searching,
    /// The search is over: this is the line.
    Taken(String),
    /// Given up: the line stays as it was.
    Given,
}

impl Past {
    pub fn push(&mut self, line: &str) {
        self.forget_place();
        if line.trim().is_empty() || self.lines.last().is_some_and(|last| last == line) {
            return;
        }
        if self.lines.len() == MOST {
            self.lines.remove(0);
        }
        self.lines.push(line.to_owned());
    }

    pub fn forget_place(&mut self) {
        self.place = None;
    }

    pub fn older(&mut self, edit: &mut LineEdit) {
        let at = match &self.place {
            Some((at, _)) => at.checked_sub(1),
            None => self.lines.len().checked_sub(1),
        };
        if let Some((at, line)) = at.and_then(|at| Some((at, self.lines.get(at)?))) {
            let draft = self.place.take().map_or_else(|| edit.text().to_owned(), |(_, draft)| draft);
            edit.set(line);
            self.place = Some((at, draft));
        }
    }

    pub fn newer(&mut self, edit: &mut LineEdit) {
        let Some((at, draft)) = self.place.take() else { return };
        match self.lines.get(at + 1) {
            Some(line) => {
                edit.set(line);
                self.place = Some((at + 1, draft));
            }
            None => edit.set(&draft),
        }
    }
}

impl Search {
    pub(super) fn key(&mut self, key: Key, past: &Past) -> Found {
        if let Some(character) = key.typed() {
            self.words.push(character);
            self.skipped = 0;
            return Found::Searching;
        }
        match (key.code, key.ctrl) {
            (KeyCode::Char('r'), true) => {
                if self.matches(past).nth(self.skipped + 1).is_some() {
                    self.skipped += 1;
                }
                Found::Searching
            }
            (KeyCode::Backspace, _) => {
                self.words.pop();
                self.skipped = 0;
                Found::Searching
            }
            (KeyCode::Char('g' | 'c'), true) => Found::Given,
            _ => Found::Taken(self.line(past).to_owned()),
        }
    }

    fn matches<'a>(&'a self, past: &'a Past) -> impl Iterator<Item = &'a str> {
        past.lines.iter().rev().map(String::as_str).filter(|line| line.contains(&self.words))
    }

    /// The line found.
    pub fn line<'a>(&'a self, past: &'a Past) -> &'a str {
        if self.words.is_empty() { "" } else { self.matches(past).nth(self.skipped).unwrap_or_default() }
    }

    /// What stands before it, as bash writes it.
    pub fn prompt(&self) -> String {
        format!("(reverse-i-search)`{}': ", self.words)
    }
}
