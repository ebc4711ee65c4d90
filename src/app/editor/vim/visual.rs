//! vi's visual mode: a part of the text is chosen first, then something is done to it.

use super::{
    Choice, Mode,
    command::{self, Command, DELETE, Reach, Read, What},
    is_escape, letter, normal,
    operator::{self, Side},
};
use crate::app::editor::{
    Editor,
    buffer::{Span, Spot},
    motion::Motion,
    object::{self, Object},
};
use crate::app::{Key, KeyCode, LineEdit};

/// What letters mean while something is chosen.
enum Act {
    Move(Motion, usize),
    Choose(Object),
    Replace(char),
    Letter(char, usize),
}

const LETTERS: &str = "vVodxXDyYcsSRCJpPuU~><:";

pub fn begin(editor: &mut Editor, lines: bool) {
    editor.mode = Mode::Visual(Choice { from: editor.buffer.cursor, lines, typed: String::new() });
}

pub fn key(editor: &mut Editor, key: Key) {
    let Mode::Visual(choice) = &mut editor.mode else { return };
    if is_escape(key) {
        editor.memory.chosen = rows(choice.from, editor.buffer.cursor);
        editor.mode = Mode::normal();
        return;
    }
    let Some(letter) = letter(key) else {
        if key.ctrl && matches!(key.code, KeyCode::Char('r' | 'v')) {
            return editor.not_known(&key.to_string());
        }
        return normal::paging(editor, key);
    };
    choice.typed.push(letter);
    let typed = choice.typed.clone();
    let choice = choice.clone();
    match read(&typed) {
        Read::More => return,
        Read::Unknown => editor.not_known(&typed),
        Read::Known(act) => return perform(editor, &choice, &act),
    }
    if let Mode::Visual(choice) = &mut editor.mode {
        choice.typed.clear();
    }
}

fn read(typed: &str) -> Read<Act> {
    let (count, rest) = command::count(typed);
    let Some(first) = rest.chars().next() else { return Read::More };
    let after = &rest[first.len_utf8()..];
    match first {
        'i' | 'a' => command::text_object(first, after).map(Act::Choose),
        'r' => command::argument(after).map(Act::Replace),
        DELETE => Read::Known(Act::Letter('d', count)),
        letter if LETTERS.contains(letter) => Read::Known(Act::Letter(letter, count)),
        // What takes more letters takes them here, too, known or not.
        _ => match command::read(typed) {
            Read::Known(Command { count, what: What::Move(motion) }) => Read::Known(Act::Move(motion, count)),
            Read::More => Read::More,
            _ => Read::Unknown,
        },
    }
}

fn perform(editor: &mut Editor, choice: &Choice, act: &Act) {
    let span = span(editor, choice);
    let (mut from, mut lines) = (choice.from, choice.lines);
    match *act {
        Act::Move(motion, count) => {
            if let Some(spot) = normal::arrive(editor, motion, count.max(1)) {
                editor.buffer.move_to(spot);
            }
        }
        Act::Choose(object) => match object::span(&editor.buffer, object) {
            Some(Span::Text(start, end)) => {
                from = start;
                editor.buffer.move_to(end);
                editor.go(Motion::Left);
            }
            Some(Span::Lines(first, last)) => {
                (from, lines) = (Spot { row: first, column: 0 }, true);
                editor.buffer.move_to(Spot { row: last, column: 0 });
            }
            None => "there is none".clone_into(&mut editor.message),
        },
        Act::Letter('o', _) => {
            let other = editor.buffer.cursor;
            editor.buffer.move_to(from);
            from = other;
        }
        Act::Letter(kind @ ('v' | 'V'), _) if lines != (kind == 'V') => lines = kind == 'V',
        Act::Letter(letter, count) => return operate(editor, letter, span, count),
        Act::Replace(letter) => return replace(editor, letter, span),
    }
    editor.mode = Mode::Visual(Choice { from, lines, typed: String::new() });
}

fn operate(editor: &mut Editor, letter: char, span: Span, count: usize) {
    let (first, last) = match span {
        Span::Lines(first, last) => (first, last),
        Span::Text(from, to) => (from.row, to.row),
    };
    editor.memory.chosen = (first, last);
    editor.mode = Mode::normal();
    let whole = Span::Lines(first, last);
    let (operator, span) = match letter {
        'x' => ('d', span),
        's' => ('c', span),
        'D' | 'X' => ('d', whole),
        'Y' => ('y', whole),
        'S' | 'R' | 'C' => ('c', whole),
        other => (other, span),
    };
    match operator {
        'v' | 'V' => {}
        ':' => editor.mode = Mode::Line(':', LineEdit::with("'<,'>")),
        'J' => operator::join(editor, first, last),
        'p' | 'P' => {
            let put = editor.register.clone();
            let at_end = last == editor.buffer.last_row() && matches!(span, Span::Lines(..)) && first > 0;
            operator::apply(editor, 'd', span);
            let taken = std::mem::replace(&mut editor.register, put);
            operator::put(editor, if at_end { Side::After } else { Side::Before }, 1);
            editor.register = taken;
            editor.memory.forget();
        }
        _ => {
            remember(editor, operator, span);
            for _ in 0..if matches!(operator, '>' | '<') { count.clamp(1, 20) } else { 1 } {
                operator::apply(editor, operator, span);
            }
        }
    }
}

/// `.` does the same to as many lines, or letters of one line.
fn remember(editor: &mut Editor, operator: char, span: Span) {
    if operator == 'y' {
        return;
    }
    let (reach, count) = match span {
        Span::Lines(first, last) => (Reach::Lines, last - first + 1),
        Span::Text(from, to) if matches!(operator, '>' | '<') => (Reach::Lines, to.row - from.row + 1),
        Span::Text(from, to) if from.row == to.row => {
            (Reach::Motion(Motion::Right), editor.buffer.between(from, to).chars().count())
        }
        Span::Text(..) => return editor.memory.forget(),
    };
    if "dc><".contains(operator) {
        editor.memory.remember(Command { count, what: What::Operate(operator, reach) });
    } else {
        editor.memory.forget();
    }
}

fn replace(editor: &mut Editor, letter: char, span: Span) {
    let (from, to) = match span {
        Span::Text(from, to) => (from, to),
        Span::Lines(first, last) => {
            (Spot { row: first, column: 0 }, Spot { row: last, column: editor.buffer.lines()[last].len() })
        }
    };
    editor.mode = Mode::normal();
    editor.memory.forget();
    editor.buffer.mark();
    let text: String =
        editor.buffer.between(from, to).chars().map(|old| if old == '\n' { old } else { letter }).collect();
    editor.buffer.delete(from, to);
    editor.buffer.insert(&text);
    editor.buffer.move_to(from);
}

fn rows(one: Spot, other: Spot) -> (usize, usize) {
    (one.row.min(other.row), one.row.max(other.row))
}

/// What is chosen: the character under the cursor with it.
fn span(editor: &Editor, choice: &Choice) -> Span {
    let at = editor.buffer.cursor;
    if choice.lines {
        let (first, last) = rows(choice.from, at);
        return Span::Lines(first, last);
    }
    Span::Text(choice.from.min(at), editor.buffer.behind(choice.from.max(at)))
}

impl Editor {
    /// The bytes of a line that are chosen.
    pub fn chosen(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let Mode::Visual(choice) = &self.mode else { return None };
        let length = self.buffer.lines().get(row)?.len();
        match span(self, choice) {
            Span::Lines(first, last) => (first..=last).contains(&row).then_some(0..length),
            Span::Text(from, to) if (from.row..=to.row).contains(&row) => {
                let start = if row == from.row { from.column } else { 0 };
                let end = if row == to.row { to.column } else { length };
                Some(start.min(length)..end.min(length))
            }
            Span::Text(..) => None,
        }
    }
}
