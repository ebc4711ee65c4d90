//! What is known of each row while the plan goes on: every planned step is taken to have worked a little.

use std::collections::BTreeMap;

use crate::course::{Row, Topic};

/// The part of what is missing that a step fills in, by experience of nobody: they only have to be in the right order.
pub const READING: f32 = 0.3;
pub const PRACTICE: f32 = 0.25;
pub const LAB: f32 = 0.35;

pub struct Estimates(BTreeMap<Row, f32>);

impl Estimates {
    pub fn new(known: BTreeMap<Row, f32>) -> Self {
        Self(known)
    }

    pub fn improve(&mut self, row: Row, part: f32) {
        if let Some(known) = self.0.get_mut(&row) {
            *known += (1.0 - *known) * part;
        }
    }

    /// How well a topic is known: the mean of its rows, or nothing where the course has none of them.
    pub fn topic(&self, topic: Topic) -> f32 {
        let rows: Vec<f32> =
            self.0.iter().filter(|(row, _)| row.topic() == topic).map(|(_, known)| *known).collect();
        let count = u16::try_from(rows.len()).unwrap_or(u16::MAX).max(1);
        rows.iter().sum::<f32>() / f32::from(count)
    }

    /// The rows among those that pass, the one known worst first; of equal ones, the first of the syllabus.
    pub fn weakest(&self, passes: impl Fn(Row) -> bool) -> Vec<Row> {
        let mut rows: Vec<(Row, f32)> =
            self.0.iter().map(|(row, known)| (*row, *known)).filter(|(row, _)| passes(*row)).collect();
        rows.sort_by(|one, two| one.1.total_cmp(&two.1).then(one.0.cmp(&two.0)));
        rows.into_iter().map(|(row, _)| row).collect()
    }
}
