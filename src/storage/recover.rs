//! Reading the record from its two files, and deciding what to trust when they are damaged or do not fit. Writes nothing.
//!
//! | `progress.toml` | `progress.log` | trusted |
//! |---|---|---|
//! | good | reaches at least as far | the table, then the log's later entries |
//! | good | shorter, or gone | the table; told |
//! | missing | anything | the log; told |
//! | damaged | whole | the log; told |
//! | damaged | incomplete | what is left of the table, the log's later entries, and what only the log knows; told |

use super::error::StoreError;
use super::merge::merge;
use super::paths::Paths;
use super::snapshot_reader::{self, Snapshot};
use super::snapshot_writer::LogMark;
use super::{VERSION, durable, log};
use crate::course::counted;
use crate::study::Progress;

/// The record as it could be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub progress: Progress,
    /// The highest number given to an entry, in the log or in the table.
    pub last: u64,
    /// How long the log was.
    pub bytes: u64,
    /// What the table contains; 0 if it is not used.
    pub contained: u64,
    pub table: Table,
    pub notes: Vec<String>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    #[default]
    Missing,
    Good,
    Damaged,
}

pub(super) fn read(paths: &Paths) -> Result<Found, StoreError> {
    let path = paths.progress();
    let Some(bytes) = durable::read_if_there(&path)? else { return from_log(paths) };
    let text = String::from_utf8_lossy(&bytes);
    let snapshot = snapshot_reader::read(&text);
    if let Some(found) = snapshot.version.filter(|version| *version > VERSION) {
        return Err(StoreError::newer(&path, found));
    }
    match snapshot.mark.filter(|_| snapshot.is_sound()) {
        Some(mark) => from_table(paths, snapshot.progress, mark),
        None => from_damaged(paths, snapshot),
    }
}

fn from_log(paths: &Paths) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let scan = log::scan(&paths.log(), 0, 0, |_, entry| found.progress.apply(&entry))?;
    (found.last, found.bytes) = (scan.last, scan.bytes);
    if scan.entries > 0 {
        let entries = counted(scan.entries, "entry");
        found
            .notes
            .push(format!("progress.toml was missing; the record was rebuilt from progress.log ({entries})"));
    }
    found.notes.extend(scan.holes.iter().map(ToString::to_string));
    Ok(found)
}

fn from_table(paths: &Paths, progress: Progress, mark: LogMark) -> Result<Found, StoreError> {
    let mut found = Found {
        progress,
        last: mark.entries,
        contained: mark.entries,
        table: Table::Good,
        ..Found::default()
    };
    let log = paths.log();
    let fits = log::tail(&log, mark.bytes)? == Some(mark.tail);
    let mut later = Vec::new();
    let from = if fits { mark.bytes } else { 0 };
    let mut scan = log::scan(&log, from, mark.entries, |_, entry| later.push(entry))?;
    if fits && !scan.holes.is_empty() {
        // Read again from the beginning, for the number of the damaged line.
        later.clear();
        scan = log::scan(&log, 0, mark.entries, |_, entry| later.push(entry))?;
    }
    if !fits && scan.last < mark.entries {
        found.notes.push(format!(
            "progress.log was cut or exchanged: it ends at entry {}, progress.toml contains {}; \
             nothing that is in progress.toml is lost",
            scan.last, mark.entries
        ));
    }
    for entry in &later {
        found.progress.apply(entry);
    }
    (found.last, found.bytes) = (found.last.max(scan.last), scan.bytes);
    found.notes.extend(scan.holes.iter().map(ToString::to_string));
    Ok(found)
}

fn from_damaged(paths: &Paths, table: Snapshot) -> Result<Found, StoreError> {
    let mut replayed = Progress::default();
    let contained = table.mark.map(|mark| mark.entries);
    let mut later = Vec::new();
    let scan = log::scan(&paths.log(), 0, 0, |number, entry| {
        replayed.apply(&entry);
        if contained.is_some_and(|contained| number > contained) {
            later.push(entry);
        }
    })?;
    let whole = scan.holes.is_empty() && scan.last >= contained.unwrap_or(1);
    let what = match table.faults.first() {
        Some((line, what)) => format!("progress.toml is damaged (line {line}: {what})"),
        None => "progress.toml is damaged (it does not say what it contains)".to_owned(),
    };
    let mut found = Found {
        // Not what the table says: that number may itself be damage.
        last: scan.last,
        bytes: scan.bytes,
        table: Table::Damaged,
        notes: vec![what],
        ..Found::default()
    };
    if whole {
        let entries = counted(scan.entries, "entry");
        found.notes.push(format!("the record was rebuilt from progress.log ({entries})"));
        found.progress = replayed;
    } else {
        found.notes.push("progress.log is incomplete too: the record holds what both still tell".to_owned());
        found.progress = table.progress;
        for entry in &later {
            found.progress.apply(entry);
        }
        merge(&mut found.progress, replayed);
    }
    found.notes.extend(scan.holes.iter().map(ToString::to_string));
    Ok(found)
}
