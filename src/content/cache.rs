//! The index of the user's files, kept from run to run: an untouched course is not read again.
//!
//! A cache that is damaged, of another folder or of another version of the reader is as good as none, and one that
//! cannot be written costs only time: neither is reported.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::Path;

use super::embedded::READER;
use super::parse::{FileIndex, Stamp, decode, encode};

const NAME: &str = "content-index";

/// What is known of the files of `dir`, by path.
pub fn load(cache: &Path, dir: &Path) -> HashMap<String, (Stamp, FileIndex)> {
    let known = fs::read_to_string(cache.join(NAME)).ok().and_then(|text| {
        let (head, body) = text.split_once('\n')?;
        (head == header(dir, body)).then(|| decode(body))?
    });
    known.unwrap_or_default().into_iter().map(|(stamp, index)| (stamp.path.clone(), (stamp, index))).collect()
}

/// Replaces the cache as a whole.
pub fn save(cache: &Path, dir: &Path, files: &[(Stamp, FileIndex)]) {
    let body = encode(files.iter().map(|(stamp, index)| (stamp, index)));
    let _ = write(cache, &format!("{}\n{body}", header(dir, &body)));
}

fn write(cache: &Path, text: &str) -> std::io::Result<()> {
    fs::create_dir_all(cache)?;
    let mut file = tempfile::NamedTempFile::new_in(cache)?;
    file.write_all(text.as_bytes())?;
    file.persist(cache.join(NAME))?;
    Ok(())
}

/// Says what the body belongs to, and what it must be.
fn header(dir: &Path, body: &str) -> String {
    let mut hasher = DefaultHasher::new();
    dir.hash(&mut hasher);
    READER.hash(&mut hasher);
    hasher.write(body.as_bytes());
    format!("kubedrill content index {:016x}", hasher.finish())
}
