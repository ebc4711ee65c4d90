//! One line of typed text with a cursor.

use unicode_segmentation::UnicodeSegmentation;

use super::{Key, KeyCode};

/// Longest line that is kept, in bytes: an answer or a search is short, a pasted book is not one.
const LONGEST: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineEdit {
    text: String,
    /// A byte index at a grapheme's edge.
    cursor: usize,
    /// What was deleted by words or to an end of the line last: `ctrl-y` puts it back.
    killed: String,
    /// Bytes it has room for.
    room: usize,
    /// Line breaks stay.
    breaks: bool,
}

impl Default for LineEdit {
    fn default() -> Self {
        Self::with_room(LONGEST)
    }
}

impl LineEdit {
    pub fn with(text: &str) -> Self {
        let mut edit = Self::default();
        edit.set(text);
        edit
    }

    /// An empty line with room for so many bytes.
    pub fn with_room(room: usize) -> Self {
        Self { text: String::new(), cursor: 0, killed: String::new(), room, breaks: false }
    }

    /// The same for a command, which may be of several lines.
    pub fn of_lines(room: usize) -> Self {
        Self { breaks: true, ..Self::with_room(room) }
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.insert(text);
    }

    /// Replaces what stands between the byte `start` and the cursor.
    pub fn replace_before(&mut self, start: usize, text: &str) {
        let start = start.min(self.cursor);
        if self.text.is_char_boundary(start) {
            self.delete_to(start);
            self.insert(text);
        }
    }

    /// Takes the text out.
    pub fn take(&mut self) -> String {
        self.cursor = 0;
        std::mem::take(&mut self.text)
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
            let stays = self.breaks && character == '\n';
            let character = if matches!(character, '\n' | '\t') && !stays { ' ' } else { character };
            if (character.is_control() && !stays) || self.text.len() + character.len_utf8() > self.room {
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
        let chord = key.ctrl || key.alt;
        match (key.code, chord) {
            (KeyCode::Backspace, false) => self.delete_to(self.before()),
            (KeyCode::Delete, false) => self.delete_to(self.after()),
            (KeyCode::Backspace, true) => self.kill_to(self.word_before()),
            (KeyCode::Left, false) => self.cursor = self.before(),
            (KeyCode::Right, false) => self.cursor = self.after(),
            (KeyCode::Left, true) => self.cursor = self.word_before(),
            (KeyCode::Right, true) => self.cursor = self.word_after(),
            (KeyCode::Home, false) => self.cursor = 0,
            (KeyCode::End, false) => self.cursor = self.text.len(),
            (KeyCode::Char(letter), true) => return self.chord(letter, key.alt),
            _ => return false,
        }
        true
    }

    /// The chords that shells know.
    fn chord(&mut self, letter: char, alt: bool) -> bool {
        match (letter, alt) {
            ('a', false) => self.cursor = 0,
            ('e', false) => self.cursor = self.text.len(),
            ('b', false) => self.cursor = self.before(),
            ('f', false) => self.cursor = self.after(),
            ('h', false) => self.delete_to(self.before()),
            ('d', false) => self.delete_to(self.after()),
            ('w', false) => self.kill_to(self.word_before()),
            ('u', false) => self.kill_to(0),
            ('k', false) => self.kill_to(self.text.len()),
            ('y', false) => {
                let killed = self.killed.clone();
                self.insert(&killed);
            }
            ('b', true) => self.cursor = self.word_before(),
            ('f', true) => self.cursor = self.word_after(),
            ('d', true) => self.kill_to(self.word_after()),
            _ => return false,
        }
        true
    }

    fn kill_to(&mut self, other: usize) {
        let (start, end) = (self.cursor.min(other), self.cursor.max(other));
        if start < end {
            self.text[start..end].clone_into(&mut self.killed);
        }
        self.delete_to(other);
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

    fn word_after(&self) -> usize {
        let (_, right) = self.halves();
        let word = right.trim_start();
        let blanks = right.len() - word.len();
        self.cursor + blanks + word.find(char::is_whitespace).unwrap_or(word.len())
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
    fn what_was_killed_comes_back() {
        let mut line = LineEdit::with("kubectl get pods");
        type_keys(&mut line, "ctrl-w ctrl-y ctrl-y");
        assert_eq!(line.text(), "kubectl get podspods");
        type_keys(&mut line, "ctrl-a alt-f ctrl-k ctrl-u ctrl-y");
        assert_eq!(line.text(), "kubectl");
        type_keys(&mut line, "alt-b ctrl-f ctrl-d");
        assert_eq!(line.text(), "kbectl");
    }

    #[test]
    fn pasted_control_characters_do_not_stay() {
        let mut line = LineEdit::default();
        line.insert("a\u{1b}[31m\nb\u{7}");
        assert_eq!(line.text(), "a[31m b");
    }
}
