//! What there is, without its texts: enough for the first screen, for queues and for choosing what to load.

use std::borrow::Cow;

use super::{ItemId, LabEntry, Row};

/// The index of a course: ids, rows and titles. Texts are loaded by file when they are needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    /// In the order of reading.
    pub chapters: Vec<ChapterEntry>,
    /// In the order of files and of places in them: the order in which new cards come.
    pub cards: Items,
    pub questions: Items,
    /// By their ids.
    pub labs: Vec<LabEntry>,
}

/// Those of the program itself are borrowed from it, until others are added.
pub type Items = Cow<'static, [ItemEntry]>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterEntry {
    pub id: String,
    pub number: u32,
    pub title: String,
    pub rows: Vec<Row>,
    pub words: usize,
    pub sections: Vec<SectionEntry>,
    pub file: FileNumber,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionEntry {
    pub id: String,
    pub title: String,
    pub row: Row,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemEntry {
    pub id: ItemId,
    pub row: Row,
    pub file: FileNumber,
}

/// Which file of the library holds something; only the library that made it knows what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileNumber(pub u32);

impl Catalog {
    pub fn chapter(&self, id: &str) -> Option<&ChapterEntry> {
        self.chapters.iter().find(|chapter| chapter.id == id)
    }

    pub fn lab(&self, id: &str) -> Option<&LabEntry> {
        self.labs.iter().find(|lab| lab.id == id)
    }
}

impl ChapterEntry {
    /// Minutes to read it at 180 words a minute, at least one: technical prose with code beside it is read slowly.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(180).max(1)
    }
}
