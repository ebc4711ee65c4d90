//! The plan to the exam: for each day what to read, review, practise and do, made anew from the record whenever it is
//! asked for, so that it adapts by itself.

mod day;
mod estimates;
mod reading;

use std::collections::BTreeMap;

use crate::course::{Catalog, Row, counted};

use super::{Day, Progress, Scheduler, diagnostic, exam, statistics};
use day::{Kind, Planner};

/// Days that a plan has at most, and without an exam.
const MOST_DAYS: i32 = 120;
const WITHOUT_EXAM: i32 = 14;
/// Days before the exam on which a timed one is sat: early enough to learn from it, and late enough to end with it.
const REHEARSED: [i32; 2] = [7, 2];

/// Minutes a day, where the learner has not said.
pub const MINUTES: u32 = 45;

/// What a plan is made for.
#[derive(Debug, Clone, Copy)]
pub struct PlanRequest<'a> {
    pub catalog: &'a Catalog,
    pub progress: &'a Progress,
    pub scheduler: &'a Scheduler,
    pub today: Day,
    pub exam: Option<Day>,
    /// For each day.
    pub minutes: u32,
    pub new_per_day: u32,
}

/// One day, its steps in the order in which they are best done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPlan {
    pub day: Day,
    pub steps: Vec<PlanStep>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanStep {
    pub what: Activity,
    pub minutes: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Activity {
    /// Cards that are due, and new ones.
    Review {
        due: u32,
        new: u32,
    },
    /// So many sections of a chapter, from the first unread one.
    Read {
        chapter: String,
        sections: u32,
    },
    /// Questions on a row that is known badly.
    Practise {
        row: Row,
        questions: u32,
    },
    Lab {
        lab: String,
    },
    /// Several labs against the clock, as in the exam.
    Exam,
    /// A quiz over everything, against the clock: the day before the exam.
    Rehearse {
        questions: u32,
    },
}

/// Makes the plan: from today to the day before the exam, or for two weeks where no exam is set (or it is over). No day
/// has more than `minutes`; a day on which nothing is left to do has no steps.
pub fn plan(request: &PlanRequest<'_>) -> Vec<DayPlan> {
    days(request, MOST_DAYS)
}

/// The first day of the plan alone: what home shows.
pub fn today(request: &PlanRequest<'_>) -> Option<DayPlan> {
    days(request, 1).into_iter().next()
}

/// The first `wanted` days.
fn days(request: &PlanRequest<'_>, wanted: i32) -> Vec<DayPlan> {
    let ahead = request.exam.map(|exam| exam.since(request.today)).filter(|days| *days > 0);
    let days = ahead.unwrap_or(WITHOUT_EXAM).min(MOST_DAYS);
    let length = usize::try_from(days.min(wanted)).unwrap_or_default();
    let estimates = known(request.catalog, request.progress, request.scheduler, request.today);
    let due = statistics::forecast(request.progress, request.today, length);
    let kinds: Vec<Kind> = (0..days).map(|offset| kind(request, ahead, offset)).collect();
    let mut planner = Planner::new(request, estimates, &kinds);
    let plans = (0..days.min(wanted)).zip(kinds).zip(due).map(|((offset, kind), due)| DayPlan {
        day: request.today.plus(offset),
        steps: planner.day(due, kind),
    });
    plans.collect()
}

/// What a day is for. A plan without an exam begins anew every day, so a timed one in it would never come nearer. Nobody
/// begins with one: who has done nothing yet is offered the diagnostic.
fn kind(request: &PlanRequest<'_>, ahead: Option<i32>, offset: i32) -> Kind {
    let sat = |day: Day| request.progress.exams.iter().any(|exam| exam.finished.day == day);
    let begins = offset == 0 && diagnostic::is_offered(request.progress);
    match ahead.map(|ahead| ahead.saturating_sub(offset)) {
        Some(1) => Kind::Last,
        Some(left) if REHEARSED.contains(&left) && !begins && !sat(request.today.plus(offset)) => Kind::Exam,
        _ => Kind::Ordinary,
    }
}

/// How well each row is probably known, 0 to 1: by what was recalled and answered, by the diagnostic, and by exams.
pub fn known(
    catalog: &Catalog,
    progress: &Progress,
    scheduler: &Scheduler,
    today: Day,
) -> BTreeMap<Row, f32> {
    let mut known = diagnostic::estimate(catalog, progress, scheduler, today);
    exam::heed(&mut known, catalog, progress, today);
    known
}

impl Activity {
    /// `read`, `review` ...: for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Review { .. } => "review",
            Self::Read { .. } => "read",
            Self::Practise { .. } => "practise",
            Self::Lab { .. } => "lab",
            Self::Exam => "exam",
            Self::Rehearse { .. } => "rehearse",
        }
    }

    /// In words: `read 4 DNS and CoreDNS, 3 sections`.
    pub fn words(&self, catalog: &Catalog) -> String {
        match self {
            Self::Review { due, new: 0 } => format!("review {}", counted(*due, "card")),
            Self::Review { due: 0, new } => format!("learn {}", counted(*new, "new card")),
            Self::Review { due, new } => format!("review {}, {new} new", counted(*due, "card")),
            Self::Read { chapter, sections } => {
                let title = catalog
                    .chapter(chapter)
                    .map_or_else(|| chapter.clone(), |entry| format!("{} {}", entry.number, entry.title));
                format!("read {title}, {}", counted(*sections, "section"))
            }
            Self::Practise { row, questions } => {
                format!("practise {}, {}", row.title(), counted(*questions, "question"))
            }
            Self::Lab { lab } => {
                let title = catalog.lab(lab).map_or(lab.as_str(), |entry| entry.title.as_str());
                format!("lab: {title}")
            }
            Self::Exam => "sit a timed exam of labs".to_owned(),
            Self::Rehearse { questions } => {
                format!("rehearse with {} against the clock", counted(*questions, "question"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
