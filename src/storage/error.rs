//! What can go wrong between the record and the disk, said so that the learner can act on it.

use std::io;
use std::path::{Path, PathBuf};

use super::VERSION;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Written by a newer kubedrill: nothing was read from it and nothing touched.
    #[error(
        "{} is of version {found}, this kubedrill knows version {known}; it was left untouched (update kubedrill)",
        path.display()
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
    /// This store only reads: opened so, or another kubedrill held the lock.
    #[error("this kubedrill only reads the record: another one is open, or it was opened for reading")]
    ReadOnly,
    /// Another kubedrill began to write after this one was opened.
    #[error("another kubedrill is writing the record ({} is locked); close it, then this is saved", lock.display())]
    Busy { lock: PathBuf },
    #[error("{} is already there; it was not overwritten", path.display())]
    Exists { path: PathBuf },
    #[error("an entry cannot be written as JSON: {0}")]
    Entry(#[from] serde_json::Error),
}

/// No home folder, so no place for the record.
#[derive(Debug, thiserror::Error)]
#[error("there is no home folder")]
pub struct PathsError;

impl StoreError {
    /// For `map_err`: what was being done to `path`.
    pub(super) fn io<'p>(action: &'static str, path: &'p Path) -> impl Fn(io::Error) -> Self + use<'p> {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    pub(super) fn newer(path: &Path, found: u32) -> Self {
        Self::Newer { path: path.to_owned(), found, known: VERSION }
    }
}
