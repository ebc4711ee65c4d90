//! The built-in editor for manifests: a simple one, or vi's keys, as the command that opened it says.
//!
//! Own, because the state of a screen lives in `app`, which draws nothing: the editor crates for ratatui hold their text
//! inside a widget.

mod buffer;
mod motion;
mod object;
mod shown;
mod typing;
mod vim;

use super::{Key, KeyCode};
pub use buffer::{Buffer, MOST_LINES, Spot};
use motion::{Motion, target};
pub use shown::shown;
pub use vim::Mode;
use vim::{Memory, Register};

/// A file being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// What it is called at the top.
    pub name: String,
    pub buffer: Buffer,
    pub keys: Keys,
    pub mode: Mode,
    /// Said at the bottom until the next key.
    pub message: String,
    /// The first line shown, and how many there is room for.
    pub top: usize,
    height: usize,
    saved: String,
    /// Lines are shown with their numbers.
    pub numbers: bool,
    register: Register,
    memory: Memory,
}

/// Which keys it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    Simple,
    Vi,
}

impl Keys {
    /// Those of the program that was called: vi's, unless it was `nano`.
    pub fn of(program: &str) -> Self {
        if program.rsplit('/').next() == Some("nano") { Self::Simple } else { Self::Vi }
    }
}

/// What came of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Stay,
    /// Write the text and go on.
    Save(String),
    /// Leave; with the text, if it is to be kept.
    Close {
        text: Option<String>,
    },
}

impl Editor {
    pub fn new(name: &str, text: &str, keys: Keys) -> Self {
        let buffer = Buffer::new(text);
        let saved = buffer.text();
        let mode = match keys {
            Keys::Simple => Mode::Insert,
            Keys::Vi => Mode::normal(),
        };
        Self {
            name: name.to_owned(),
            buffer,
            keys,
            mode,
            message: String::new(),
            top: 0,
            height: 20,
            saved,
            numbers: false,
            register: Register::default(),
            memory: Memory::default(),
        }
    }

    pub fn is_changed(&self) -> bool {
        self.buffer.text() != self.saved
    }

    pub fn key(&mut self, key: Key) -> Outcome {
        self.message.clear();
        let outcome = match self.keys {
            Keys::Vi => vim::key(self, key),
            Keys::Simple => self.simple(key),
        };
        self.keep_in_view();
        outcome
    }

    fn simple(&mut self, key: Key) -> Outcome {
        match (key.code, key.ctrl) {
            (KeyCode::Char('z'), true) if !self.buffer.undo() => {
                "nothing to undo".clone_into(&mut self.message);
            }
            (KeyCode::Char('y'), true) if !self.buffer.redo() => {
                "nothing to redo".clone_into(&mut self.message);
            }
            (KeyCode::Char('k'), true) => {
                self.buffer.mark();
                let row = self.buffer.cursor.row;
                let lines = self.buffer.delete_lines(row, row);
                self.register = Register::lines(lines);
            }
            (KeyCode::Char('u'), true) => {
                self.buffer.mark();
                let row = self.buffer.cursor.row;
                self.buffer.insert_lines(row, self.register.whole());
            }
            (KeyCode::PageDown, _) => self.go(Motion::Rows(self.page())),
            (KeyCode::PageUp, _) => self.go(Motion::Rows(-self.page())),
            (KeyCode::Char('s' | 'o'), true) => return self.save(),
            (KeyCode::Char('x'), true) => return Outcome::Close { text: Some(self.buffer.text()) },
            _ => {
                typing::key(&mut self.buffer, key);
            }
        }
        Outcome::Stay
    }

    /// Text from the clipboard: as it is, in whatever mode; but a tab is two blanks, as where it is typed.
    pub fn paste(&mut self, text: &str) {
        if let Mode::Line(_, edit) = &mut self.mode {
            return edit.insert(text);
        }
        self.memory.forget();
        self.buffer.mark();
        self.buffer.insert(&text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "  "));
        self.keep_in_view();
    }

    /// Writes what is there.
    pub fn save(&mut self) -> Outcome {
        self.saved = self.buffer.text();
        self.message = format!("{} written", self.name);
        Outcome::Save(self.saved.clone())
    }

    /// The room there is for lines.
    pub fn resized(&mut self, height: usize) {
        self.height = height.max(1);
        self.keep_in_view();
    }

    fn page(&self) -> isize {
        isize::try_from(self.height.saturating_sub(2).max(1)).unwrap_or(1)
    }

    fn go(&mut self, motion: Motion) {
        let spot = target(&self.buffer, motion);
        self.buffer.move_to(spot);
    }

    fn keep_in_view(&mut self) {
        let row = self.buffer.cursor.row;
        self.top = self.top.clamp((row + 1).saturating_sub(self.height), row);
    }
}

#[cfg(test)]
mod tests;
