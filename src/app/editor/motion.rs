//! Where the editor's motions lead: pure functions from a buffer to a spot.

use super::{
    buffer::{Buffer, Spot},
    object::partner,
};

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
    /// Big words end at blanks only: `nginx:1.27`.
    WordForward {
        big: bool,
    },
    WordBack {
        big: bool,
    },
    WordEnd {
        big: bool,
    },
    /// To a character of this line, or until just before it.
    Find {
        to: char,
        forward: bool,
        till: bool,
    },
    /// As the last `Find` or search, or the other way.
    FindAgain {
        back: bool,
    },
    SearchAgain {
        back: bool,
    },
    /// To the bracket that belongs to the one at or behind the cursor.
    Bracket,
    /// To the first word of a line beside this one.
    LineAbove,
    LineBelow,
    ParagraphBack,
    ParagraphForward,
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
        matches!(
            self,
            Self::Up
                | Self::Down
                | Self::LineAbove
                | Self::LineBelow
                | Self::Top
                | Self::Bottom
                | Self::Line(_)
                | Self::Rows(_)
        )
    }

    /// Whether an operator takes the character it comes to with it.
    pub fn inclusive(self) -> bool {
        matches!(self, Self::WordEnd { .. } | Self::Bracket | Self::Find { forward: true, .. })
    }
}

/// Where `motion` leads from the cursor; it stays where there is nothing to come to.
pub fn target(buffer: &Buffer, motion: Motion) -> Spot {
    goal(buffer, motion).unwrap_or(buffer.cursor)
}

/// Where `motion` leads, if there is what it goes to.
pub fn goal(buffer: &Buffer, motion: Motion) -> Option<Spot> {
    let at = buffer.cursor;
    let line = buffer.line();
    let row_of = |row: usize| Spot { row: row.min(buffer.last_row()), column: at.column };
    Some(match motion {
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
        Motion::WordForward { big } => word_forward(buffer, big),
        Motion::WordBack { big } => word_back(buffer, big),
        Motion::WordEnd { big } => word_end(buffer, big),
        Motion::Find { to, forward, till } => return found(buffer, to, forward, till),
        Motion::Bracket => return bracket(buffer),
        Motion::LineAbove => first_word(buffer, at.row.saturating_sub(1)),
        Motion::LineBelow => first_word(buffer, at.row + 1),
        Motion::ParagraphBack => {
            let blank = (0..at.row).rev().find(|row| buffer.lines()[*row].trim().is_empty());
            Spot { row: blank.unwrap_or(0), column: 0 }
        }
        Motion::ParagraphForward => {
            let blank = (at.row + 1..buffer.lines().len()).find(|row| buffer.lines()[*row].trim().is_empty());
            let last = buffer.last_row();
            blank
                .map_or(Spot { row: last, column: buffer.lines()[last].len() }, |row| Spot { row, column: 0 })
        }
        // What was looked for last is the editor's to know.
        Motion::FindAgain { .. } | Motion::SearchAgain { .. } => return None,
    })
}

fn first_word(buffer: &Buffer, row: usize) -> Spot {
    let row = row.min(buffer.last_row());
    let line = &buffer.lines()[row];
    Spot { row, column: line.len() - line.trim_start().len() }
}

fn found(buffer: &Buffer, to: char, forward: bool, till: bool) -> Option<Spot> {
    let at = buffer.cursor;
    let line = buffer.line();
    let column = if forward {
        let next = buffer.beside(true).column;
        let index = next + line[next..].find(to)?;
        if till { line[..index].char_indices().next_back().map_or(0, |(before, _)| before) } else { index }
    } else {
        let index = line[..at.column].rfind(to)?;
        if till { index + to.len_utf8() } else { index }
    };
    Some(Spot { row: at.row, column })
}

fn bracket(buffer: &Buffer) -> Option<Spot> {
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let Spot { row, column } = buffer.cursor;
    let line = buffer.line();
    let start = column + line[column..].find(['(', ')', '[', ']', '{', '}'])?;
    let sign = line[start..].chars().next()?;
    let column = match PAIRS.iter().find(|(open, _)| *open == sign) {
        Some((open, close)) => partner(line, start, *open, *close)?,
        None => {
            let (open, close) = PAIRS.iter().find(|(_, close)| *close == sign)?;
            let opening = line[..start].match_indices(*open).map(|(index, _)| index);
            opening.rev().find(|index| partner(line, *index, *open, *close) == Some(start))?
        }
    };
    Some(Spot { row, column })
}

/// What a character belongs to: a word, signs, or nothing.
pub fn class(character: char, big: bool) -> u8 {
    if character.is_whitespace() {
        0
    } else if big || character.is_alphanumeric() || character == '_' {
        1
    } else {
        2
    }
}

fn word_forward(buffer: &Buffer, big: bool) -> Spot {
    let at = buffer.cursor;
    let rest = &buffer.line()[at.column..];
    let first = rest.chars().next().map_or(0, |character| class(character, big));
    let mut left = first == 0;
    for (index, character) in rest.char_indices() {
        let here = class(character, big);
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

fn word_back(buffer: &Buffer, big: bool) -> Spot {
    let at = buffer.cursor;
    let before = buffer.line()[..at.column].trim_end();
    let Some(last) = before.chars().next_back() else {
        return match at.row.checked_sub(1).and_then(|row| Some((row, buffer.lines().get(row)?))) {
            Some((row, line)) if at.column == 0 => Spot { row, column: line.len() },
            _ => Spot { column: 0, ..at },
        };
    };
    let kind = class(last, big);
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, character)| class(*character, big) == kind)
        .last()
        .map_or(0, |(index, _)| index);
    Spot { row: at.row, column: start }
}

fn word_end(buffer: &Buffer, big: bool) -> Spot {
    let at = buffer.cursor;
    let line = buffer.line();
    let mut characters = line.char_indices().skip_while(|(index, _)| *index <= at.column).peekable();
    while characters.next_if(|(_, character)| class(*character, big) == 0).is_some() {}
    let Some((mut end, first)) = characters.next() else {
        return Spot { row: at.row, column: line.len() };
    };
    while let Some((index, _)) =
        characters.next_if(|(_, character)| class(*character, big) == class(first, big))
    {
        end = index;
    }
    Spot { row: at.row, column: end }
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
        assert_eq!(
            walk(text, Motion::WordForward { big: false }, 6),
            [(0, 4), (0, 6), (0, 9), (0, 10), (1, 2), (1, 6)]
        );
        assert_eq!(walk(text, Motion::WordForward { big: true }, 3), [(0, 6), (1, 2), (1, 8)]);
        assert_eq!(walk(text, Motion::WordEnd { big: false }, 4), [(0, 3), (0, 4), (0, 8), (0, 9)]);
        let mut buffer = Buffer::new(text);
        buffer.move_to(Spot { row: 1, column: 10 });
        let back = target(&buffer, Motion::WordBack { big: false });
        assert_eq!((back.row, back.column), (1, 8));
    }
}
