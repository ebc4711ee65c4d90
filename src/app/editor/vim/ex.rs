//! vi's command line: `:wq`, `:3d`, `:%s/a/b/g`, `:set number`.

use super::{Editor, Outcome, operator, substitute};
use crate::app::editor::{
    buffer::{Span, Spot},
    motion::Motion,
};

/// Said to options that change nothing here.
const WITHOUT_EFFECT: &str =
    "no effect here: a tab is two blanks, a new line stands as deep as YAML wants it";

pub fn run(editor: &mut Editor, text: &str) -> Outcome {
    match text {
        "" => {}
        "w" | "w!" => return editor.save(),
        "wq" | "wq!" | "x" | "x!" | "wqa" | "xa" => {
            return Outcome::Close { text: Some(editor.buffer.text()) };
        }
        "q" if editor.is_changed() => {
            "not saved: :wq saves and leaves, :q! leaves".clone_into(&mut editor.message);
        }
        "q" | "q!" | "qa!" => return Outcome::Close { text: None },
        _ => match range(editor, text) {
            Some((lines, rest)) => with_range(editor, lines, rest.trim(), text),
            None => editor.not_known(&format!(":{text}")),
        },
    }
    Outcome::Stay
}

fn with_range(editor: &mut Editor, lines: Option<Lines>, command: &str, text: &str) {
    let here = editor.buffer.cursor.row;
    let (first, last) = lines.unwrap_or((here, here));
    let span = Span::Lines(first, last);
    match command {
        "" => editor.go(Motion::Line(last + 1)),
        "d" | "delete" => operator::apply(editor, 'd', span),
        "y" | "yank" => operator::apply(editor, 'y', span),
        ">" | "<" | ">>" | "<<" => {
            for sign in command.chars() {
                operator::apply(editor, sign, span);
            }
        }
        "j" | "join" => operator::join(editor, first, last.max(first + 1)),
        "u" | "undo" if editor.buffer.undo() => {}
        "red" | "redo" if editor.buffer.redo() => {}
        "noh" | "nohlsearch" | "nohl" => {}
        "t." | "co." | "copy." => {
            let copied = editor.buffer.lines()[first..=last].to_vec();
            editor.buffer.mark();
            editor.buffer.insert_lines(here + 1, &copied);
        }
        _ => match (command.split_once(' '), command.strip_prefix('s')) {
            (Some(("set" | "se", options)), _) => set(editor, options),
            (Some(("syntax" | "syn" | "filetype", _)), _) => WITHOUT_EFFECT.clone_into(&mut editor.message),
            (_, Some(rest)) if !rest.starts_with(char::is_alphabetic) => {
                substitute::run(editor, first, last, rest);
            }
            _ => editor.not_known(&format!(":{text}")),
        },
    }
}

fn set(editor: &mut Editor, options: &str) {
    for option in options.split_whitespace() {
        match option {
            "nu" | "number" => editor.numbers = true,
            "nonu" | "nonumber" => editor.numbers = false,
            "nu!" | "number!" | "invnu" => editor.numbers = !editor.numbers,
            _ => WITHOUT_EFFECT.clone_into(&mut editor.message),
        }
    }
}

/// The first and the last line that a command is for, counted from 0.
type Lines = (usize, usize);

/// The lines before a command, and the command.
fn range<'t>(editor: &Editor, text: &'t str) -> Option<(Option<Lines>, &'t str)> {
    let bottom = editor.buffer.last_row();
    if let Some(rest) = text.strip_prefix('%') {
        return Some((Some((0, bottom)), rest));
    }
    let Some((first, rest)) = address(editor, text) else { return Some((None, text)) };
    let Some(rest) = rest.strip_prefix(',') else { return Some((Some((first, first)), rest)) };
    let (last, rest) = address(editor, rest)?;
    Some((Some((first.min(last), first.max(last))), rest))
}

/// A line: `3`, `.`, `$`, `'<`, `'>`, and `+2` or `-2` behind it.
fn address<'t>(editor: &Editor, text: &'t str) -> Option<(usize, &'t str)> {
    let Spot { row, .. } = editor.buffer.cursor;
    let bottom = editor.buffer.last_row();
    let (mut line, mut rest) = if let Some(rest) = text.strip_prefix('.') {
        (row, rest)
    } else if let Some(rest) = text.strip_prefix('$') {
        (bottom, rest)
    } else if let Some(rest) = text.strip_prefix("'<") {
        (editor.memory.chosen.0, rest)
    } else if let Some(rest) = text.strip_prefix("'>") {
        (editor.memory.chosen.1, rest)
    } else if text.starts_with(['+', '-']) {
        (row, text)
    } else {
        let (number, rest) = number(text)?;
        (number.saturating_sub(1), rest)
    };
    while let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, '+' | '-')) {
        let (by, after) = number(&rest[1..]).unwrap_or((1, &rest[1..]));
        line = if sign == '+' { line.saturating_add(by) } else { line.saturating_sub(by) };
        rest = after;
    }
    Some((line.min(bottom), rest))
}

fn number(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    digits.parse().ok().map(|number: usize| (number, rest))
}
