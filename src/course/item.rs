//! A card or a question: what the learner's history hangs on.

use super::{Card, ItemId, Question, Row};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Card(Card),
    Question(Question),
}

impl Item {
    pub fn id(&self) -> &ItemId {
        match self {
            Self::Card(card) => &card.id,
            Self::Question(question) => &question.id,
        }
    }

    pub fn row(&self) -> Row {
        match self {
            Self::Card(card) => card.row,
            Self::Question(question) => question.row,
        }
    }
}
