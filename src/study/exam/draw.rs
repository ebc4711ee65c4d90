//! Drawing an exam: labs of the size of an exam's task, more of what is known worst, from as many topics as there are.

use std::collections::BTreeMap;

use super::{ExamPlan, ExamTask, MOST_MINUTES, MOST_TASKS, TASKS};
use crate::course::lab::Level;
use crate::course::{Catalog, LabEntry, Row};
use crate::study::{LabRecord, Progress};

/// What the learner asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExamRequest {
    /// As many as fit into the minutes, or [`TASKS`], if it is not said.
    pub tasks: Option<usize>,
    /// As many as the tasks are expected to take, if it is not said.
    pub minutes: Option<u32>,
    pub seed: u64,
}

/// How likely a lab is when nothing of it is known, and how much of that is left when everything is: also what one can
/// may be asked.
const LIKELY: f32 = 1000.0;
const KNOWN: f32 = 0.8;
/// How much less likely a lab is for each one drawn before of its topic, and more so of its own row.
const SAME_TOPIC: u64 = 6;
const SAME_ROW: u64 = 4;
/// How much less likely one is that was solved, or that the last exam had.
const SEEN: u64 = 2;
/// What is taken of a row that the course says nothing about.
const UNKNOWN: f32 = 0.5;

/// The labs that an exam can be drawn from.
pub fn pool(catalog: &Catalog) -> impl Iterator<Item = &LabEntry> {
    catalog.labs.iter().filter(|lab| lab.level == Level::Task)
}

/// Minutes of an exam of as many tasks as usual, before it is drawn; 0 where there are no labs for one.
pub fn usual_minutes(catalog: &Catalog) -> u32 {
    let count = u32::try_from(pool(catalog).count()).unwrap_or(u32::MAX);
    let all: u32 = pool(catalog).fold(0, |sum, lab| sum.saturating_add(expected(lab)));
    let tasks = count.min(u32::try_from(TASKS).unwrap_or(u32::MAX));
    rounded(all.saturating_mul(tasks).checked_div(count).unwrap_or_default())
}

/// Draws an exam; nothing if the course has no labs of that size. The same request on the same catalog and record draws
/// the same one. `known` says how well each row is known, 0 to 1.
pub fn draw(
    catalog: &Catalog,
    progress: &Progress,
    known: &BTreeMap<Row, f32>,
    request: &ExamRequest,
) -> Option<ExamPlan> {
    let mut rng = fastrand::Rng::with_seed(request.seed);
    let mut drawn = choose(catalog, progress, known, request, &mut rng);
    if drawn.is_empty() {
        return None;
    }
    // What is known worst was drawn first, and must not always be the first task.
    rng.shuffle(&mut drawn);
    let expected: u32 = drawn.iter().fold(0, |sum, lab| sum.saturating_add(expected(lab)));
    let minutes = request.minutes.unwrap_or_else(|| rounded(expected));
    let tasks = drawn.iter().zip(weights(&drawn));
    let tasks = tasks.map(|(lab, weight)| ExamTask { lab: lab.id.clone(), seed: rng.u64(1..), weight });
    Some(ExamPlan { tasks: tasks.collect(), minutes: minutes.clamp(1, MOST_MINUTES) })
}

fn choose<'a>(
    catalog: &'a Catalog,
    progress: &Progress,
    known: &BTreeMap<Row, f32>,
    request: &ExamRequest,
    rng: &mut fastrand::Rng,
) -> Vec<&'a LabEntry> {
    let mut left: Vec<&LabEntry> = pool(catalog).collect();
    let mut drawn: Vec<&LabEntry> = Vec::new();
    // So many minutes there are for tasks, where their number follows from the minutes.
    let mut room = request.minutes.filter(|_| request.tasks.is_none());
    let most = if room.is_some() { MOST_TASKS } else { request.tasks.unwrap_or(TASKS).clamp(1, MOST_TASKS) };
    while drawn.len() < most && !left.is_empty() {
        let likely: Vec<u64> = left.iter().map(|lab| likelihood(lab, &drawn, progress, known)).collect();
        let mut at = rng.u64(0..likely.iter().sum::<u64>().max(1));
        let place = likely.iter().position(|share| {
            let found = at < *share;
            at = at.saturating_sub(*share);
            found
        });
        let lab = left.remove(place.unwrap_or(0));
        let fits = room.is_none_or(|room| expected(lab) <= room);
        if fits || drawn.is_empty() {
            room = room.map(|room| room.saturating_sub(expected(lab)));
            drawn.push(lab);
        }
    }
    drawn
}

/// Clocks are set to five minutes.
fn rounded(minutes: u32) -> u32 {
    minutes.div_ceil(5).saturating_mul(5)
}

fn expected(lab: &LabEntry) -> u32 {
    lab.minutes.max(1)
}

/// How likely a lab is drawn next, compared with the others; at least 1.
fn likelihood(lab: &LabEntry, drawn: &[&LabEntry], progress: &Progress, known: &BTreeMap<Row, f32>) -> u64 {
    let rows = lab.rows.iter().map(|row| known.get(row).copied().unwrap_or(UNKNOWN).clamp(0.0, 1.0));
    let count = u16::try_from(lab.rows.len()).unwrap_or(u16::MAX).max(1);
    let mean = rows.sum::<f32>() / f32::from(count);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let mut likely = ((1.0 - mean * KNOWN) * LIKELY) as u64;
    let seen = progress.labs.get(&lab.id).is_some_and(LabRecord::is_solved);
    let sat = progress.last_exam.iter().flat_map(|exam| &exam.plan.tasks).any(|task| task.lab == lab.id);
    likely /= if seen { SEEN } else { 1 } * if sat { SEEN } else { 1 };
    for other in drawn {
        let (row, topic) = (lab.rows.first(), lab.rows.first().map(|row| row.topic()));
        if other.rows.first().map(|row| row.topic()) == topic {
            likely /= SAME_TOPIC;
        }
        if other.rows.first() == row {
            likely /= SAME_ROW;
        }
    }
    likely.max(1)
}

/// The weight of each in percent, by the minutes that it is expected to take; together 100.
fn weights(labs: &[&LabEntry]) -> Vec<u32> {
    let sum: u32 = labs.iter().fold(0_u32, |sum, lab| sum.saturating_add(expected(lab))).max(1);
    let share = |lab: &LabEntry| u64::from(expected(lab)) * 100;
    let mut weights: Vec<u32> =
        labs.iter().map(|lab| u32::try_from(share(lab) / u64::from(sum)).unwrap_or(100)).collect();
    let mut order: Vec<usize> = (0..labs.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(share(labs[*index]) % u64::from(sum)));
    let missing = 100_u32.saturating_sub(weights.iter().sum());
    for index in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        weights[index] += 1;
    }
    weights
}
