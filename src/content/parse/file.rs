//! One course file of any kind: all that is in it, or only the index of it.

use super::index::{ChapterPlace, FileIndex, ItemPlace};
use super::items::Placed;
use super::report::{Reference, Report};
use super::{chapter, items, lab};
use crate::course::{Chapter, ChapterEntry, FileNumber, Lab, LabEntry, Problem, SectionEntry};

/// The folders of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    Chapters,
    Cards,
    Questions,
    /// A folder for each lab, with `lab.toml` and `start.yaml`.
    Labs,
}

impl Folder {
    pub const ALL: [Self; 4] = [Self::Chapters, Self::Cards, Self::Questions, Self::Labs];

    pub fn name(self) -> &'static str {
        match self {
            Self::Chapters => "chapters",
            Self::Cards => "cards",
            Self::Questions => "questions",
            Self::Labs => "labs",
        }
    }

    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Chapters => "md",
            Self::Cards | Self::Questions | Self::Labs => "toml",
        }
    }

    /// The folder of a path such as `cards/02-services.toml`.
    pub fn of(path: &str) -> Option<Self> {
        let (first, _) = path.split_once('/')?;
        Self::ALL.into_iter().find(|folder| folder.name() == first)
    }
}

/// All that is in a file.
pub struct Reading {
    pub chapter: Option<chapter::Whole>,
    pub items: Vec<Placed>,
    /// With the names of seed 0, and without its `start.yaml`.
    pub lab: Option<Lab>,
    pub problems: Vec<Problem>,
    pub references: Vec<Reference>,
    /// Something is left out.
    pub faulty: bool,
}

/// The index of a file, and what reading it found besides.
pub struct Indexed {
    pub index: FileIndex,
    pub references: Vec<Reference>,
    /// Something is left out.
    #[allow(dead_code, reason = "asked by the build script")]
    pub faulty: bool,
}

/// Reads a file; `path` is relative to the course.
pub fn read(folder: Folder, path: &str, text: &str) -> Reading {
    let mut report = Report::new(path);
    let (chapter, items, lab) = match folder {
        Folder::Chapters => (chapter::read(text, &mut report), Vec::new(), None),
        Folder::Cards | Folder::Questions => (None, items::read(text, &mut report), None),
        Folder::Labs => (None, Vec::new(), lab::read(path, text, 0, &mut report)),
    };
    let faulty = report.faults() > 0;
    let (problems, references) = report.finish();
    Reading { chapter, items, lab, problems, references, faulty }
}

/// Reads a file and keeps what an index holds.
pub fn index(folder: Folder, path: &str, text: &str) -> Indexed {
    let Reading { chapter, items, lab, problems, references, faulty } = read(folder, path, text);
    let index = FileIndex {
        chapter: chapter.map(|whole| ChapterPlace {
            entry: entry_of(whole.chapter),
            id_line: whole.id_line,
            number_line: whole.number_line,
        }),
        items: items.iter().map(ItemPlace::of).collect(),
        lab: lab.map(lab_entry_of),
        problems,
    };
    Indexed { index, references, faulty }
}

fn entry_of(chapter: Chapter) -> ChapterEntry {
    let section = |section: crate::course::Section| SectionEntry {
        id: section.id,
        title: section.title,
        row: section.row,
    };
    ChapterEntry {
        id: chapter.id,
        number: chapter.number,
        title: chapter.title,
        rows: chapter.rows,
        words: chapter.words,
        sections: chapter.sections.into_iter().map(section).collect(),
        file: FileNumber(0),
    }
}

fn lab_entry_of(lab: Lab) -> LabEntry {
    let Lab { id, title, rows, level, minutes, .. } = lab;
    LabEntry { id, title, rows, level, minutes, file: FileNumber(0) }
}
