//! A chapter to read: sections, each with its row, its sources and the question asked at its end.

use std::collections::BTreeMap;

use super::{Block, Inline, ItemId, Row};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Also the id of its topic, where it is one of the syllabus.
    pub id: String,
    /// Its place in the order of reading.
    pub number: u32,
    pub title: String,
    pub rows: Vec<Row>,
    /// What stands before the first section.
    pub opening: Vec<Block>,
    pub sections: Vec<Section>,
    /// Footnotes by name: the sources of what is claimed.
    pub sources: BTreeMap<String, Vec<Inline>>,
    /// Words of prose, code and figures left out.
    pub words: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Unique in the chapter.
    pub id: String,
    pub title: String,
    pub row: Row,
    /// The question asked at the end of the section.
    pub ask: Option<ItemId>,
    pub blocks: Vec<Block>,
}
