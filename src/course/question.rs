//! A quiz question of one of five kinds, and whether an answer to it is right.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Block, Equality, ItemId, Mistake, Row};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: ItemId,
    pub row: Row,
    /// Asks what happens in a situation, rather than for a fact.
    pub applying: bool,
    pub stem: Vec<Block>,
    /// Shown below the stem: a [`Block::Code`].
    pub manifest: Option<Block>,
    pub kind: QuestionKind,
    pub explanation: Vec<Block>,
    pub source: String,
    /// The section that explains it, as `chapter#section`.
    pub section: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// Exactly one choice is right.
    Single { choices: Vec<Choice> },
    /// One or more choices are right; all of them and no other must be given.
    Multiple { choices: Vec<Choice> },
    /// The first of `answers` is the one shown.
    Typed { answers: Vec<String>, compare: Equality },
    /// The steps in their right order.
    Order { steps: Vec<Vec<Block>> },
    /// `wrong` is the index of the wrong line of the manifest, from 0; `fix` is what it should be.
    Line { lines: Vec<String>, wrong: usize, fix: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub text: Vec<Block>,
    pub right: bool,
    /// Why it is wrong, where it is.
    pub why: Option<Vec<Block>>,
    /// The mistake that leads to it, where it is wrong and that is known.
    pub mistake: Option<Mistake>,
}

/// The letter of the choice at `place`.
pub fn letter(place: usize) -> char {
    u8::try_from(place).ok().filter(|place| *place < 26).map_or('?', |place| char::from(b'a' + place))
}

/// What a learner answered. Indices are those of the question as authored, not as shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    #[default]
    None,
    /// The chosen choices, ascending; for a single choice, at most one.
    Choices(Vec<usize>),
    Typed(String),
    /// The steps in the order given, a permutation of `0..steps`.
    Order(Vec<usize>),
    /// The line, from 0.
    Line(usize),
}

impl Question {
    /// Whether `answer` is right, all of it: there is no partial credit for a question.
    pub fn is_right(&self, answer: &Answer) -> bool {
        match (&self.kind, answer) {
            (
                QuestionKind::Single { choices } | QuestionKind::Multiple { choices },
                Answer::Choices(chosen),
            ) => {
                !chosen.is_empty()
                    && choices
                        .iter()
                        .enumerate()
                        .all(|(index, choice)| choice.right == chosen.contains(&index))
            }
            (QuestionKind::Typed { answers, compare }, Answer::Typed(typed)) => {
                answers.iter().any(|answer| compare.equal(answer, typed))
            }
            (QuestionKind::Order { steps }, Answer::Order(order)) => {
                order.len() == steps.len() && order.iter().enumerate().all(|(place, step)| place == *step)
            }
            (QuestionKind::Line { wrong, .. }, Answer::Line(line)) => wrong == line,
            _ => false,
        }
    }

    /// The mistakes that its wrong choices stand for: those that `answer` made, and those that it did not make. Each once, in
    /// order; one made is not among those avoided.
    pub fn mistakes(&self, answer: &Answer) -> (Vec<Mistake>, Vec<Mistake>) {
        let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &self.kind else {
            return (Vec::new(), Vec::new());
        };
        let chosen: &[usize] = if let Answer::Choices(chosen) = answer { chosen } else { &[] };
        let mut made = BTreeSet::new();
        let mut avoided = BTreeSet::new();
        for (index, choice) in choices.iter().enumerate() {
            let Some(mistake) = choice.mistake.filter(|_| !choice.right) else { continue };
            if chosen.contains(&index) {
                made.insert(mistake)
            } else {
                avoided.insert(mistake)
            };
        }
        let avoided = avoided.difference(&made).copied().collect();
        (made.into_iter().collect(), avoided)
    }

    /// The name of its kind, as authors write it.
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            QuestionKind::Single { .. } => "single",
            QuestionKind::Multiple { .. } => "multiple",
            QuestionKind::Typed { .. } => "typed",
            QuestionKind::Order { .. } => "order",
            QuestionKind::Line { .. } => "line",
        }
    }
}
