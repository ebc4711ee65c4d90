//! One day of the plan: review first, then reading, then practice on what is known worst, then a lab. No row that is not
//! mastered is left without practice where days and minutes allow: it then goes before labs, and reading is shorter. Where
//! they do not allow it, each day keeps a lab: the exam is all labs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::estimates::{Estimates, LAB, PRACTICE, READING};
use super::reading::{Unread, unread};
use super::{Activity, PlanRequest, PlanStep};
use crate::course::Row;
use crate::study::exam;

/// Cards that a minute is enough for: three seen before, or one and a half new ones.
const THIRDS_OF_DUE: u32 = 1;
const THIRDS_OF_NEW: u32 = 2;
/// Questions of one practice, each a minute: so few that two weeks go round all rows; and the fewest that are worth beginning.
const PRACTICE_QUESTIONS: u32 = 7;
const LEAST_QUESTIONS: u32 = 5;
const REHEARSAL: u32 = 20;
/// A row known as well as this may go without practice.
pub const MASTERED: f32 = 0.8;
/// The fewest minutes in which labs are an exam.
const LEAST_EXAM: u32 = 15;

/// What a day is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ordinary,
    /// The cards that are due, a timed exam, and what there is time for besides.
    Exam,
    /// The day before the exam: nothing new is begun.
    Last,
}

/// Makes one day after the other; what a day has done is not planned again.
pub struct Planner {
    minutes: u32,
    known: Estimates,
    unread: VecDeque<Unread>,
    /// Labs not solved yet, with their rows and minutes.
    labs: Vec<(String, Vec<Row>, u32)>,
    new_per_day: u32,
    new_left: u32,
    /// Questions that the course has on each row.
    questions: BTreeMap<Row, u32>,
    /// Rows not mastered that had no practice yet, and ordinary days left for it.
    owed: BTreeSet<Row>,
    ordinary: u32,
    /// Whether they are too few for that.
    is_crowded: bool,
    /// Minutes that a timed exam takes; 0 where there are no labs for it.
    exam: u32,
    /// How often this plan has practised a row, and had it in a lab.
    practised: BTreeMap<Row, u32>,
    tried: BTreeMap<Row, u32>,
}

impl Planner {
    /// For days of these kinds.
    pub fn new(request: &PlanRequest<'_>, estimates: BTreeMap<Row, f32>, kinds: &[Kind]) -> Self {
        let PlanRequest { catalog, progress, minutes, new_per_day, .. } = *request;
        let weak = estimates.iter().filter(|(_, known)| **known < MASTERED);
        let mut owed: BTreeSet<Row> = weak.map(|(row, _)| *row).collect();
        let known = Estimates::new(estimates);
        // Half of the time for reading, over four fifths of the days.
        let days = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
        let room = minutes.saturating_mul(days) / 5 * 2;
        let unread = unread(catalog, progress, &known, room);
        let is_solved = |id: &str| progress.labs.get(id).is_some_and(super::super::LabRecord::is_solved);
        let labs = catalog.labs.iter().filter(|lab| !is_solved(&lab.id));
        let labs = labs.map(|lab| (lab.id.clone(), lab.rows.clone(), lab.minutes.max(1))).collect();
        let touched = progress.cards.values().filter(|state| state.is_learnt()).count();
        let new_left = catalog.cards.len().saturating_sub(touched);
        let mut questions: BTreeMap<Row, u32> = BTreeMap::new();
        for entry in catalog.questions.iter() {
            let count = questions.entry(entry.row).or_default();
            *count = count.saturating_add(1);
        }
        let new_left = u32::try_from(new_left).unwrap_or(u32::MAX);
        owed.retain(|row| questions.contains_key(row));
        let ordinary = kinds.iter().filter(|kind| **kind == Kind::Ordinary).count();
        let ordinary = u32::try_from(ordinary).unwrap_or(u32::MAX);
        let is_crowded =
            u32::try_from(owed.len()).unwrap_or(u32::MAX) > ordinary.saturating_mul(most_owed(minutes));
        Self {
            minutes,
            known,
            unread,
            labs,
            new_per_day,
            new_left,
            questions,
            owed,
            ordinary,
            is_crowded,
            exam: exam::usual_minutes(catalog),
            practised: BTreeMap::new(),
            tried: BTreeMap::new(),
        }
    }

    /// The steps of the next day, on which so many cards are due.
    pub fn day(&mut self, due: u32, kind: Kind) -> Vec<PlanStep> {
        let mut steps = Vec::new();
        let mut left = self.minutes;
        let new = if kind == Kind::Ordinary { self.new_per_day.min(self.new_left) } else { 0 };
        self.review(due, new, &mut left, &mut steps);
        match kind {
            Kind::Last => {
                self.rehearse(left, &mut steps);
                return steps;
            }
            Kind::Exam => self.sit(&mut left, &mut steps),
            Kind::Ordinary => {}
        }
        let share = if kind == Kind::Ordinary { self.share() } else { 0 };
        self.read(share * LEAST_QUESTIONS, &mut left, &mut steps);
        if share > 0 && self.is_crowded {
            self.lab(&mut left, &mut steps);
        }
        let mut practised = BTreeSet::new();
        for waiting in (0..share).rev() {
            let owed = self.owed.clone();
            let room = left.saturating_sub(waiting * LEAST_QUESTIONS);
            let passes = |row: Row| owed.is_empty() || owed.contains(&row);
            left -= self.practise(room, passes, &mut practised, &mut steps);
        }
        // Time that is left goes to labs and the next rows, but nobody answers questions for hours.
        for _ in 0..3 {
            self.lab(&mut left, &mut steps);
            left -= self.practise(left, |_| true, &mut practised, &mut steps);
        }
        steps
    }

    /// So many rows without practice are today's: what the days to come can not take, if each gives a third of its time to them.
    /// Counts the day.
    fn share(&mut self) -> u32 {
        let most = most_owed(self.minutes);
        self.ordinary = self.ordinary.saturating_sub(1);
        let owed = u32::try_from(self.owed.len()).unwrap_or(u32::MAX);
        owed.saturating_sub(self.ordinary.saturating_mul(most)).clamp(1, most)
    }

    fn sit(&self, left: &mut u32, steps: &mut Vec<PlanStep>) {
        let minutes = self.exam.min(*left);
        if minutes >= LEAST_EXAM {
            *left -= minutes;
            steps.push(PlanStep { what: Activity::Exam, minutes });
        }
    }

    fn rehearse(&self, left: u32, steps: &mut Vec<PlanStep>) {
        let asked: u32 = self.questions.values().fold(0, |sum, count| sum.saturating_add(*count));
        let questions = REHEARSAL.min(left).min(asked);
        if questions >= LEAST_QUESTIONS {
            steps.push(PlanStep { what: Activity::Rehearse { questions }, minutes: questions });
        }
    }

    fn review(&mut self, due: u32, new: u32, left: &mut u32, steps: &mut Vec<PlanStep>) {
        let minutes = |due: u32, new: u32| {
            due.saturating_mul(THIRDS_OF_DUE).saturating_add(new.saturating_mul(THIRDS_OF_NEW)).div_ceil(3)
        };
        // New cards wait where those that are due take the time already.
        let most = *left / 3 * 2;
        let due = due.min(most.saturating_mul(3));
        let new = new.min(most.saturating_sub(minutes(due, 0)).saturating_mul(3) / THIRDS_OF_NEW);
        let minutes = minutes(due, new);
        if minutes > 0 && minutes <= *left {
            self.new_left = self.new_left.saturating_sub(new);
            *left -= minutes;
            steps.push(PlanStep { what: Activity::Review { due, new }, minutes });
        }
    }

    /// Reads, and keeps so many minutes free.
    fn read(&mut self, kept: u32, left: &mut u32, steps: &mut Vec<PlanStep>) {
        let mut share = (*left / 10 * 6).min(left.saturating_sub(kept));
        while let Some(next) = self.unread.front_mut() {
            let mut sections = 0;
            while share >= next.minutes
                && let Some(row) = next.sections.pop_front()
            {
                self.known.improve(row, READING);
                share -= next.minutes;
                sections += 1;
            }
            if sections > 0 {
                let minutes = sections * next.minutes;
                *left -= minutes;
                let what = Activity::Read { chapter: next.chapter.clone(), sections };
                steps.push(PlanStep { what, minutes });
            }
            if !next.sections.is_empty() {
                return;
            }
            self.unread.pop_front();
        }
    }

    /// A row that this plan practised least, the weakest of those that pass; one that is not read yet waits a turn. Gives the
    /// minutes it takes.
    fn practise(
        &mut self,
        room: u32,
        passes: impl Fn(Row) -> bool,
        practised: &mut BTreeSet<Row>,
        steps: &mut Vec<PlanStep>,
    ) -> u32 {
        let asked = |row: Row| self.questions.get(&row).copied().unwrap_or_default();
        let fits = |row: Row| asked(row) > 0 && !practised.contains(&row) && passes(row);
        let turn = |row: &Row| times(&self.practised, *row) + u32::from(self.is_unread(*row));
        // `min_by_key` takes the first of equal ones, and they stand by how well they are known.
        let Some(row) = self.known.weakest(fits).into_iter().min_by_key(turn) else { return 0 };
        let questions = PRACTICE_QUESTIONS.min(asked(row)).min(room);
        if questions < LEAST_QUESTIONS.min(asked(row)) || questions == 0 {
            return 0;
        }
        practised.insert(row);
        self.owed.remove(&row);
        *self.practised.entry(row).or_default() += 1;
        self.known.improve(row, PRACTICE);
        steps.push(PlanStep { what: Activity::Practise { row, questions }, minutes: questions });
        questions
    }

    fn is_unread(&self, row: Row) -> bool {
        self.unread.iter().any(|one| one.sections.contains(&row))
    }

    /// A lab that fits into the time left: of rows that no lab of this plan had yet, the weakest first; one whose rows are not
    /// read yet waits a turn.
    fn lab(&mut self, left: &mut u32, steps: &mut Vec<PlanStep>) {
        let weakest = self.known.weakest(|_| true);
        let rank = |rows: &[Row]| weakest.iter().position(|row| rows.contains(row)).unwrap_or(usize::MAX);
        let turn = |rows: &[Row]| {
            let tried = rows.iter().map(|row| times(&self.tried, *row)).min().unwrap_or_default();
            tried + u32::from(rows.iter().any(|row| self.is_unread(*row)))
        };
        let fitting = self.labs.iter().enumerate().filter(|(_, (_, _, minutes))| *minutes <= *left);
        let best = fitting.min_by_key(|(_, (_, rows, _))| (turn(rows), rank(rows)));
        let Some(place) = best.map(|(place, _)| place) else { return };
        let (lab, rows, minutes) = self.labs.remove(place);
        for row in rows {
            *self.tried.entry(row).or_default() += 1;
            self.known.improve(row, LAB);
        }
        *left -= minutes;
        steps.push(PlanStep { what: Activity::Lab { lab }, minutes });
    }
}

/// Rows without practice that a day of so many minutes takes at most.
fn most_owed(minutes: u32) -> u32 {
    (minutes / 3 / LEAST_QUESTIONS).max(1)
}

fn times(counts: &BTreeMap<Row, u32>, row: Row) -> u32 {
    counts.get(&row).copied().unwrap_or_default()
}
