//! `kubedrill keys`: the one key table as Markdown.

use std::fmt::Write as _;
use std::io::Write;

use clap::Args;

use super::output::print;
use super::{Failure, Outcome};
use crate::app::{BINDINGS, Binding, Place};

#[derive(Debug, Args)]
#[command(after_long_help = "\
The keys are those that `?` shows inside the program: both are made from the same table.

Examples:
  kubedrill keys
  kubedrill keys > KEYS.md")]
pub struct Keys {}

pub fn run(out: &mut impl Write) -> Result<Outcome, Failure> {
    print(out, &table())?;
    Ok(Outcome::Done)
}

/// A heading and a table for each place, in the order of the help.
fn table() -> String {
    let mut text = String::new();
    for place in Place::ALL {
        let mut bindings = BINDINGS.iter().filter(|binding| binding.place == place).peekable();
        if bindings.peek().is_none() {
            continue;
        }
        let between = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{between}### {}\n\n| Keys | |\n|---|---|\n", place.title());
        for Binding { keys, help, .. } in bindings {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{}`", cell(key))).collect();
            let _ = writeln!(text, "| {} | {} |", keys.join(" "), cell(help));
        }
    }
    text
}

/// A bar would end the cell, in code too.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_binding_has_its_row() {
        let table = table();
        let rows = table.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, BINDINGS.len());
        assert!(BINDINGS.iter().all(|binding| table.contains(binding.help)));
        assert!(table.starts_with("### Everywhere\n\n| Keys | |\n|---|---|\n| `?` `f1` | Show every key"));
        assert!(BINDINGS.iter().flat_map(|binding| binding.keys).all(|key| !key.contains('`')));
    }
}
