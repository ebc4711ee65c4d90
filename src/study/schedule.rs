//! When a card comes back: FSRS-6 by the `fsrs` crate, in whole days, never past the exam.

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRS6_DEFAULT_DECAY, ItemState, MemoryState, NextStates};

use super::{CardState, Day, Due, Grade, Moment};

/// Milliseconds until a card graded `again` comes back.
pub const LEARNING_DELAY: i64 = 10 * 60_000;
/// Milliseconds after which it is certainly not the same day any more.
const WHOLE_DAY: i64 = 24 * 60 * 60_000;
/// No interval is longer, in days: a hundred years.
const LONGEST: i32 = 36_500;

/// FSRS-6 with its default parameters (the average learner's), a desired retention and the day of the exam.
#[derive(Debug, Clone)]
pub struct Scheduler {
    fsrs: FSRS,
    retention: f32,
    exam: Option<Day>,
}

impl Scheduler {
    /// `retention` is the probability of recall at which a card is due: 0.7 to 0.97, 0.9 if it is no number.
    pub fn new(retention: f32, exam: Option<Day>) -> Self {
        let retention = if retention.is_nan() { 0.9 } else { retention.clamp(0.7, 0.97) };
        Self { fsrs: FSRS::default(), retention, exam }
    }

    /// The state after each grade, in the order of [`Grade::ALL`].
    ///
    /// `again` is due in ten minutes on the same day. The others are due in whole days, at least one, with
    /// `hard <= good < easy`. While the exam is today or later no card is due after it, so intervals may become equal.
    /// On the day of the exam nothing but `again` comes back that day, and no later day is promised: the others are due
    /// today but not before 24 hours from now, which makes them the first thing after an exam that was moved.
    pub fn futures(&self, state: Option<&CardState>, now: Moment) -> [CardState; 4] {
        let before = state.copied().unwrap_or_default();
        let NextStates { again, hard, good, easy } = self.next_states(&before, now.day);
        let days = {
            let hard = whole_days(hard.interval);
            let good = whole_days(good.interval).max(hard);
            [hard, good, whole_days(easy.interval).max(good + 1)]
        };
        let graded = |next: ItemState, due: Due| CardState {
            due,
            stability: next.memory.stability,
            difficulty: next.memory.difficulty,
            last: now,
            reviews: before.reviews.saturating_add(1),
            lapses: before.lapses,
            marks: before.marks,
        };
        let soon = Due { day: now.day, at: now.at.saturating_add(LEARNING_DELAY) };
        let forgotten = before.is_learnt() && !is_being_learnt(&before);
        [
            CardState { lapses: before.lapses.saturating_add(u32::from(forgotten)), ..graded(again, soon) },
            graded(hard, self.due_in(days[0], now)),
            graded(good, self.due_in(days[1], now)),
            graded(easy, self.due_in(days[2], now)),
        ]
    }

    /// The state after this grade.
    pub fn future(&self, state: Option<&CardState>, grade: Grade, now: Moment) -> CardState {
        let [again, hard, good, easy] = self.futures(state, now);
        match grade {
            Grade::Again => again,
            Grade::Hard => hard,
            Grade::Good => good,
            Grade::Easy => easy,
        }
    }

    /// The probability that the card would be recalled on `day`, 0 to 1; 0 if it was never graded.
    pub fn recall(&self, state: &CardState, day: Day) -> f32 {
        let Some(memory) = memory(state) else { return 0.0 };
        #[expect(clippy::cast_precision_loss, reason = "days of a life are exact in f32")]
        let elapsed = elapsed(state, day) as f32;
        let recall = fsrs::current_retrievability(memory, elapsed, FSRS6_DEFAULT_DECAY);
        if recall.is_finite() { recall.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// What FSRS says; a state that it refuses is scheduled as if the card were new.
    fn next_states(&self, before: &CardState, day: Day) -> NextStates {
        self.fsrs
            .next_states(memory(before), self.retention, elapsed(before, day))
            .or_else(|_| self.fsrs.next_states(None, self.retention, 0))
            .unwrap_or_else(|_| NextStates {
                again: first(0),
                hard: first(1),
                good: first(2),
                easy: first(3),
            })
    }

    fn due_in(&self, days: i32, now: Moment) -> Due {
        let day = now.day.plus(days);
        match self.exam {
            Some(exam) if exam == now.day => Due { day: exam, at: now.at.saturating_add(WHOLE_DAY) },
            Some(exam) if exam > now.day => Due::on(day.min(exam)),
            _ => Due::on(day),
        }
    }
}

/// The memory of a card, if it was ever graded and its numbers make sense.
fn memory(state: &CardState) -> Option<MemoryState> {
    let sound = |number: f32| number.is_finite() && number > 0.0;
    (state.is_learnt() && sound(state.stability) && sound(state.difficulty)).then(|| MemoryState {
        stability: state.stability.clamp(0.001, 36_500.0),
        difficulty: state.difficulty.clamp(1.0, 10.0),
    })
}

/// Days since the last grade; none if the clock was set back.
fn elapsed(state: &CardState, day: Day) -> u32 {
    u32::try_from(day.since(state.last.day)).unwrap_or(0)
}

/// Whether its last grade was `again`: only that makes a card due within minutes.
fn is_being_learnt(state: &CardState) -> bool {
    state.due.at != 0 && state.due.at.saturating_sub(state.last.at) <= LEARNING_DELAY
}

fn whole_days(interval: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and NaN becomes 0")]
    let days = interval.round() as i32;
    days.clamp(1, LONGEST)
}

/// The first state of a new card by the default parameters, for the case that FSRS refuses even that.
fn first(grade: usize) -> ItemState {
    let stability = DEFAULT_PARAMETERS[grade];
    ItemState { memory: MemoryState { stability, difficulty: 5.0 }, interval: stability }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
