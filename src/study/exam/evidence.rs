//! What exams say of each row: what was done under the clock weighs like a few answers, until it is long ago.

use std::collections::BTreeMap;

use crate::course::{Catalog, Row};
use crate::study::{Day, Progress};

/// What was known before weighs so much against a task on its own row, and on the others that it touches.
const BEFORE: f32 = 4.0;
const OWN: f32 = 2.0;
const OTHER: f32 = 1.0;
/// Days after which an exam says nothing any more.
const LONGEST: i32 = 60;

/// Mixes the results of exams into the estimate of how well each row is known, 0 to 1. Rows that it lacks stay out.
pub fn heed(known: &mut BTreeMap<Row, f32>, catalog: &Catalog, progress: &Progress, today: Day) {
    let late = progress.exams.iter().filter(|exam| today.since(exam.finished.day) <= LONGEST);
    for task in late.flat_map(|exam| &exam.tasks) {
        let Some(lab) = catalog.lab(&task.lab) else { continue };
        let share = f32::from(task.percent.min(100)) / 100.0;
        for (place, row) in lab.rows.iter().enumerate() {
            let weight = if place == 0 { OWN } else { OTHER };
            if let Some(known) = known.get_mut(row) {
                *known = (*known * BEFORE + share * weight) / (BEFORE + weight);
            }
        }
    }
}
