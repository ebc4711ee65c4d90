//! Keys that type and delete: all of the simple editor, and vi's insert mode.

use super::{
    buffer::{Buffer, Spot, lead},
    motion::{Motion, target},
};
use crate::app::{Key, KeyCode};

/// Handles `key` if it types or moves; says whether it did.
pub fn key(buffer: &mut Buffer, key: Key) -> bool {
    if let Some(character) = key.typed() {
        // A word is one step of undo.
        if character == ' ' {
            buffer.mark();
        }
        buffer.insert(character.encode_utf8(&mut [0; 4]));
        return true;
    }
    let motion = match (key.code, key.ctrl) {
        (KeyCode::Left, false) => Motion::Left,
        (KeyCode::Right, false) => Motion::Right,
        (KeyCode::Up, false) => Motion::Up,
        (KeyCode::Down, false) => Motion::Down,
        (KeyCode::Home, false) | (KeyCode::Char('a'), true) => Motion::LineStart,
        (KeyCode::End, false) | (KeyCode::Char('e'), true) => Motion::LineEnd,
        (KeyCode::Left, true) => Motion::WordBack { big: false },
        (KeyCode::Right, true) => Motion::WordForward { big: false },
        _ => return change(buffer, key),
    };
    let spot = target(buffer, motion);
    buffer.move_to(spot);
    true
}

fn change(buffer: &mut Buffer, key: Key) -> bool {
    let at = buffer.cursor;
    match (key.code, key.ctrl) {
        (KeyCode::Enter, _) => {
            buffer.mark();
            let before = &buffer.line()[..at.column];
            let indent = if before.trim().is_empty() { before.to_owned() } else { indent_of(buffer, at) };
            buffer.break_line(&indent);
        }
        // Two blanks, as YAML wants it.
        (KeyCode::Tab, _) => buffer.insert("  "),
        (KeyCode::Backspace, _) => {
            let left = before(buffer, at);
            buffer.delete(left, at);
        }
        (KeyCode::Delete, _) => {
            let right = match target(buffer, Motion::Right) {
                same if same == at => Spot { row: at.row + 1, column: 0 },
                right => right,
            };
            buffer.delete(at, right);
        }
        (KeyCode::Char('w'), true) => {
            let back = target(buffer, Motion::WordBack { big: false });
            buffer.mark();
            buffer.delete(back, at);
        }
        _ => return false,
    }
    true
}

/// A line broken in its middle keeps the depth; at its end the next line may stand deeper.
fn indent_of(buffer: &Buffer, at: Spot) -> String {
    let line = buffer.line();
    if at.column == line.len() { buffer.indent() } else { lead(line).to_owned() }
}

/// What a backspace deletes: in the blanks at a line's start two columns, else a character, at its start the line's end.
fn before(buffer: &Buffer, at: Spot) -> Spot {
    let lead = &buffer.line()[..at.column];
    if at.column == 0 {
        return match at.row.checked_sub(1) {
            Some(row) => Spot { row, column: buffer.lines()[row].len() },
            None => at,
        };
    }
    if lead.bytes().all(|byte| byte == b' ') {
        return Spot { row: at.row, column: (at.column - 1) / 2 * 2 };
    }
    target(buffer, Motion::Left)
}
