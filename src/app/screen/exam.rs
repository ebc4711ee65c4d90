//! An exam being sat: the list of its tasks, each with a cluster and a prompt of its own, under one clock.
//!
//! A task is a [`LabScreen`] that this screen holds and hands its keys to; what is done in it is recorded with the exam.

use super::{ExamResultScreen, LabScreen, Screen, ScreenState, Step, Work};
use crate::app::{Command, Desk, Effect, Key, Loaded, Place, Selection};
use crate::course::{Lab, plain_text};
use crate::study::exam::{ExamPlan, OpenExam, hand_in};
use crate::study::{Entry, OpenLab};

#[derive(Debug, Clone)]
pub struct ExamScreen {
    pub list: Selection,
    /// The task that is worked on; without one the list is shown.
    pub at: Option<usize>,
    /// As loaded so far, in the order of the tasks; or why there is none.
    labs: Vec<Result<Box<Lab>, String>>,
    /// Those that were entered.
    tasks: Vec<Option<Box<LabScreen>>>,
}

/// Milliseconds for which keys are not heeded when the clock ended the exam: they were meant for the prompt.
const QUIET: i64 = 2_000;

/// A task of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamRow {
    /// The beginning of the task; its title would say too much.
    pub text: String,
    /// In percent of the exam.
    pub weight: u32,
    pub minutes: Option<u32>,
    /// Lines typed and texts edited.
    pub acts: usize,
    pub flagged: bool,
}

/// Begins this exam: from now on its clock runs.
pub fn begin_exam(plan: ExamPlan, desk: &mut Desk) -> ExamScreen {
    desk.record(Entry::ExamStarted { plan, at: desk.now });
    ExamScreen::resume()
}

/// Asks for the labs of an exam with their names; they come in the order of the tasks.
pub(super) fn ask_for_labs(exam: &OpenExam, desk: &mut Desk) {
    for task in &exam.plan.tasks {
        desk.ask(Effect::LoadLab { id: task.lab.clone(), seed: task.seed });
    }
}

impl ExamScreen {
    /// The exam that is not handed in, at the list of its tasks.
    pub fn resume() -> Self {
        Self { list: Selection::default(), at: None, labs: Vec::new(), tasks: Vec::new() }
    }

    /// The task that is worked on.
    pub fn task(&self) -> Option<&LabScreen> {
        self.at.and_then(|at| self.tasks.get(at)).and_then(Option::as_deref)
    }

    fn task_mut(&mut self) -> Option<&mut LabScreen> {
        self.at.and_then(|at| self.tasks.get_mut(at)).and_then(Option::as_deref_mut)
    }

    /// Milliseconds on the clock.
    pub fn time_left(desk: &Desk) -> Option<i64> {
        desk.progress.exam.as_ref().map(|exam| exam.countdown().left(desk.now))
    }

    pub fn rows(&self, desk: &Desk) -> Vec<ExamRow> {
        let Some(exam) = &desk.progress.exam else { return Vec::new() };
        let attempts = exam.plan.tasks.iter().zip(&exam.attempts).enumerate();
        let row = |(index, (task, attempt)): (usize, (&crate::study::exam::ExamTask, &OpenLab))| {
            let lab = self.labs.get(index);
            let text = match lab {
                Some(Ok(lab)) => plain_text(&lab.story),
                Some(Err(_)) => "Gone from the course: it does not count.".to_owned(),
                None => String::new(),
            };
            let minutes = lab.and_then(|lab| lab.as_ref().ok()).map(|lab| lab.minutes);
            let flagged = exam.flagged.contains(&index);
            ExamRow { text, weight: task.weight, minutes, acts: attempt.acts.len(), flagged }
        };
        attempts.map(row).collect()
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        self.list.step(by, self.labs.len());
        self.list.keep_in_view(self.labs.len(), Self::list_lines(desk));
    }

    /// Lines that the list has below its head.
    pub fn list_lines(desk: &Desk) -> usize {
        desk.body().height.saturating_sub(2)
    }

    /// Makes the cluster of a task, unless it is there.
    fn prepare(&mut self, index: usize, desk: &Desk) {
        self.tasks.resize_with(self.tasks.len().max(self.labs.len()), || None);
        let Some(lab) = self.labs.get(index) else { return };
        if let Some(task @ None) = self.tasks.get_mut(index) {
            let lab = lab.as_ref().map(|lab| lab.as_ref().clone()).map_err(Clone::clone);
            *task = Some(Box::new(LabScreen::in_exam(index, lab, desk)));
        }
    }

    fn enter(&mut self, index: usize, desk: &Desk) {
        if index >= self.labs.len() {
            return;
        }
        self.prepare(index, desk);
        self.at = Some(index);
        self.list.row = index;
        self.step(0, desk);
        if let Some(task) = self.task_mut() {
            // The window may have changed while another one was seen.
            task.resized(desk);
        }
    }

    /// The next or the previous task; behind the last one comes the first.
    fn turn(&mut self, forward: bool, desk: &Desk) {
        let count = self.labs.len().max(1);
        let at = self.at.unwrap_or(self.list.row);
        self.enter((at + if forward { 1 } else { count - 1 }) % count, desk);
    }

    fn flag(&mut self, desk: &mut Desk) {
        let Some(exam) = &desk.progress.exam else { return };
        let task = self.at.unwrap_or(self.list.row);
        let flagged = !exam.flagged.contains(&task);
        desk.record(Entry::ExamFlagged { task, flagged, at: desk.now });
        desk.say(if flagged { "Flagged: the list of tasks shows it." } else { "The flag is taken away." });
    }

    fn ask_to_hand_in(desk: &Desk) -> Step {
        let Some(exam) = &desk.progress.exam else { return Step::Home };
        let question = match exam.attempts.len().saturating_sub(exam.begun()) {
            0 => "Hand in? Every task is graded as it stands.".to_owned(),
            1 => "Hand in? 1 task is not begun.".to_owned(),
            open => format!("Hand in? {open} tasks are not begun."),
        };
        Step::Confirm { question, then: Command::HandIn }
    }

    /// Hands in: grades every task as it stands, records the result and shows it; for so many milliseconds it takes no keys.
    fn finish(&mut self, quiet: i64, desk: &mut Desk) -> Step {
        let Some(exam) = desk.progress.exam.clone() else { return Step::Home };
        let mut tasks = Vec::new();
        for index in 0..exam.plan.tasks.len() {
            self.prepare(index, desk);
            tasks.push(self.tasks.get(index).and_then(Option::as_deref).and_then(LabScreen::graded));
        }
        let percent = |(_, grade): &(Lab, crate::lab::Grade)| u8::try_from(grade.score).unwrap_or(100);
        let percents: Vec<Option<u8>> = tasks.iter().map(|task| task.as_ref().map(percent)).collect();
        desk.record_all(hand_in(&exam, &percents, desk.now));
        desk.ask(Effect::Snapshot);
        match ExamResultScreen::new(tasks, quiet, desk) {
            Some(result) => Step::replace(Screen::ExamResult(Box::new(result))),
            None => Step::Home,
        }
    }

    /// What a task asks for: leaving it leads to the list.
    fn taken(&mut self, step: Step) -> Step {
        match step {
            Step::Back => {
                self.at = None;
                Step::Stay
            }
            step => step,
        }
    }

    fn in_list(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::Open => self.enter(self.list.row, desk),
            Command::Back => {
                desk.say("The clock goes on; the exam waits on home.");
                return Step::Back;
            }
            _ => {}
        }
        Step::Stay
    }

    fn is_loaded(&self, desk: &Desk) -> bool {
        desk.progress.exam.as_ref().is_some_and(|exam| exam.plan.tasks.len() <= self.labs.len())
    }
}

impl ScreenState for ExamScreen {
    fn place(&self) -> Place {
        self.task().map_or(Place::ExamTasks, ScreenState::place)
    }

    fn opened(&mut self, desk: &mut Desk) {
        if let Some(exam) = desk.progress.exam.clone() {
            ask_for_labs(&exam, desk);
        }
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        let Loaded::Lab(lab) = loaded else { return Step::Stay };
        if !self.is_loaded(desk) {
            self.labs.push(lab);
        }
        if self.is_loaded(desk) && Self::time_left(desk) == Some(0) {
            let step = self.finish(0, desk);
            desk.say("Time was up: the exam was handed in as it stood.");
            return step;
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let own = matches!(
            command,
            Command::HandIn
                | Command::Flag
                | Command::ToNextTask
                | Command::ToPreviousTask
                | Command::LeaveLab
        );
        if let Some(task) = self.task_mut() {
            if !own {
                let step = task.command(command, desk);
                return self.taken(step);
            }
            task.drop_leader();
        }
        match command {
            Command::HandIn => return Self::ask_to_hand_in(desk),
            Command::Flag => self.flag(desk),
            Command::ToNextTask => self.turn(true, desk),
            Command::ToPreviousTask => self.turn(false, desk),
            Command::LeaveLab => self.at = None,
            _ => return self.in_list(command, desk),
        }
        Step::Stay
    }

    fn confirmed(&mut self, then: Command, desk: &mut Desk) -> Step {
        if then == Command::HandIn { self.finish(0, desk) } else { Step::Stay }
    }

    fn key(&mut self, key: Key, desk: &mut Desk) -> Step {
        let step = self.task_mut().map_or(Step::Stay, |task| task.key(key, desk));
        self.taken(step)
    }

    fn paste(&mut self, text: &str, desk: &mut Desk) -> Step {
        let step = self.task_mut().map_or(Step::Stay, |task| task.paste(text, desk));
        self.taken(step)
    }

    fn resized(&mut self, desk: &Desk) {
        self.step(0, desk);
        if let Some(task) = self.task_mut() {
            task.resized(desk);
        }
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        if self.at.is_none() {
            self.enter(row, desk);
        }
        Step::Stay
    }

    fn tick(&mut self, desk: &mut Desk) -> Step {
        if self.is_loaded(desk) && Self::time_left(desk) == Some(0) {
            let step = self.finish(QUIET, desk);
            desk.say("Time is up: handed in as it stood.");
            return step;
        }
        Step::Stay
    }

    fn shows_clock(&self) -> bool {
        true
    }

    fn work(&self) -> Option<Work> {
        Some(Work::Exam)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::Size;
    use crate::course::Catalog;
    use crate::study::exam::ExamTask;
    use crate::study::{Moment, Progress, Settings};

    #[test]
    fn only_handing_in_hands_in() {
        let size = Size { width: 80, height: 24 };
        let (catalog, now) = (Arc::new(Catalog::default()), Moment::default());
        let mut desk = Desk::new(catalog, Progress::default(), Settings::default(), now, size);
        let task = ExamTask { lab: "gone".to_owned(), seed: 1, weight: 100 };
        let mut exam = begin_exam(ExamPlan { tasks: vec![task], minutes: 20 }, &mut desk);
        assert!(matches!(exam.confirmed(Command::Reset, &mut desk), Step::Stay));
        assert!(desk.progress.exam.is_some());
        exam.confirmed(Command::HandIn, &mut desk);
        assert!(desk.progress.exam.is_none());
    }
}
