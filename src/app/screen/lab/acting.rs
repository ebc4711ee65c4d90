//! Doing something in a lab: it is done there, and written down where its attempt is kept.

use super::{LabScreen, Panes, Purpose};
use crate::app::Desk;
use crate::study::{Entry, LabAct, LabDeed, OpenLab};

impl LabScreen {
    /// Does what the learner did, and writes it down.
    pub(super) fn act(&mut self, deed: LabDeed, desk: &mut Desk) {
        let act = LabAct { at: desk.now.at, spent: None, deed };
        let at = desk.now;
        let is_kept = !self.attempt(desk).is_some_and(OpenLab::is_full);
        match self.purpose {
            Purpose::Attempt => desk.record(Entry::LabActed { lab: self.id.clone(), act: act.clone(), at }),
            Purpose::Exam(task) => desk.record(Entry::ExamActed { task, act: act.clone(), at }),
            Purpose::Sandbox(_) => {}
        }
        let panes = Panes::of(desk);
        if let Some(running) = self.running_mut() {
            running.act(&act);
            running.resized(panes);
        }
        if !is_kept {
            desk.say("So much was done here that no more is kept: what you do now is lost when you leave.");
        }
    }

    /// The attempt as the record keeps it; a sandbox is not kept.
    fn attempt<'d>(&self, desk: &'d Desk) -> Option<&'d OpenLab> {
        match self.purpose {
            Purpose::Attempt => desk.progress.labs.get(&self.id)?.open.as_ref(),
            Purpose::Exam(task) => desk.progress.exam.as_ref()?.attempts.get(task),
            Purpose::Sandbox(_) => None,
        }
    }
}
