//! One run through cards: which is asked now, what a grade does to the run, and how it is taken back.

use super::queue::{self, Queue};
use super::{
    CardState, Entry, Grade, LEARNING_DELAY, Marks, Moment, Progress, ReviewKind, ReviewOptions, Scheduler,
};
use crate::course::{Catalog, ItemId};

/// A run. It holds ids only; the record stays with the caller, who applies every [`Entry`] that the run returns.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    options: ReviewOptions,
    started: Moment,
    order: Vec<ItemId>,
    /// How many of `order` have become current.
    next: usize,
    /// Cards that come back, in the order in which they were put there.
    waiting: Vec<Waiting>,
    current: Option<ItemId>,
    past: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
struct Waiting {
    not_before: i64,
    item: ItemId,
}

/// What was done with one card, with all that is needed to take it back.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    item: ItemId,
    act: Act,
    at: Moment,
    /// Whether the card was put at the end of `waiting`.
    waits: bool,
    /// Where the card that became current afterwards came from.
    drawn: Drawn,
}

#[derive(Debug, Clone, PartialEq)]
enum Act {
    Graded { grade: Grade, recall: Option<f32>, before: Option<CardState>, after: CardState },
    SetAside { before: Marks },
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Drawn {
    Nothing,
    FromOrder,
    FromWaiting { index: usize, not_before: i64 },
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq)]
pub enum Undone {
    /// There was nothing to take back.
    Nothing,
    /// The run moved back; the record does not change (cram).
    Moved,
    /// The run moved back; this entry is to be logged and applied.
    Logged(Entry),
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewSummary {
    /// Answers by grade, in the order of [`Grade::ALL`].
    pub by_grade: [u32; 4],
    /// Cards graded for the first time ever.
    pub new: u32,
    /// Answers on cards seen before.
    pub reviews: u32,
    /// Cards set aside.
    pub aside: u32,
    /// Cards graded `again` that are leeches now, each once.
    pub leeches: Vec<ItemId>,
    /// From the start to the last answer; 0 if the clock was set back.
    pub seconds: u32,
}

impl ReviewSummary {
    pub fn answers(&self) -> u32 {
        self.by_grade.iter().sum()
    }
}

impl Review {
    /// A run over what `options` choose; `seed` decides between cards of equal claim.
    pub fn start(
        catalog: &Catalog,
        progress: &Progress,
        now: Moment,
        options: ReviewOptions,
        seed: u64,
    ) -> Self {
        let Queue { order, later } = queue::build(catalog, progress, now, &options, seed);
        let waiting = later.into_iter().map(|(not_before, item)| Waiting { not_before, item }).collect();
        let mut review =
            Self { options, started: now, order, next: 0, waiting, current: None, past: Vec::new() };
        review.draw(now);
        review
    }

    pub fn options(&self) -> &ReviewOptions {
        &self.options
    }

    /// The card that is asked now; `None` at the end of the run.
    pub fn current(&self) -> Option<&ItemId> {
        self.current.as_ref()
    }

    /// Up to `n` cards after the current one, as far as can be known: to load their texts ahead.
    pub fn upcoming(&self, n: usize) -> Vec<&ItemId> {
        let waiting = self.waiting.iter().map(|waiting| &waiting.item);
        self.order.iter().skip(self.next).chain(waiting).take(n).collect()
    }

    /// Cards still to be asked, the current one and those that come back included.
    pub fn remaining(&self) -> usize {
        usize::from(self.current.is_some()) + self.order.len().saturating_sub(self.next) + self.waiting.len()
    }

    /// Answers given, those taken back left out.
    pub fn done(&self) -> usize {
        self.past.iter().filter(|step| matches!(step.act, Act::Graded { .. })).count()
    }

    /// Leaves out the cards of which `can_be_shown` says no, before the run has begun: their texts can not be read.
    pub fn keep(&mut self, can_be_shown: impl Fn(&ItemId) -> bool, now: Moment) {
        if !self.past.is_empty() {
            return;
        }
        self.order.drain(..self.next);
        self.next = 0;
        self.order.retain(&can_be_shown);
        self.waiting.retain(|waiting| can_be_shown(&waiting.item));
        if self.current.as_ref().is_some_and(|current| !can_be_shown(current)) {
            self.current = None;
            self.draw(now);
        }
    }

    /// Grades the current card and goes on to the next. Returns what is to be logged and applied: nothing in cram or at
    /// the end of the run. A card graded `again` comes back after ten minutes, or when nothing else is left.
    pub fn grade(
        &mut self,
        grade: Grade,
        progress: &Progress,
        scheduler: &Scheduler,
        now: Moment,
    ) -> Option<Entry> {
        let item = self.current.take()?;
        let before = progress.cards.get(&item).copied();
        let learnt = before.filter(CardState::is_learnt);
        let recall = learnt.map(|state| scheduler.recall(&state, now.day));
        let after = scheduler.future(before.as_ref(), grade, now);
        let waits = grade == Grade::Again;
        if waits {
            let not_before = now.at.saturating_add(LEARNING_DELAY);
            self.waiting.push(Waiting { not_before, item: item.clone() });
        }
        let drawn = self.draw(now);
        let act = Act::Graded { grade, recall, before, after };
        self.past.push(Step { item: item.clone(), act, at: now, waits, drawn });
        match self.options.kind {
            ReviewKind::Cram => None,
            _ => Some(Entry::Graded { card: item, grade, recall, state: after, at: now }),
        }
    }

    /// Takes back the last grade or set-aside of this run; its card is current again.
    pub fn undo(&mut self) -> Undone {
        let Some(step) = self.past.pop() else { return Undone::Nothing };
        self.put_back(step.drawn);
        if step.waits {
            self.waiting.pop();
        }
        self.current = Some(step.item.clone());
        match step.act {
            Act::Graded { .. } if self.options.kind == ReviewKind::Cram => Undone::Moved,
            Act::Graded { grade, recall, before, .. } => Undone::Logged(Entry::GradeUndone {
                card: step.item,
                grade,
                recall,
                state: before,
                at: step.at,
            }),
            Act::SetAside { before } => {
                self.remember_flag(&step.item, before.flagged);
                Undone::Logged(Entry::Marked { card: step.item, marks: before, at: step.at })
            }
        }
    }

    /// Gives the current card these marks and returns what is to be logged and applied; nothing if it has them. A card
    /// set aside leaves the run, and [`Self::undo`] brings it back; a flag is taken away by marking again.
    pub fn mark(&mut self, marks: Marks, progress: &Progress, now: Moment) -> Option<Entry> {
        let item = self.current.clone()?;
        let before = progress.cards.get(&item).map(|state| state.marks).unwrap_or_default();
        if before == marks {
            return None;
        }
        self.remember_flag(&item, marks.flagged);
        if marks.aside {
            self.current = None;
            let drawn = self.draw(now);
            let act = Act::SetAside { before };
            self.past.push(Step { item: item.clone(), act, at: now, waits: false, drawn });
        }
        Some(Entry::Marked { card: item, marks, at: now })
    }

    pub fn summary(&self) -> ReviewSummary {
        let mut summary = ReviewSummary::default();
        for step in &self.past {
            match &step.act {
                Act::Graded { grade, before, after, .. } => {
                    summary.by_grade[*grade as usize] += 1;
                    match before.filter(CardState::is_learnt) {
                        None => summary.new += 1,
                        Some(_) => summary.reviews += 1,
                    }
                    if *grade == Grade::Again && after.is_leech() && !summary.leeches.contains(&step.item) {
                        summary.leeches.push(step.item.clone());
                    }
                }
                Act::SetAside { .. } => summary.aside += 1,
            }
        }
        let spent = self.past.last().map_or(0, |step| step.at.at.saturating_sub(self.started.at));
        summary.seconds = u32::try_from(spent.max(0) / 1000).unwrap_or(u32::MAX);
        summary
    }

    /// Makes the next card current: one that waited long enough, else the next in order, else the one that waits
    /// shortest - there is no reason to make the learner wait when nothing else is left.
    fn draw(&mut self, now: Moment) -> Drawn {
        let first = (0..self.waiting.len()).min_by_key(|index| self.waiting[*index].not_before);
        let ready = first.filter(|index| self.waiting[*index].not_before <= now.at);
        if ready.is_none() && self.next < self.order.len() {
            self.current = self.order.get(self.next).cloned();
            self.next += 1;
            return Drawn::FromOrder;
        }
        let Some(index) = first else { return Drawn::Nothing };
        let Waiting { not_before, item } = self.waiting.remove(index);
        self.current = Some(item);
        Drawn::FromWaiting { index, not_before }
    }

    fn put_back(&mut self, drawn: Drawn) {
        match (drawn, self.current.take()) {
            (Drawn::FromOrder, _) => self.next -= 1,
            (Drawn::FromWaiting { index, not_before }, Some(item)) => {
                self.waiting.insert(index.min(self.waiting.len()), Waiting { not_before, item });
            }
            _ => {}
        }
    }

    /// A flag set after a grade must survive when that grade is taken back.
    fn remember_flag(&mut self, item: &ItemId, flagged: bool) {
        for step in self.past.iter_mut().filter(|step| step.item == *item) {
            match &mut step.act {
                Act::Graded { before: Some(before), .. } => before.marks.flagged = flagged,
                Act::Graded { before, .. } if flagged => before.get_or_insert_default().marks.flagged = true,
                Act::Graded { .. } => {}
                Act::SetAside { before } => before.flagged = flagged,
            }
        }
    }
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
