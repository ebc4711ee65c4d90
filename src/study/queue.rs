//! Which cards a review asks, how many are due, and in which order they come.

use std::cmp::Reverse;

use super::touched::Touched;
use super::{CardState, Due, LEARNING_DELAY, Moment, Progress};
use crate::course::{Catalog, ItemEntry, ItemId, Row, Topic};

/// After so many reviews comes one new card.
const REVIEWS_PER_NEW: usize = 3;

/// What to review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewOptions {
    /// All topics if empty.
    pub topics: Vec<Topic>,
    /// All rows (of the topics) if empty.
    pub rows: Vec<Row>,
    /// New cards a day, over all runs of the day.
    pub new_per_day: u32,
    pub kind: ReviewKind,
}

/// Which cards of the chosen topics are asked. Cards set aside never are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReviewKind {
    /// What is due, and the new cards of today.
    #[default]
    Due,
    /// Flagged cards, due or not.
    Flagged,
    /// Cards forgotten again and again, due or not.
    Leeches,
    /// Every card in any order; the schedule stays as it is.
    Cram,
}

/// What a review would ask: cards seen before (for other kinds than `Due`: all), and new ones within the day's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueCount {
    pub due: usize,
    pub new: usize,
}

impl DueCount {
    pub fn all(self) -> usize {
        self.due.saturating_add(self.new)
    }
}

/// A card chosen for a review; `state` is `None` where it is new.
struct Chosen<'a> {
    entry: &'a ItemEntry,
    state: Option<&'a CardState>,
}

/// The cards of a review: those to ask in their order, and those that are due some minutes later with the moment.
pub(super) struct Queue {
    pub(super) order: Vec<ItemId>,
    pub(super) later: Vec<(i64, ItemId)>,
}

/// How many cards [`super::Review::start`] would ask. One pass over the catalog, which ends early once every touched
/// card was met and the limit of new ones is reached.
pub fn due_count(catalog: &Catalog, progress: &Progress, now: Moment, options: &ReviewOptions) -> DueCount {
    let mut count = DueCount::default();
    choose(catalog, progress, now, options, |chosen| match chosen.state {
        None if options.kind == ReviewKind::Due => count.new += 1,
        _ => count.due += 1,
    });
    count
}

/// Due cards, the most overdue in relation to their stability first (equal ones by `seed`), with a new one after every
/// three. Other kinds come in an order by `seed`.
pub(super) fn build(
    catalog: &Catalog,
    progress: &Progress,
    now: Moment,
    options: &ReviewOptions,
    seed: u64,
) -> Queue {
    let mut rng = fastrand::Rng::with_seed(seed);
    let (mut due, mut new, mut later) = (Vec::new(), Vec::new(), Vec::new());
    choose(catalog, progress, now, options, |chosen| {
        let id = chosen.entry.id.clone();
        match (options.kind, chosen.state) {
            (ReviewKind::Due, None) => new.push(id),
            (ReviewKind::Due, Some(state)) if !state.due.has_come(now) => later.push((state.due.at, id)),
            (ReviewKind::Due, Some(state)) => due.push((overdue(state, now), id)),
            _ => due.push((0, id)),
        }
    });
    rng.shuffle(&mut due);
    due.sort_by_key(|(overdue, _)| Reverse(*overdue));
    Queue { order: interleave(due.into_iter().map(|(_, id)| id), new), later }
}

fn interleave(due: impl Iterator<Item = ItemId>, new: Vec<ItemId>) -> Vec<ItemId> {
    let mut new = new.into_iter();
    let mut order = Vec::new();
    for (index, id) in due.enumerate() {
        order.push(id);
        if index % REVIEWS_PER_NEW == REVIEWS_PER_NEW - 1 {
            order.extend(new.next());
        }
    }
    order.extend(new);
    order
}

/// Thousandths of its stability by which a card is overdue: an integer, so that it has a total order.
fn overdue(state: &CardState, now: Moment) -> i64 {
    let days = i64::from(now.day.since(state.due.day).max(0));
    // A card that was never graded, or whose number is damaged, counts as one that is remembered for a day.
    let stability = if state.stability.is_finite() && state.stability > 0.0 { state.stability } else { 1.0 };
    #[expect(clippy::cast_possible_truncation, reason = "thousandths of a day; a cast saturates")]
    let thousandths = (f64::from(stability.max(0.001)) * 1000.0) as i64;
    days * 1_000_000 / thousandths.max(1)
}

fn choose<'a>(
    catalog: &'a Catalog,
    progress: &'a Progress,
    now: Moment,
    options: &ReviewOptions,
    mut visit: impl FnMut(Chosen<'a>),
) {
    let mut touched = Touched::new(&progress.cards);
    let mut new_left = room_for_new(progress, now, options);
    for entry in catalog.cards.iter() {
        if touched.is_exhausted() && new_left == 0 && options.kind != ReviewKind::Cram {
            return;
        }
        if !options.covers(entry.row) {
            continue;
        }
        let state = touched.find(&entry.id);
        if state.is_some_and(|state| state.marks.aside) {
            continue;
        }
        match options.kind {
            ReviewKind::Due => match state.filter(|state| state.is_scheduled()) {
                Some(state) if is_due(state.due, now) => visit(Chosen { entry, state: Some(state) }),
                None if new_left > 0 => {
                    new_left -= 1;
                    visit(Chosen { entry, state: None });
                }
                _ => {}
            },
            _ if options.kind.takes(state) => visit(Chosen { entry, state }),
            _ => {}
        }
    }
    // Questions count once they were made cards.
    for entry in catalog.questions.iter() {
        if touched.is_exhausted() {
            return;
        }
        if !options.covers(entry.row) {
            continue;
        }
        let Some(state) = touched.find(&entry.id) else { continue };
        let asked = match options.kind {
            ReviewKind::Due => is_due(state.due, now),
            kind => kind.takes(Some(state)),
        };
        if asked && state.is_scheduled() && !state.marks.aside {
            visit(Chosen { entry, state: Some(state) });
        }
    }
}

/// New cards that may still come today.
fn room_for_new(progress: &Progress, now: Moment, options: &ReviewOptions) -> u32 {
    match options.kind {
        ReviewKind::Due => {
            let seen = progress.days.get(&now.day).map_or(0, |day| day.new);
            options.new_per_day.saturating_sub(seen)
        }
        _ => 0,
    }
}

/// Whether it has come, or comes back within minutes: a card graded `again` in a run that was left is still due.
fn is_due(due: Due, now: Moment) -> bool {
    due.has_come(Moment { at: now.at.saturating_add(LEARNING_DELAY), day: now.day })
}

impl ReviewKind {
    /// Whether a kind that does not go by the schedule takes a card in this state.
    fn takes(self, state: Option<&CardState>) -> bool {
        match self {
            Self::Due => false,
            Self::Flagged => state.is_some_and(|state| state.marks.flagged),
            Self::Leeches => state.is_some_and(CardState::is_leech),
            Self::Cram => true,
        }
    }
}

impl ReviewOptions {
    fn covers(&self, row: Row) -> bool {
        (self.topics.is_empty() || self.topics.contains(&row.topic()))
            && (self.rows.is_empty() || self.rows.contains(&row))
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
