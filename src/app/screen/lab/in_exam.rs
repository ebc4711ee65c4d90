//! A lab as a task of an exam: its attempt is the exam's, nothing is hinted at or graded before the end, and there is no map.

use super::{LabScreen, Pane, Panes, Purpose, Running, Stage};
use crate::app::Desk;
use crate::course::Lab;
use crate::lab::Grade;
use crate::study::OpenLab;

/// A task's place in its exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// From 1.
    pub number: usize,
    pub of: usize,
    /// In percent of the exam.
    pub weight: u32,
}

impl LabScreen {
    /// Task `task` of the open exam, as it was left. `lab`: with the names of its seed, or why there is none.
    pub fn in_exam(task: usize, lab: Result<Lab, String>, desk: &Desk) -> Self {
        let open: Option<OpenLab> =
            desk.progress.exam.as_ref().and_then(|exam| exam.attempts.get(task)).cloned();
        let open = open.unwrap_or_default();
        // The task is read first; where something was done it was.
        let read = !open.acts.is_empty() || Panes::of(desk).side.is_some();
        let pane = if read { Pane::Terminal } else { Pane::Task };
        let id = lab.as_ref().map_or_else(|_| String::new(), |lab| lab.id.clone());
        let mut screen =
            Self { id, stage: Stage::Loading, pane, leader: false, purpose: Purpose::Exam(task) };
        match lab {
            Ok(lab) => screen.begin(lab, &open, desk),
            Err(why) => screen.stage = Stage::Failed(why),
        }
        screen
    }

    /// Where the task stands in the exam, and its weight in percent.
    pub(super) fn numbering(&self, desk: &Desk) -> Option<Numbering> {
        let Purpose::Exam(task) = self.purpose else { return None };
        let plan = &desk.progress.exam.as_ref()?.plan;
        let weight = plan.tasks.get(task)?.weight;
        Some(Numbering { number: task + 1, of: plan.tasks.len(), weight })
    }

    /// The next letter is the prompt's again.
    pub fn drop_leader(&mut self) {
        self.leader = false;
    }

    /// The grade of an attempt that is over.
    pub fn replayed(lab: Lab, attempt: &OpenLab, desk: &Desk) -> Option<(Lab, Grade)> {
        let running = Running::begin(lab, attempt, None, Panes::of(desk)).ok()?;
        let grade = running.attempt.grade();
        Some((running.attempt.lab, grade))
    }

    /// Graded as it stands; nothing where there is no cluster.
    pub fn graded(&self) -> Option<(Lab, Grade)> {
        self.running().map(|running| (running.attempt.lab.clone(), running.attempt.grade()))
    }
}
