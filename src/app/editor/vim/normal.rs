//! vi's normal mode: letters become a command, and a command is done.

use super::{
    Mode,
    command::{Command, Reach, Read, What, read},
    is_escape, letter,
    operator::{self, Side},
    repeat, search, visual,
};
use crate::app::editor::{
    Editor, Outcome,
    buffer::{Span, Spot},
    motion::{Motion, goal},
    object,
};
use crate::app::{Key, KeyCode, LineEdit};

pub fn key(editor: &mut Editor, key: Key) -> Outcome {
    let Mode::Normal(typed) = &mut editor.mode else { return Outcome::Stay };
    if is_escape(key) {
        typed.clear();
        return Outcome::Stay;
    }
    let Some(letter) = letter(key) else {
        typed.clear();
        paging(editor, key);
        return Outcome::Stay;
    };
    typed.push(letter);
    let whole = typed.clone();
    match read(&whole) {
        Read::More => return Outcome::Stay,
        Read::Unknown => editor.not_known(&whole),
        Read::Known(command) => {
            typed.clear();
            return perform(editor, command);
        }
    }
    editor.mode = Mode::normal();
    Outcome::Stay
}

/// Keys that are no letters: pages, and taking back what was undone.
pub fn paging(editor: &mut Editor, key: Key) {
    let page = editor.page();
    match (key.code, key.ctrl) {
        (KeyCode::PageDown, _) | (KeyCode::Char('f'), true) => editor.go(Motion::Rows(page)),
        (KeyCode::PageUp, _) | (KeyCode::Char('b'), true) => editor.go(Motion::Rows(-page)),
        (KeyCode::Char('d'), true) => editor.go(Motion::Rows((page / 2).max(1))),
        (KeyCode::Char('u'), true) => editor.go(Motion::Rows(-(page / 2).max(1))),
        (KeyCode::Char('r'), true) => {
            if !editor.buffer.redo() {
                "nothing to redo".clone_into(&mut editor.message);
            }
        }
        (KeyCode::Char('g' | 'l'), true) | (KeyCode::Function(_) | KeyCode::Tab | KeyCode::BackTab, _) => {}
        _ => editor.not_known(&key.to_string()),
    }
}

/// Does a command. What changes the text is remembered for `.`.
pub fn perform(editor: &mut Editor, command: Command) -> Outcome {
    let steps = command.count.max(1);
    match command.what {
        What::Leave(true) => return Outcome::Close { text: Some(editor.buffer.text()) },
        What::Leave(false) => return Outcome::Close { text: None },
        What::Move(motion) => match arrive(editor, motion, steps) {
            Some(spot) => editor.buffer.move_to(spot),
            None if editor.message.is_empty() => "there is none".clone_into(&mut editor.message),
            None => {}
        },
        What::Letter('.') => repeat::again(editor, command.count),
        _ => {
            repeat::begin(editor, command);
            change(editor, command.what, steps);
        }
    }
    Outcome::Stay
}

fn change(editor: &mut Editor, what: What, steps: usize) {
    match what {
        What::Operate(operator, reach) => match span(editor, operator, reach, steps) {
            Some(span) => operator::apply(editor, operator, span),
            None => {
                editor.memory.change = None;
                "there is none".clone_into(&mut editor.message);
            }
        },
        What::Replace(letter) => replace(editor, letter, steps),
        What::Letter(letter) => alone(editor, letter, steps),
        What::Move(_) | What::Leave(_) => {}
    }
}

/// Where a motion comes to after so many steps; `None` if it can not be done.
pub fn arrive(editor: &mut Editor, motion: Motion, steps: usize) -> Option<Spot> {
    let from = editor.buffer.cursor;
    let motion = match motion {
        Motion::SearchAgain { back } => return search::next(editor, back, steps),
        Motion::FindAgain { back } => match editor.memory.find? {
            Motion::Find { to, forward, till } => {
                let motion = Motion::Find { to, forward: forward != back, till };
                // Repeated, `t` is not content with the character that it stands before.
                if till {
                    editor.go(if forward == back { Motion::Left } else { Motion::Right });
                }
                motion
            }
            other => other,
        },
        Motion::Find { .. } => {
            editor.memory.find = Some(motion);
            motion
        }
        other => other,
    };
    let steps = if matches!(motion, Motion::Line(_) | Motion::Bracket) { 1 } else { steps };
    let mut spot = Some(editor.buffer.cursor);
    for step in 1..=steps {
        let motion = match motion {
            Motion::Find { to, forward, till } => Motion::Find { to, forward, till: till && step == steps },
            other => other,
        };
        let before = editor.buffer.cursor;
        spot = goal(&editor.buffer, motion);
        match spot {
            Some(spot) if spot != before => editor.buffer.move_to(spot),
            _ => break,
        }
    }
    editor.buffer.move_to(from);
    spot
}

/// What an operator is to take.
fn span(editor: &mut Editor, operator: char, reach: Reach, steps: usize) -> Option<Span> {
    let from = editor.buffer.cursor;
    let motion = match reach {
        Reach::Lines => return Some(Span::Lines(from.row, from.row + steps - 1)),
        Reach::Object(object) => return object::span(&editor.buffer, object),
        Reach::Motion(motion) => motion,
    };
    let mut to = arrive(editor, motion, steps)?;
    if motion.linewise() {
        return Some(Span::Lines(from.row.min(to.row), from.row.max(to.row)));
    }
    // `cw` changes the word and leaves the blanks behind it; `dw` at a line's end does not join the next.
    if matches!(motion, Motion::WordForward { .. }) && (to.row > from.row || operator == 'c') {
        let line = &editor.buffer.lines()[from.row];
        let end = if to.row > from.row { line.len() } else { to.column };
        let kept = if operator == 'c' { line[from.column..end].trim_end().len() } else { end - from.column };
        to = Spot { row: from.row, column: from.column + kept };
    }
    let again = |motion| match (motion, editor.memory.find) {
        (Motion::FindAgain { back }, Some(Motion::Find { forward, .. })) => forward != back,
        _ => false,
    };
    if motion.inclusive() || again(motion) {
        return Some(Span::Text(from.min(to), editor.buffer.behind(from.max(to))));
    }
    Some(Span::Text(from.min(to), from.max(to)))
}

fn replace(editor: &mut Editor, letter: char, steps: usize) {
    let at = editor.buffer.cursor;
    let Some(end) = arrive(editor, Motion::Right, steps).filter(|end| *end != at) else { return };
    let many = editor.buffer.between(at, end).chars().count();
    if many < steps {
        return;
    }
    editor.buffer.mark();
    editor.buffer.delete(at, end);
    if letter == super::command::ENTER {
        return editor.buffer.break_line("");
    }
    editor.buffer.insert(&letter.to_string().repeat(steps));
    editor.go(Motion::Left);
}

/// A command of one letter.
fn alone(editor: &mut Editor, letter: char, steps: usize) {
    let row = editor.buffer.cursor.row;
    let lines = Reach::Lines;
    let same = |editor: &mut Editor, operator, motion, steps| {
        change(editor, What::Operate(operator, Reach::Motion(motion)), steps);
    };
    match letter {
        'i' => operator::insert_at(editor, None),
        'I' => operator::insert_at(editor, Some(Motion::FirstWord)),
        'a' => operator::insert_at(editor, Some(Motion::Right)),
        'A' => operator::insert_at(editor, Some(Motion::LineEnd)),
        'R' => {
            operator::insert_at(editor, None);
            editor.mode = Mode::Over;
        }
        'o' | 'O' => operator::open_line(editor, if letter == 'o' { Side::After } else { Side::Before }),
        'x' => same(editor, 'd', Motion::Right, steps),
        'X' => same(editor, 'd', Motion::Left, steps),
        's' => same(editor, 'c', Motion::Right, steps),
        'D' => same(editor, 'd', Motion::LineEnd, 1),
        'C' => same(editor, 'c', Motion::LineEnd, 1),
        '~' => {
            let to = arrive(editor, Motion::Right, steps).unwrap_or(editor.buffer.cursor);
            same(editor, '~', Motion::Right, steps);
            editor.buffer.move_to(to);
        }
        'S' => change(editor, What::Operate('c', lines), steps),
        'Y' => change(editor, What::Operate('y', lines), steps),
        'J' => operator::join(editor, row, row + steps.max(2) - 1),
        'p' => operator::put(editor, Side::After, steps),
        'P' => operator::put(editor, Side::Before, steps),
        'u' if !editor.buffer.undo() => "nothing to undo".clone_into(&mut editor.message),
        'v' | 'V' => visual::begin(editor, letter == 'V'),
        ':' | '/' | '?' => editor.mode = Mode::Line(letter, LineEdit::default()),
        _ => {}
    }
}
