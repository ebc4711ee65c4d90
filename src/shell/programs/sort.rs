//! `sort`: lines in the order of their bytes, of a number, of a version; by keys (`-k 2,2n -k 1`).
//!
//! <https://www.gnu.org/software/coreutils/manual/html_node/sort-invocation.html>

use std::cmp::Ordering;

use crate::shell::call::Call;

/// What the letters behind a key, or the options, say.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "six independent letters of a key")]
struct Order {
    numeric: bool,
    human: bool,
    version: bool,
    reverse: bool,
    fold: bool,
    /// Blanks at the beginning of a key do not count.
    blanks: bool,
}

/// A place in a line: a field and a character of it, from 1. As an end, character 0 is the field's last.
#[derive(Clone, Copy)]
struct Position {
    field: usize,
    character: usize,
}

struct Key {
    start: Position,
    end: Option<Position>,
    order: Order,
}

pub fn sort(call: &mut Call<'_>) -> u8 {
    let given = match call.options(
        "r|reverse n|numeric-sort u|unique k|key: t|field-separator: h|human-numeric-sort f|ignore-case V|version-sort b|ignore-leading-blanks s|stable o|output:",
        2,
    ) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let mut all = Order::default();
    for letter in "nhVrfb".chars().filter(|letter| given.has(letter.encode_utf8(&mut [0; 4]))) {
        all.set(letter);
    }
    let separator = match given.value("t").map(|text| (text, text.chars().next())) {
        None => None,
        Some((text, Some(mark))) if text.len() == mark.len_utf8() => Some(mark),
        Some(("", _)) => return call.fail("empty tab", 2),
        Some((text, _)) => return call.fail(&format!("multi-character tab ‘{text}’"), 2),
    };
    let mut keys = Vec::new();
    for text in given.all("k") {
        match Key::read(text, all) {
            Ok(key) => keys.push(key),
            Err(why) => return call.fail(&why, 2),
        }
    }
    if keys.is_empty() {
        keys.push(Key { start: Position { field: 1, character: 1 }, end: None, order: all });
    }
    let texts = call.texts(&given.rest);
    let mut lines: Vec<&str> = texts.iter().flat_map(|(_, text)| text.lines()).collect();
    let by_keys = |one: &str, two: &str| {
        keys.iter()
            .map(|key| key.compare(one, two, separator))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    // What the keys find the same is in the order of the whole lines, unless it is to stay as it was.
    let last = !given.has("s") && !given.has("u");
    lines.sort_by(|one, two| {
        by_keys(one, two).then_with(|| match (last, all.reverse) {
            (false, _) => Ordering::Equal,
            (true, false) => one.cmp(two),
            (true, true) => two.cmp(one),
        })
    });
    if given.has("u") {
        lines.dedup_by(|one, two| by_keys(two, one).is_eq());
    }
    let missing = texts.len() < given.rest.len();
    let made: String = lines.iter().flat_map(|line| [*line, "\n"]).collect();
    match given.value("o") {
        None => call.print(&made),
        Some(file) => {
            if let Err(fault) = call.session.write_file(file, &made) {
                return call.fail(&format!("open failed: {file}: {fault}"), 2);
            }
        }
    }
    u8::from(missing) * 2
}

impl Order {
    /// Whether the letter is one.
    fn set(&mut self, letter: char) -> bool {
        match letter {
            'n' => self.numeric = true,
            'h' => self.human = true,
            'V' => self.version = true,
            'r' => self.reverse = true,
            'f' => self.fold = true,
            'b' => self.blanks = true,
            _ => return false,
        }
        true
    }
}

impl Key {
    /// `2`, `2,3`, `2.1,2.4nr`; without letters of its own it has those of all.
    fn read(text: &str, all: Order) -> Result<Self, String> {
        let (first, second) = text.split_once(',').map_or((text, None), |(one, two)| (one, Some(two)));
        let mut order = Order::default();
        let mut read = |part: &str, least, place| {
            position(part, &mut order, least).map_err(|fault| match fault {
                PositionFault::Count => {
                    format!("invalid number {place}: invalid count at start of ‘{part}’")
                }
                PositionFault::Field(why) => format!("{why}: invalid field specification ‘{text}’"),
            })
        };
        let start = read(first, 1, "at field start")?;
        let end = second.map(|part| read(part, 0, "after ‘,’")).transpose()?;
        Ok(Self { start, end, order: if order == Order::default() { all } else { order } })
    }

    fn compare(&self, one: &str, two: &str, separator: Option<char>) -> Ordering {
        let (one, two) = (self.of(one, separator), self.of(two, separator));
        let Order { numeric, human, version, reverse, fold, .. } = self.order;
        let order = if human {
            let (one, two) = (scaled(one), scaled(two));
            one.0.cmp(&two.0).then(one.1.total_cmp(&two.1))
        } else if numeric {
            number(one).0.total_cmp(&number(two).0)
        } else if version {
            natural(one).cmp(&natural(two))
        } else if fold {
            one.to_uppercase().cmp(&two.to_uppercase())
        } else {
            one.cmp(two)
        };
        if reverse { order.reverse() } else { order }
    }

    /// The part of a line that is compared.
    fn of<'l>(&self, line: &'l str, separator: Option<char>) -> &'l str {
        let start = self.place(line, separator, self.start);
        let end = match self.end {
            None => line.len(),
            Some(Position { field, character: 0 }) => {
                fields(line, separator).nth(field - 1).map_or(line.len(), |(_, end)| end)
            }
            Some(Position { field, character }) => {
                self.place(line, separator, Position { field, character: character.saturating_add(1) })
            }
        };
        line.get(start..end).unwrap_or_default()
    }

    fn place(&self, line: &str, separator: Option<char>, at: Position) -> usize {
        let Some((start, _)) = fields(line, separator).nth(at.field - 1) else { return line.len() };
        let rest = line.get(start..).unwrap_or_default();
        let text = if self.order.blanks { rest.trim_start_matches([' ', '\t']) } else { rest };
        let before = text.char_indices().nth(at.character - 1).map_or(text.len(), |(at, _)| at);
        line.len() - text.len() + before
    }
}

enum PositionFault {
    /// No number stands where one must.
    Count,
    Field(&'static str),
}

/// `2.1n`: the letters go to the order. The character is at least so much, and so much if it is not said.
fn position(text: &str, order: &mut Order, least: usize) -> Result<Position, PositionFault> {
    let end = text.find(|one: char| !one.is_ascii_digit() && one != '.').unwrap_or(text.len());
    let (numbers, letters) = text.split_at(end);
    let (field, character) = numbers.split_once('.').map_or((numbers, None), |(one, two)| (one, Some(two)));
    let field = field.parse().map_err(|_| PositionFault::Count)?;
    let character = character.map_or(Ok(least), str::parse);
    let character = character.map_err(|_| PositionFault::Field("invalid number after ‘.’"))?;
    if field == 0 {
        return Err(PositionFault::Field("field number is zero"));
    }
    if character < least {
        return Err(PositionFault::Field("character offset is zero"));
    }
    if !letters.chars().all(|letter| order.set(letter)) {
        return Err(PositionFault::Field("stray character in field spec"));
    }
    Ok(Position { field, character })
}

/// Where the fields of a line begin and end. Without a separator a field begins with the blanks before it.
fn fields(line: &str, separator: Option<char>) -> impl Iterator<Item = (usize, usize)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = line.get(start..)?;
        let blank = |one: char| one == ' ' || one == '\t';
        let length = match separator {
            Some(mark) => rest.find(mark),
            None => {
                let word = rest.find(|one| !blank(one)).unwrap_or(rest.len());
                rest.get(word..)?.find(blank).map(|end| word + end)
            }
        };
        next = length.map(|length| start + length + separator.map_or(0, char::len_utf8));
        Some((start, start + length.unwrap_or(rest.len())))
    })
}

/// The number that a text begins with, and what stands behind it.
fn number(text: &str) -> (f64, &str) {
    let text = text.trim_start_matches([' ', '\t']);
    let sign = usize::from(text.starts_with('-'));
    let digits = text.get(sign..).unwrap_or_default();
    let length = digits.find(|one: char| !one.is_ascii_digit() && one != '.').unwrap_or(digits.len());
    let (number, rest) = text.split_at(sign + length);
    (number.parse().unwrap_or(0.0), rest)
}

/// `2K` before `1M`: by the unit first.
fn scaled(text: &str) -> (i64, f64) {
    let (number, rest) = number(text);
    let unit = rest.chars().next().and_then(|letter| "KMGTPE".find(letter.to_ascii_uppercase()));
    let unit = unit.and_then(|at| i64::try_from(at + 1).ok()).unwrap_or(0);
    (if number < 0.0 { -unit } else { unit }, number)
}

/// A text cut into numbers and what stands between them.
fn natural(text: &str) -> Vec<(&str, u64)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|one: char| one.is_ascii_digit()).unwrap_or(rest.len()));
        let end = after.find(|one: char| !one.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(end);
        parts.push((word, number.parse().unwrap_or(0)));
        rest = after;
    }
    parts
}
