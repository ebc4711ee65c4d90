//! vi's `/`, `?`, `n` and `N`: the next place of a pattern, round the ends of the text.

use super::{Editor, Spot, pattern};
use crate::app::editor::buffer::Buffer;

/// Looks for `words`; with none, for what was looked for last.
pub fn begin(editor: &mut Editor, words: &str, upwards: bool) {
    let end = if upwards { '?' } else { '/' };
    let words = words.split_once(end).map_or(words, |(words, _)| words);
    if !words.is_empty() {
        words.clone_into(&mut editor.memory.pattern);
    }
    editor.memory.upwards = upwards;
    if let Some(spot) = next(editor, false, 1) {
        editor.buffer.move_to(spot);
    }
}

/// The next place, or with `back` the one before; says so if there is none.
pub fn next(editor: &mut Editor, back: bool, steps: usize) -> Option<Spot> {
    let wanted = editor.memory.pattern.clone();
    if wanted.is_empty() {
        "nothing was looked for yet".clone_into(&mut editor.message);
        return None;
    }
    let Some(regex) = pattern::compile(&wanted, false) else {
        editor.message = format!("not a pattern: {wanted}");
        return None;
    };
    let places = places(&editor.buffer, &regex);
    let here = editor.buffer.cursor;
    let count = places.len();
    if count == 0 {
        editor.message = format!("not found: {wanted}");
        return None;
    }
    let found = if editor.memory.upwards == back {
        let first = places.iter().position(|place| *place > here).unwrap_or(0);
        places.get((first + steps - 1) % count)
    } else {
        let first = places.iter().rposition(|place| *place < here).unwrap_or(count - 1);
        places.get((first + count * steps - (steps - 1)) % count)
    };
    found.copied()
}

fn places(buffer: &Buffer, regex: &regex_lite::Regex) -> Vec<Spot> {
    let lines = buffer.lines().iter().enumerate();
    lines
        .flat_map(|(row, line)| regex.find_iter(line).map(move |found| Spot { row, column: found.start() }))
        .collect()
}
