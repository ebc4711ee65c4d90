//! `kubedrill progress backup FILE`: the whole record as one file, which can be put back as `progress.toml`.
//!
//! The table alone and not the log: it is the record entire; the log is how it came about. Put back beside a log that goes
//! further, the log's later entries are applied again; to go back in time, move `progress.log` away too.

use std::path::Path;

use super::durable::{self, Overwrite};
use super::snapshot_writer::{self, LogMark};
use super::{Paths, StoreError, log, recover};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub cards: usize,
    pub questions: usize,
    pub bytes: usize,
    /// What the learner must be told about the record, as on opening it.
    pub notes: Vec<String>,
}

/// Writes the record as it is now to `to`. Reads only, so another kubedrill may be open.
pub fn backup(paths: &Paths, to: &Path, overwrite: Overwrite) -> Result<Backup, StoreError> {
    if overwrite == Overwrite::No && to.symlink_metadata().is_ok() {
        return Err(StoreError::Exists { path: to.to_owned() });
    }
    // The length first: what is appended while we read is at worst applied by its number, never twice.
    let bytes = log::length(&paths.log())?;
    let found = recover::read(paths)?;
    let tail = log::tail(&paths.log(), bytes)?.unwrap_or(0);
    let mark = LogMark { entries: found.last, bytes, tail };
    let text = snapshot_writer::text(&found.progress, mark);
    let text = text.map_err(|error| StoreError::io("write", to)(std::io::Error::other(error)))?;
    durable::replace(to, text.as_bytes())?;
    Ok(Backup {
        cards: found.progress.cards.len(),
        questions: found.progress.questions.len(),
        bytes: text.len(),
        notes: found.notes,
    })
}
