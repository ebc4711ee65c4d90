//! Grading an attempt, showing hints, ending it with a result.

use super::{LabScreen, Pane, Panes};
use crate::app::Desk;
use crate::app::screen::{LabResultScreen, Screen, Step};
use crate::study::Entry;

impl LabScreen {
    pub(super) fn grade(&mut self, desk: &mut Desk) {
        let panes = Panes::of(desk);
        let Some(running) = self.running_mut() else { return };
        let score = running.grade(panes);
        let full = running.grade.as_ref().is_some_and(crate::lab::Grade::is_full);
        let percent = u8::try_from(score).unwrap_or(100);
        let kept_back = running.reasons.kept_back;
        desk.record(Entry::LabGraded { lab: self.id.clone(), percent, at: desk.now });
        desk.say(if full {
            "Solved: everything is as asked. f6 shows the result and the solutions.".to_owned()
        } else if kept_back {
            format!("{percent} %. The task shows what is missing; f4 gives hints, f6 ends it.")
        } else {
            format!("{percent} %. The task says what is missing and why; go on, or f6 ends it.")
        });
        if panes.side.is_none() {
            self.pane = Pane::Task;
        }
    }

    pub(super) fn hint(&mut self, desk: &mut Desk) {
        let panes = Panes::of(desk);
        let Some(running) = self.running_mut() else { return };
        let all = running.attempt.lab.hints.len();
        if running.hints < all {
            running.hints += 1;
            running.lay_out(panes);
            running.show_last_hint(panes);
        } else if running.keeps_causes() {
            // The last hint: what each criterion is lost by.
            running.hints += 1;
            running.grade(panes);
            desk.say("That was the last hint: why each criterion is lost.");
        } else {
            desk.say(if all == 0 { "This lab has no hints." } else { "These were all hints." });
            return;
        }
        desk.record(Entry::LabHinted { lab: self.id.clone(), at: desk.now });
        if panes.side.is_none() {
            self.pane = Pane::Task;
        }
    }

    pub(super) fn finish(&mut self, desk: &mut Desk) -> Step {
        let panes = Panes::of(desk);
        let Some(running) = self.running_mut() else { return Step::Stay };
        let score = running.grade(panes);
        let Some(grade) = running.grade.clone() else { return Step::Stay };
        let lab = running.attempt.lab.clone();
        let seed = running.attempt.seed;
        let mut open =
            desk.progress.labs.get(&self.id).and_then(|record| record.open.clone()).unwrap_or_default();
        open.spent = open.spent_by(desk.now);
        let percent = u8::try_from(score).unwrap_or(100);
        desk.record_all(vec![
            Entry::LabGraded { lab: self.id.clone(), percent, at: desk.now },
            Entry::LabEnded { lab: self.id.clone(), at: desk.now },
        ]);
        let result = LabResultScreen::new(lab, seed, grade, open, desk);
        Step::replace(Screen::LabResult(Box::new(result)))
    }
}
