//! What is remembered of a lab: how well it was solved, and the attempt that is open, as the acts that lead to its state.
//!
//! An attempt is kept as what was typed, not as a cluster: the lab is a pure function of its seed, its start and these
//! acts, so a few lines bring everything back, and the log stays small and readable.

use serde::{Deserialize, Serialize};

use super::Moment;

/// Acts of one attempt that are remembered at most; an exam's task takes a few dozen.
const MOST_ACTS: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabRecord {
    /// Times it was graded.
    pub graded: u32,
    /// The best score, in percent.
    pub best: u8,
    /// When it was graded last.
    pub last: Moment,
    pub open: Option<OpenLab>,
}

/// An attempt that was not ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenLab {
    /// Draws the names.
    pub seed: u64,
    pub started: Moment,
    pub acts: Vec<LabAct>,
    /// Hints that were shown.
    pub hints: u32,
}

/// One thing that the learner did in a lab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabAct {
    /// Milliseconds since 1970: the lab's clock stood there.
    pub at: i64,
    #[serde(flatten)]
    pub deed: LabDeed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabDeed {
    /// A line was typed.
    Typed(String),
    /// The editor was left: with this text, or with nothing changed.
    Edited(Option<String>),
    /// Ctrl-C: what was begun (a heredoc, a loop) was given up.
    Interrupted,
}

impl OpenLab {
    pub(super) fn acted(&mut self, act: &LabAct) {
        if self.acts.len() < MOST_ACTS {
            self.acts.push(act.clone());
        }
    }
}

impl LabRecord {
    /// Whether it was once solved in full.
    pub fn is_solved(&self) -> bool {
        self.best >= 100
    }

    pub(super) fn started(&mut self, seed: u64, at: Moment) {
        self.open = Some(OpenLab { seed, started: at, ..OpenLab::default() });
    }

    pub(super) fn acted(&mut self, act: &LabAct) {
        if let Some(open) = &mut self.open {
            open.acted(act);
        }
    }

    pub(super) fn hinted(&mut self) {
        if let Some(open) = &mut self.open {
            open.hints = open.hints.saturating_add(1);
        }
    }

    pub(super) fn graded(&mut self, percent: u8, at: Moment) {
        self.graded = self.graded.saturating_add(1);
        self.best = self.best.max(percent.min(100));
        self.last = at;
    }
}
