//! vi's `.`: the last change is the command and the keys typed after it, and both are done again.

use super::{
    Memory, Mode,
    command::{Command, What},
    escape, normal, typed,
};
use crate::app::{Key, editor::Editor};

/// A change that can be done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    command: Command,
    keys: Vec<Key>,
}

/// More keys than these are not one change any more.
const MOST_KEYS: usize = 2_000;
/// Letters that change nothing, or are no change of their own.
const NO_CHANGE: &str = "uYvV:/?.";

impl Memory {
    /// What is typed belongs to the last change.
    pub fn record(&mut self, key: Key) {
        if !self.recording {
            return;
        }
        match &mut self.change {
            Some(change) if change.keys.len() < MOST_KEYS => change.keys.push(key),
            _ => self.forget(),
        }
    }

    /// The last change can not be done again.
    pub fn forget(&mut self) {
        self.change = None;
        self.recording = false;
    }

    /// `command` is what `.` does next.
    pub fn remember(&mut self, command: Command) {
        self.change = Some(Repeat { command, keys: Vec::new() });
        self.recording = true;
    }
}

/// Remembers a command that changes something.
pub fn begin(editor: &mut Editor, command: Command) {
    let is_change = match command.what {
        What::Letter(letter) => !NO_CHANGE.contains(letter),
        What::Operate(operator, _) => operator != 'y',
        What::Replace(_) => true,
        What::Move(_) | What::Leave(_) => false,
    };
    if is_change {
        editor.memory.remember(command);
    }
}

/// Does the last change again; with a count of its own, if one is given.
pub fn again(editor: &mut Editor, count: usize) {
    let Some(Repeat { command, keys }) = editor.memory.change.clone() else {
        return "nothing to do again".clone_into(&mut editor.message);
    };
    let count = if count > 0 { count } else { command.count };
    let command = Command { count, ..command };
    normal::perform(editor, command);
    editor.memory.recording = false;
    for key in &keys {
        typed(editor, *key);
    }
    if matches!(editor.mode, Mode::Insert | Mode::Over) {
        escape(editor);
    }
    editor.memory.change = Some(Repeat { command, keys });
}
