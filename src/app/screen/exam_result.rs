//! After an exam: the score against the pass mark, and each task with its criteria and the reason for what was lost.

use std::ops::Range;

use super::exam::ask_for_labs;
use super::lab::{Reasons, push_criterion};
use super::{LabResultScreen, LabScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Loaded, Page, Place, Role, Run, Selection, columns, cut, wrap_runs};
use crate::course::{ItemId, Lab, Row, counted};
use crate::lab::Grade;
use crate::study::Entry;
use crate::study::exam::{ExamResult, OpenExam, PASS, TaskResult};

#[derive(Debug, Clone)]
pub struct ExamResultScreen {
    pub result: ExamResult,
    exam: OpenExam,
    /// Each task with its grade, in the order of the exam; nothing for one that is gone from the course.
    tasks: Vec<Option<(Lab, Grade)>>,
    /// The selected task, and the first visible line.
    pub list: Selection,
    pub page: Page,
    /// The line of each task's heading.
    pub headings: Vec<usize>,
    /// Between these moments, in milliseconds since 1970, keys are not heeded.
    quiet: Range<i64>,
}

/// Rows that are named as those to study next.
const NEXT: usize = 3;
/// Questions of each that become cards.
const OF_EACH: usize = 3;

impl ExamResultScreen {
    /// Of the exam that was just handed in, with its tasks as they were graded. For `quiet` milliseconds it takes no keys.
    pub fn new(tasks: Vec<Option<(Lab, Grade)>>, quiet: i64, desk: &Desk) -> Option<Self> {
        let mut screen = Self::last(desk)?;
        screen.tasks = tasks;
        screen.quiet = desk.now.at..desk.now.at.saturating_add(quiet);
        screen.lay_out(desk);
        Some(screen)
    }

    /// Of the exam handed in last, if there was one; its tasks are graded again when it opens.
    pub fn last(desk: &Desk) -> Option<Self> {
        let (exam, result) = (desk.progress.last_exam.clone()?, desk.progress.exams.last()?.clone());
        let mut screen = Self {
            result,
            exam,
            tasks: Vec::new(),
            list: Selection::default(),
            page: Page::default(),
            headings: Vec::new(),
            quiet: 0..0,
        };
        screen.lay_out(desk);
        Some(screen)
    }

    fn lay_out(&mut self, desk: &Desk) {
        let width = desk.measure_width();
        let mut page = Page::default();
        self.push_head(&mut page, width);
        self.headings.clear();
        for index in 0..self.exam.plan.tasks.len() {
            page.gap();
            self.headings.push(page.lines.len());
            self.push_task(&mut page, index, width);
        }
        self.page = page;
        self.scroll(0, desk);
    }

    fn push_head(&self, page: &mut Page, width: usize) {
        let result = &self.result;
        let (word, role) = if result.is_passed() {
            (format!("✓ passed: the pass mark is {PASS} %"), Role::Good)
        } else {
            (format!("○ not passed: the pass mark is {PASS} %"), Role::Warning)
        };
        page.push_line([Run::new(format!("{} %  ", result.percent()), Role::Title), Run::new(word, role)]);
        let facts = format!(
            "{} · {} of {}:00 min · {}",
            counted(self.exam.plan.tasks.len(), "task"),
            minutes(result.seconds),
            result.minutes,
            result.finished.day
        );
        page.push_line([Run::new(facts, Role::Muted)]);
        let next: Vec<&str> = self.next_rows().iter().map(|row| row.title()).collect();
        if !next.is_empty() {
            let next = [Run::new("Study next: ", Role::Muted), Run::new(next.join(" · "), Role::Text)];
            for line in wrap_runs(&next, width) {
                page.push_line(line);
            }
        }
    }

    /// The labs in which something was lost, the most points first.
    fn lost(&self) -> Vec<&Lab> {
        let mut lost: Vec<(u32, &Lab)> = Vec::new();
        for index in 0..self.exam.plan.tasks.len() {
            let points =
                |task: &TaskResult| task.weight.saturating_mul(100 - u32::from(task.percent.min(100)));
            let points = self.marked(index).map_or(0, points);
            lost.extend(self.lab(index).filter(|_| points > 0).map(|lab| (points, lab)));
        }
        // Of equal ones, the first of the exam.
        lost.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
        lost.into_iter().map(|(_, lab)| lab).collect()
    }

    /// The rows to study next: those that the labs in which most was lost are about.
    fn next_rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for row in self.lost().iter().filter_map(|lab| lab.rows.first()) {
            if !rows.contains(row) {
                rows.push(*row);
            }
        }
        rows.truncate(NEXT);
        rows
    }

    fn lab(&self, index: usize) -> Option<&Lab> {
        self.tasks.get(index).and_then(Option::as_ref).map(|(lab, _)| lab)
    }

    /// What is recorded of a task.
    fn marked(&self, index: usize) -> Option<&TaskResult> {
        let task = self.exam.plan.tasks.get(index)?;
        self.result.tasks.iter().find(|marked| marked.lab == task.lab)
    }

    fn push_task(&self, page: &mut Page, index: usize, width: usize) {
        let Some(task) = self.exam.plan.tasks.get(index) else { return };
        let title = self.lab(index).map_or(task.lab.as_str(), |lab| lab.title.as_str());
        let Some(marked) = self.marked(index) else {
            let text = format!("{}  {title}  is not in the course any more", index + 1);
            return page.push_line([Run::new("– ", Role::Muted), Run::new(text, Role::Muted)]);
        };
        let (sign, role) = match marked.percent {
            100.. => ("✓ ", Role::Good),
            0 => ("✗ ", Role::Bad),
            _ => ("○ ", Role::Warning),
        };
        let expected = self.lab(index).map_or(String::new(), |lab| format!(" of {}:00", lab.minutes));
        let right = format!(
            "{:>3} % of {:>2}   {:>13} min",
            marked.percent,
            marked.weight,
            minutes(marked.seconds) + &expected
        );
        let room = width.saturating_sub(columns(&right) + 7);
        let title = cut(title, room);
        let gap = " ".repeat(room.saturating_sub(columns(&title)) + 2);
        page.push_line([
            Run::new(sign, role),
            Run::new(format!("{:>2} ", index + 1), Role::Muted),
            Run::new(title, Role::Strong),
            Run::new(format!("{gap}{right}"), Role::Muted),
        ]);
        if self.exam.attempts.get(index).is_some_and(|attempt| attempt.acts.is_empty()) {
            return page.push_line([Run::new("     not begun", Role::Muted)]);
        }
        let Some((_, grade)) = self.tasks.get(index).and_then(Option::as_ref) else { return };
        let reasons = Reasons::of(grade, None);
        for (criterion, told) in grade.criteria.iter().zip(&reasons.texts) {
            let asked = (criterion.title.as_str(), criterion.weight);
            push_criterion(page, asked, Some((criterion.standing(), told)), 5, width);
        }
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let last = self.page.lines.len().saturating_sub(desk.body().height);
        self.list.top = self.list.top.saturating_add_signed(by).min(last);
    }

    /// Selects another task, and scrolls so that its heading and as much as possible below it is seen.
    fn step(&mut self, by: isize, desk: &Desk) {
        let before = self.list.row;
        self.list.step(by, self.headings.len());
        if self.list.row == before {
            return self.scroll(by, desk);
        }
        let line = self.headings.get(self.list.row).copied().unwrap_or(0);
        let end = self.headings.get(self.list.row + 1).copied().unwrap_or(self.page.lines.len());
        let height = desk.body().height;
        if end > self.list.top + height {
            self.list.top = end - height;
        }
        // At the first task the score comes back into view.
        self.list.top = if self.list.row == 0 { 0 } else { self.list.top.min(line) };
        self.scroll(0, desk);
    }

    /// Makes cards of some questions on what the labs are about in which most was lost.
    fn make_cards(&self, desk: &mut Desk) {
        let lost = self.lost();
        let mut cards: Vec<&ItemId> = Vec::new();
        for lab in lost.iter().take(NEXT) {
            let questions = desk.catalog.questions.iter().filter(|entry| lab.rows.contains(&entry.row));
            let new: Vec<&ItemId> =
                questions.map(|entry| &entry.id).filter(|id| !cards.contains(id)).take(OF_EACH).collect();
            cards.extend(new);
        }
        let count = cards.len();
        let made: Vec<Entry> = cards
            .into_iter()
            .map(|question| Entry::MadeCard { question: question.clone(), at: desk.now })
            .collect();
        desk.record_all(made);
        desk.say(match (lost.is_empty(), count) {
            (true, _) => "Nothing was lost.".to_owned(),
            (false, 0) => "There are no questions on what was lost.".to_owned(),
            (false, 1) => "1 question on what was lost is now a card that is due.".to_owned(),
            (false, count) => format!("{count} questions on what was lost are now cards that are due."),
        });
    }

    /// Everything about the selected task: why, what was typed, the solutions.
    fn look(&self, desk: &mut Desk) -> Step {
        let index = self.list.row;
        let graded = self.tasks.get(index).and_then(Option::as_ref);
        let (Some((lab, grade)), Some(attempt)) = (graded, self.exam.attempts.get(index)) else {
            desk.say("This task is not in the course any more.");
            return Step::Stay;
        };
        let seconds = self.marked(index).map_or(0, |task| task.seconds);
        let screen = LabResultScreen::of_exam(lab.clone(), grade.clone(), attempt.clone(), seconds, desk);
        Step::open(Screen::LabResult(Box::new(screen)))
    }
}

/// `7:05`.
fn minutes(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

impl ScreenState for ExamResultScreen {
    fn place(&self) -> Place {
        Place::ExamResult
    }

    fn opened(&mut self, desk: &mut Desk) {
        if self.tasks.is_empty() {
            ask_for_labs(&self.exam, desk);
        }
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        let Loaded::Lab(lab) = loaded else { return Step::Stay };
        if let Some(attempt) = self.exam.attempts.get(self.tasks.len()) {
            let graded = lab.ok().and_then(|lab| LabScreen::replayed(*lab, attempt, desk));
            self.tasks.push(graded);
            self.lay_out(desk);
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(desk.body().height.saturating_sub(2)).unwrap_or(1);
        if self.quiet.contains(&desk.now.at) {
            return Step::Stay;
        }
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::Open => return self.look(desk),
            Command::MakeCards => self.make_cards(desk),
            Command::Section => {
                let section = self.lab(self.list.row).and_then(|lab| lab.section.as_deref());
                return Step::section(section, "task", desk);
            }
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row.min(self.headings.len().saturating_sub(1));
        self.look(desk)
    }
}
