//! One flag as it is declared, and the flags of one call as they were typed.

use std::collections::BTreeMap;

/// A declared flag.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    pub name: &'static str,
    /// `'\0'` for none.
    pub short: char,
    pub takes: Takes,
    /// As help shows it and as a command gets it when nothing was typed.
    pub default: &'static str,
    pub help: &'static str,
}

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing, or `=false`.
    Switch,
    Text,
    /// Texts parted by commas, also typed several times.
    List,
    /// Typed several times, each text as it is.
    Array,
    Number,
    /// `30s`, `2m`.
    Duration,
    /// A text after `=`, or without one this.
    Optional(&'static str),
}

pub const fn switch(name: &'static str, short: char, help: &'static str) -> Flag {
    Flag { name, short, takes: Takes::Switch, default: "false", help }
}

pub const fn text(name: &'static str, short: char, default: &'static str, help: &'static str) -> Flag {
    Flag { name, short, takes: Takes::Text, default, help }
}

pub const fn list(name: &'static str, short: char, help: &'static str) -> Flag {
    Flag { name, short, takes: Takes::List, default: "", help }
}

pub const fn array(name: &'static str, short: char, help: &'static str) -> Flag {
    Flag { name, short, takes: Takes::Array, default: "", help }
}

pub const fn number(name: &'static str, short: char, default: &'static str, help: &'static str) -> Flag {
    Flag { name, short, takes: Takes::Number, default, help }
}

pub const fn duration(name: &'static str, short: char, default: &'static str, help: &'static str) -> Flag {
    Flag { name, short, takes: Takes::Duration, default, help }
}

impl Flag {
    /// As an error names it: `"-f, --filename"`.
    pub fn shown(&self) -> String {
        match self.short {
            '\0' => format!("--{}", self.name),
            short => format!("-{short}, --{}", self.name),
        }
    }

    /// Whether a value must follow.
    pub fn wants_value(&self) -> bool {
        !matches!(self.takes, Takes::Switch | Takes::Optional(_))
    }

    /// Why the text is no value of this flag, in Go's words.
    pub fn refusal(&self, value: &str) -> Option<String> {
        let why = match self.takes {
            Takes::Switch if truth(value).is_none() => {
                format!("strconv.ParseBool: parsing {value:?}: invalid syntax")
            }
            Takes::Number => number_fault(value)?,
            Takes::Duration if seconds(value).is_none() => format!("time: invalid duration {value:?}"),
            _ => return None,
        };
        Some(format!("invalid argument {value:?} for {:?} flag: {why}", self.shown()))
    }
}

fn number_fault(value: &str) -> Option<String> {
    if value.parse::<i32>().is_ok() {
        return None;
    }
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let large = !digits.is_empty() && digits.chars().all(|sign| sign.is_ascii_digit());
    let why = if large { "value out of range" } else { "invalid syntax" };
    Some(format!("strconv.ParseInt: parsing {value:?}: {why}"))
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// `1h2m3s` in seconds; a bare number is seconds for the flags that allow it (`0`).
pub fn seconds(text: &str) -> Option<i64> {
    if text == "0" {
        return Some(0);
    }
    let (sign, mut rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let mut total = 0.0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|sign: char| !(sign.is_ascii_digit() || sign == '.'))?;
        let amount: f64 = rest[..end].parse().ok()?;
        rest = &rest[end..];
        let units =
            [("ms", 0.001), ("us", 0.000_001), ("ns", 0.000_000_001), ("h", 3600.0), ("m", 60.0), ("s", 1.0)];
        let (unit, factor) = units.iter().find(|(unit, _)| rest.starts_with(unit))?;
        total += amount * factor;
        rest = &rest[unit.len()..];
    }
    #[allow(clippy::cast_possible_truncation, reason = "saturates; nobody waits so long")]
    Some((sign * total).ceil() as i64)
}

/// The flags of one call.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    declared: BTreeMap<&'static str, Flag>,
    typed: BTreeMap<&'static str, Vec<String>>,
}

impl Flags {
    pub fn new(declared: impl Iterator<Item = &'static Flag>) -> Self {
        Self { declared: declared.map(|flag| (flag.name, *flag)).collect(), typed: BTreeMap::new() }
    }

    pub fn by_name(&self, name: &str) -> Option<Flag> {
        self.declared.get(name).copied()
    }

    pub fn by_short(&self, short: char) -> Option<Flag> {
        self.declared.values().find(|flag| flag.short == short && short != '\0').copied()
    }

    pub fn set(&mut self, flag: &Flag, value: String) {
        self.typed.entry(flag.name).or_default().push(value);
    }

    /// As if that flag had not been typed.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let mut flags = self.clone();
        flags.typed.remove(name);
        flags
    }

    /// As if that flag had been typed with this text.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut flags = self.clone();
        flags.typed.insert(name, vec![value.to_owned()]);
        flags
    }

    /// Whether it was typed.
    pub fn given(&self, name: &str) -> bool {
        self.typed.contains_key(name)
    }

    /// The last text typed, or the default.
    pub fn text(&self, name: &str) -> &str {
        match self.typed.get(name).and_then(|values| values.last()) {
            Some(value) => value,
            None => self.declared.get(name).map_or("", |flag| flag.default),
        }
    }

    pub fn is(&self, name: &str) -> bool {
        truth(self.text(name)).unwrap_or(false)
    }

    pub fn number(&self, name: &str) -> i64 {
        self.text(name).parse().unwrap_or(0)
    }

    pub fn seconds(&self, name: &str) -> i64 {
        seconds(self.text(name)).unwrap_or(0)
    }

    /// All texts typed; those of a [`Takes::List`] parted at commas.
    pub fn list(&self, name: &str) -> Vec<String> {
        let typed = self.typed.get(name).map_or(&[][..], Vec::as_slice);
        match self.declared.get(name).map(|flag| flag.takes) {
            Some(Takes::List) => typed
                .iter()
                .flat_map(|text| text.split(','))
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect(),
            _ => typed.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_go_s() {
        for (text, wanted) in [
            ("30s", Some(30)),
            ("1m30s", Some(90)),
            ("0", Some(0)),
            ("500ms", Some(1)),
            ("-1s", Some(-1)),
            ("5", None),
            ("", None),
            ("s", None),
        ] {
            assert_eq!(seconds(text), wanted, "{text}");
        }
    }
}
