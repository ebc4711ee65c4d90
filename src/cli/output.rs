//! What goes to the standard output: text with nothing in it that commands a terminal, or JSON.

use std::fmt::Write as _;
use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Failure;
use crate::content::visible;

#[derive(Debug, Args)]
pub struct Output {
    /// The form of the output
    #[arg(short = 'o', long = "output", value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people; may change
    #[default]
    Text,
    /// For programs; keys are added, but not renamed or removed
    Json,
}

/// Writes `text`, with signs in place of what must not reach a terminal.
pub fn print(out: &mut impl Write, text: &str) -> io::Result<()> {
    out.write_all(visible(text).as_bytes())
}

/// Writes `value` as JSON. Hidden characters are escaped, so that it is safe on a terminal too and still says the same.
pub fn print_json(out: &mut impl Write, value: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(Failure::new)?;
    writeln!(out, "{}", escaped(json))?;
    Ok(())
}

/// Hidden characters stand inside strings only: elsewhere JSON has none.
fn escaped(json: String) -> String {
    if visible(&json) == json {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        let mut bytes = [0; 4];
        let alone: &str = character.encode_utf8(&mut bytes);
        if visible(alone) == alone {
            safe.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        }
    }
    safe
}

/// Says on the standard error what the learner should know beside the result.
pub fn tell(err: &mut impl Write, notes: &[String]) -> io::Result<()> {
    notes.iter().try_for_each(|note| {
        let line = note.replace('\n', " ");
        writeln!(err, "kubedrill: note: {}", visible(&line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_safe_on_a_terminal_and_says_the_same() {
        let nasty = "a\u{1b}[2J\u{9b}31m\u{202e}\u{e0041}\n\t\"é";
        let mut out = Vec::new();
        print_json(&mut out, &nasty).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(visible(&text), text);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), nasty);
    }

    #[test]
    fn text_and_notes_command_no_terminal() {
        let mut out = Vec::new();
        print(&mut out, "a\u{1b}[2J\nb\n").unwrap();
        tell(&mut out, &["one\u{7}\ntwo".to_owned()]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a␛[2J\nb\nkubedrill: note: one␇ two\n");
    }
}
