//! `kubedrill progress path|check|backup|reset`: the learner's record as files.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::output::{print, tell};
use super::reset::{Reset, reset};
use super::{Failure, Outcome, reading, target};
use crate::course::counted;
use crate::storage::{Overwrite, Paths, backup, check};

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct Record {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the files of your record, settings and content
    #[command(after_long_help = "\
The log is the truth: every answer, one a line. The table is the same record, readable. They lie under XDG_DATA_HOME, \
XDG_CONFIG_HOME and XDG_CACHE_HOME, or their defaults in your home folder. Not all of them need to be there yet.

Example:
  kubedrill progress path")]
    Path,
    /// Read the whole record and say whether it is sound
    #[command(after_long_help = "\
Changes nothing. Compares progress.toml with the log replayed.

Exit codes: 0 sound; 1 not sound; 2 it could not be read.

Example:
  kubedrill progress check")]
    Check,
    /// Write the record to one file
    #[command(after_long_help = "\
The file is a progress.toml. To put it back, close kubedrill and copy it over progress.toml. The log beside it then adds \
what came after the backup; to go back in time, move progress.log away too. `kubedrill progress path` tells where both \
are.

Example:
  kubedrill progress backup ~/kubedrill-2026-11-22.toml")]
    Backup(Backup),
    /// Forget what you did, in some topics or in all
    #[command(after_long_help = "\
With --topic, the schedule of the topic's cards, the answers to its questions, what you read of its chapters and what \
you did in its labs are forgotten, an attempt that is open too; of chapters and labs those that are about nothing else. \
Days studied, mistakes by class, results of quizzes and exams, and a quiz or an exam that is open stay. Without it, \
everything is forgotten. Your own content and the settings stay. The log keeps the old entries, so a later program could \
look back, but kubedrill has no undo for this: make a backup first.

Exit codes: 0 done; 1 you said no; 2 it could not be done.

Examples:
  kubedrill progress reset --topic dns
  kubedrill progress reset --topic services --topic D1 --yes
  kubedrill progress reset --yes")]
    Reset(Reset),
}

#[derive(Debug, Args)]
struct Backup {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

pub fn run(record: &Record, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let paths = Paths::from_env()?;
    match &record.action {
        Action::Path => {
            print(out, &listed(&paths))?;
            Ok(Outcome::Done)
        }
        Action::Check => {
            let report = check(&paths).map_err(reading::refused)?;
            print(out, &format!("{report}\n{}\n", if report.is_sound() { "sound" } else { "not sound" }))?;
            Ok(if report.is_sound() { Outcome::Done } else { Outcome::No })
        }
        Action::Backup(Backup { file, force }) => {
            let to = target::checked(file, *force, &paths)?;
            let done = backup(&paths, &to, Overwrite::when(*force)).map_err(reading::refused)?;
            tell(err, &done.notes)?;
            let (cards, questions) = (counted(done.cards, "card"), counted(done.questions, "question"));
            let bytes = counted(done.bytes, "byte");
            print(out, &format!("{}: {cards}, {questions}, {bytes}\n", file.display()))?;
            Ok(Outcome::Done)
        }
        Action::Reset(options) => reset(options, &paths, out, err),
    }
}

fn listed(paths: &Paths) -> String {
    let lines = [
        ("record", paths.progress()),
        ("log", paths.log()),
        ("settings", paths.config_file.clone()),
        ("content", paths.content()),
        ("cache", paths.cache_dir.clone()),
    ]
    .map(|(what, path)| format!("{what:<9} {}\n", path.display()));
    lines.concat()
}
