//! One writer at a time: the lock on `progress.lock`, held as long as the store lives and let go by the system if the
//! program dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// How asking for the lock ended.
pub(super) enum Locked {
    /// Ours until the file is dropped.
    Held(File),
    /// Another kubedrill has it.
    Taken,
    /// The file system knows no locks: we go on without. Who writes looks at the log before, and takes numbers after those
    /// that another kubedrill wrote meanwhile; only of two that write in the same moment one may lose its entries.
    Unknown,
}

/// Creates the lock file in a folder that is there, and takes the lock if it is free.
pub(super) fn take(path: &Path) -> std::io::Result<Locked> {
    // Not truncated and never removed: a removed lock file is one that two can hold.
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Locked::Held(file)),
        Err(TryLockError::WouldBlock) => Ok(Locked::Taken),
        Err(TryLockError::Error(_)) => Ok(Locked::Unknown),
    }
}
