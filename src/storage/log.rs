//! Reading the log: every entry in order, once; what is damaged is skipped and told.

use std::fmt;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::StoreError;
use super::durable::is_absent;
use super::line::{Decoded, checksum, decode};
use crate::study::Entry;

/// A longer line is not ours: it is taken in pieces, all damaged, instead of filling the memory.
const LONGEST: u64 = 16 << 20;

const TAIL: u64 = 1024;

/// What a reading found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// The highest number, 0 if there was no entry.
    pub last: u64,
    /// Where the file ends, in bytes.
    pub bytes: u64,
    /// Entries in it, each counted once.
    pub entries: u64,
    pub holes: Vec<Hole>,
}

/// Damaged lines after which entries are missing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// Counted from 1, from where the reading began; empty if the lines are gone altogether.
    pub damaged: Vec<u64>,
    /// Entries lost; 0 if that can not be known, at the end of the log.
    pub missing: u64,
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let loss = match self.missing {
            0 => String::new(),
            1 => ": 1 entry is lost".to_owned(),
            missing => format!(": {missing} entries are lost"),
        };
        match self.damaged.as_slice() {
            [] => write!(f, "lines are missing from progress.log{loss}"),
            [line] => write!(f, "line {line} of progress.log is damaged and was skipped{loss}"),
            [first, .., last] => {
                let count = self.damaged.len();
                write!(
                    f,
                    "{count} lines of progress.log ({first} to {last}) are damaged and were skipped{loss}"
                )
            }
        }
    }
}

/// The length of the log in bytes; 0 if there is none, or if it is not a regular file (a device would never end).
pub(super) fn length(path: &Path) -> Result<u64, StoreError> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(found.len()),
        Ok(_) => Ok(0),
        Err(error) if is_absent(&error) => Ok(0),
        Err(error) => Err(StoreError::io("read", path)(error)),
    }
}

/// A checksum of the last kilobyte before byte `end`: the number and sum of the line there, so that another log of the
/// same length is not taken for this one. 0 for none, `None` if the log is shorter.
pub(super) fn tail(path: &Path, end: u64) -> Result<Option<u32>, StoreError> {
    if end == 0 {
        return Ok(Some(0));
    }
    if length(path)? < end {
        return Ok(None);
    }
    let read = || {
        let mut bytes = Vec::new();
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(end.saturating_sub(TAIL)))?;
        file.take(end.min(TAIL)).read_to_end(&mut bytes)?;
        Ok(checksum(&[&bytes]))
    };
    read().map(Some).map_err(StoreError::io("read", path))
}

/// Reads the log from byte `from` to its end and visits each entry with a number above `after`.
///
/// A number that was seen is skipped: a write that failed and was repeated may have left its lines twice. A damaged line
/// is a hole only if numbers are missing after it: one torn by a crash was never acknowledged, and its number came again.
pub(super) fn scan(
    path: &Path,
    from: u64,
    after: u64,
    mut visit: impl FnMut(u64, Entry),
) -> Result<Scan, StoreError> {
    let mut scan = Scan { last: after, bytes: from, ..Scan::default() };
    if length(path)? <= from {
        scan.bytes = length(path)?;
        scan.last = 0;
        return Ok(scan);
    }
    let mut file = File::open(path).map_err(StoreError::io("open", path))?;
    file.seek(SeekFrom::Start(from)).map_err(StoreError::io("read", path))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut line, mut number_of_line, mut highest) = (Vec::new(), 0, 0);
    let mut damaged = Vec::new();
    loop {
        line.clear();
        let read = reader.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let read = read.map_err(StoreError::io("read", path))?;
        if read == 0 {
            break;
        }
        scan.bytes += read as u64;
        number_of_line += 1;
        let whole = line.pop_if(|byte| *byte == b'\n').is_some();
        if line.is_empty() {
            continue;
        }
        match decode(&line) {
            Decoded::Good { number, entry } => {
                highest = highest.max(number);
                let lines = std::mem::take(&mut damaged);
                if number > scan.last {
                    let missing = number - scan.last - 1;
                    if missing > 0 {
                        scan.holes.push(Hole { damaged: lines, missing });
                    }
                    scan.last = number;
                    scan.entries += 1;
                    visit(number, entry);
                }
            }
            Decoded::Newer(found) => return Err(StoreError::newer(path, found)),
            // The last line without its end is the answer that was being written: nothing to tell.
            Decoded::Damaged if whole => damaged.push(number_of_line),
            Decoded::Damaged => {}
        }
    }
    if !damaged.is_empty() {
        scan.holes.push(Hole { damaged, missing: 0 });
    }
    scan.last = highest;
    Ok(scan)
}
