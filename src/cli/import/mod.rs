//! `kubedrill import anki FILE`: cards of another program become the user's own.

mod anki;
mod card_file;
mod html;

use std::fs;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use self::card_file::{Draft, Made};
use super::output::{print, tell};
use super::{Failure, Outcome, reading, target};
use crate::course::{ItemId, Row, counted};
use crate::storage::Paths;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct Import {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum From {
    /// Read the notes of a text file that Anki exported ("Notes in Plain Text")
    Anki(Anki),
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
The file is what Anki writes under File > Export > Notes in Plain Text: lines of fields parted by tabs, semicolons or \
commas, with headers such as #separator:tab, #html:true and #tags column:3. The first field becomes the front of a card \
and the second its back; what follows a <hr> on the back, and further fields, become its explanation. Notes with \
{{c1::hidden words::hint}} become cloze cards; all their words are hidden at once. Of HTML, code, bold and italic are \
kept.

A card needs a row of the syllabus: the tag kubedrill::dns::D1 (or just D1) gives it, else --row does.

A new file is written into your own content, cards/anki-NAME.toml; nothing that is there is changed. A card's id comes \
from Anki's guid, or else from its front: importing the same notes again adds only what is new.

Exit codes: 0 all is imported or was there already; 1 some notes were left out; 2 bad input or usage.

Examples:
  kubedrill import anki notes.txt --row P2
  kubedrill import anki notes.txt --dry-run      print the cards, write nothing")]
struct Anki {
    /// The file; `-` for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The row of the syllabus for notes without a tag that names one
    #[arg(long, value_name = "ROW")]
    row: Option<String>,
    /// Print what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(import: &Import, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let From::Anki(asked) = &import.from;
    let row = asked.row.as_deref().map(row_of).transpose()?;
    let (text, name) = read(&asked.file)?;
    let notes = anki::notes(&text).map_err(|message| {
        Failure::new(message).hint("export it again: File > Export > Notes in Plain Text (.txt)")
    })?;
    let paths = Paths::from_env()?;
    let library = reading::library(&paths, err)?;
    let catalog = library.catalog();
    let known =
        |id: &ItemId| catalog.cards.iter().chain(catalog.questions.iter()).any(|entry| entry.id == *id);
    let source = format!("Anki: {name}");
    let drafts: Vec<Draft> = notes.into_iter().map(|note| Draft::new(note, row, &source)).collect();
    let Made { text, written, there, left_out } = card_file::make(drafts, &known);
    for problem in &left_out {
        tell(err, &[format!("{}:{problem}", asked.file.display())])?;
    }
    if asked.dry_run {
        print(out, &text)?;
    } else if written > 0 {
        let folder = paths.content().join("cards");
        fs::create_dir_all(&folder)?;
        let path = free_name(&folder, &name);
        target::write(&path, text.as_bytes(), false)?;
        tell(err, &[format!("{} written to {}", counted(written, "card"), path.display())])?;
    }
    if there > 0 {
        tell(err, &[format!("{} there already", counted(there, "card"))])?;
    }
    if written + there + left_out.len() == 0 {
        return Err(Failure::new("the file holds no notes").hint("a note is a line with two fields at least"));
    }
    Ok(if left_out.is_empty() { Outcome::Done } else { Outcome::No })
}

fn row_of(name: &str) -> Result<Row, Failure> {
    Row::find(name).ok_or_else(|| {
        Failure::new(format!("there is no syllabus row `{name}`")).hint("`kubedrill course` lists the rows")
    })
}

/// The text, and the name under which it becomes a file: lowercase words with dashes.
fn read(file: &Path) -> Result<(String, String), Failure> {
    let failed = |error: io::Error| {
        Failure::new(format!("cannot read {}: {error}", file.display())).hint("is the path right?")
    };
    let mut bytes = Vec::new();
    let from_pipe = file == Path::new("-");
    if from_pipe {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        fs::File::open(file).map_err(failed)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(Failure::new("the file is larger than 64 MiB").hint("export fewer notes"));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::new("the file is not UTF-8").hint("Anki exports UTF-8; save it so"))?;
    let stem =
        file.file_stem().filter(|_| !from_pipe).map_or("notes".into(), std::ffi::OsStr::to_string_lossy);
    let words: Vec<String> = stem
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut name = words.join("-");
    name.truncate(40);
    let name = name.trim_end_matches('-');
    Ok((text, if name.is_empty() { "notes".to_owned() } else { name.to_owned() }))
}

/// A file that is not there yet.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    let first = folder.join(format!("anki-{name}.toml"));
    let others = (2..10_000).map(|number| folder.join(format!("anki-{name}-{number}.toml")));
    std::iter::once(first.clone())
        .chain(others)
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or(first)
}
