//! The log as it is written: lines at its end, one write and one sync for each call, and a clean end after a failure.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::line::encode;
use super::{StoreError, durable, log};
use crate::study::Entry;

#[derive(Debug)]
pub(super) struct Log {
    file: File,
    length: u64,
    /// The file does not end with a newline: the next line must not be glued to what is there.
    torn: bool,
}

impl Log {
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let is_new = !path.exists();
        let mut options = OpenOptions::new();
        let opened = options.read(true).append(true).create(true).open(path);
        let mut file = opened.map_err(StoreError::io("open", path))?;
        if is_new && let Some(folder) = path.parent() {
            durable::sync_folder(folder).map_err(StoreError::io("sync", folder))?;
        }
        let length = log::length(path)?;
        let torn = length > 0 && last_byte(&mut file).map_err(StoreError::io("read", path))? != b'\n';
        Ok(Self { file, length, torn })
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether the open file is still the one at `path`: somebody may have removed or exchanged it.
    pub fn is_current(&self, path: &Path) -> bool {
        log::length(path).is_ok_and(|length| length == self.length) && self.is_same_file(path)
    }

    #[cfg(unix)]
    fn is_same_file(&self, path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt;
        match (fs::metadata(path), self.file.metadata()) {
            (Ok(there), Ok(ours)) => (there.dev(), there.ino()) == (ours.dev(), ours.ino()),
            _ => false,
        }
    }

    #[cfg(not(unix))]
    fn is_same_file(&self, path: &Path) -> bool {
        fs::exists(path).unwrap_or(false)
    }

    /// Appends `entries`, numbered from `last + 1`, and syncs. After an error none of them counts as written; the same
    /// call may be made again, because a reader takes each number once.
    pub fn write(&mut self, path: &Path, last: u64, entries: &[Entry]) -> Result<(), StoreError> {
        let mut lines = String::with_capacity(entries.len() * 256);
        lines.push_str(if self.torn { "\n" } else { "" });
        for (number, entry) in (last.saturating_add(1)..).zip(entries) {
            lines.push_str(&encode(number, entry)?);
        }
        // After a failed sync the system may forget what it did not write, so a retry writes all of it again.
        if let Err(error) = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.sync_data()) {
            if self.file.set_len(self.length).is_err() {
                self.torn = true;
                self.length = log::length(path)?;
            }
            return Err(StoreError::io("write", path)(error));
        }
        self.length += lines.len() as u64;
        self.torn = false;
        Ok(())
    }
}

fn last_byte(file: &mut File) -> std::io::Result<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0])
}
