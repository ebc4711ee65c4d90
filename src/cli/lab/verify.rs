//! `kubedrill lab verify [NAME|DIR]`: proves labs, embedded or of a folder.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use tempfile::TempDir;

use super::script::named;
use crate::cli::output::{Format, Output, print, print_json};
use crate::cli::{Failure, Outcome, reading};
use crate::content::Library;
use crate::course::counted;
use crate::proof::labs::{ProvenLab, SEEDS, verify};
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(after_long_help = "\
Each lab is proven with five seeds: the untouched start scores 0; two or more different solutions score in full; three or \
more mistakes lose exactly the criteria that they name; what the story names exists.

The JSON is an array of objects: `id`, `solutions`, `mistakes`, `attempts` (how many were graded), `problems` (array of `seed`, \
`what`, `message`).

Exit codes: 0 all is proven; 1 something is not; 2 bad input or usage.

Example:
  kubedrill lab verify ~/my-labs/first")]
pub struct Verify {
    /// A lab's name, a lab's folder wherever it lies, a folder of labs or of content; every lab if none is given
    #[arg(value_name = "NAME|DIR")]
    what: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub fn run(wanted: &Verify, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let Labs { library, ids, _copy } = match &wanted.what {
        Some(dir) if dir.is_dir() => of_folder(dir)?,
        what => {
            let library = reading::library(&Paths::from_env()?, err)?;
            let ids = match what {
                Some(name) => vec![named(&library, &name.to_string_lossy(), 0)?.id],
                None => all(&library),
            };
            Labs { library, ids, _copy: None }
        }
    };
    if ids.is_empty() {
        return Err(
            Failure::new("there is no lab").hint("a lab is a folder in labs/ with lab.toml and start.yaml")
        );
    }
    let proven: Vec<ProvenLab> = ids.iter().map(|id| verify(&library, id)).collect();
    match wanted.output.format {
        Format::Json => print_json(out, &proven)?,
        Format::Text => print(out, &text(&proven))?,
    }
    let is_proven = proven.iter().all(|lab| lab.problems.is_empty());
    Ok(if is_proven { Outcome::Done } else { Outcome::No })
}

/// The labs of a folder, and the copy that they are read from.
struct Labs {
    library: Library,
    ids: Vec<String>,
    /// Files are read when they are needed.
    _copy: Option<TempDir>,
}

/// The lab whose folder it is, the labs whose folders lie in it, or those of a folder of content.
fn of_folder(dir: &Path) -> Result<Labs, Failure> {
    let dir = dir.canonicalize()?;
    let mut library = Library::empty();
    let labs = if is_lab(&dir) { vec![dir.clone()] } else { labs_in(&dir)? };
    let copy = if labs.is_empty() { None } else { Some(copied(&labs)?) };
    refuse(library.add_user(copy.as_ref().map_or(dir.as_path(), TempDir::path), None))?;
    Ok(Labs { ids: all(&library), library, _copy: copy })
}

fn is_lab(dir: &Path) -> bool {
    dir.join(FILES[0]).is_file()
}

fn labs_in(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut labs: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if is_lab(&path) {
            labs.push(path);
        }
    }
    labs.sort();
    Ok(labs)
}

/// Content is read from labs/ of a folder; labs that lie elsewhere are read from a copy.
fn copied(labs: &[PathBuf]) -> io::Result<TempDir> {
    let content = tempfile::tempdir()?;
    for lab in labs {
        let copy = content.path().join("labs").join(lab.file_name().unwrap_or_default());
        fs::create_dir_all(&copy)?;
        for name in FILES.iter().filter(|name| lab.join(name).is_file()) {
            fs::copy(lab.join(name), copy.join(name))?;
        }
    }
    Ok(content)
}

/// What a lab's folder holds.
const FILES: [&str; 2] = ["lab.toml", "start.yaml"];

fn refuse(problems: Vec<crate::course::Problem>) -> Result<(), Failure> {
    match problems.into_iter().next() {
        Some(problem) => Err(Failure::new(problem.to_string().lines().next().unwrap_or_default())
            .hint("`kubedrill check DIR` lists every problem of the files")),
        None => Ok(()),
    }
}

fn all(library: &Library) -> Vec<String> {
    library.catalog().labs.iter().map(|lab| lab.id.clone()).collect()
}

fn text(proven: &[ProvenLab]) -> String {
    let mut text = String::new();
    for ProvenLab { id, solutions, mistakes, attempts, problems } in proven {
        let word = if problems.is_empty() { "proven" } else { "NOT PROVEN" };
        let _ = writeln!(
            text,
            "{id}: {word} ({}, {}, {SEEDS} seeds, {attempts} attempts)",
            counted(*solutions, "solution"),
            counted(*mistakes, "mistake")
        );
        for problem in problems {
            let _ = writeln!(text, "  seed {}, {}: {}", problem.seed, problem.what, problem.message);
        }
    }
    let good = proven.iter().filter(|lab| lab.problems.is_empty()).count();
    let _ = writeln!(text, "{good} of {} labs proven", proven.len());
    text
}
