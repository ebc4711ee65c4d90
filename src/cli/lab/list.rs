//! `kubedrill lab list`.

use std::fmt::Write as _;
use std::io::Write;

use clap::Args;
use serde::Serialize;

use crate::cli::output::{Format, Output, print, print_json};
use crate::cli::{Failure, Outcome, reading};
use crate::course::{LabEntry, Row};
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(after_long_help = "\
The JSON is an array of objects: `id`, `title`, `rows` (array of syllabus codes), `level` (drill, task, story), `minutes`.

Example:
  kubedrill lab list -o json")]
pub struct List {
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    rows: Vec<&'static str>,
    level: &'static str,
    minutes: u32,
}

impl<'a> Entry<'a> {
    fn of(lab: &'a LabEntry) -> Self {
        let rows = lab.rows.iter().copied().map(Row::code).collect();
        Self { id: &lab.id, title: &lab.title, rows, level: lab.level.name(), minutes: lab.minutes }
    }
}

pub fn run(list: &List, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let library = reading::library(&Paths::from_env()?, err)?;
    let labs: Vec<Entry<'_>> = library.catalog().labs.iter().map(Entry::of).collect();
    match list.output.format {
        Format::Json => print_json(out, &labs)?,
        Format::Text => {
            let width = labs.iter().map(|lab| lab.id.chars().count()).max().unwrap_or_default();
            let mut text = String::new();
            for Entry { id, title, rows, level, minutes } in labs {
                let _ = writeln!(
                    text,
                    "{id:width$}  {level:<5}  {minutes:>2} min  {:<9}  {title}",
                    rows.join(" ")
                );
            }
            print(out, &text)?;
        }
    }
    Ok(Outcome::Done)
}
