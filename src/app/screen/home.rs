//! Home: what to do next, how far one is, and what was done lately.

use super::{
    ChaptersScreen, LabRow, LabsScreen, QuizScreen, QuizSetup, ReaderScreen, ReviewMenu, Screen, ScreenState,
    SettingsScreen, StatisticsScreen, Step, exam_screen, lab_counts,
};
use crate::app::{Command, Desk, Place, Selection};
use crate::course::Topic;
use crate::generate::row_of;
use crate::study::exam::{ExamResult, pool};
use crate::study::mastery::{by_topic, weakest_topic};
use crate::study::plan::{Activity, DayPlan, MINUTES, PlanRequest, today};
use crate::study::statistics::{Recall, Totals, heat, recall, streak, totals};
use crate::study::{Day, DueCount, ReviewOptions, diagnostic, due_count};

/// Weeks of the calendar on home.
const WEEKS: usize = 12;

/// What home shows. Counted when it is come to, not for every frame.
#[derive(Debug, Clone)]
pub struct Home {
    pub list: Selection,
    pub rows: Vec<HomeRow>,
    /// Minutes and steps of today's plan.
    pub plan: Option<(u32, Vec<String>)>,
    pub mastery: Vec<(Topic, Option<u8>)>,
    pub heat: Vec<[u32; 7]>,
    pub today: Day,
    pub streak: u32,
    pub totals: Totals,
    pub recall: Option<Recall>,
}

/// A row of the list, with what is said behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeRow {
    /// A quiz that is not handed in: its title, the questions answered, all.
    OpenQuiz {
        title: String,
        answered: usize,
        questions: usize,
    },
    /// An exam that is not handed in: tasks begun, all.
    OpenExam {
        begun: usize,
        tasks: usize,
    },
    /// The best score and the last one, in percent, if one was sat.
    Exam {
        best: Option<(u32, u32)>,
    },
    /// A quiz that finds out where a new learner stands.
    Diagnostic,
    /// The chapter and section to read on in, and minutes left of the chapter.
    Continue {
        chapter: String,
        section: Option<String>,
        number: u32,
        title: String,
        minutes: usize,
    },
    Chapters {
        read: usize,
        chapters: usize,
    },
    Review(DueCount),
    Quiz {
        weakest: Option<Topic>,
    },
    Labs {
        solved: usize,
        labs: usize,
        /// The open one, or the next that is not solved.
        next: Option<LabRow>,
    },
    Statistics,
    Settings,
}

impl Home {
    pub fn new(desk: &Desk) -> Self {
        let mut home = Self {
            list: Selection::default(),
            rows: Vec::new(),
            plan: None,
            mastery: Vec::new(),
            heat: Vec::new(),
            today: desk.now.day,
            streak: 0,
            totals: Totals::default(),
            recall: None,
        };
        home.refresh(desk);
        home
    }

    /// Counts everything anew.
    pub fn refresh(&mut self, desk: &Desk) {
        let scheduler = desk.scheduler();
        let today = desk.now.day;
        self.today = today;
        self.mastery = by_topic(&desk.catalog, &desk.progress, &scheduler, today, row_of);
        self.heat = heat(&desk.progress, today, WEEKS);
        self.streak = streak(&desk.progress, today);
        self.totals = totals(&desk.progress);
        self.recall = recall(&desk.progress, today, 30);
        let plan = plan_of_today(desk);
        self.plan = plan.as_ref().map(|plan| in_words(plan, desk));
        self.rows.clear();
        self.rows.extend(open_exam(desk));
        self.rows.extend(open_quiz(desk));
        // On a day that the plan has an exam for, enter opens it.
        let planned = plan.is_some_and(|plan| plan.steps.iter().any(|step| step.what == Activity::Exam));
        self.rows.extend(exam_row(desk).filter(|_| planned));
        self.rows.extend(continue_row(desk));
        let finished = |id: &str| desk.progress.reading.get(id).map_or(0, |reading| reading.finished.len());
        let read =
            desk.catalog.chapters.iter().filter(|c| finished(&c.id) >= c.sections.len().max(1)).count();
        self.rows.push(HomeRow::Chapters { read, chapters: desk.catalog.chapters.len() });
        self.rows.push(HomeRow::Review(due_count(
            &desk.catalog,
            &desk.progress,
            desk.now,
            &review_all(desk),
        )));
        // What is open stands above instead: a window of 24 lines has room for eight rows.
        if desk.progress.quiz.is_none() {
            self.rows.push(HomeRow::Quiz {
                weakest: weakest_topic(&desk.catalog, &desk.progress, &scheduler, today, row_of),
            });
        }
        let (labs, solved, next) = lab_counts(desk);
        if labs > 0 {
            self.rows.push(HomeRow::Labs { solved, labs, next });
        }
        self.rows.extend(exam_row(desk).filter(|_| !planned));
        self.rows.push(HomeRow::Statistics);
        self.rows.push(HomeRow::Settings);
        // Last, so that what a learner has in the fingers stays where it is when it goes.
        if diagnostic::is_offered(&desk.progress) {
            self.rows.push(HomeRow::Diagnostic);
        }
        self.list.step(0, self.rows.len());
    }

    fn open(&self, desk: &mut Desk) -> Step {
        match self.rows.get(self.list.row) {
            Some(HomeRow::OpenQuiz { .. }) => {
                QuizScreen::resume(desk).map_or(Step::Stay, |quiz| Step::open(Screen::Quiz(Box::new(quiz))))
            }
            Some(HomeRow::Diagnostic) => {
                let seed = u64::try_from(desk.now.at).unwrap_or_default();
                let plan = diagnostic::draw(&desk.catalog, seed);
                QuizScreen::begin(desk, plan)
                    .map_or(Step::Stay, |quiz| Step::open(Screen::Quiz(Box::new(quiz))))
            }
            Some(HomeRow::Continue { chapter, section, .. }) => {
                Step::open(Screen::Reader(Box::new(ReaderScreen::at(chapter, section.as_deref()))))
            }
            Some(HomeRow::Chapters { .. }) => Step::open(Screen::Chapters(ChaptersScreen::new(desk))),
            Some(HomeRow::Review(_)) => Step::open(Screen::ReviewMenu(ReviewMenu::new(desk))),
            Some(HomeRow::Quiz { .. }) => Step::open(Screen::QuizSetup(QuizSetup::new(desk, &[]))),
            Some(HomeRow::Labs { .. }) => Step::open(Screen::Labs(LabsScreen::new(desk))),
            Some(HomeRow::OpenExam { .. } | HomeRow::Exam { .. }) => Step::open(exam_screen(desk)),
            Some(HomeRow::Statistics) => {
                Step::open(Screen::Statistics(Box::new(StatisticsScreen::new(desk))))
            }
            Some(HomeRow::Settings) => Step::open(Screen::Settings(SettingsScreen::default())),
            None => Step::Stay,
        }
    }
}

impl ScreenState for Home {
    fn place(&self) -> Place {
        Place::Home
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Up => self.list.step(-1, self.rows.len()),
            Command::Down => self.list.step(1, self.rows.len()),
            Command::Open => return self.open(desk),
            Command::GoReview => return Step::Review(review_all(desk)),
            Command::GoQuiz => return Step::open(Screen::QuizSetup(QuizSetup::new(desk, &[]))),
            Command::GoChapters => return Step::open(Screen::Chapters(ChaptersScreen::new(desk))),
            Command::GoLabs => return Step::open(Screen::Labs(LabsScreen::new(desk))),
            Command::GoExam => return Step::open(exam_screen(desk)),
            Command::GoStatistics => {
                return Step::open(Screen::Statistics(Box::new(StatisticsScreen::new(desk))));
            }
            Command::GoSettings => return Step::open(Screen::Settings(SettingsScreen::default())),
            Command::Back => desk.say("You are at home; ctrl-c leaves."),
            _ => {}
        }
        Step::Stay
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row.min(self.rows.len().saturating_sub(1));
        self.open(desk)
    }
}

/// Today's part of the plan to the exam; nothing before the first answer, for then home says where to begin.
fn plan_of_today(desk: &Desk) -> Option<DayPlan> {
    if diagnostic::is_offered(&desk.progress) {
        return None;
    }
    let plan = today(&PlanRequest {
        catalog: &desk.catalog,
        progress: &desk.progress,
        scheduler: &desk.scheduler(),
        today: desk.now.day,
        exam: desk.settings.exam,
        minutes: MINUTES,
        new_per_day: desk.settings.new_per_day,
    });
    plan.filter(|plan| !plan.steps.is_empty())
}

fn in_words(plan: &DayPlan, desk: &Desk) -> (u32, Vec<String>) {
    let words = plan.steps.iter().map(|step| step.what.words(&desk.catalog)).collect();
    (plan.steps.iter().map(|step| step.minutes).sum(), words)
}

/// Everything that is due, under the settings' limit of new cards.
pub fn review_all(desk: &Desk) -> ReviewOptions {
    ReviewOptions { new_per_day: desk.settings.new_per_day, ..ReviewOptions::default() }
}

fn open_quiz(desk: &Desk) -> Option<HomeRow> {
    let quiz = desk.progress.quiz.as_ref()?;
    Some(HomeRow::OpenQuiz {
        title: quiz.plan.title.clone(),
        answered: quiz.answers.iter().filter(|answer| **answer != crate::course::Answer::None).count(),
        questions: quiz.answers.len(),
    })
}

fn open_exam(desk: &Desk) -> Option<HomeRow> {
    let exam = desk.progress.exam.as_ref()?;
    Some(HomeRow::OpenExam { begun: exam.begun(), tasks: exam.attempts.len() })
}

/// Not while one is open, and not before anything was learnt: a newcomer finds the diagnostic in this place.
fn exam_row(desk: &Desk) -> Option<HomeRow> {
    let offered = pool(&desk.catalog).next().is_some() && !diagnostic::is_offered(&desk.progress);
    let results = || desk.progress.exams.iter().map(ExamResult::percent);
    let best = results().max().zip(results().next_back());
    (offered && desk.progress.exam.is_none()).then_some(HomeRow::Exam { best })
}

/// Where reading goes on: in the chapter read last, or in the first one that is not finished.
fn continue_row(desk: &Desk) -> Option<HomeRow> {
    let reading = |id: &str| desk.progress.reading.get(id);
    let unfinished = |entry: &&crate::course::ChapterEntry| {
        reading(&entry.id).map_or(0, |reading| reading.finished.len()) < entry.sections.len()
    };
    let last =
        desk.progress.last_chapter.as_deref().and_then(|id| desk.catalog.chapter(id)).filter(unfinished);
    let entry = last.or_else(|| desk.catalog.chapters.iter().find(unfinished))?;
    let finished = reading(&entry.id).map_or(0, |reading| reading.finished.len());
    let section = reading(&entry.id).and_then(|reading| reading.position.clone());
    let title = section
        .as_deref()
        .and_then(|id| entry.sections.iter().find(|section| section.id == id))
        .map_or_else(|| entry.title.clone(), |section| format!("{} › {}", entry.title, section.title));
    let left = entry.sections.len().saturating_sub(finished);
    let minutes = (entry.minutes() * left).div_ceil(entry.sections.len().max(1)).max(1);
    Some(HomeRow::Continue { chapter: entry.id.clone(), section, number: entry.number, title, minutes })
}
