//! A chapter as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::own::Own;
use crate::cli::markdown::{markdown, markdown_line};
use crate::course::{Chapter, Row};

#[derive(Serialize)]
pub struct ChapterOut {
    id: String,
    title: String,
    number: u32,
    rows: Vec<&'static str>,
    words: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    own: bool,
    opening: String,
    sections: Vec<SectionOut>,
    sources: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct SectionOut {
    id: String,
    title: String,
    row: &'static str,
    ask: Option<String>,
    text: String,
}

impl ChapterOut {
    pub fn new(chapter: &Chapter, own: &Own) -> Self {
        let sections = chapter.sections.iter().map(|section| SectionOut {
            id: section.id.clone(),
            title: section.title.clone(),
            row: section.row.code(),
            ask: section.ask.as_ref().map(ToString::to_string),
            text: markdown(&section.blocks),
        });
        Self {
            id: chapter.id.clone(),
            title: chapter.title.clone(),
            number: chapter.number,
            rows: chapter.rows.iter().copied().map(Row::code).collect(),
            words: chapter.words,
            own: own.chapter(&chapter.id),
            opening: markdown(&chapter.opening),
            sections: sections.collect(),
            sources: chapter.sources.iter().map(|(name, line)| (name.clone(), markdown_line(line))).collect(),
        }
    }
}
