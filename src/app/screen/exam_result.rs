//! After an exam: the score against the pass mark, and each task with its criteria and the reason for what was lost.

use super::exam::ask_for_labs;
use super::{LabResultScreen, LabScreen, ReaderScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Loaded, Page, Place, Role, Run, Selection, columns, cut, wrap_runs};
use crate::course::{Lab, Row};
use crate::lab::Grade;
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
}

/// Rows that are named as those to study next.
const NEXT: usize = 3;

impl ExamResultScreen {
    /// Of the exam that was just handed in, with its tasks as they were graded.
    pub fn new(tasks: Vec<Option<(Lab, Grade)>>, desk: &Desk) -> Option<Self> {
        let mut screen = Self::last(desk)?;
        screen.tasks = tasks;
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
            "{} tasks · {} of {}:00 min · {}",
            self.exam.plan.tasks.len(),
            minutes(result.seconds),
            result.minutes,
            result.finished.day
        );
        page.push_line([Run::new(facts, Role::Muted)]);
        let next: Vec<String> =
            self.lost_rows().iter().take(NEXT).map(|row| format!("{row} {}", row.title())).collect();
        if !next.is_empty() {
            let next = [Run::new("Study next: ", Role::Muted), Run::new(next.join(" · "), Role::Text)];
            wrap_runs(&next, width).into_iter().for_each(|line| page.push_line(line));
        }
    }

    /// The own rows of the tasks in which something was lost, the most points first.
    fn lost_rows(&self) -> Vec<Row> {
        let mut lost: Vec<(u32, Row)> = Vec::new();
        for index in 0..self.exam.plan.tasks.len() {
            let row = self.lab(index).and_then(|lab| lab.rows.first());
            let points = self
                .marked(index)
                .map_or(0, |task| task.weight.saturating_mul(100 - u32::from(task.percent.min(100))));
            if let Some(row) = row.filter(|_| points > 0) {
                match lost.iter_mut().find(|(_, known)| known == row) {
                    Some((sum, _)) => *sum = sum.saturating_add(points),
                    None => lost.push((points, *row)),
                }
            }
        }
        lost.sort_by_key(|(points, row)| (std::cmp::Reverse(*points), *row));
        lost.into_iter().map(|(_, row)| row).collect()
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
        for criterion in &grade.criteria {
            let (sign, role) = if criterion.met { ("✓ ", Role::Good) } else { ("✗ ", Role::Bad) };
            let title = format!("{} ({})", criterion.title.replace('`', ""), criterion.weight);
            push_behind(page, &Run::new(sign, role), &title, Role::Text, width);
            if !criterion.met && !criterion.reason.is_empty() {
                push_behind(page, &Run::new("  ", Role::Text), &criterion.reason, Role::Emphasis, width);
            }
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
        let line = self.headings.get(self.list.row).copied().unwrap_or(0);
        let end = self.headings.get(self.list.row + 1).copied().unwrap_or(self.page.lines.len());
        let height = desk.body().height;
        if self.list.row == 0 && by < 0 && before == 0 {
            self.list.top = 0;
        } else if end > self.list.top + height {
            self.list.top = end - height;
        }
        self.list.top = if self.list.row == 0 { 0 } else { self.list.top.min(line) };
        self.scroll(0, desk);
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

/// Lines below each other behind a sign, further in than the headings.
fn push_behind(page: &mut Page, sign: &Run, text: &str, role: Role, width: usize) {
    for (index, line) in wrap_runs(&[Run::new(text, role)], width.saturating_sub(7)).into_iter().enumerate() {
        let lead = if index == 0 { sign.clone() } else { Run::new("  ", Role::Text) };
        page.push_line([Run::new("     ", Role::Text), lead].into_iter().chain(line));
    }
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
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::Open => return self.look(desk),
            Command::Section => match self.lab(self.list.row).and_then(|lab| lab.section.as_ref()) {
                Some(section) => {
                    return Step::open(Screen::Reader(Box::new(ReaderScreen::at_place(section))));
                }
                None => desk.say("No section explains this one."),
            },
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
