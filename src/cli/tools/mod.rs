//! `trace`, `matrix`, `resolve` and `route`: the network engine on anyone's manifests.
//!
//! Each subcommand is a clap struct with a `run` that is handed its streams and says how it ended; nothing here asks
//! the environment or the terminal itself, so tests run the tools as users do.

mod alike;
mod batch;
mod diff;
mod input;
mod matrix;
mod matrix_text;
mod paint;
mod resolve;
mod route;
mod route_text;
mod sentence;
mod trace;
mod trace_text;

use std::io::{self, Read, Write};

pub use input::{Input, Stop};
pub use matrix::Matrix;
pub use resolve::Resolve;
pub use route::Route;
pub use trace::Trace;

use crate::content::visible_line;

/// What a tool reads and writes.
pub struct Streams<'a> {
    /// The standard input, for `-`.
    pub input: &'a mut dyn Read,
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    /// A terminal that takes colours, and `NO_COLOR` is not set.
    pub colour: bool,
    /// The terminal's width; 100 where there is none.
    pub columns: usize,
}

/// How a tool ended. As exit codes: 0, 1, 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Delivered, resolved, drawn, the same.
    Yes,
    /// Not, or only partly.
    No,
    /// Bad input or usage: said on `err`.
    Bad,
}

impl Ended {
    pub fn code(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::No => 1,
            Self::Bad => 2,
        }
    }
}

/// The cluster of the manifests; `None` when it was told on `err` why there is none.
///
/// # Errors
/// When `err` can not be written.
pub fn load_for(input: &Input, err: &mut dyn Write) -> io::Result<Option<crate::cluster::Cluster>> {
    let mut cluster = None;
    let (mut standard, mut nowhere) = (io::stdin(), io::sink());
    let mut streams = Streams { input: &mut standard, out: &mut nowhere, err, colour: false, columns: 100 };
    told(&mut streams, |streams| {
        cluster = Some(input.load(streams)?);
        Ok(Ended::Yes)
    })?;
    Ok(cluster)
}

/// Runs a tool and tells what stopped it.
fn told(
    streams: &mut Streams<'_>,
    run: impl FnOnce(&mut Streams<'_>) -> Result<Ended, Stop>,
) -> io::Result<Ended> {
    match run(streams) {
        Ok(ended) => Ok(ended),
        Err(Stop::Output(error)) => Err(error),
        Err(Stop::Bad { lines, hint }) => {
            for line in lines {
                writeln!(streams.err, "kubedrill: {}", visible_line(&line))?;
            }
            if !hint.is_empty() {
                writeln!(streams.err, "hint: {}", visible_line(&hint))?;
            }
            Ok(Ended::Bad)
        }
    }
}
