//! The course in the binary: as much of its index as the first screen needs, and the rest when it is looked for.
//!
//! Nothing clashes in it, or the build would have stopped: so nothing has to be looked up to put it together.

use std::sync::{Arc, OnceLock};

use super::embedded;
use super::library::{Library, Place, Places, Source, Text};
use super::parse::{IndexLine, index_lines};
use crate::course::{Catalog, FileNumber};

impl Library {
    /// The course in the binary.
    pub fn embedded() -> Self {
        let mut library = Self { places: OnceLock::new(), ..Self::empty() };
        let Self { catalog, files, .. } = &mut library;
        let catalog = Arc::make_mut(catalog);
        (catalog.cards, catalog.questions) = (embedded::CARDS.into(), embedded::QUESTIONS.into());
        let mut texts = embedded::FILES.iter().map(|(_, text)| *text);
        let mut file = None;
        for line in index_lines(embedded::HEADS).map_while(|line| line) {
            if let IndexLine::File(stamp) = line {
                let Some(text) = texts.next() else { break };
                file = number(files.len());
                // The name as the index has it: the other one stands between the texts, each in a page of its own.
                files.push(Source { name: stamp.path, text: Text::Embedded(text) });
            } else if let Some(file) = file {
                enter(catalog, line, file);
            }
        }
        library.sort_chapters();
        library
    }
}

fn number(index: usize) -> Option<FileNumber> {
    u32::try_from(index).ok().map(FileNumber)
}

fn enter(catalog: &mut Catalog, line: IndexLine<'_>, file: FileNumber) {
    match line {
        IndexLine::Chapter(chapter) => {
            let mut entry = chapter.entry;
            entry.file = file;
            catalog.chapters.push(entry);
        }
        IndexLine::Section(section) => {
            if let Some(chapter) = catalog.chapters.last_mut() {
                chapter.sections.push(section);
            }
        }
        IndexLine::Lab(mut lab) => {
            lab.file = file;
            catalog.labs.push(lab);
        }
        IndexLine::Item(_) | IndexLine::File(_) | IndexLine::Problem { .. } => {}
    }
}

/// Which bytes of which file hold each item.
pub(super) fn our_places() -> Places {
    let mut places = Places::new();
    let mut files = 0_u32..;
    let mut file = 0;
    for line in index_lines(embedded::PLACES).map_while(|line| line) {
        match line {
            IndexLine::File(_) => file = files.next().unwrap_or(u32::MAX),
            IndexLine::Item(item) => {
                if let Some(whole) = item.whole() {
                    places.insert(whole.id, Place { file, start: whole.start, length: whole.length });
                }
            }
            _ => {}
        }
    }
    places
}
