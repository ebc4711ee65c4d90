//! What a search over everything can find.

use super::Row;

/// One thing to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchEntry {
    pub kind: SearchKind,
    /// `chapter#section`, the id of a chapter alone, or the id of a card, question or lab.
    pub id: String,
    /// One line of plain text: the title, the front of the card, the stem of the question, the title of the lab.
    pub title: String,
    /// Where it is: `2 Services` for a section, the title of its row for the others.
    pub place: String,
    pub row: Row,
}

/// A chapter is found as a [`SearchKind::Section`] whose id has no `#`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SearchKind {
    Section,
    Card,
    Question,
    Lab,
}
