//! What the letters typed so far mean to vi: a whole command, the beginning of one, or none that is known here. A pure
//! function, so that a command that is not known is still read to its end, and none of its letters is taken for another.

use super::super::{
    motion::Motion,
    object::{self, Object},
};

/// A row of letters, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read<T> {
    More,
    /// Whole, and not known here.
    Unknown,
    Known(T),
}

/// A command with the count before it, 0 where none was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    pub count: usize,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Move(Motion),
    /// `d`, `y`, `c`, `>`, `<` and what they reach over.
    Operate(char, Reach),
    Replace(char),
    /// A command of one letter.
    Letter(char),
    /// `ZZ` and `ZQ`: with the text, or without.
    Leave(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Lines,
    Motion(Motion),
    Object(Object),
}

/// Keys that type no character, as letters of a command.
pub const ENTER: char = '\n';
pub const LEFT: char = '←';
pub const RIGHT: char = '→';
pub const UP: char = '↑';
pub const DOWN: char = '↓';
pub const HOME: char = '⇱';
pub const END: char = '⇲';
pub const DELETE: char = '⌦';
/// `ctrl-w`, which in vi waits for the name of a window.
pub const WINDOW: char = '\u{17}';

const OPERATORS: &str = "dyc><";
/// Operators that are not known, and take a motion as the known ones do.
const OTHER_OPERATORS: &str = "=!";
/// Commands that are not known, and take a character.
const TAKE_ONE: &str = "m'`@qz[]\u{17}";
const ALONE: &str = "iIaAoOxXsSDCYJpPuR~.:/?vV";
/// A count beyond this is a slip of the finger.
const MOST: usize = 9_999;

impl<T> Read<T> {
    pub fn map<U>(self, then: impl FnOnce(T) -> U) -> Read<U> {
        match self {
            Self::More => Read::More,
            Self::Unknown => Read::Unknown,
            Self::Known(value) => Read::Known(then(value)),
        }
    }

    /// As far as it is read, and never known.
    fn refused<U>(self) -> Read<U> {
        if matches!(self, Self::More) { Read::More } else { Read::Unknown }
    }
}

/// Reads what was typed in vi's normal mode.
pub fn read(typed: &str) -> Read<Command> {
    let (count, rest) = count(typed);
    let mut letters = rest.chars();
    let Some(first) = letters.next() else { return Read::More };
    let after = letters.as_str();
    let known = |what| Read::Known(Command { count, what });
    match first {
        'Z' => argument(after).then(|letter| match letter {
            'Z' => known(What::Leave(true)),
            'Q' => known(What::Leave(false)),
            _ => Read::Unknown,
        }),
        'r' => argument(after).map(|letter| Command { count, what: What::Replace(letter) }),
        // A register: those with names are not here, but the command behind them is one.
        '"' => argument(after).then(|name| read(&after[name.len_utf8()..]).refused()),
        DELETE => known(What::Letter('x')),
        _ if OPERATORS.contains(first) => operated(first, count, after),
        _ if OTHER_OPERATORS.contains(first) => operated(first, count, after).refused(),
        _ if TAKE_ONE.contains(first) => argument(after).refused(),
        // `gu`, `gU`, `g~`, `gq` are operators.
        'g' if after.starts_with(['u', 'U', '~', 'q', '?']) => operated('g', count, &after[1..]).refused(),
        _ if ALONE.contains(first) => known(What::Letter(first)),
        _ => motion(rest, count).map(|motion| Command { count, what: What::Move(motion) }),
    }
}

/// An operator, with its own count and what it reaches over.
fn operated(operator: char, before: usize, after: &str) -> Read<Command> {
    let (own, rest) = count(after);
    let count = match (before, own) {
        (0, own) => own,
        (before, 0) => before,
        (before, own) => before.saturating_mul(own).min(MOST),
    };
    let reach = match rest.chars().next() {
        None => Read::More,
        Some(same) if same == operator => Read::Known(Reach::Lines),
        Some(lead @ ('i' | 'a')) => text_object(lead, &rest[1..]).map(Reach::Object),
        // A search as a motion is read to its end.
        Some('/' | '?') => {
            if rest.ends_with(ENTER) {
                Read::Unknown
            } else {
                Read::More
            }
        }
        Some(_) => motion(rest, count).map(Reach::Motion),
    };
    reach.map(|reach| Command { count, what: What::Operate(operator, reach) })
}

/// `iw`, `a"`: what stands behind the `i` or the `a`.
pub fn text_object(lead: char, after: &str) -> Read<Object> {
    argument(after).then(|name| match object::Kind::named(name) {
        Some(kind) => Read::Known(Object { kind, around: lead == 'a' }),
        None => Read::Unknown,
    })
}

pub fn motion(typed: &str, count: usize) -> Read<Motion> {
    let mut letters = typed.chars();
    let Some(first) = letters.next() else { return Read::More };
    Read::Known(match first {
        'h' | LEFT => Motion::Left,
        'l' | ' ' | RIGHT => Motion::Right,
        'k' | UP => Motion::Up,
        'j' | DOWN => Motion::Down,
        '-' => Motion::LineAbove,
        '+' | ENTER => Motion::LineBelow,
        '0' | HOME => Motion::LineStart,
        '^' | '_' => Motion::FirstWord,
        '$' | END => Motion::LineEnd,
        'w' | 'W' => Motion::WordForward { big: first == 'W' },
        'b' | 'B' => Motion::WordBack { big: first == 'B' },
        'e' | 'E' => Motion::WordEnd { big: first == 'E' },
        '{' => Motion::ParagraphBack,
        '}' => Motion::ParagraphForward,
        '%' if count == 0 => Motion::Bracket,
        'G' if count > 0 => Motion::Line(count),
        'G' => Motion::Bottom,
        ';' | ',' => Motion::FindAgain { back: first == ',' },
        'n' | 'N' => Motion::SearchAgain { back: first == 'N' },
        'f' | 't' | 'F' | 'T' => {
            let (forward, till) = (first.is_lowercase(), matches!(first, 't' | 'T'));
            return argument(letters.as_str()).map(|to| Motion::Find { to, forward, till });
        }
        'g' => {
            return argument(letters.as_str()).then(|letter| match letter {
                'g' if count > 0 => Read::Known(Motion::Line(count)),
                'g' => Read::Known(Motion::Top),
                _ => Read::Unknown,
            });
        }
        _ => return Read::Unknown,
    })
}

/// The digits at the front; a 0 that begins is a motion.
pub fn count(typed: &str) -> (usize, &str) {
    if typed.starts_with('0') {
        return (0, typed);
    }
    let end = typed.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(typed.len());
    let (digits, rest) = typed.split_at(end);
    (digits.parse().unwrap_or(if digits.is_empty() { 0 } else { MOST }).min(MOST), rest)
}

/// The one character that a command takes.
pub fn argument(after: &str) -> Read<char> {
    match after.chars().next() {
        None => Read::More,
        Some(LEFT | RIGHT | UP | DOWN | HOME | END | DELETE | WINDOW) => Read::Unknown,
        Some(letter) => Read::Known(letter),
    }
}

impl Read<char> {
    fn then<U>(self, next: impl FnOnce(char) -> Read<U>) -> Read<U> {
        match self {
            Self::Known(letter) => next(letter),
            other => other.refused(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_read_to_its_end() {
        for whole in [
            "=G", "=3j", "\"ayy", "\"a2dw", "qa", "@a", "ma", "'a", "zz", "guiw", "g~w", "K", "di0", "d/x\n",
            "gx", "ZX",
        ] {
            assert_eq!(read(whole), Read::Unknown, "{whole}");
            for end in (1..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
                assert_eq!(read(&whole[..end]), Read::More, "{}", &whole[..end]);
            }
        }
    }

    #[test]
    fn counts_multiply() {
        let two_by_three = Command { count: 6, what: What::Operate('d', Reach::Lines) };
        assert_eq!(read("2d3d"), Read::Known(two_by_three));
        assert_eq!(
            read("99999999999999999999x"),
            Read::Known(Command { count: MOST, what: What::Letter('x') })
        );
        let start = Command { count: 0, what: What::Operate('d', Reach::Motion(Motion::LineStart)) };
        assert_eq!(read("d0"), Read::Known(start));
    }
}
