//! A timed exam: several labs under one clock, as values. Which labs, how much each is worth, what was done in them, what
//! came of it.
//!
//! An exam is kept like an attempt at a lab: as what was typed in each of its tasks. Its attempts are its own, so an
//! attempt at the same lab that waits elsewhere is not touched. The clock runs from the start, whether or not the program does.

mod draw;
mod evidence;
mod hand_in;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Countdown, LabAct, Moment, OpenLab};

pub use draw::{ExamRequest, draw, pool, usual_minutes};
pub use evidence::heed;
pub use hand_in::hand_in;

/// The exam's pass mark in percent: Linux Foundation, CKA.
pub const PASS: u32 = 66;
/// Tasks of an exam, if nothing else is asked for: some forty minutes, twice what the real one has on this part.
pub const TASKS: usize = 6;
/// No exam is longer than these.
pub const MOST_TASKS: usize = 20;
pub const MOST_MINUTES: u32 = 240;

/// An exam as it was drawn: enough to sit the same one again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExamPlan {
    pub tasks: Vec<ExamTask>,
    pub minutes: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamTask {
    pub lab: String,
    /// Draws the names.
    pub seed: u64,
    /// In percent of the exam.
    pub weight: u32,
}

/// An exam that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenExam {
    pub plan: ExamPlan,
    pub started: Moment,
    /// One for each task of the plan.
    pub attempts: Vec<OpenLab>,
    pub flagged: BTreeSet<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamResult {
    pub finished: Moment,
    pub seconds: u32,
    /// On the clock.
    pub minutes: u32,
    /// Those that could be graded.
    pub tasks: Vec<TaskResult>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskResult {
    pub lab: String,
    pub weight: u32,
    pub percent: u8,
    /// Spent on it.
    pub seconds: u32,
}

impl OpenExam {
    pub fn new(plan: ExamPlan, started: Moment) -> Self {
        let attempts =
            plan.tasks.iter().map(|task| OpenLab { seed: task.seed, started, ..OpenLab::default() });
        Self { attempts: attempts.collect(), plan, started, flagged: BTreeSet::new() }
    }

    pub fn countdown(&self) -> Countdown {
        Countdown { started: self.started, minutes: self.plan.minutes }
    }

    /// Tasks in which something was done.
    pub fn begun(&self) -> usize {
        self.attempts.iter().filter(|attempt| !attempt.acts.is_empty()).count()
    }

    pub(super) fn acted(&mut self, task: usize, act: &LabAct) {
        if let Some(attempt) = self.attempts.get_mut(task) {
            attempt.acted(act);
        }
    }

    pub(super) fn flag(&mut self, task: usize, flagged: bool) {
        if !flagged {
            self.flagged.remove(&task);
        } else if task < self.attempts.len() {
            self.flagged.insert(task);
        }
    }

    /// Seconds spent on each task: what lies between two acts belongs to the task of the second, for that is when it was
    /// read and thought about.
    pub fn spent(&self) -> Vec<u32> {
        let acts = self.attempts.iter().enumerate().flat_map(|(task, attempt)| {
            attempt.acts.iter().map(move |act| (act.at.min(self.countdown().deadline()), task))
        });
        let mut acts: Vec<(i64, usize)> = acts.collect();
        acts.sort_unstable();
        let mut spent = vec![0_i64; self.attempts.len()];
        let mut before = self.started.at;
        for (at, task) in acts {
            if let Some(sum) = spent.get_mut(task) {
                *sum = sum.saturating_add(at.saturating_sub(before).max(0));
            }
            before = before.max(at);
        }
        spent.into_iter().map(|ms| u32::try_from(ms / 1000).unwrap_or(u32::MAX)).collect()
    }
}

impl ExamResult {
    /// The score in percent, rounded down; 0 where nothing could be graded.
    pub fn percent(&self) -> u32 {
        let weight: u64 = self.tasks.iter().map(|task| u64::from(task.weight)).sum();
        let points: u64 =
            self.tasks.iter().map(|task| u64::from(task.weight) * u64::from(task.percent.min(100))).sum();
        points.checked_div(weight).and_then(|percent| u32::try_from(percent).ok()).unwrap_or(0)
    }

    pub fn is_passed(&self) -> bool {
        self.percent() >= PASS
    }
}

#[cfg(test)]
mod tests;
