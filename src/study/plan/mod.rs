//! The plan to the exam: for each day what to read, review, practise and do, made anew from the record whenever it is
//! asked for, so that it adapts by itself.

mod day;
mod estimates;
mod reading;

use std::collections::BTreeMap;

use crate::course::{Catalog, Row, counted};

use super::{Day, Progress, Scheduler, diagnostic, exam, statistics};
use day::Planner;

/// Days that a plan has at most, and without an exam.
const MOST_DAYS: i32 = 120;
const WITHOUT_EXAM: i32 = 14;

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
    let ends_in_exam = ahead.is_some_and(|ahead| ahead <= MOST_DAYS);
    let length = usize::try_from(days.min(wanted)).unwrap_or_default();
    let estimates = known(request.catalog, request.progress, request.scheduler, request.today);
    let due = statistics::forecast(request.progress, request.today, length);
    let mut planner = Planner::new(request, estimates, days);
    let plans = (0..days.min(wanted)).zip(due).map(|(offset, due)| {
        let is_last = ends_in_exam && offset + 1 == days;
        DayPlan { day: request.today.plus(offset), steps: planner.day(due, is_last) }
    });
    plans.collect()
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
            Self::Rehearse { questions } => {
                format!("rehearse with {} against the clock", counted(*questions, "question"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
