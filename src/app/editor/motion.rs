//! Where the editor's motions lead: pure functions from a buffer to a spot.

use super::buffer::{Buffer, Spot};

/// A way to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    Left,
    Right,
    Up,
    Down,
    LineStart,
    FirstWord,
    LineEnd,
    WordForward,
    WordBack,
    WordEnd,
    Top,
    Bottom,
    /// A line by its number, counted from 1.
    Line(usize),
    /// By that many lines: a page.
    Rows(isize),
}

impl Motion {
    /// Whether an operator takes whole lines with it.
    pub fn linewise(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::Top | Self::Bottom | Self::Line(_) | Self::Rows(_))
    }
}

/// Where `motion` leads from the cursor.
pub fn target(buffer: &Buffer, motion: Motion) -> Spot {
    let at = buffer.cursor;
    let line = buffer.line();
    let row_of = |row: usize| Spot { row: row.min(buffer.last_row()), column: at.column };
    match motion {
        Motion::Left => buffer.beside(false),
        Motion::Right => buffer.beside(true),
        Motion::Up => row_of(at.row.saturating_sub(1)),
        Motion::Down => row_of(at.row + 1),
        Motion::LineStart => Spot { column: 0, ..at },
        Motion::FirstWord => Spot { column: line.len() - line.trim_start().len(), ..at },
        Motion::LineEnd => Spot { column: line.len(), ..at },
        Motion::Top => Spot::default(),
        Motion::Bottom => Spot { row: buffer.last_row(), column: 0 },
        Motion::Line(number) => Spot { row: number.saturating_sub(1).min(buffer.last_row()), column: 0 },
        Motion::Rows(by) => row_of(at.row.saturating_add_signed(by)),
        Motion::WordForward => word_forward(buffer),
        Motion::WordBack => word_back(buffer),
        Motion::WordEnd => word_end(buffer),
    }
}

/// What a character belongs to: a word, signs, or nothing.
fn class(character: char) -> u8 {
    if character.is_whitespace() {
        0
    } else if character.is_alphanumeric() || character == '_' {
        1
    } else {
        2
    }
}

fn word_forward(buffer: &Buffer) -> Spot {
    let at = buffer.cursor;
    let rest = &buffer.line()[at.column..];
    let first = rest.chars().next().map_or(0, class);
    let mut left = first == 0;
    for (index, character) in rest.char_indices() {
        let here = class(character);
        if here != first {
            left = true;
        }
        if left && here != 0 {
            return Spot { row: at.row, column: at.column + index };
        }
    }
    match buffer.lines().get(at.row + 1) {
        Some(next) => Spot { row: at.row + 1, column: next.len() - next.trim_start().len() },
        None => Spot { row: at.row, column: buffer.line().len() },
    }
}

fn word_back(buffer: &Buffer) -> Spot {
    let at = buffer.cursor;
    let before = buffer.line()[..at.column].trim_end();
    let Some(last) = before.chars().next_back() else {
        return match at.row.checked_sub(1).and_then(|row| Some((row, buffer.lines().get(row)?))) {
            Some((row, line)) if at.column == 0 => Spot { row, column: line.len() },
            _ => Spot { column: 0, ..at },
        };
    };
    let kind = class(last);
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, character)| class(*character) == kind)
        .last()
        .map_or(0, |(index, _)| index);
    Spot { row: at.row, column: start }
}

fn word_end(buffer: &Buffer) -> Spot {
    let at = buffer.cursor;
    let line = buffer.line();
    let mut characters = line.char_indices().skip_while(|(index, _)| *index <= at.column).peekable();
    while characters.next_if(|(_, character)| class(*character) == 0).is_some() {}
    let Some((mut end, first)) = characters.next() else {
        return Spot { row: at.row, column: line.len() };
    };
    while let Some((index, _)) = characters.next_if(|(_, character)| class(*character) == class(first)) {
        end = index;
    }
    Spot { row: at.row, column: end }
}

/// The next place where `words` stand after the cursor, from the top again after the end.
pub fn find(buffer: &Buffer, words: &str) -> Option<Spot> {
    if words.is_empty() {
        return None;
    }
    let at = buffer.cursor;
    let rows = buffer.lines().len();
    (0..=rows).find_map(|step| {
        let row = (at.row + step) % rows;
        let line = &buffer.lines()[row];
        let from = if step == 0 {
            at.column + line[at.column..].chars().next().map_or(0, char::len_utf8)
        } else {
            0
        };
        line.get(from..)?.find(words).map(|index| Spot { row, column: from + index })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(text: &str, motion: Motion, steps: usize) -> Vec<(usize, usize)> {
        let mut buffer = Buffer::new(text);
        (0..steps)
            .map(|_| {
                let spot = target(&buffer, motion);
                buffer.move_to(spot);
                (buffer.cursor.row, buffer.cursor.column)
            })
            .collect()
    }

    #[test]
    fn words_are_walked_as_vi_does() {
        let text = "name: web-1\n  port: 80\n";
        assert_eq!(walk(text, Motion::WordForward, 6), [(0, 4), (0, 6), (0, 9), (0, 10), (1, 2), (1, 6)]);
        assert_eq!(walk(text, Motion::WordEnd, 4), [(0, 3), (0, 4), (0, 8), (0, 9)]);
        let mut buffer = Buffer::new(text);
        buffer.move_to(Spot { row: 1, column: 10 });
        let back = target(&buffer, Motion::WordBack);
        assert_eq!((back.row, back.column), (1, 8));
    }

    #[test]
    fn a_search_goes_round() {
        let mut buffer = Buffer::new("port: 1\nport: 2\n");
        buffer.move_to(Spot { row: 1, column: 0 });
        assert_eq!(find(&buffer, "port"), Some(Spot { row: 0, column: 0 }));
        assert_eq!(find(&buffer, "nothing"), None);
    }
}
