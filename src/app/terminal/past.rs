//! Walking through the lines typed before, which the shell remembers: up and down, and the search backwards.

use crate::app::{Key, KeyCode, LineEdit};

/// Where one has gone back to, and what was being typed before.
#[derive(Debug, Clone, Default)]
pub struct Past {
    place: Option<(usize, String)>,
}

/// A search backwards: what is searched for, how many matches were passed over, and the line found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    words: String,
    skipped: usize,
    found: String,
    /// No line holds the words as they are now; the one found before stays.
    failed: bool,
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
    pub fn forget_place(&mut self) {
        self.place = None;
    }

    pub fn older(&mut self, lines: &[String], edit: &mut LineEdit) {
        let at = match &self.place {
            Some((at, _)) => at.checked_sub(1),
            None => lines.len().checked_sub(1),
        };
        if let Some((at, line)) = at.and_then(|at| Some((at, lines.get(at)?))) {
            let draft = self.place.take().map_or_else(|| edit.text().to_owned(), |(_, draft)| draft);
            edit.set(line);
            self.place = Some((at, draft));
        }
    }

    pub fn newer(&mut self, lines: &[String], edit: &mut LineEdit) {
        let Some((at, draft)) = self.place.take() else { return };
        match lines.get(at + 1) {
            Some(line) => {
                edit.set(line);
                self.place = Some((at + 1, draft));
            }
            None => edit.set(&draft),
        }
    }
}

impl Search {
    pub(super) fn key(&mut self, key: Key, lines: &[String]) -> Found {
        if let Some(character) = key.typed() {
            self.words.push(character);
            self.skipped = 0;
        } else {
            match (key.code, key.ctrl) {
                (KeyCode::Char('r'), true) if self.matches(lines).nth(self.skipped + 1).is_some() => {
                    self.skipped += 1;
                }
                (KeyCode::Char('r'), true) => {}
                (KeyCode::Backspace, _) => {
                    self.words.pop();
                    self.skipped = 0;
                }
                (KeyCode::Char('g' | 'c'), true) => return Found::Given,
                _ => return Found::Taken(std::mem::take(&mut self.found)),
            }
        }
        let found = self.matches(lines).nth(self.skipped).map(str::to_owned);
        self.failed = found.is_none() && !self.words.is_empty();
        if self.words.is_empty() {
            self.found.clear();
        } else if let Some(found) = found {
            self.found = found;
        }
        Found::Searching
    }

    fn matches<'a>(&'a self, lines: &'a [String]) -> impl Iterator<Item = &'a str> {
        lines.iter().rev().map(String::as_str).filter(|line| line.contains(&self.words))
    }

    /// The line found.
    pub fn line(&self) -> &str {
        &self.found
    }

    /// What stands before it, as bash writes it.
    pub fn prompt(&self) -> String {
        let failed = if self.failed { "failed " } else { "" };
        format!("({failed}reverse-i-search)`{}': ", self.words)
    }
}
