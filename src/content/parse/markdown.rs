//! Markdown to blocks, with all that is to be checked about it.

use pulldown_cmark::{Options, Parser};

use super::backstage::Backstage;
use super::heading;
use super::reader::Reader;
use super::report::Report;
use super::visible::visible;
use crate::course::{Block, Inline, Link, Problem};

/// What a text is part of: only a chapter has sections and footnotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Chapter,
    Item,
}

/// What Markdown means. Lines count from 1 in the text that was read.
#[derive(Debug, Default)]
pub struct Read {
    /// All blocks; in a chapter, those before the first section.
    pub blocks: Vec<Block>,
    pub sections: Vec<(usize, heading::Heading, Vec<Block>)>,
    pub sources: Vec<(usize, String, Vec<Inline>)>,
    pub footnotes: Vec<(usize, String)>,
    pub links: Vec<(usize, Link)>,
    pub words: usize,
    /// In a chapter: what is not shown. Lines count as all others here.
    pub backstage: Backstage,
    pub problems: Vec<Problem>,
}

/// Reads the text of a card or a question, with what is wrong with it; lines count from 1.
pub fn markdown(text: &str) -> (Vec<Block>, Vec<Problem>) {
    let mut report = Report::new("");
    report.hidden(1, text);
    let read = read(text, Part::Item);
    report.adopt(1, read.problems, read.links);
    (read.blocks, report.finish().0)
}

/// Reads `text`; nothing in it makes this fail.
pub fn read(text: &str, part: Part) -> Read {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    if part == Part::Chapter {
        options |= Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    }
    let text = &*visible(text);
    let mut reader = Reader::new(text, part);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(event, range.start);
    }
    reader.finish()
}
