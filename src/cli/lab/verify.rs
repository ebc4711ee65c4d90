//! `kubedrill lab verify [NAME|DIR]`: proves labs, embedded or of a folder.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::script::named;
use crate::cli::output::{Format, Output, print, print_json};
use crate::cli::{Failure, Outcome, reading};
use crate::content::Library;
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
    /// A lab's name, a lab's folder, or a folder of content; every lab if none is given
    #[arg(value_name = "NAME|DIR")]
    what: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub fn run(wanted: &Verify, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let (library, ids) = match &wanted.what {
        Some(dir) if dir.is_dir() => of_folder(dir)?,
        what => {
            let library = reading::library(&Paths::from_env()?, err)?;
            let ids = match what {
                Some(name) => vec![named(&library, &name.to_string_lossy(), 0)?.id],
                None => all(&library),
            };
            (library, ids)
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

/// The labs of a folder of content, or the one whose folder it is.
fn of_folder(dir: &Path) -> Result<(Library, Vec<String>), Failure> {
    let dir = dir.canonicalize()?;
    let mut library = Library::empty();
    if !dir.join("lab.toml").is_file() {
        refuse(library.add_user(&dir, None))?;
        let ids = all(&library);
        return Ok((library, ids));
    }
    let labs = dir.parent().filter(|parent| parent.file_name().is_some_and(|name| name == "labs"));
    let Some(content) = labs.and_then(Path::parent) else {
        return Err(Failure::new(format!("{} is not in a folder labs/", dir.display()))
            .hint("labs lie in labs/ of a folder of content"));
    };
    let id = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let problems = library.add_user(content, None);
    refuse(
        problems.into_iter().filter(|problem| problem.file.starts_with(&format!("labs/{id}/"))).collect(),
    )?;
    Ok((library, vec![id]))
}

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
            "{id}: {word} ({solutions} solutions, {mistakes} mistakes, {SEEDS} seeds, {attempts} attempts)"
        );
        for problem in problems {
            let _ = writeln!(text, "  seed {}, {}: {}", problem.seed, problem.what, problem.message);
        }
    }
    let good = proven.iter().filter(|lab| lab.problems.is_empty()).count();
    let _ = writeln!(text, "{good} of {} labs proven", proven.len());
    text
}
