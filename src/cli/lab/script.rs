//! What labs on the command line have in common: the lab of a name, a script, what its lines answered.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Failure;
use crate::content::Library;
use crate::course::Lab;
use crate::lab::Step;

/// The moment at which a script's attempt takes place: the same script always answers the same.
pub use crate::proof::labs::NOW;

/// A script larger than this is refused, in bytes.
const LARGEST: u64 = 4 << 20;

#[derive(Debug, Args)]
pub struct Script {
    /// The lines, as they would be typed; - reads the standard input
    #[arg(long, value_name = "FILE")]
    pub script: PathBuf,
}

impl Script {
    pub fn read(&self) -> Result<String, Failure> {
        read(&self.script).map_err(|error| {
            Failure::new(format!("can not read the script {}: {error}", self.script.display()))
                .hint("give a file of UTF-8 text of at most 4 MiB, or - for the standard input")
        })
    }

    pub fn is_standard_input(&self) -> bool {
        self.script == Path::new("-")
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let size = if path == Path::new("-") {
        io::stdin().lock().take(LARGEST + 1).read_to_string(&mut text)?
    } else {
        fs::File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?
    };
    if size as u64 > LARGEST { Err(io::Error::other("it is too large")) } else { Ok(text) }
}

/// The lab of that name, with the names of a seed.
pub fn named(library: &Library, name: &str, seed: u64) -> Result<Lab, Failure> {
    library.lab(name, seed).map_err(|problems| {
        let told = problems.first().map(ToString::to_string).unwrap_or_default();
        Failure::new(told.lines().next().unwrap_or_default()).hint("`kubedrill lab list` lists the labs")
    })
}

/// What was typed and answered, as on a terminal; the status where it is not 0.
pub fn transcript(steps: &[Step]) -> String {
    let mut text = String::new();
    for Step { line, output, status } in steps {
        let _ = writeln!(text, "$ {}", line.replace('\n', "\n> "));
        text.push_str(&output.screen());
        if !text.ends_with('\n') {
            text.push('\n');
        }
        if *status != 0 {
            let _ = writeln!(text, "[exit status {status}]");
        }
    }
    text
}
