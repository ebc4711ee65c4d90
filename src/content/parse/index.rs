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
        writeln!(out, "{kind}\t{row}\t{id}\t{line}\t{start}\t{length}")?;
    }
    for Problem { line, message, hint, .. } in &file.problems {
        writeln!(out, "P\t{line}\t{message}\t{}", hint.as_deref().unwrap_or_default())?;
    }
    Ok(())
}

/// Reads what [`encode`] wrote; `None` if it is something else.
pub fn decode(text: &str) -> Option<Vec<(Stamp, FileIndex)>> {
    let mut files: Vec<(Stamp, FileIndex)> = Vec::new();
    for line in index_lines(text) {
        let line = line?;
        if let IndexLine::File(stamp) = line {
            files.push((stamp, FileIndex::default()));
            continue;
        }
        let (stamp, file) = files.last_mut()?;
        match line {
            IndexLine::File(_) => {}
            IndexLine::Item(item) => file.items.push(item.whole()?),
            IndexLine::Chapter(chapter) => file.chapter = Some(chapter),
            IndexLine::Section(section) => file.chapter.as_mut()?.entry.sections.push(section),
            IndexLine::Lab(lab) => file.lab = Some(lab),
            IndexLine::Problem { line, message, hint } => {
                let problem = Problem::new(&stamp.path, line, message);
                file.problems.push(if hint.is_empty() { problem } else { problem.hint(hint) });
            }
        }
    }
    Some(files)
}

/// One line of an index.
pub enum IndexLine<'t> {
    /// What follows, up to the next of these, is in this file.
    File(Stamp),
    /// Its sections follow.
    Chapter(ChapterPlace),
    Section(SectionEntry),
    Lab(LabEntry),
    Item(ItemLine<'t>),
    Problem {
        line: usize,
        message: &'t str,
        /// Empty for none.
        hint: &'t str,
    },
}

/// An item, read as far as the first screen needs it: where it stands is read when it is looked for.
pub struct ItemLine<'t> {
    pub is_question: bool,
    pub row: Row,
    pub id: &'t str,
    place: &'t str,
}

impl ItemLine<'_> {
    pub fn whole(&self) -> Option<ItemPlace> {
        let mut numbers = self.place.split('\t').map(|number| number.parse().ok());
        let (line, start, length) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let (is_question, row) = (self.is_question, self.row);
        Some(ItemPlace { is_question, id: ItemId::new(self.id), row, line, start, length })
    }
}

/// Reads what [`encode`] wrote line by line; `None` for a line that is something else.
pub fn index_lines(text: &str) -> impl Iterator<Item = Option<IndexLine<'_>>> {
    let mut rows = RowFinder { last: None };
    text.lines().map(move |line| index_line(line, &mut rows))
}

fn index_line<'t>(line: &'t str, rows: &mut RowFinder) -> Option<IndexLine<'t>> {
    let (kind, fields) = line.split_once('\t')?;
    if let "c" | "q" = kind {
        let (row, fields) = fields.split_once('\t')?;
        let (id, place) = fields.split_once('\t')?;
        return Some(IndexLine::Item(ItemLine { is_question: kind == "q", row: rows.find(row)?, id, place }));
    }
    let mut fields = fields.split('\t');
    let mut next = || fields.next();
    Some(match kind {
        "F" => {
            let (size, modified) = (next()?.parse().ok()?, next()?.parse().ok()?);
            IndexLine::File(Stamp { size, modified, path: next()?.to_owned() })
        }
        "C" => {
            let (number, words) = (next()?.parse().ok()?, next()?.parse().ok()?);
            let (id_line, number_line) = (next()?.parse().ok()?, next()?.parse().ok()?);
            let rows = next()?.split(',').map(Row::find).collect::<Option<Vec<Row>>>()?;
            let (id, title) = (next()?.to_owned(), next()?.to_owned());
            let sections = Vec::new();
            let entry = ChapterEntry { id, number, title, rows, words, sections, file: FileNumber(0) };
            IndexLine::Chapter(ChapterPlace { entry, id_line, number_line })
        }
        "S" => {
            let row = rows.find(next()?)?;
            IndexLine::Section(SectionEntry { row, id: next()?.to_owned(), title: next()?.to_owned() })
        }
        "L" => {
            let (level, minutes) = (Level::find(next()?)?, next()?.parse().ok()?);
            let rows = next()?.split(',').map(Row::find).collect::<Option<Vec<Row>>>()?;
            let (id, title) = (next()?.to_owned(), next()?.to_owned());
            IndexLine::Lab(LabEntry { id, title, rows, level, minutes, file: FileNumber(0) })
        }
        "P" => IndexLine::Problem { line: next()?.parse().ok()?, message: next()?, hint: next()? },
        _ => return None,
    })
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
