//! The index of course files, and its compact form: lines of fields parted by tabs, in the binary and in the cache.

use std::fmt::Write as _;

use super::items::Placed;
use super::visible::one_line;
use crate::course::lab::Level;
use crate::course::{ChapterEntry, FileNumber, Item, ItemId, LabEntry, Problem, Row, SectionEntry};

/// What one file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileIndex {
    pub chapter: Option<ChapterPlace>,
    pub items: Vec<ItemPlace>,
    /// Its `file` is for the library to set.
    pub lab: Option<LabEntry>,
    pub problems: Vec<Problem>,
}

/// A chapter (its `file` is for the library to set) and the lines of what must be unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterPlace {
    pub entry: ChapterEntry,
    pub id_line: usize,
    pub number_line: usize,
}

/// An item and the bytes of its file that hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemPlace {
    pub is_question: bool,
    pub id: ItemId,
    pub row: Row,
    pub line: usize,
    pub start: usize,
    pub length: usize,
}

/// Which state of which file an index speaks of; `modified` in nanoseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    pub path: String,
    pub size: u64,
    pub modified: u64,
}

impl ItemPlace {
    pub fn of(placed: &Placed) -> Self {
        Self {
            is_question: matches!(placed.item, Item::Question(_)),
            id: placed.item.id().clone(),
            row: placed.item.row(),
            line: placed.line,
            start: placed.span.start,
            length: placed.span.len(),
        }
    }
}

/// Writes an index.
pub fn encode<'f>(files: impl IntoIterator<Item = (&'f Stamp, &'f FileIndex)>) -> String {
    let mut out = String::new();
    for (stamp, file) in files {
        // Writing to a string cannot fail.
        let _ = encode_file(&mut out, stamp, file);
    }
    out
}

fn encode_file(out: &mut String, stamp: &Stamp, file: &FileIndex) -> std::fmt::Result {
    writeln!(out, "F\t{}\t{}\t{}", stamp.size, stamp.modified, one_line(&stamp.path))?;
    if let Some(ChapterPlace { entry, id_line, number_line }) = &file.chapter {
        let rows: Vec<&str> = entry.rows.iter().map(|row| row.code()).collect();
        let ChapterEntry { number, words, id, title, .. } = entry;
        let (rows, title) = (rows.join(","), one_line(title));
        writeln!(out, "C\t{number}\t{words}\t{id_line}\t{number_line}\t{rows}\t{id}\t{title}")?;
        for section in &entry.sections {
            writeln!(out, "S\t{}\t{}\t{}", section.row, section.id, one_line(&section.title))?;
        }
    }
    if let Some(LabEntry { id, title, rows, level, minutes, .. }) = &file.lab {
        let rows: Vec<&str> = rows.iter().map(|row| row.code()).collect();
        writeln!(out, "L\t{}\t{minutes}\t{}\t{id}\t{}", level.name(), rows.join(","), one_line(title))?;
    }
    for ItemPlace { is_question, id, row, line, start, length } in &file.items {
        let kind = if *is_question { 'q' } else { 'c' };
        writeln!(out, "{kind}\t{row}\t{line}\t{start}\t{length}\t{id}")?;
    }
    for Problem { line, message, hint, .. } in &file.problems {
        writeln!(out, "P\t{line}\t{message}\t{}", hint.as_deref().unwrap_or_default())?;
    }
    Ok(())
}

/// Reads what [`encode`] wrote; `None` if it is something else.
pub fn decode(text: &str) -> Option<Vec<(Stamp, FileIndex)>> {
    let mut files: Vec<(Stamp, FileIndex)> = Vec::new();
    let mut rows = RowFinder { last: None };
    for line in text.lines() {
        let mut fields = line.split('\t');
        let kind = fields.next()?;
        let mut next = || fields.next();
        if kind == "F" {
            let (size, modified) = (next()?.parse().ok()?, next()?.parse().ok()?);
            files.push((Stamp { size, modified, path: next()?.to_owned() }, FileIndex::default()));
            continue;
        }
        let (stamp, file) = files.last_mut()?;
        match kind {
            "c" | "q" => {
                let row = rows.find(next()?)?;
                let [line, start, length] =
                    [next()?.parse().ok()?, next()?.parse().ok()?, next()?.parse().ok()?];
                let id = ItemId::new(next()?);
                file.items.push(ItemPlace { is_question: kind == "q", id, row, line, start, length });
            }
            "C" => {
                let (number, words) = (next()?.parse().ok()?, next()?.parse().ok()?);
                let (id_line, number_line) = (next()?.parse().ok()?, next()?.parse().ok()?);
                let rows = next()?.split(',').map(Row::find).collect::<Option<Vec<Row>>>()?;
                let (id, title) = (next()?.to_owned(), next()?.to_owned());
                let sections = Vec::new();
                let entry = ChapterEntry { id, number, title, rows, words, sections, file: FileNumber(0) };
                file.chapter = Some(ChapterPlace { entry, id_line, number_line });
            }
            "S" => {
                let row = rows.find(next()?)?;
                let (id, title) = (next()?.to_owned(), next()?.to_owned());
                file.chapter.as_mut()?.entry.sections.push(SectionEntry { id, title, row });
            }
            "L" => {
                let (level, minutes) = (Level::find(next()?)?, next()?.parse().ok()?);
                let rows = next()?.split(',').map(Row::find).collect::<Option<Vec<Row>>>()?;
                let (id, title) = (next()?.to_owned(), next()?.to_owned());
                file.lab = Some(LabEntry { id, title, rows, level, minutes, file: FileNumber(0) });
            }
            "P" => {
                let line = next()?.parse().ok()?;
                let problem = Problem::new(&stamp.path, line, next()?);
                file.problems.push(match next()? {
                    "" => problem,
                    hint => problem.hint(hint),
                });
            }
            _ => return None,
        }
    }
    Some(files)
}

/// Finds rows by code; neighbours often have the same.
struct RowFinder {
    last: Option<Row>,
}

impl RowFinder {
    fn find(&mut self, code: &str) -> Option<Row> {
        if self.last.is_none_or(|row| row.code() != code) {
            self.last = Row::find(code);
        }
        self.last
    }
}
