//! The editor's vi keys: what people use on a manifest, not all of vi.

use super::{
    Editor, Outcome,
    buffer::Spot,
    motion::{Motion, find, target},
};
use crate::app::{Key, KeyCode, LineEdit};

/// What vi is waiting for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    Normal(Pending),
    Insert,
    /// `:` or `/` and what is typed behind it.
    Line(char, LineEdit),
}

/// A command that is not complete: its count and its letters so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pending {
    count: usize,
    /// `d`, `y`, `c`, `g`, `r`, `>` or `<`.
    letter: Option<char>,
}

/// What was deleted or copied last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    lines: Vec<String>,
    whole_lines: bool,
}

/// A count beyond this is a slip of the finger.
const MOST: usize = 9_999;

pub fn key(editor: &mut Editor, key: Key) -> Outcome {
    match &mut editor.mode {
        Mode::Insert => {
            if key.code == KeyCode::Esc || (key.ctrl && matches!(key.code, KeyCode::Char('c' | '['))) {
                editor.mode = Mode::Normal(Pending::default());
                let left = target(&editor.buffer, Motion::Left);
                editor.buffer.move_to(left);
            } else {
                super::typing::key(&mut editor.buffer, key);
            }
            Outcome::Stay
        }
        Mode::Line(lead, edit) => match key.code {
            KeyCode::Enter => {
                let (lead, text) = (*lead, edit.text().to_owned());
                editor.mode = Mode::Normal(Pending::default());
                if lead == '/' { search(editor, &text) } else { command_line(editor, text.trim()) }
            }
            KeyCode::Esc => {
                editor.mode = Mode::Normal(Pending::default());
                Outcome::Stay
            }
            KeyCode::Backspace if edit.is_empty() => {
                editor.mode = Mode::Normal(Pending::default());
                Outcome::Stay
            }
            _ => {
                edit.key(key);
                Outcome::Stay
            }
        },
        Mode::Normal(pending) => {
            let pending = std::mem::take(pending);
            normal(editor, key, pending)
        }
    }
}

fn search(editor: &mut Editor, words: &str) -> Outcome {
    if !words.is_empty() {
        words.clone_into(&mut editor.wanted);
    }
    match find(&editor.buffer, &editor.wanted) {
        Some(spot) => editor.buffer.move_to(spot),
        None => editor.message = format!("not found: {}", editor.wanted),
    }
    Outcome::Stay
}

fn command_line(editor: &mut Editor, text: &str) -> Outcome {
    match text {
        "" => Outcome::Stay,
        "w" | "w!" => editor.save(),
        "wq" | "wq!" | "x" | "x!" | "wqa" => Outcome::Close { text: Some(editor.buffer.text()) },
        "q" if editor.is_changed() => {
            "not saved: :wq saves and leaves, :q! leaves".clone_into(&mut editor.message);
            Outcome::Stay
        }
        "q" | "q!" | "qa!" => Outcome::Close { text: None },
        // What people set out of habit changes nothing here: two columns a tab, and blanks for tabs.
        _ if text.starts_with("set ") || text.starts_with("syntax ") => Outcome::Stay,
        _ => {
            match text.parse() {
                Ok(number) => editor.go(Motion::Line(number)),
                Err(_) => editor.message = format!("not an editor command: {text}"),
            }
            Outcome::Stay
        }
    }
}

fn normal(editor: &mut Editor, key: Key, pending: Pending) -> Outcome {
    let waiting = |pending: Pending| Mode::Normal(pending);
    let count = pending.count.max(1);
    if key.ctrl {
        match key.code {
            KeyCode::Char('r') if !editor.buffer.redo() => "nothing to redo".clone_into(&mut editor.message),
            KeyCode::Char('f') => editor.go(Motion::Rows(editor.page())),
            KeyCode::Char('b') => editor.go(Motion::Rows(-editor.page())),
            KeyCode::Char('d') => editor.go(Motion::Rows(editor.page() / 2)),
            KeyCode::Char('u') => editor.go(Motion::Rows(-editor.page() / 2)),
            _ => {}
        }
        return Outcome::Stay;
    }
    let character = match (key.typed(), key.code) {
        (Some(character), _) => character,
        (None, KeyCode::Enter) => '+',
        (None, KeyCode::Backspace) => 'h',
        (None, KeyCode::PageDown) => {
            editor.go(Motion::Rows(editor.page()));
            return Outcome::Stay;
        }
        (None, KeyCode::PageUp) => {
            editor.go(Motion::Rows(-editor.page()));
            return Outcome::Stay;
        }
        (None, code) => match arrow(code) {
            Some(character) => character,
            None => return Outcome::Stay,
        },
    };
    if pending.letter == Some('r') {
        replace_one(editor, character);
        return Outcome::Stay;
    }
    if let Some(digit) = character.to_digit(10).filter(|digit| *digit > 0 || pending.count > 0) {
        let count = (pending.count * 10 + digit as usize).min(MOST);
        editor.mode = waiting(Pending { count, ..pending });
        return Outcome::Stay;
    }
    match (pending.letter, character) {
        (None, 'd' | 'y' | 'c' | 'g' | 'r' | '>' | '<' | 'Z') => {
            editor.mode = waiting(Pending { letter: Some(character), ..pending });
        }
        (Some('Z'), 'Z') => return Outcome::Close { text: Some(editor.buffer.text()) },
        (Some('Z'), 'Q') => return Outcome::Close { text: None },
        (Some('g'), 'g') => editor.go(Motion::Top),
        (Some(operator @ ('d' | 'y' | 'c' | '>' | '<')), same) if operator == same => {
            let row = editor.buffer.cursor.row;
            over_lines(editor, operator, row, row + count - 1);
        }
        (Some(operator @ ('d' | 'y' | 'c' | '>' | '<')), _) => {
            if let Some(motion) = motion_of(character, pending.count) {
                over_motion(editor, operator, motion, count);
            }
        }
        (Some(_), _) => {}
        (None, _) => alone(editor, character, pending.count),
    }
    Outcome::Stay
}

fn arrow(code: KeyCode) -> Option<char> {
    Some(match code {
        KeyCode::Left => 'h',
        KeyCode::Right => 'l',
        KeyCode::Up => 'k',
        KeyCode::Down => 'j',
        KeyCode::Home => '0',
        KeyCode::End => '$',
        KeyCode::Delete => 'x',
        _ => return None,
    })
}

fn motion_of(character: char, count: usize) -> Option<Motion> {
    Some(match character {
        'h' => Motion::Left,
        'l' | ' ' => Motion::Right,
        'k' | '-' => Motion::Up,
        'j' | '+' => Motion::Down,
        '0' => Motion::LineStart,
        '^' => Motion::FirstWord,
        '$' => Motion::LineEnd,
        'w' | 'W' => Motion::WordForward,
        'b' | 'B' => Motion::WordBack,
        'e' | 'E' => Motion::WordEnd,
        'G' if count > 0 => Motion::Line(count),
        'G' => Motion::Bottom,
        _ => return None,
    })
}

/// A command of one letter.
fn alone(editor: &mut Editor, character: char, given: usize) {
    let count = given.max(1);
    if let Some(motion) = motion_of(character, given) {
        let steps = if matches!(motion, Motion::Line(_)) { 1 } else { count };
        for _ in 0..steps {
            editor.go(motion);
        }
        return;
    }
    match character {
        'i' => editor.insert_at(None),
        'I' => editor.insert_at(Some(Motion::FirstWord)),
        'a' => editor.insert_at(Some(Motion::Right)),
        'A' => editor.insert_at(Some(Motion::LineEnd)),
        'o' => {
            editor.insert_at(Some(Motion::LineEnd));
            let indent = editor.buffer.indent();
            editor.buffer.break_line(&indent);
        }
        'O' => {
            editor.insert_at(Some(Motion::LineStart));
            let line = editor.buffer.line();
            let indent = line[..line.len() - line.trim_start().len()].to_owned();
            let row = editor.buffer.cursor.row;
            editor.buffer.insert_lines(row, std::slice::from_ref(&indent));
            editor.buffer.move_to(Spot { row, column: indent.len() });
        }
        'x' => over_motion(editor, 'd', Motion::Right, count),
        'X' => over_motion(editor, 'd', Motion::Left, count),
        's' => over_motion(editor, 'c', Motion::Right, count),
        'D' => over_motion(editor, 'd', Motion::LineEnd, 1),
        'C' => over_motion(editor, 'c', Motion::LineEnd, 1),
        'S' => {
            let row = editor.buffer.cursor.row;
            over_lines(editor, 'c', row, row + count - 1);
        }
        'Y' => {
            let row = editor.buffer.cursor.row;
            over_lines(editor, 'y', row, row + count - 1);
        }
        'J' => join(editor),
        'p' => put(editor, true, count),
        'P' => put(editor, false, count),
        'u' if !editor.buffer.undo() => "nothing to undo".clone_into(&mut editor.message),
        'n' => {
            search(editor, "");
        }
        ':' | '/' => editor.mode = Mode::Line(character, LineEdit::default()),
        _ => {}
    }
}

fn replace_one(editor: &mut Editor, character: char) {
    let end = target(&editor.buffer, Motion::Right);
    let at = editor.buffer.cursor;
    if end != at && !character.is_control() {
        editor.buffer.mark();
        editor.buffer.delete(at, end);
        editor.buffer.insert(character.encode_utf8(&mut [0; 4]));
        editor.buffer.move_to(at);
    }
}

fn over_motion(editor: &mut Editor, operator: char, motion: Motion, count: usize) {
    let from = editor.buffer.cursor;
    let steps = if matches!(motion, Motion::Line(_)) { 1 } else { count };
    for _ in 0..steps {
        let spot = target(&editor.buffer, motion);
        editor.buffer.move_to(spot);
    }
    let mut to = editor.buffer.cursor;
    editor.buffer.move_to(from);
    if motion.linewise() || matches!(operator, '>' | '<') {
        return over_lines(editor, operator, from.row.min(to.row), from.row.max(to.row));
    }
    // `cw` changes the word and leaves the blanks behind it; `dw` at a line's end does not join the next.
    if motion == Motion::WordForward && (to.row > from.row || operator == 'c') {
        let line = &editor.buffer.lines()[from.row];
        let end = if to.row > from.row { line.len() } else { to.column };
        let kept = if operator == 'c' { line[from.column..end].trim_end().len() } else { end - from.column };
        to = Spot { row: from.row, column: from.column + kept };
    }
    if motion == Motion::WordEnd {
        editor.buffer.move_to(to);
        to = target(&editor.buffer, Motion::Right);
        editor.buffer.move_to(from);
    }
    let taken = editor.buffer.between(from, to);
    editor.register =
        Register { lines: taken.split('\n').map(ToOwned::to_owned).collect(), whole_lines: false };
    if operator == 'y' {
        return editor.buffer.move_to(from.min(to));
    }
    editor.buffer.mark();
    editor.buffer.delete(from, to);
    if operator == 'c' {
        editor.mode = Mode::Insert;
    }
}

fn over_lines(editor: &mut Editor, operator: char, first: usize, last: usize) {
    let last = last.min(editor.buffer.last_row());
    editor.buffer.mark();
    match operator {
        '>' | '<' => editor.buffer.shift(first, last, operator == '>'),
        'y' => {
            let lines = editor.buffer.lines()[first..=last].to_vec();
            editor.register = Register { lines, whole_lines: true };
        }
        'c' => {
            editor.buffer.move_to(Spot { row: first, column: 0 });
            let line = editor.buffer.line();
            let indent = line[..line.len() - line.trim_start().len()].to_owned();
            let lines = editor.buffer.delete_lines(first, last);
            editor.register = Register { lines, whole_lines: true };
            editor.buffer.insert_lines(first, std::slice::from_ref(&indent));
            editor.buffer.move_to(Spot { row: first, column: indent.len() });
            editor.mode = Mode::Insert;
        }
        _ => {
            let lines = editor.buffer.delete_lines(first, last);
            editor.register = Register { lines, whole_lines: true };
        }
    }
}

fn join(editor: &mut Editor) {
    let row = editor.buffer.cursor.row;
    let Some(next) = editor.buffer.lines().get(row + 1) else { return };
    let lead = next.len() - next.trim_start().len();
    editor.buffer.mark();
    let end = Spot { row, column: editor.buffer.line().len() };
    editor.buffer.delete(end, Spot { row: row + 1, column: lead });
    editor.buffer.move_to(end);
    editor.buffer.insert(" ");
}

fn put(editor: &mut Editor, after: bool, count: usize) {
    let Register { lines, whole_lines } = editor.register.clone();
    if lines.is_empty() {
        return;
    }
    editor.buffer.mark();
    let row = editor.buffer.cursor.row;
    if whole_lines {
        let at = if after { row + 1 } else { row };
        for _ in 0..count.min(100) {
            editor.buffer.insert_lines(at, &lines);
        }
        return;
    }
    if after {
        let right = target(&editor.buffer, Motion::Right);
        editor.buffer.move_to(right);
    }
    for _ in 0..count.min(100) {
        editor.buffer.insert(&lines.join("\n"));
    }
    let left = target(&editor.buffer, Motion::Left);
    editor.buffer.move_to(left);
}

impl Register {
    pub fn lines(lines: Vec<String>) -> Self {
        Self { lines, whole_lines: true }
    }

    /// Its lines, if it holds whole ones.
    pub fn whole(&self) -> &[String] {
        if self.whole_lines { &self.lines } else { &[] }
    }
}
