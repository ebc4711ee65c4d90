//! The figures of `kubedrill stats`: the shape of its JSON.

use serde::Serialize;

use crate::content::Library;
use crate::course::{Block, CardKind, Item, ItemId, plain_text};
use crate::generate;
use crate::study::exam::{ExamResult, OpenExam, TaskResult};
use crate::study::mastery::{by_row, by_topic};
use crate::study::{
    Moment, OpenQuiz, Progress, QuizResult, ReviewOptions, Scheduler, Settings, due_count, statistics,
};

/// Days of the forecast, and how many missed items are listed: as on the screen.
const FORECAST: usize = 28;
const MISSED: usize = 10;

#[derive(Serialize)]
pub struct Figures {
    pub day: String,
    pub exam: Option<String>,
    pub totals: Totals,
    pub streak: u32,
    pub now: Now,
    pub forecast: Vec<u32>,
    pub recall: Vec<Recall>,
    pub mastery: Mastery,
    pub missed: Vec<Missed>,
    pub mistakes: Vec<MistakeFigures>,
    pub results: Vec<ResultFigures>,
    pub open_quiz: Option<OpenFigures>,
    pub exams: Vec<ExamFigures>,
    pub open_exam: Option<OpenExamFigures>,
    pub days: Vec<DayFigures>,
}

#[derive(Serialize)]
pub struct Totals {
    pub answers: u32,
    pub days: usize,
    pub cards_seen: usize,
    pub sections: usize,
    pub quizzes: usize,
    pub exams: usize,
}

#[derive(Serialize)]
pub struct Now {
    pub due: usize,
    pub new: usize,
}

#[derive(Serialize)]
pub struct Recall {
    pub days: usize,
    pub reviews: u32,
    pub actual: Option<f32>,
    pub predicted: Option<f32>,
}

#[derive(Serialize)]
pub struct Mastery {
    pub topics: Vec<TopicMastery>,
    pub rows: Vec<RowMastery>,
}

#[derive(Serialize)]
pub struct TopicMastery {
    pub id: &'static str,
    pub title: &'static str,
    pub percent: Option<u8>,
}

#[derive(Serialize)]
pub struct RowMastery {
    pub row: &'static str,
    pub title: &'static str,
    pub topic: &'static str,
    pub percent: Option<u8>,
}

#[derive(Serialize)]
pub struct Missed {
    pub id: String,
    pub times: u32,
    pub kind: Option<&'static str>,
    pub text: Option<String>,
}

#[derive(Serialize)]
pub struct MistakeFigures {
    pub id: &'static str,
    pub title: &'static str,
    pub made: u32,
    pub avoided: u32,
    pub weight: u32,
}

#[derive(Serialize)]
pub struct ResultFigures {
    pub title: String,
    pub day: String,
    pub at: i64,
    pub seconds: u32,
    pub minutes: Option<u32>,
    pub questions: usize,
    pub right: usize,
    pub percent: usize,
}

#[derive(Serialize)]
pub struct OpenFigures {
    pub title: String,
    pub day: String,
    pub minutes: Option<u32>,
    pub questions: usize,
    pub answered: usize,
}

#[derive(Serialize)]
pub struct ExamFigures {
    pub day: String,
    pub at: i64,
    pub seconds: u32,
    pub minutes: u32,
    pub percent: u32,
    pub passed: bool,
    pub tasks: Vec<TaskFigures>,
}

#[derive(Serialize)]
pub struct TaskFigures {
    pub lab: String,
    pub weight: u32,
    pub percent: u8,
    pub seconds: u32,
}

#[derive(Serialize)]
pub struct OpenExamFigures {
    pub day: String,
    pub minutes: u32,
    pub tasks: usize,
    pub begun: usize,
}

#[derive(Serialize)]
pub struct DayFigures {
    pub day: String,
    pub answers: u32,
    pub new: u32,
    pub reviews: u32,
    pub recalled: u32,
    pub sections: u32,
}

impl Figures {
    pub fn new(progress: &Progress, settings: &Settings, library: &Library, now: Moment) -> Self {
        let (catalog, today) = (library.catalog(), now.day);
        let options = ReviewOptions { new_per_day: settings.new_per_day, ..ReviewOptions::default() };
        let count = due_count(catalog, progress, now, &options);
        let statistics::Totals { answers, days, cards_seen, sections, quizzes, exams } =
            statistics::totals(progress);
        Self {
            day: today.to_string(),
            exam: settings.exam.map(|day| day.to_string()),
            totals: Totals { answers, days, cards_seen, sections, quizzes, exams },
            streak: statistics::streak(progress, today),
            now: Now { due: count.due, new: count.new },
            forecast: statistics::forecast(progress, today, FORECAST),
            recall: [7, 30, 365].map(|days| recall(progress, now, days)).into(),
            mastery: mastery(progress, settings, library, now),
            missed: missed(progress, library),
            mistakes: mistakes(progress, now),
            results: progress.results.iter().map(result).collect(),
            open_quiz: progress.quiz.as_ref().map(open),
            exams: progress.exams.iter().map(exam).collect(),
            open_exam: progress.exam.as_ref().map(open_exam),
            days: days_of(progress),
        }
    }
}

fn recall(progress: &Progress, now: Moment, days: usize) -> Recall {
    let recall = statistics::recall(progress, now.day, days);
    Recall {
        days,
        reviews: recall.map_or(0, |recall| recall.reviews),
        actual: recall.map(|recall| recall.actual),
        predicted: recall.map(|recall| recall.predicted),
    }
}

fn mastery(progress: &Progress, settings: &Settings, library: &Library, now: Moment) -> Mastery {
    let (catalog, scheduler) = (library.catalog(), Scheduler::new(settings.retention, settings.exam));
    let topics = by_topic(catalog, progress, &scheduler, now.day, generate::row_of);
    let rows = by_row(catalog, progress, &scheduler, now.day, generate::row_of);
    Mastery {
        topics: topics
            .into_iter()
            .map(|(topic, percent)| TopicMastery { id: topic.id(), title: topic.title(), percent })
            .collect(),
        rows: rows
            .into_iter()
            .map(|(row, share)| RowMastery {
                row: row.code(),
                title: row.title(),
                topic: row.topic().id(),
                percent: share.map(percent),
            })
            .collect(),
    }
}

fn percent(share: f32) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1")]
    let percent = (share.clamp(0.0, 1.0) * 100.0).round() as u8;
    percent
}

fn missed(progress: &Progress, library: &Library) -> Vec<Missed> {
    let figures = statistics::most_missed(progress, MISSED).into_iter().map(|(id, times)| {
        let item = library.items(std::slice::from_ref(&id)).pop().or_else(|| made_again(&id));
        let kind = item.as_ref().map(|item| match item {
            Item::Card(_) => "card",
            Item::Question(_) => "question",
        });
        let text = item.as_ref().map(|item| plain_text(asked(item)));
        Missed { id: id.to_string(), times, kind, text }
    });
    figures.collect()
}

fn mistakes(progress: &Progress, now: Moment) -> Vec<MistakeFigures> {
    let figures =
        statistics::mistakes(progress, now.day).into_iter().map(|(mistake, state)| MistakeFigures {
            id: mistake.id(),
            title: mistake.title(),
            made: state.made,
            avoided: state.avoided,
            weight: state.weight(now.day),
        });
    figures.collect()
}

/// A question that is in no file, because it was made.
fn made_again(id: &ItemId) -> Option<Item> {
    generate::of_id(id).map(|made| Item::Question(made.question))
}

/// What the item asks.
fn asked(item: &Item) -> &[Block] {
    match item {
        Item::Question(question) => &question.stem,
        Item::Card(card) => match &card.kind {
            CardKind::Basic { front, .. } | CardKind::Typed { front, .. } => front,
            CardKind::Cloze { hidden, .. } => hidden,
        },
    }
}

fn result(result: &QuizResult) -> ResultFigures {
    ResultFigures {
        title: result.title.clone(),
        day: result.finished.day.to_string(),
        at: result.finished.at,
        seconds: result.seconds,
        minutes: result.minutes,
        questions: result.marks.len(),
        right: result.right(),
        percent: result.percent(),
    }
}

fn open(quiz: &OpenQuiz) -> OpenFigures {
    OpenFigures {
        title: quiz.plan.title.clone(),
        day: quiz.started.day.to_string(),
        minutes: quiz.plan.minutes,
        questions: quiz.plan.questions.len(),
        answered: quiz.answers.iter().filter(|answer| **answer != crate::course::Answer::None).count(),
    }
}

fn exam(result: &ExamResult) -> ExamFigures {
    let task = |task: &TaskResult| TaskFigures {
        lab: task.lab.clone(),
        weight: task.weight,
        percent: task.percent,
        seconds: task.seconds,
    };
    ExamFigures {
        day: result.finished.day.to_string(),
        at: result.finished.at,
        seconds: result.seconds,
        minutes: result.minutes,
        percent: result.percent(),
        passed: result.is_passed(),
        tasks: result.tasks.iter().map(task).collect(),
    }
}

fn open_exam(exam: &OpenExam) -> OpenExamFigures {
    OpenExamFigures {
        day: exam.started.day.to_string(),
        minutes: exam.plan.minutes,
        tasks: exam.attempts.len(),
        begun: exam.begun(),
    }
}

fn days_of(progress: &Progress) -> Vec<DayFigures> {
    let figures = progress.days.iter().map(|(day, count)| DayFigures {
        day: day.to_string(),
        answers: count.answers,
        new: count.new,
        reviews: count.reviews,
        recalled: count.recalled,
        sections: count.sections,
    });
    figures.collect()
}
