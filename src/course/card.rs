//! A flashcard: basic, cloze or typed.

use super::{Block, Equality, ItemId, Row};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub id: ItemId,
    pub row: Row,
    pub kind: CardKind,
    pub explanation: Vec<Block>,
    pub source: String,
    /// The section that explains it, as `chapter#section`.
    pub section: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardKind {
    Basic {
        front: Vec<Block>,
        back: Vec<Block>,
    },
    /// A text with hidden words; all are hidden, then all shown.
    Cloze {
        /// The source, for export.
        parts: Vec<ClozePart>,
        /// With `[…]` or `[hint]` for the hidden words, and with the words; both are strong.
        hidden: Vec<Block>,
        shown: Vec<Block>,
    },
    /// The answer is typed; the first of `answers` is the one shown.
    Typed {
        front: Vec<Block>,
        answers: Vec<String>,
        compare: Equality,
    },
}

/// A piece of a cloze text, as Markdown source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClozePart {
    Shown(String),
    Hidden { words: String, hint: Option<String> },
}
