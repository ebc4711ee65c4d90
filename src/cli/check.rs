//! `kubedrill check [DIR]`: every problem of a folder of content, with file, line and hint.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::output::{Format, Output, print, print_json};
use super::{Failure, Outcome};
use crate::content::{CheckReport, Library, check_dir, manuscripts};
use crate::course::{Problem, counted};
use crate::proof;
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(after_long_help = "\
A folder of content has the folders chapters/ (Markdown), cards/, questions/ and labs/ (TOML); content/README.md of the source \
describes them. It is checked as it would be merged into the course: it may refer to the course and must not clash with \
it.

The JSON is an object: `dir`, `files`, `chapters`, `cards`, `questions`, `labs` (numbers) and `problems`, an array of objects \
with `file` (relative to `dir`, but for a problem with `dir` itself), `line` (from 1; 0 is the whole file), `message` \
and `hint` (a string or null).

Exit codes: 0 no problems; 1 problems; 2 bad usage.

Examples:
  kubedrill check                      your own content
  kubedrill check ./content            a folder you are writing
  kubedrill check ./content -o json | jq -r '.problems[].file'")]
pub struct Check {
    /// The folder; your own content if none is given
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Report<'a> {
    dir: String,
    files: usize,
    chapters: usize,
    cards: usize,
    questions: usize,
    labs: usize,
    problems: &'a [Problem],
}

pub fn run(check: &Check, out: &mut impl Write) -> Result<Outcome, Failure> {
    let (dir, is_own) = match &check.dir {
        Some(dir) => (dir.clone(), false),
        None => (Paths::from_env()?.content(), true),
    };
    // Who has written nothing yet has made no mistake.
    let is_empty = is_own && dir.symlink_metadata().is_err();
    let mut report = if is_empty { CheckReport::default() } else { check_dir(&dir) };
    if !is_empty {
        report.problems.extend(proof::of(&manuscripts(&dir)).problems);
        let mut library = Library::empty();
        library.add_user(&dir, None);
        report.problems.extend(proof::labs::starts(&library));
        report.problems.sort();
    }
    match check.output.format {
        Format::Text if is_empty => {
            print(out, &format!("no content of your own yet: it would lie in {}\n", dir.display()))?;
        }
        Format::Text => print(out, &text(&dir, &report))?,
        Format::Json => {
            let CheckReport { files, chapters, cards, questions, labs, problems } = &report;
            let (files, chapters, cards, questions, labs) = (*files, *chapters, *cards, *questions, *labs);
            let dir = dir.display().to_string();
            print_json(out, &Report { dir, files, chapters, cards, questions, labs, problems })?;
        }
    }
    Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::No })
}

fn text(dir: &Path, report: &CheckReport) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        // With the folder before it, so that an editor or a terminal can open the place.
        let is_dir = Path::new(&problem.file) == dir;
        let file = if is_dir { problem.file.clone() } else { dir.join(&problem.file).display().to_string() };
        let _ = writeln!(text, "{}", Problem { file, ..problem.clone() });
    }
    let CheckReport { files, chapters, cards, questions, labs, problems } = report;
    let _ = writeln!(
        text,
        "{}: {}, {}, {}, {}; {}",
        counted(*files, "file"),
        counted(*chapters, "chapter"),
        counted(*cards, "card"),
        counted(*questions, "question"),
        counted(*labs, "lab"),
        counted(problems.len(), "problem")
    );
    text
}
