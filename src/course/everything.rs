//! The whole course at once: for listing, export and checks, not for studying.

use super::{Card, Chapter, Question};

/// Every chapter, card and question, in the order of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    pub chapters: Vec<Chapter>,
    pub cards: Vec<Card>,
    pub questions: Vec<Question>,
}
