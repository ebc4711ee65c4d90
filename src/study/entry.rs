//! What is written down at once: every answer, result, mark, undo and reset, as one entry of the log each.
//!
//! An entry carries its outcome (the card's new state, not only the grade), so that replaying the log gives the same
//! record whatever version of the scheduler wrote it.

use serde::{Deserialize, Serialize};

use super::exam::{ExamPlan, ExamResult};
use super::{CardState, LabAct, Marks, Moment, QuizResult};
use crate::course::{Answer, ItemId, Mistake};

/// How well a card was recalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    Again,
    Hard,
    Good,
    Easy,
}

/// One thing that happened. [`super::Progress::apply`] says what it changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Entry {
    /// A card was graded. `recall` is the probability of recall that was predicted, 0 to 1; absent for a new card.
    Graded {
        card: ItemId,
        grade: Grade,
        recall: Option<f32>,
        state: CardState,
        at: Moment,
    },
    /// The last grade of `card` was taken back; `state` is what it was before, absent if it was new. `at` is the moment
    /// of the grade, so that the right day loses it.
    GradeUndone {
        card: ItemId,
        grade: Grade,
        recall: Option<f32>,
        state: Option<CardState>,
        at: Moment,
    },
    /// A card was flagged, set aside, or brought back.
    Marked {
        card: ItemId,
        marks: Marks,
        at: Moment,
    },
    /// A question was answered outside a quiz, or counted when a quiz (practice or timed) was handed in.
    Answered {
        question: ItemId,
        right: bool,
        at: Moment,
    },
    /// An answer to a question whose wrong choices stand for mistakes: those that it made, and those that it did not make though
    /// it could have.
    Mistook {
        made: Vec<Mistake>,
        avoided: Vec<Mistake>,
        at: Moment,
    },
    /// A missed question was made a card that is due.
    MadeCard {
        question: ItemId,
        at: Moment,
    },
    /// A section was read to its end.
    SectionFinished {
        chapter: String,
        section: String,
        at: Moment,
    },
    /// Reading stands at this section.
    Reading {
        chapter: String,
        section: String,
        at: Moment,
    },
    QuizStarted {
        plan: QuizPlan,
        at: Moment,
    },
    /// Question `index` of the open quiz was given this answer; in practice that is final.
    QuizGiven {
        index: usize,
        answer: Answer,
        at: Moment,
    },
    QuizFlagged {
        index: usize,
        flagged: bool,
        at: Moment,
    },
    QuizFinished {
        result: QuizResult,
        at: Moment,
    },
    /// The open quiz was thrown away without a result.
    QuizDropped {
        at: Moment,
    },
    /// An attempt at a lab began, in place of one that was open.
    LabStarted {
        lab: String,
        seed: u64,
        at: Moment,
    },
    LabActed {
        lab: String,
        act: LabAct,
        at: Moment,
    },
    LabHinted {
        lab: String,
        at: Moment,
    },
    /// The attempt is on the screen: the time since it was seen last counts, unless it was only `resumed` now.
    LabSeen {
        lab: String,
        resumed: bool,
        at: Moment,
    },
    /// The attempt was graded, with the score in percent; it stays open.
    LabGraded {
        lab: String,
        percent: u8,
        at: Moment,
    },
    /// The attempt was ended.
    LabEnded {
        lab: String,
        at: Moment,
    },
    ExamStarted {
        plan: ExamPlan,
        at: Moment,
    },
    /// In task `task` of the open exam, from 0.
    ExamActed {
        task: usize,
        act: LabAct,
        at: Moment,
    },
    ExamFlagged {
        task: usize,
        flagged: bool,
        at: Moment,
    },
    /// The open exam was handed in.
    ExamFinished {
        result: ExamResult,
        at: Moment,
    },
    /// Mastery by topic at the end of a run, in percent: the line over time in the statistics.
    Measured {
        mastery: Vec<(String, u8)>,
        at: Moment,
    },
    /// The record was reset: of these cards, questions, chapters and labs, or of everything if all are empty.
    Reset {
        items: Vec<ItemId>,
        chapters: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        labs: Vec<String>,
        at: Moment,
    },
}

/// A quiz as it was drawn: enough to show the same quiz again after a crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizPlan {
    pub questions: Vec<ItemId>,
    /// Seeds the order of choices and steps.
    pub seed: u64,
    /// Minutes on the clock; absent in practice.
    pub minutes: Option<u32>,
    /// What was chosen, in words: `Services, DNS` or `weakest first`.
    pub title: String,
}

impl Grade {
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    pub fn word(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }
}

impl Entry {
    pub fn at(&self) -> Moment {
        match self {
            Self::Graded { at, .. }
            | Self::GradeUndone { at, .. }
            | Self::Marked { at, .. }
            | Self::Answered { at, .. }
            | Self::Mistook { at, .. }
            | Self::MadeCard { at, .. }
            | Self::SectionFinished { at, .. }
            | Self::Reading { at, .. }
            | Self::QuizStarted { at, .. }
            | Self::QuizGiven { at, .. }
            | Self::QuizFlagged { at, .. }
            | Self::QuizFinished { at, .. }
            | Self::QuizDropped { at }
            | Self::LabStarted { at, .. }
            | Self::LabActed { at, .. }
            | Self::LabHinted { at, .. }
            | Self::LabSeen { at, .. }
            | Self::LabGraded { at, .. }
            | Self::LabEnded { at, .. }
            | Self::ExamStarted { at, .. }
            | Self::ExamActed { at, .. }
            | Self::ExamFlagged { at, .. }
            | Self::ExamFinished { at, .. }
            | Self::Measured { at, .. }
            | Self::Reset { at, .. } => *at,
        }
    }
}
