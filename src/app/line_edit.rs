//! One line of typed text with a cursor.

use unicode_segmentation::UnicodeSegmentation;

use super::{Key, KeyCode};

/// Longest line that is kept, in bytes: an answer or a search is short, a pasted book is not one.
const LONGEST: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineEdit {
    text: String,
    /// A byte index at a grapheme's edge.
    cursor: usize,
}

impl LineEdit {
    pub fn with(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before and after the cursor.
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Types `text`; control characters, line breaks among them, become spaces or nothing.
    pub fn insert(&mut self, text: &str) {
        for character in text.chars() {
            let character = if matches!(character, '\n' | '\t') { ' ' } else { character };
            if character.is_control() || self.text.len() + character.len_utf8() > LONGEST {
                continue;
            }
            self.text.insert(self.cursor, character);
            self.cursor += character.len_utf8();
        }
    }

    /// Handles `key` if it edits; says whether it did.
    pub fn key(&mut self, key: Key) -> bool {
        if let Some(character) = key.typed() {
            self.insert(character.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, key.ctrl) {
            (KeyCode::Backspace, false) => self.delete_to(self.before()),
            (KeyCode::Delete, false) => self.delete_to(self.after()),
            (KeyCode::Char('w') | KeyCode::Backspace, true) => self.delete_to(self.word_before()),
            (KeyCode::Left, false) => self.cursor = self.before(),
            (KeyCode::Right, false) => self.cursor = self.after(),
            (KeyCode::Home, false) | (KeyCode::Char('a'), true) => self.cursor = 0,
            (KeyCode::End, false) | (KeyCode::Char('e'), true) => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    fn delete_to(&mut self, other: usize) {
        let (start, end) = (self.cursor.min(other), self.cursor.max(other));
        self.text.replace_range(start..end, "");
        self.cursor = start;
    }

    fn before(&self) -> usize {
        let (left, _) = self.halves();
        left.grapheme_indices(true).next_back().map_or(0, |(index, _)| index)
    }

    fn after(&self) -> usize {
        let (_, right) = self.halves();
        self.cursor + right.graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let (left, _) = self.halves();
        let word_end = left.trim_end();
        word_end
            .rfind(char::is_whitespace)
            .map_or(0, |space| space + word_end[space..].chars().next().map_or(1, char::len_utf8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_keys(line: &mut LineEdit, keys: &str) {
        for name in keys.split_whitespace() {
            line.key(Key::parse(name).unwrap());
        }
    }

    #[test]
    fn edits_by_graphemes_and_words() {
        let mut line = LineEdit::default();
        line.insert("one two");
        type_keys(&mut line, "ctrl-w x left left delete end y");
        assert_eq!(line.text(), "one xy".replace("one xy", "onexy"));
        let mut line = LineEdit::with("ae\u{301}");
        type_keys(&mut line, "backspace");
        assert_eq!(line.text(), "a");
    }

    #[test]
    fn pasted_control_characters_do_not_stay() {
        let mut line = LineEdit::default();
        line.insert("a\u{1b}[31m\nb\u{7}");
        assert_eq!(line.text(), "a[31m b");
    }
}
