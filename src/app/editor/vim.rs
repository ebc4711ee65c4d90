//! The editor's vi keys: its modes, and which of them a key is for.

mod command;
mod ex;
mod normal;
mod operator;
mod pattern;
mod repeat;
mod search;
mod substitute;
mod visual;

use super::{
    Editor, Outcome,
    buffer::Spot,
    motion::{Motion, target},
};
use crate::app::{Key, KeyCode, LineEdit};
pub use operator::Register;
use repeat::Repeat;

/// What vi is waiting for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// A command; its letters so far.
    Normal(String),
    Insert,
    /// Typing over what is there.
    Over,
    /// What an operator is to take is being chosen.
    Visual(Choice),
    /// `:`, `/` or `?` and what is typed behind it.
    Line(char, LineEdit),
}

/// A choice in the text: from where to the cursor, whole lines or not, and the letters typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub from: Spot,
    pub lines: bool,
    pub typed: String,
}

/// What vi remembers between commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memory {
    /// The last `f`, `t`, `F` or `T`.
    find: Option<Motion>,
    /// The pattern searched for last, and whether towards the top.
    pattern: String,
    upwards: bool,
    /// The last change, for `.`.
    change: Option<Repeat>,
    /// The keys typed now belong to it.
    recording: bool,
    /// The lines of the last choice: `'<,'>`.
    chosen: (usize, usize),
}

impl Mode {
    pub fn normal() -> Self {
        Self::Normal(String::new())
    }
}

pub fn key(editor: &mut Editor, key: Key) -> Outcome {
    let outcome = match &mut editor.mode {
        Mode::Insert | Mode::Over => {
            typed(editor, key);
            Outcome::Stay
        }
        Mode::Line(..) => line_key(editor, key),
        Mode::Visual(_) => {
            visual::key(editor, key);
            Outcome::Stay
        }
        Mode::Normal(_) => normal::key(editor, key),
    };
    if matches!(editor.mode, Mode::Normal(_) | Mode::Visual(_)) {
        stand_on_text(editor);
    }
    outcome
}

/// Commands are given on a character, not behind the last one.
fn stand_on_text(editor: &mut Editor) {
    if editor.buffer.cursor.column == editor.buffer.line().len() {
        editor.go(Motion::Left);
    }
}

fn is_escape(key: Key) -> bool {
    key.code == KeyCode::Esc || (key.ctrl && matches!(key.code, KeyCode::Char('c' | '[')))
}

/// A key while text is typed.
fn typed(editor: &mut Editor, key: Key) {
    if is_escape(key) {
        return escape(editor);
    }
    editor.memory.record(key);
    let over = editor.mode == Mode::Over;
    match (key.code, key.ctrl) {
        (KeyCode::Char(side @ ('d' | 't')), true) => {
            let Spot { row, column } = editor.buffer.cursor;
            let before = editor.buffer.line().len();
            editor.buffer.shift(row, row, side == 't');
            let after = editor.buffer.line().len();
            editor.buffer.move_to(Spot { row, column: (column + after).saturating_sub(before) });
        }
        (KeyCode::Char('u'), true) => {
            let at = editor.buffer.cursor;
            editor.buffer.delete(Spot { column: 0, ..at }, at);
        }
        (KeyCode::Backspace, _) if over => editor.go(Motion::Left),
        _ => {
            if over && key.typed().is_some() {
                let at = editor.buffer.cursor;
                let next = target(&editor.buffer, Motion::Right);
                editor.buffer.delete(at, next);
            }
            if !super::typing::key(&mut editor.buffer, key) && key.ctrl {
                editor.not_known(&key.to_string());
            }
        }
    }
}

/// Back to commands.
fn escape(editor: &mut Editor) {
    editor.memory.recording = false;
    editor.buffer.held = false;
    editor.mode = Mode::normal();
    editor.go(Motion::Left);
}

/// A key while a command line or a search is typed.
fn line_key(editor: &mut Editor, key: Key) -> Outcome {
    let Mode::Line(lead, edit) = &mut editor.mode else { return Outcome::Stay };
    match key.code {
        KeyCode::Enter => {
            let (lead, text) = (*lead, edit.text().to_owned());
            editor.mode = Mode::normal();
            if lead == ':' {
                return ex::run(editor, text.trim());
            }
            search::begin(editor, &text, lead == '?');
        }
        KeyCode::Backspace if edit.is_empty() => editor.mode = Mode::normal(),
        _ if is_escape(key) => editor.mode = Mode::normal(),
        _ => {
            edit.key(key);
        }
    }
    Outcome::Stay
}

/// The letter of a key in a command; `None` for a key that has none.
fn letter(key: Key) -> Option<char> {
    if let Some(character) = key.typed() {
        return Some(character);
    }
    if key.ctrl || key.alt {
        return (key.ctrl && key.code == KeyCode::Char('w')).then_some(command::WINDOW);
    }
    Some(match key.code {
        KeyCode::Enter => command::ENTER,
        KeyCode::Backspace | KeyCode::Left => command::LEFT,
        KeyCode::Right => command::RIGHT,
        KeyCode::Up => command::UP,
        KeyCode::Down => command::DOWN,
        KeyCode::Home => command::HOME,
        KeyCode::End => command::END,
        KeyCode::Delete => command::DELETE,
        _ => return None,
    })
}

impl Editor {
    /// Says that a command is not one of this editor, with all that belonged to it.
    pub(super) fn not_known(&mut self, command: &str) {
        let shown: String = command
            .chars()
            .map(|letter| match letter {
                command::WINDOW => "ctrl-w ".to_owned(),
                command::ENTER => String::new(),
                other => other.to_string(),
            })
            .collect();
        self.message = format!("not known here: {shown}");
    }
}
