//! Catalogs, moments and records for the tests of this module.

use super::{CardState, Day, Due, Moment, Progress};
use crate::course::{Catalog, FileNumber, ItemEntry, ItemId, ROWS};

/// Cards `c-0`, `c-1`, ... and questions `q-0`, ..., over all rows in turn.
pub(super) fn catalog(cards: usize, questions: usize) -> Catalog {
    Catalog { cards: items("c", cards).into(), questions: items("q", questions).into(), ..Catalog::default() }
}

fn items(prefix: &str, n: usize) -> Vec<ItemEntry> {
    let entry = |index: usize| ItemEntry {
        id: ItemId::new(&format!("{prefix}-{index}")),
        row: ROWS[index % ROWS.len()],
        file: FileNumber(0),
    };
    (0..n).map(entry).collect()
}

/// Noon of a day, and some milliseconds.
pub(super) fn moment(day: i32, ms: i64) -> Moment {
    Moment { at: i64::from(day) * 86_400_000 + 43_200_000 + ms, day: Day(day) }
}

/// A card that was learnt: due on `due`, graded last on `last`.
pub(super) fn learnt(due: i32, last: i32, stability: f32) -> CardState {
    CardState {
        due: Due::on(Day(due)),
        stability,
        difficulty: 5.0,
        last: moment(last, 0),
        reviews: 3,
        ..CardState::default()
    }
}

pub(super) fn with_cards<'a>(cards: impl IntoIterator<Item = (&'a str, CardState)>) -> Progress {
    let cards = cards.into_iter().map(|(id, state)| (id.into(), state)).collect();
    Progress { cards, ..Progress::default() }
}
