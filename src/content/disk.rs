//! The user's files: which there are, and their texts. Whatever a disk can hold becomes a text or a problem.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::parse::{Folder, Stamp, did_you_mean, visible};
use crate::course::Problem;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// A file of the course on disk.
pub struct Found {
    pub folder: Folder,
    pub path: PathBuf,
    /// Its path relative to the course (with `/`), size and time.
    pub stamp: Stamp,
}

/// Finds the files of a course in the order of their paths.
pub fn find(dir: &Path, problems: &mut Vec<Problem>) -> Vec<Found> {
    let mut found = Vec::new();
    for folder in Folder::ALL {
        let mut walk = Walk { folder, found: &mut found, problems, seen: BTreeSet::new() };
        walk.folder(&dir.join(folder.name()), folder.name());
    }
    found
}

/// Names beside the folders that look like a mistake.
pub fn strangers(dir: &Path, problems: &mut Vec<Problem>) {
    let Ok(entries) = sorted(dir) else { return };
    for (name, path) in entries {
        let known = Folder::ALL.map(Folder::name);
        if name.starts_with('.') || known.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            let hint = did_you_mean(&name, known);
            problems.push(Problem::new(&visible(&name), 0, "this folder is not read").hint(hint));
        } else if looks_like_ours(&path) {
            let hint = "chapters go to chapters/, cards to cards/, questions to questions/, labs to labs/";
            problems.push(Problem::new(&visible(&name), 0, "this file is not read").hint(hint));
        }
    }
}

/// Whether a file was probably meant to be read.
fn looks_like_ours(path: &Path) -> bool {
    let is_text = path.extension().is_some_and(|end| end == "md" || end == "toml");
    is_text && path.file_name().is_some_and(|name| name != "README.md" && name != "COVERAGE.md")
}

struct Walk<'w> {
    folder: Folder,
    found: &'w mut Vec<Found>,
    problems: &'w mut Vec<Problem>,
    /// The folders read so far, by their real paths: links may lead in circles, or many ways to one folder.
    seen: BTreeSet<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, path: &Path, name: &str) {
        let (real, entries) = match fs::canonicalize(path).and_then(|real| Ok((real, sorted(path)?))) {
            Ok(listed) => listed,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => return,
            Err(error) => return self.problem(name, format!("cannot be read: {error}"), "check the folder"),
        };
        if !self.seen.insert(real) {
            return self.problem(name, "a link to a folder that is read already", "delete the link");
        }
        for (entry, path) in entries {
            let shown = format!("{name}/{entry}");
            if entry.starts_with('.') {
                continue;
            }
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => self.folder(&path, &shown),
                Ok(metadata) => self.file(path, &shown, &metadata),
                Err(error) => {
                    self.problem(&shown, format!("cannot be read: {error}"), "check the file or link");
                }
            }
        }
    }

    fn file(&mut self, path: PathBuf, name: &str, metadata: &Metadata) {
        let extension = self.folder.extension();
        if path.extension().is_none_or(|end| end != extension) {
            if path.extension().is_some_and(|end| end == "md" || end == "toml")
                && !name.ends_with("/README.md")
            {
                self.problem(
                    name,
                    "this file is not read",
                    format!("files in {}/ end in .{extension}", self.folder.name()),
                );
            }
        } else if self.folder == Folder::Labs && !name.ends_with("/lab.toml") {
            self.problem(name, "this file is not read", "a lab is a folder with lab.toml and start.yaml");
        } else if path.to_str().is_none()
            || name.contains(char::is_control)
            || matches!(visible(name), std::borrow::Cow::Owned(_))
        {
            self.problem(name, "unusable file name", "rename it, with letters, digits and dashes");
        } else if !metadata.is_file() {
            self.problem(name, "not a regular file", "put a file there");
        } else if metadata.len() > LARGEST {
            self.problem(name, too_large(metadata.len()), "split it");
        } else {
            let stamp = stamp(name, metadata);
            self.found.push(Found { folder: self.folder, path, stamp });
        }
    }

    fn problem(&mut self, name: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(Problem::new(&visible(name), 0, message).hint(hint));
    }
}

fn sorted(dir: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        entries.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    entries.sort();
    Ok(entries)
}

fn stamp(name: &str, metadata: &Metadata) -> Stamp {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.and_then(|time| u64::try_from(time.as_nanos()).ok()).unwrap_or(0);
    Stamp { path: name.to_owned(), size: metadata.len(), modified }
}

fn too_large(size: u64) -> String {
    format!("is too large: {} MiB, {} are allowed", size >> 20, LARGEST >> 20)
}

/// The text of a file; the problem says why there is none.
pub fn text(path: &Path, name: &str) -> Result<String, Problem> {
    let unreadable = |error: &io::Error| {
        Problem::new(&visible(name), 0, format!("cannot be read: {error}"))
            .hint("check the file and its permissions")
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::new(&visible(name), 0, too_large(bytes.len() as u64)).hint("split it"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
        Problem::new(&visible(name), line, "not UTF-8").hint("save the file as UTF-8; nothing of it is used")
    })
}

/// A part of a file: `None` where it is not followed by another `[[` or the end, so that the file was edited since.
pub fn part(path: &Path, start: usize, length: usize) -> Option<String> {
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(u64::try_from(start).ok()?)).ok()?;
    let mut bytes = Vec::with_capacity(length + 2);
    file.take(u64::try_from(length + 2).ok()?).read_to_end(&mut bytes).ok()?;
    let rest = bytes.split_off(length.min(bytes.len()));
    let whole = bytes.len() == length && (rest.is_empty() || rest == b"[[");
    String::from_utf8(bytes).ok().filter(|_| whole)
}
