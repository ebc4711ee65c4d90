//! What the course has on each row of the syllabus, and how much of it is proven: a table for authors.

use std::fmt::Write as _;

use super::Tally;
use crate::course::{Catalog, Course, ROWS, Row};

/// What one row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowCount {
    pub cards: usize,
    pub questions: usize,
    /// Questions that ask what happens in a situation.
    pub applying: usize,
    pub labs: usize,
    /// Claims that the engine confirms.
    pub claims: usize,
    /// Sections of chapters.
    pub sections: usize,
}

impl RowCount {
    /// Counts a row.
    pub fn of(row: Row, catalog: &Catalog, course: &Course, tally: &Tally) -> Self {
        let questions = course.questions.iter().filter(|question| question.row == row);
        Self {
            cards: course.cards.iter().filter(|card| card.row == row).count(),
            questions: questions.clone().count(),
            applying: questions.filter(|question| question.applying).count(),
            labs: catalog.labs.iter().filter(|lab| lab.rows.contains(&row)).count(),
            claims: tally.claims_of_row.get(&row).copied().unwrap_or_default(),
            sections: tally.sections.get(&row).map_or(0, |(_, all)| *all),
        }
    }
}

/// The table as Markdown.
pub fn table(catalog: &Catalog, course: &Course, tally: &Tally) -> String {
    let mut text = String::from(
        "# What the course covers\n\nMade by `KUBEDRILL_WRITE=1 cargo test --test proof`; a test compares it. *Applying* are \
         questions that ask what happens in a situation; *claims* are confirmed by the engine.\n\n\
         | Row | Title | Sections | Cards | Questions | Applying | Labs | Claims |\n\
         |---|---|--:|--:|--:|--:|--:|--:|\n",
    );
    for row in ROWS {
        let RowCount { cards, questions, applying, labs, claims, sections } =
            RowCount::of(row, catalog, course, tally);
        let title = row.title();
        let _ = writeln!(
            text,
            "| {row} | {title} | {sections} | {cards} | {questions} | {applying} | {labs} | {claims} |"
        );
    }
    let sections: usize = course.chapters.iter().map(|chapter| chapter.sections.len()).sum();
    let (cards, questions) = (course.cards.len(), course.questions.len());
    let applying = course.questions.iter().filter(|question| question.applying).count();
    let (labs, claims) = (catalog.labs.len(), tally.claims);
    let _ = writeln!(
        text,
        "| **All** | | {sections} | {cards} | {questions} | {applying} | {labs} | {claims} |\n\n\
         Manifests: {} objects are accepted by the API, {} are refused as they should be, {} are parts of objects; {} objects \
         are of kinds that the simulated API does not serve. {} checks make the claims. The shell reads all {} commands of the chapters, and the engine \
         draws {} of their figures.",
        tally.accepted,
        tally.refused,
        tally.fragments,
        tally.unserved,
        tally.checks,
        tally.commands,
        tally.figures
    );
    text
}
