//! What vi's operators do to a part of the text, and what puts text into it.

use super::Mode;
use crate::app::editor::{
    Editor,
    buffer::{Span, Spot, lead},
    motion::{Motion, target},
};

/// What was deleted or copied last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    lines: Vec<String>,
    whole_lines: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

/// More copies than these are a slip of the finger.
const MOST_COPIES: usize = 100;

impl Register {
    pub fn lines(lines: Vec<String>) -> Self {
        Self { lines, whole_lines: true }
    }

    /// Its lines, if it holds whole ones.
    pub fn whole(&self) -> &[String] {
        if self.whole_lines { &self.lines } else { &[] }
    }

    fn text(text: &str) -> Self {
        Self { lines: text.split('\n').map(ToOwned::to_owned).collect(), whole_lines: false }
    }
}

/// Does `d`, `y`, `c`, `>`, `<`, `~`, `u` or `U` to a part of the text.
pub fn apply(editor: &mut Editor, operator: char, span: Span) {
    editor.buffer.mark();
    match (operator, span) {
        ('>' | '<', Span::Lines(first, last)) => shift(editor, operator, first, last),
        ('>' | '<', Span::Text(from, to)) => shift(editor, operator, from.row, to.row),
        ('~' | 'u' | 'U', Span::Text(from, to)) => change_case(editor, operator, from, to),
        ('~' | 'u' | 'U', Span::Lines(first, last)) => {
            let last = last.min(editor.buffer.last_row());
            let end = Spot { row: last, column: editor.buffer.lines()[last].len() };
            change_case(editor, operator, Spot { row: first, column: 0 }, end);
        }
        (_, Span::Lines(first, last)) => over_lines(editor, operator, first, last),
        (_, Span::Text(from, to)) => {
            editor.register = Register::text(&editor.buffer.between(from, to));
            if operator == 'y' {
                return editor.buffer.move_to(from);
            }
            editor.buffer.delete(from, to);
            if operator == 'c' {
                type_here(editor);
            }
        }
    }
}

fn over_lines(editor: &mut Editor, operator: char, first: usize, last: usize) {
    let last = last.min(editor.buffer.last_row());
    if operator == 'y' {
        editor.register = Register::lines(editor.buffer.lines()[first.min(last)..=last].to_vec());
        return;
    }
    let indent = lead(&editor.buffer.lines()[first.min(last)]).to_owned();
    editor.register = Register::lines(editor.buffer.delete_lines(first, last));
    if operator == 'c' {
        editor.buffer.insert_lines(first, std::slice::from_ref(&indent));
        editor.buffer.move_to(Spot { row: first, column: indent.len() });
        type_here(editor);
    } else {
        editor.go(Motion::FirstWord);
    }
}

fn shift(editor: &mut Editor, operator: char, first: usize, last: usize) {
    editor.buffer.shift(first, last, operator == '>');
    editor.buffer.move_to(Spot { row: first, column: 0 });
    editor.go(Motion::FirstWord);
}

fn change_case(editor: &mut Editor, operator: char, from: Spot, to: Spot) {
    let changed: String = editor
        .buffer
        .between(from, to)
        .chars()
        .map(|letter| match operator {
            'u' => letter.to_lowercase().to_string(),
            '~' if letter.is_uppercase() => letter.to_lowercase().to_string(),
            _ => letter.to_uppercase().to_string(),
        })
        .collect();
    editor.buffer.delete(from, to);
    editor.buffer.insert(&changed);
    editor.buffer.move_to(from);
}

/// What is typed from here on is one step of undo.
fn type_here(editor: &mut Editor) {
    editor.buffer.held = true;
    editor.mode = Mode::Insert;
}

pub fn insert_at(editor: &mut Editor, motion: Option<Motion>) {
    editor.buffer.mark();
    if let Some(motion) = motion {
        editor.go(motion);
    }
    type_here(editor);
}

/// A new line beside this one, as deep as it or as YAML wants it.
pub fn open_line(editor: &mut Editor, side: Side) {
    editor.buffer.mark();
    if side == Side::After {
        editor.go(Motion::LineEnd);
        let indent = editor.buffer.indent();
        editor.buffer.break_line(&indent);
    } else {
        let indent = lead(editor.buffer.line()).to_owned();
        let row = editor.buffer.cursor.row;
        editor.buffer.insert_lines(row, std::slice::from_ref(&indent));
        editor.buffer.move_to(Spot { row, column: indent.len() });
    }
    type_here(editor);
}

/// Makes one line of several.
pub fn join(editor: &mut Editor, first: usize, last: usize) {
    editor.buffer.mark();
    for _ in first..last.max(first + 1) {
        let Some(next) = editor.buffer.lines().get(first + 1) else { return };
        let lead = next.len() - next.trim_start().len();
        let end = Spot { row: first, column: editor.buffer.lines()[first].len() };
        editor.buffer.delete(end, Spot { row: first + 1, column: lead });
        editor.buffer.move_to(end);
        editor.buffer.insert(" ");
        editor.buffer.move_to(end);
    }
}

pub fn put(editor: &mut Editor, side: Side, copies: usize) {
    let Register { lines, whole_lines } = editor.register.clone();
    if lines.is_empty() {
        return "nothing was deleted or copied yet".clone_into(&mut editor.message);
    }
    editor.buffer.mark();
    let row = editor.buffer.cursor.row;
    let copies = copies.min(MOST_COPIES);
    if whole_lines {
        let at = if side == Side::After { row + 1 } else { row };
        for _ in 0..copies {
            editor.buffer.insert_lines(at, &lines);
        }
        return editor.go(Motion::FirstWord);
    }
    if side == Side::After {
        let right = target(&editor.buffer, Motion::Right);
        editor.buffer.move_to(right);
    }
    for _ in 0..copies {
        editor.buffer.insert(&lines.join("\n"));
    }
    editor.go(Motion::Left);
}
