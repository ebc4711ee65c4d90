//! Runs the tools on manifests with the real streams: colours only on a terminal, as wide as it is.

use std::io::{self, IsTerminal, Write};

use super::tools::{Ended, Streams};
use super::{Failure, Outcome};
use crate::tui::no_color;

/// Columns of the output where there is no terminal to ask.
const COLUMNS: usize = 100;

pub fn run(
    out: &mut impl Write,
    err: &mut impl Write,
    tool: impl FnOnce(&mut Streams<'_>) -> io::Result<Ended>,
) -> Result<Outcome, Failure> {
    let is_terminal = io::stdout().is_terminal();
    let columns =
        crossterm::terminal::size().ok().filter(|_| is_terminal).map_or(COLUMNS, |(width, _)| width.into());
    let mut streams =
        Streams { input: &mut io::stdin(), out, err, colour: is_terminal && !no_color(), columns };
    Ok(match tool(&mut streams)? {
        Ended::Yes => Outcome::Done,
        Ended::No => Outcome::No,
        Ended::Bad => Outcome::Bad,
    })
}
