//! The open record: entries are appended to the log at once, the table is written when the caller finds it a good moment.

use std::path::PathBuf;

use super::append::Log;
use super::lock::{self, Locked};
use super::recover::{self, Found, Table};
use super::snapshot_writer::{self, LogMark};
use super::{Paths, StoreError, durable, log};
use crate::study::{Entry, Progress};

/// What the record is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Write,
    /// Creates, locks and changes nothing.
    ReadOnly,
}

/// The learner's record on disk. One at a time writes; a second one, in this program or another, only reads (where the
/// file system knows locks).
#[derive(Debug)]
pub struct Store {
    paths: Paths,
    read_only: bool,
    lock: Lock,
    log: Option<Log>,
    /// The number of the last entry in the log (or in the table, if the log lost it).
    last: u64,
    /// How long the log was when it was read.
    read: u64,
    /// Appended by the caller and not yet in the log. They have the numbers after `last`.
    pending: Vec<Entry>,
    /// What the table on disk contains.
    contained: u64,
    table: Table,
    /// Another kubedrill wrote after we read: its entries are in the log and not in our caller's record.
    overtaken: bool,
}

/// What opening gives.
#[derive(Debug)]
pub struct Opened {
    pub store: Store,
    pub progress: Progress,
    /// What the learner must be told, a sentence each.
    pub notes: Vec<String>,
}

#[derive(Debug)]
enum Lock {
    /// Nothing to lock yet, or the folder did not allow it: asked again with the next write.
    Open,
    Held {
        _file: Option<std::fs::File>,
    },
}

impl Store {
    /// Reads the record. Nothing is created before the first entry; a damaged table is kept aside and written anew.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for files of a newer kubedrill, [`StoreError::Io`] for files that are there and cannot be
    /// read: starting empty would in the end replace them.
    pub fn open(paths: &Paths, access: Access) -> Result<Opened, StoreError> {
        let mut store = Self {
            paths: paths.clone(),
            read_only: access == Access::ReadOnly,
            lock: Lock::Open,
            log: None,
            last: 0,
            read: 0,
            pending: Vec::new(),
            contained: 0,
            table: Table::Missing,
            overtaken: false,
        };
        let mut notes = Vec::new();
        if access == Access::Write && (paths.log().exists() || paths.progress().exists()) {
            store.lock_at_start(&mut notes);
        }
        let Found { progress, last, bytes, contained, table, notes: found } = recover::read(paths)?;
        notes.extend(found);
        (store.last, store.read, store.contained, store.table) = (last, bytes, contained, table);
        if table == Table::Damaged && !store.read_only {
            store.repair(&progress, &mut notes);
        }
        Ok(Opened { store, progress, notes })
    }

    fn lock_at_start(&mut self, notes: &mut Vec<String>) {
        match lock::take(&self.paths.lock()) {
            Ok(Locked::Held(file)) => self.lock = Lock::Held { _file: Some(file) },
            Ok(Locked::Unknown) => self.lock = Lock::Held { _file: None },
            Ok(Locked::Taken) => {
                self.read_only = true;
                notes.push(
                    "another kubedrill is open: this one shows your record and saves nothing".to_owned(),
                );
            }
            Err(error) => {
                let folder = self.paths.data_dir.display();
                notes.push(format!(
                    "{folder} cannot be written ({error}): answers are kept in memory until it can"
                ));
            }
        }
    }

    fn repair(&mut self, progress: &Progress, notes: &mut Vec<String>) {
        match self.write_table(progress) {
            Ok(Some(aside)) => notes.push(format!("the damaged file is kept as {}", aside.display())),
            Ok(None) => {}
            Err(error) => notes.push(format!("progress.toml is left as it is for now: {error}")),
        }
    }

    /// Whether nothing can be written through this store.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Entries that are only in memory, because the last write failed.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Entries that are newer than `progress.toml`: how much the next start has to replay.
    pub fn behind(&self) -> u64 {
        self.number_of_all().saturating_sub(self.contained)
    }

    fn number_of_all(&self) -> u64 {
        self.last.saturating_add(self.pending.len() as u64)
    }

    /// Writes `entries` to the log, in one write that is synced to the disk before this returns.
    ///
    /// Entries that cannot be written stay in memory and go with the next call that succeeds, in their order; a call with
    /// no entries only tries again.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly);
        }
        self.pending.extend_from_slice(entries);
        if self.pending.is_empty() {
            return Ok(());
        }
        self.attach()?;
        let Some(log) = &mut self.log else { return Ok(()) };
        log.write(&self.paths.log(), self.last, &self.pending)?;
        self.last = self.number_of_all();
        self.pending.clear();
        Ok(())
    }

    /// Writes `progress` as `progress.toml`, atomically. It must be the record with all entries given to
    /// [`append`](Self::append) applied. Does nothing if the file says so already.
    pub fn snapshot(&mut self, progress: &Progress) -> Result<(), StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly);
        }
        let written = self.append(&[]);
        if self.behind() > 0 || self.table == Table::Damaged {
            self.write_table(progress)?;
        }
        written
    }

    /// Says where a damaged file was kept.
    fn write_table(&mut self, progress: &Progress) -> Result<Option<PathBuf>, StoreError> {
        self.attach()?;
        let path = self.paths.progress();
        let mut aside = None;
        if self.table == Table::Damaged {
            aside = Some(durable::keep_aside(&path)?);
            self.table = Table::Missing;
        }
        // Pending entries are in `progress`: their numbers count as contained, so that they are not applied twice once
        // they are in the log too.
        let bytes = self.log.as_ref().map_or(0, Log::length);
        let tail = log::tail(&self.paths.log(), bytes)?.unwrap_or(0);
        let mark = LogMark { entries: self.number_of_all(), bytes, tail };
        let text = if self.overtaken {
            let mut found = recover::read(&self.paths)?;
            for entry in &self.pending {
                found.progress.apply(entry);
            }
            snapshot_writer::text(&found.progress, mark)
        } else {
            snapshot_writer::text(progress, mark)
        };
        let text = text.map_err(|error| StoreError::io("write", &path)(std::io::Error::other(error)))?;
        durable::replace(&path, text.as_bytes())?;
        self.contained = mark.entries;
        self.table = Table::Good;
        Ok(aside)
    }

    /// Makes sure that the folder is there, the lock is ours and the log is open, and as we know it.
    fn attach(&mut self) -> Result<(), StoreError> {
        let path = self.paths.log();
        if self.log.as_ref().is_some_and(|log| log.is_current(&path)) {
            return Ok(());
        }
        durable::create_folder(&self.paths.data_dir)?;
        if let Lock::Open = self.lock {
            let path = self.paths.lock();
            match lock::take(&path).map_err(StoreError::io("lock", &path))? {
                Locked::Held(file) => self.lock = Lock::Held { _file: Some(file) },
                Locked::Unknown => self.lock = Lock::Held { _file: None },
                Locked::Taken => return Err(StoreError::Busy { lock: path }),
            }
        }
        if self.log.is_some() || log::length(&path)? != self.read {
            self.catch_up()?;
        }
        self.log = Some(Log::open(&path)?);
        Ok(())
    }

    /// The log is not as we left it: the lock came late, there are none here, or a program that syncs brought another. If
    /// another kubedrill wrote more than we know, our entries take the numbers after its own.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        let found = recover::read(&self.paths)?;
        self.read = found.bytes;
        // Our own table may be ahead of the log, with entries that are pending.
        if found.last > self.last.max(self.contained) {
            self.overtaken = true;
            (self.last, self.contained) = (found.last, found.contained);
        }
        Ok(())
    }
}
