//! The commands that open the screens: home, a chapter, a review, a quiz, an exam.

use std::ops::RangeInclusive;

use clap::Args;

use super::{Failure, Outcome};
use crate::app::{ExamSetup, Model, QuizSetup, ReaderScreen, Screen, exam_screen, review_all};
use crate::course::{ROWS, Row, TOPICS, Topic};
use crate::runtime::{Exit, NotOpened, Opening, session};
use crate::storage::Paths;
use crate::study::Settings;
use crate::study::exam::{ExamRequest, MOST_MINUTES, MOST_TASKS};
use crate::study::quiz::QuizRequest;
use crate::tui::is_terminal;

#[derive(Debug, Args)]
pub struct Learn {
    /// A chapter's number (4), id (dns) or a part of its title
    chapter: Option<String>,
}

#[derive(Debug, Args)]
pub struct Quiz {
    /// Only questions on this topic or syllabus row (dns, V3); may be given several times
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// How many questions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(limits(&Settings::QUIZ_LENGTH)))]
    count: Option<u32>,
    /// Against a clock of so many minutes
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(limits(&Settings::QUIZ_MINUTES)))]
    timed: Option<u32>,
    /// The same seed draws the same quiz, as long as the course stays the same
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Questions made one after the other until you leave, more of what you get wrong
    #[arg(long, conflicts_with_all = ["count", "timed"])]
    endless: bool,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
A page says what will happen before the clock starts. Left or closed, the exam waits on home, but its clock goes on; at \
zero it is handed in as it stands. The result, with the reason for everything lost, is also in `kubedrill stats`.

Examples:
  kubedrill exam
  kubedrill exam --minutes 60
  kubedrill exam --tasks 4 --seed 7")]
pub struct Exam {
    /// Minutes on the clock; as many as the tasks are expected to take, if it is not given
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(limits(&(1..=MOST_MINUTES))))]
    minutes: Option<u32>,
    /// How many tasks; six, or as many as fit into the minutes that are given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(limits(&(1..=MOST_TASKS))))]
    tasks: Option<u16>,
    /// The same seed draws the same exam, as long as the course and your record stay the same
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// Limits that are declared with what they limit, as clap wants them.
fn limits<T: Copy + TryInto<i64>>(within: &RangeInclusive<T>) -> RangeInclusive<i64> {
    let limit = |value: T| value.try_into().unwrap_or(i64::MAX);
    limit(*within.start())..=limit(*within.end())
}

pub fn home() -> Result<Outcome, Failure> {
    open_screens(&|_| Ok(()))
}

pub fn learn(learn: &Learn) -> Result<Outcome, Failure> {
    open_screens(&|model| {
        let screen = match &learn.chapter {
            Some(wanted) => ReaderScreen::at(&find_chapter(model, wanted)?, None),
            None => {
                let last = model.desk.progress.last_chapter.clone();
                let chapter =
                    last.or_else(|| model.desk.catalog.chapters.first().map(|chapter| chapter.id.clone()));
                ReaderScreen::at(&chapter.ok_or_else(|| "this course has no chapters".to_owned())?, None)
            }
        };
        model.open(Screen::Reader(Box::new(screen)));
        Ok(())
    })
}

fn find_chapter(model: &Model, wanted: &str) -> Result<String, NotOpened> {
    let lower = wanted.to_lowercase();
    let chapters = &model.desk.catalog.chapters;
    let exact = chapters.iter().find(|chapter| chapter.id == lower || chapter.number.to_string() == lower);
    let found =
        exact.or_else(|| chapters.iter().find(|chapter| chapter.title.to_lowercase().contains(&lower)));
    found.map(|chapter| chapter.id.clone()).ok_or_else(|| {
        let known: Vec<String> =
            chapters.iter().map(|chapter| format!("{} {}", chapter.number, chapter.id)).collect();
        NotOpened {
            why: format!("there is no chapter `{wanted}`"),
            hint: Some(format!("chapters are {}", known.join(", "))),
        }
    })
}

pub fn review() -> Result<Outcome, Failure> {
    open_screens(&|model| {
        let options = review_all(&model.desk);
        model.review(options);
        Ok(())
    })
}

pub fn quiz(quiz: &Quiz) -> Result<Outcome, Failure> {
    let (topics, rows) = topics_and_rows(&quiz.topic)?;
    open_screens(&|model| {
        let chosen = quiz.endless
            || quiz.count.is_some()
            || quiz.timed.is_some()
            || quiz.seed.is_some()
            || !quiz.topic.is_empty();
        if !chosen {
            let setup = QuizSetup::new(&model.desk, &[]);
            model.open(Screen::QuizSetup(setup));
            return Ok(());
        }
        let count = quiz.count.unwrap_or(model.desk.settings.quiz_length);
        let request = QuizRequest {
            topics: topics.clone(),
            rows: rows.clone(),
            count: usize::try_from(count).unwrap_or(usize::MAX),
            minutes: quiz.timed,
            weakest: false,
            seed: quiz.seed.unwrap_or_else(|| u64::try_from(model.desk.now.at).unwrap_or_default()),
        };
        if quiz.endless {
            model.endless(&request)?;
        } else {
            model.quiz(&request)?;
        }
        Ok(())
    })
}

pub fn exam(exam: &Exam) -> Result<Outcome, Failure> {
    open_screens(&|model| {
        let Exam { minutes, tasks, seed } = *exam;
        let chosen = minutes.is_some() || tasks.is_some() || seed.is_some();
        if model.desk.progress.exam.is_some() {
            if chosen {
                return Err(NotOpened {
                    why: "another exam is not handed in".to_owned(),
                    hint: Some("`kubedrill exam` goes on with it".to_owned()),
                });
            }
        } else if chosen {
            let seed = seed.unwrap_or_else(|| u64::try_from(model.desk.now.at).unwrap_or_default());
            let request = ExamRequest { minutes, tasks: tasks.map(usize::from), seed };
            let setup = ExamSetup::new(&model.desk, request);
            model.open(Screen::ExamSetup(Box::new(setup)));
            return Ok(());
        }
        model.open(exam_screen(&model.desk));
        Ok(())
    })
}

/// Topics and rows by the names that a learner may type.
pub fn topics_and_rows(names: &[String]) -> Result<(Vec<Topic>, Vec<Row>), Failure> {
    let (mut topics, mut rows) = (Vec::new(), Vec::new());
    for name in names {
        match (Topic::find(&name.to_lowercase()), Row::find(name)) {
            (Some(topic), _) => topics.push(topic),
            (None, Some(row)) => rows.push(row),
            (None, None) => {
                let known: Vec<&str> = TOPICS.into_iter().map(Topic::id).collect();
                let first = ROWS.first().map_or("", |row| row.code());
                return Err(Failure::new(format!("there is no topic or syllabus row `{name}`"))
                    .hint(format!("topics are {}; rows are {first} and so on", known.join(", "))));
            }
        }
    }
    Ok((topics, rows))
}

/// Runs a session at the terminal that begins with the screens that `opening` opens.
pub fn open_screens(opening: Opening<'_>) -> Result<Outcome, Failure> {
    if !is_terminal() {
        return Err(Failure::new("this needs a terminal, and the input or output is none").hint(
            "in a pipe use `kubedrill stats`, `kubedrill course` or the other commands of `kubedrill --help`",
        ));
    }
    let paths = Paths::from_env()?;
    match session(&paths, opening)? {
        Exit::Left => Ok(Outcome::Done),
        // The terminal went away without a signal: to whoever waits for the program it is the same.
        Exit::Closed => Ok(Outcome::Signal(signal_hook::consts::SIGHUP)),
        Exit::Signal(signal) => Ok(Outcome::Signal(signal)),
    }
}
