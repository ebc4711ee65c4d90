//! History expansion: `!!`, `!12`, `!-2`, `!text`, `!?text?`, `^old^new^`, before a line is read as a command.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#History-Interaction>

use super::{
    History,
    designator::{self, Chosen},
};
use crate::shell::line::{LONGEST, Open};

/// What became of a line with `!` in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expansion {
    pub text: String,
    /// Something was put in: bash shows the line before it runs it.
    pub changed: bool,
    /// `:p`: it is shown, and not run.
    pub shown_only: bool,
}

/// Signs behind which `!` is only a sign (`histchars`, and `(` because of `extglob`).
const PLAIN: [char; 6] = [' ', '\t', '\n', '\r', '=', '('];
/// What ends the text in `!text`.
const ENDS: [char; 12] = [' ', '\t', '\n', ':', ';', '&', '(', ')', '|', '<', '>', '"'];

impl History {
    /// Puts the lines in that `!` names. `open`: what the lines before this one have left open.
    ///
    /// # Errors
    /// The words for a line or a word that there is not.
    pub fn expand(&self, line: &str, open: Option<Open>) -> Result<Expansion, String> {
        let mut made = Expansion { text: line.to_owned(), ..Expansion::default() };
        if open == Some(Open::Document) || !(line.contains('!') || line.starts_with('^')) {
            return Ok(made);
        }
        made.text.clear();
        let signs: Vec<char> = line.chars().collect();
        let (mut single, mut double) = (open == Some(Open::SingleQuote), open == Some(Open::DoubleQuote));
        let mut at = 0;
        if open.is_none() && signs.first() == Some(&'^') {
            let last = self.event(-1).ok_or_else(|| format!("{line}: event not found"))?;
            let chosen = designator::substitute(last, &signs, 0)?;
            made.take(&chosen);
            at = chosen.end;
        }
        while let Some(&sign) = signs.get(at) {
            match sign {
                '\\' if !single => {
                    made.text.extend(signs.get(at + 1).map_or(vec![sign], |next| vec![sign, *next]));
                    at += 2;
                    continue;
                }
                '\'' if !double => single = !single,
                '"' if !single => double = !double,
                '#' if !single && !double && !made.text.ends_with(|sign: char| !sign.is_whitespace()) => {
                    made.text.extend(signs.get(at..).unwrap_or_default());
                    break;
                }
                '!' if !single && !is_plain(&signs, at, double) && made.text.len() < LONGEST => {
                    let chosen = self.named(&signs, at)?;
                    made.take(&chosen);
                    at = chosen.end;
                    continue;
                }
                _ => {}
            }
            made.text.push(sign);
            at += 1;
        }
        Ok(made)
    }

    /// What the `!` at a place names.
    fn named(&self, signs: &[char], start: usize) -> Result<Chosen, String> {
        let text =
            |from: usize, to: usize| signs.get(from..to).unwrap_or_default().iter().collect::<String>();
        let first = signs.get(start + 1).copied().unwrap_or(' ');
        let negative = first == '-';
        let digits = start + 1 + usize::from(negative);
        let digits_end = end(signs, digits, |sign| !sign.is_ascii_digit());
        let (line, after) = if first == '!' {
            (self.event(-1), start + 2)
        } else if matches!(first, ':' | '^' | '$' | '*') {
            (self.event(-1), start + 1)
        } else if digits_end > digits {
            let number = text(digits, digits_end).parse::<i64>().unwrap_or(0);
            (self.event(if negative { -number } else { number }), digits_end)
        } else if first == '?' {
            let close = end(signs, start + 2, |sign| matches!(sign, '?' | '\n'));
            let wanted = text(start + 2, close);
            (self.latest(&wanted, |line| line.contains(&wanted)), (close + 1).min(signs.len()))
        } else {
            let close = end(signs, start + 1, |sign| ENDS.contains(&sign));
            let wanted = text(start + 1, close);
            (self.latest(&wanted, |line| line.starts_with(&wanted)), close)
        };
        let line = line.ok_or_else(|| format!("{}: event not found", text(start, after)))?;
        designator::choose(line, signs, after)
    }

    /// A line by its number, or counted from the end.
    fn event(&self, number: i64) -> Option<&str> {
        let count = usize::try_from(number.unsigned_abs()).ok()?;
        let at = if number < 0 {
            self.lines.len().checked_sub(count)?
        } else {
            count.checked_sub(self.forgotten + 1)?
        };
        self.lines.get(at).map(String::as_str)
    }

    /// The last line that fits. An empty text names none, though every line holds it.
    fn latest(&self, wanted: &str, fits: impl Fn(&str) -> bool) -> Option<&str> {
        self.lines.iter().rev().map(String::as_str).find(|line| !wanted.is_empty() && fits(line))
    }
}

impl Expansion {
    fn take(&mut self, chosen: &Chosen) {
        self.text.push_str(&chosen.text);
        self.changed = true;
        self.shown_only |= chosen.shown_only;
    }
}

/// Where the first such sign stands, or the end.
pub(super) fn end(signs: &[char], from: usize, is_end: impl Fn(char) -> bool) -> usize {
    let rest = signs.get(from..).unwrap_or_default();
    rest.iter().position(|sign| is_end(*sign)).map_or(signs.len(), |length| from + length)
}

/// A `!` that names nothing: `! cmd`, `!=`, `"hi!"`, `$!`, `[!a]`, `${!x}`.
fn is_plain(signs: &[char], at: usize, double: bool) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| signs.get(at)).copied();
    let later = |sign: char| signs.get(at..).is_some_and(|rest| rest.contains(&sign));
    match signs.get(at + 1) {
        None => true,
        Some('"') if double => true,
        Some(next) => {
            PLAIN.contains(next)
                || before(1) == Some('$')
                || (before(1) == Some('[') && later(']'))
                || (before(1) == Some('{') && before(2) == Some('$') && later('}'))
        }
    }
}
