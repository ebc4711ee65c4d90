//! What is left to read: chapters with their unread sections, and in which order they are taken.

use std::collections::VecDeque;

use super::estimates::Estimates;
use crate::course::{Catalog, Row, Topic};
use crate::study::Progress;

/// A topic known as well as this is read last: it was learnt elsewhere.
const KNOWN: f32 = 0.6;

/// A chapter that is not read to its end.
pub struct Unread {
    pub chapter: String,
    /// The rows of its unread sections.
    pub sections: VecDeque<Row>,
    /// Minutes for a section, at least one.
    pub minutes: u32,
}

/// The unread chapters. In the order of reading, but that what is known well comes last; and where the days left are
/// too few for all of it, what is known worst comes first.
pub fn unread(catalog: &Catalog, progress: &Progress, known: &Estimates, room: u32) -> VecDeque<Unread> {
    let mut all: Vec<(Option<f32>, Unread)> = Vec::new();
    for entry in &catalog.chapters {
        let finished = progress.reading.get(&entry.id).map(|reading| &reading.finished);
        let left = entry
            .sections
            .iter()
            .filter(|section| finished.is_none_or(|finished| !finished.contains(&section.id)));
        let sections: VecDeque<Row> = left.map(|section| section.row).collect();
        if sections.is_empty() {
            continue;
        }
        let whole = entry.minutes().div_ceil(entry.sections.len().max(1));
        let minutes = u32::try_from(whole).unwrap_or(u32::MAX).max(1);
        let topic = Topic::find(&entry.id).map(|topic| known.topic(topic));
        all.push((topic, Unread { chapter: entry.id.clone(), sections, minutes }));
    }
    let needed: u64 = all
        .iter()
        .map(|(_, one)| u64::from(one.minutes) * u64::try_from(one.sections.len()).unwrap_or(0))
        .sum();
    // Sorting is stable: of equal ones, the order of reading stays.
    if needed > u64::from(room) {
        all.sort_by(|(one, _), (two, _)| one.unwrap_or(0.0).total_cmp(&two.unwrap_or(0.0)));
    } else {
        all.sort_by_key(|(topic, _)| topic.is_some_and(|known| known >= KNOWN));
    }
    all.into_iter().map(|(_, unread)| unread).collect()
}
