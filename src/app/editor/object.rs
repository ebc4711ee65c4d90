//! What vi's `iw`, `a"` or `ip` mean around the cursor: pure functions from a buffer to a span.

use super::{
    buffer::{Buffer, Span, Spot},
    motion::class,
};

/// A piece of text with a name; `around` takes what surrounds it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object {
    pub kind: Kind,
    pub around: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word {
        big: bool,
    },
    Quoted(char),
    /// Between two brackets of one line.
    Between(char, char),
    Paragraph,
}

impl Kind {
    pub fn named(name: char) -> Option<Self> {
        Some(match name {
            'w' | 'W' => Self::Word { big: name == 'W' },
            '"' | '\'' | '`' => Self::Quoted(name),
            '(' | ')' | 'b' => Self::Between('(', ')'),
            '{' | '}' | 'B' => Self::Between('{', '}'),
            '[' | ']' => Self::Between('[', ']'),
            '<' | '>' => Self::Between('<', '>'),
            'p' => Self::Paragraph,
            _ => return None,
        })
    }
}

/// Where the object stands; `None` if there is none around the cursor.
pub fn span(buffer: &Buffer, Object { kind, around }: Object) -> Option<Span> {
    let row = buffer.cursor.row;
    let columns = match kind {
        Kind::Word { big } => word(buffer, big, around),
        Kind::Quoted(sign) => quoted(buffer, sign, around),
        Kind::Between(open, close) => between(buffer, open, close, around),
        Kind::Paragraph => return Some(paragraph(buffer, around)),
    };
    let (from, to) = columns?;
    Some(Span::Text(Spot { row, column: from }, Spot { row, column: to }))
}

fn word(buffer: &Buffer, big: bool, around: bool) -> Option<(usize, usize)> {
    let line = buffer.line();
    let at = buffer.cursor.column;
    let kind = class(line[at..].chars().next()?, big);
    let while_alike = |from: usize, kind: u8| {
        line[from..].find(|character| class(character, big) != kind).map_or(line.len(), |end| from + end)
    };
    let from = line[..at]
        .char_indices()
        .rev()
        .take_while(|(_, character)| class(*character, big) == kind)
        .last()
        .map_or(at, |(index, _)| index);
    let end = while_alike(at, kind);
    if !around {
        return Some((from, end));
    }
    // The blanks behind it; those before it where none are behind.
    let blanks = while_alike(end, 0);
    let before = line[..from].trim_end().len();
    Some(match (kind, line[end..].chars().next()) {
        (0, Some(next)) => (from, while_alike(end, class(next, big))),
        _ if blanks > end || before == 0 => (from, blanks),
        _ => (before, end),
    })
}

fn quoted(buffer: &Buffer, sign: char, around: bool) -> Option<(usize, usize)> {
    let line = buffer.line();
    let signs: Vec<usize> = line.match_indices(sign).map(|(index, _)| index).collect();
    let at = buffer.cursor.column;
    // The pair that the cursor is in, or the first one behind it.
    let pair = signs.chunks_exact(2).find(|pair| at <= pair[1])?;
    Some(if around { (pair[0], pair[1] + 1) } else { (pair[0] + 1, pair[1]) })
}

fn between(buffer: &Buffer, open: char, close: char, around: bool) -> Option<(usize, usize)> {
    let line = buffer.line();
    let at = buffer.cursor.column;
    let mut depth = 0_usize;
    let from = if line[at..].starts_with(open) {
        at
    } else {
        line[..at].char_indices().rev().find_map(|(index, character)| {
            if character == close {
                depth += 1;
            } else if character == open {
                if depth == 0 {
                    return Some(index);
                }
                depth -= 1;
            }
            None
        })?
    };
    let to = partner(line, from, open, close)?;
    Some(if around { (from, to + 1) } else { (from + 1, to) })
}

/// Where the bracket that opens at `from` is closed.
pub fn partner(line: &str, from: usize, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    line[from..].char_indices().find_map(|(index, character)| {
        if character == open {
            depth += 1;
        } else if character == close {
            depth = depth.saturating_sub(1);
            return (depth == 0).then_some(from + index);
        }
        None
    })
}

fn paragraph(buffer: &Buffer, around: bool) -> Span {
    let lines = buffer.lines();
    let row = buffer.cursor.row;
    let blank = |row: usize| lines.get(row).is_none_or(|line| line.trim().is_empty());
    let kind = blank(row);
    let first = (0..row).rev().take_while(|row| blank(*row) == kind).last().unwrap_or(row);
    let mut last = (row..lines.len()).take_while(|row| blank(*row) == kind).last().unwrap_or(row);
    if around {
        let end = (last + 1..lines.len()).take_while(|row| blank(*row) != kind).last();
        last = end.unwrap_or(last);
    }
    Span::Lines(first, last)
}
