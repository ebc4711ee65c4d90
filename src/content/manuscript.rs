//! A course file as its author sees it: the text, what is in it, and what it asks the engine to confirm.

use std::path::Path;

use super::library::Library;
use super::parse::{Backstage, Placed, Reading, read};
use super::{disk, parse};
use crate::course::Chapter;

/// One file, read as a whole.
pub struct Manuscript {
    /// Relative to its course.
    pub name: String,
    pub text: String,
    pub chapter: Option<(Chapter, Backstage)>,
    pub items: Vec<Placed>,
}

impl Manuscript {
    pub fn read(folder: parse::Folder, name: &str, text: String) -> Self {
        let Reading { chapter, items, .. } = read(folder, name, &text);
        let chapter = chapter.map(|whole| (whole.chapter, whole.backstage));
        Self { name: name.to_owned(), text, chapter, items }
    }
}

/// The files of a folder that can be read; what can not is told by [`check_dir`](super::check_dir).
pub fn manuscripts(dir: &Path) -> Vec<Manuscript> {
    let found = disk::find(dir, &mut Vec::new());
    let read = found.into_iter().filter_map(|disk::Found { folder, path, stamp }| {
        let text = disk::text(&path, &stamp.path).ok()?;
        Some(Manuscript::read(folder, &stamp.path, text))
    });
    read.collect()
}

impl Library {
    /// The files of this library as their authors see them.
    pub fn manuscripts(&self) -> Vec<Manuscript> {
        let read = self.files.iter().filter_map(|source| {
            Some(Manuscript::read(source.folder()?, &source.name, source.text().ok()?.into_owned()))
        });
        read.collect()
    }
}
