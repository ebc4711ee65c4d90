//! Before an exam: what will happen, how long it will be; the clock starts with `Start`.

use super::exam::begin_exam;
use super::{ExamResultScreen, ExamScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Page, Place, Role, Run, Selection, wrap_runs};
use crate::study::exam::{ExamPlan, ExamRequest, MOST_MINUTES, MOST_TASKS, PASS, draw, pool};
use crate::study::plan::known;

#[derive(Debug, Clone)]
pub struct ExamSetup {
    pub list: Selection,
    pub rows: Vec<ExamChoice>,
    request: ExamRequest,
    /// As it would begin now; nothing if the course has no labs for it.
    pub plan: Option<ExamPlan>,
    /// What will happen.
    pub page: Page,
    pub top: usize,
}

/// The rows of the screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExamChoice {
    Start,
    Tasks,
    Minutes,
    /// The result of the last one.
    Last {
        percent: u32,
        passed: bool,
    },
}

/// The exam: the one that is open, or the page before a new one.
pub fn exam_screen(desk: &Desk) -> Screen {
    if desk.progress.exam.is_some() {
        return Screen::Exam(Box::new(ExamScreen::resume()));
    }
    let seed = u64::try_from(desk.now.at).unwrap_or_default();
    let request = ExamRequest { seed, ..ExamRequest::default() };
    Screen::ExamSetup(Box::new(ExamSetup::new(desk, request)))
}

/// What a learner has to know before the clock starts.
const WHAT: [&str; 6] = [
    "Tasks of Services & Networking, more of what you know least, each on its own cluster. Go from one to another as you like; flag some for later.",
    "One clock. It starts with Start and never stops: not when you leave, not when the program is closed. Until zero the exam waits on home.",
    "No hints and no grades before the end. The chapters may be read, as the documentation may in the exam.",
    "At zero, or when you hand in, every task is graded as it stands: what is half done counts for what works.",
    "Then: the score, the reason for everything lost, the solutions played.",
    "In a task the keys are the prompt's. f8 is the next task, f7 the previous one, f10 shows all of them, f1 the other keys.",
];

impl ExamSetup {
    pub fn new(desk: &Desk, request: ExamRequest) -> Self {
        let mut setup = Self {
            list: Selection::default(),
            rows: Vec::new(),
            request,
            plan: None,
            page: Page::default(),
            top: 0,
        };
        setup.draw(desk);
        setup
    }

    fn draw(&mut self, desk: &Desk) {
        let known = known(&desk.catalog, &desk.progress, &desk.scheduler(), desk.now.day);
        self.plan = draw(&desk.catalog, &desk.progress, &known, &self.request);
        self.rows = match self.plan {
            Some(_) => vec![ExamChoice::Start, ExamChoice::Tasks, ExamChoice::Minutes],
            None => Vec::new(),
        };
        if let (Some(_), Some(last)) = (&desk.progress.last_exam, desk.progress.exams.last()) {
            self.rows.push(ExamChoice::Last { percent: last.percent(), passed: last.is_passed() });
        }
        self.list.step(0, self.rows.len());
        self.lay_out(desk);
    }

    fn lay_out(&mut self, desk: &Desk) {
        let width = desk.measure_width();
        let mut page = Page::default();
        page.push_line([Run::new("What will happen", Role::Heading)]);
        for text in WHAT {
            for (index, line) in
                wrap_runs(&[Run::new(text, Role::Text)], width.saturating_sub(2)).into_iter().enumerate()
            {
                let lead = Run::new(if index == 0 { "• " } else { "  " }, Role::Muted);
                page.push_line(std::iter::once(lead).chain(line));
            }
        }
        page.gap();
        let real =
            format!("{PASS} % passes, as in the real exam (two hours, 15 to 20 tasks of all domains).");
        for line in wrap_runs(&[Run::new(real, Role::Muted)], width) {
            page.push_line(line);
        }
        self.page = page;
        self.scroll(0, desk);
    }

    /// Lines above the text.
    pub fn head_lines(&self) -> usize {
        self.rows.len().max(1) + 1
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let height = desk.body().height.saturating_sub(self.head_lines());
        let last = self.page.lines.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    fn change(&mut self, up: bool, desk: &Desk) {
        let Some(plan) = &self.plan else { return };
        let tasks = plan.tasks.len();
        match self.rows.get(self.list.row) {
            Some(ExamChoice::Tasks) => {
                let most = pool(&desk.catalog).count().min(MOST_TASKS);
                let wanted = if up { (tasks + 1).min(most) } else { tasks.saturating_sub(1).max(1) };
                self.request.tasks = Some(wanted);
            }
            Some(ExamChoice::Minutes) => {
                // The number of tasks stays; only the time for them changes.
                self.request.tasks = Some(tasks);
                let five = plan.minutes / 5 * 5;
                let less = if five < plan.minutes { five } else { five.saturating_sub(5) };
                let wanted = if up { five.saturating_add(5) } else { less };
                self.request.minutes = Some(wanted.clamp(5, MOST_MINUTES));
            }
            _ => return,
        }
        self.draw(desk);
    }

    fn open(&self, desk: &mut Desk) -> Step {
        match (self.rows.get(self.list.row), &self.plan) {
            (Some(ExamChoice::Last { .. }), _) => ExamResultScreen::last(desk)
                .map_or(Step::Stay, |result| Step::open(Screen::ExamResult(Box::new(result)))),
            (Some(_), Some(plan)) => Step::replace(Screen::Exam(Box::new(begin_exam(plan.clone(), desk)))),
            _ => Step::Stay,
        }
    }
}

impl ScreenState for ExamSetup {
    fn place(&self) -> Place {
        Place::ExamSetup
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(desk.body().height / 2).unwrap_or(1);
        match command {
            Command::Up => self.list.step(-1, self.rows.len()),
            Command::Down => self.list.step(1, self.rows.len()),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::Less => self.change(false, desk),
            Command::More => self.change(true, desk),
            Command::Open => return self.open(desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row.min(self.rows.len().saturating_sub(1));
        match self.rows.get(self.list.row) {
            Some(ExamChoice::Start | ExamChoice::Last { .. }) => self.open(desk),
            _ => Step::Stay,
        }
    }
}
