//! `kubedrill export anki FILE`.

mod anki;
mod html;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::output::tell;
use super::{Failure, Outcome, reading, target};
use crate::course::counted;
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct Export {
    #[command(subcommand)]
    to: To,
}

#[derive(Debug, Subcommand)]
enum To {
    /// Write the flashcards as a text file that Anki imports
    Anki(Anki),
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
The file is tab-separated, with headers that tell Anki what each column is (Anki 2.1.55 and later). Import it with \
File > Import. Cards get the note types Basic and Cloze under their English names; explanation and source stand on the \
back. Every note has an id of its own: importing again updates the notes and keeps Anki's schedule.

A card with a typed answer becomes a Basic one: Anki's own type-in notes compare with the whole back, which here holds \
the explanation too.

Tags are kubedrill::TOPIC::ROW, such as kubedrill::dns::D1. Your own content is exported too; flags, cards set aside and \
the schedule are not.

Examples:
  kubedrill export anki cards.txt
  kubedrill export anki cards.txt --force       replace the file
  kubedrill export anki - | grep kubedrill::dns")]
struct Anki {
    /// The file to write; `-` for the standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

pub fn run(export: &Export, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let To::Anki(Anki { file, force }) = &export.to;
    let paths = Paths::from_env()?;
    let to_pipe = file == Path::new("-");
    let to = if to_pipe { file.clone() } else { target::checked(file, *force, &paths)? };
    let (course, _) = reading::library(&paths, err)?.whole();
    let text = anki::text(&course.cards);
    if to_pipe {
        out.write_all(text.as_bytes())?;
    } else {
        target::write(&to, text.as_bytes(), *force)?;
        tell(err, &[format!("{} written to {}", counted(course.cards.len(), "card"), file.display())])?;
    }
    Ok(Outcome::Done)
}
