//! Laws of the schedule, on sound and on damaged cards.

use proptest::prelude::*;

use super::*;
use crate::study::Marks;
use crate::study::samples::{learnt, moment};

const NOW: i32 = 20_000;

fn days(futures: &[CardState; 4], now: Moment) -> [i32; 4] {
    futures.map(|state| state.due.day.since(now.day))
}

#[test]
fn a_new_card_gets_the_first_intervals_of_fsrs() {
    let now = moment(NOW, 0);
    let futures = Scheduler::new(0.9, None).futures(None, now);
    assert_eq!(days(&futures, now), [0, 1, 2, 8]);
    assert_eq!(futures[0].due.at, now.at + 600_000);
    assert!(futures.iter().all(|state| state.reviews == 1 && state.lapses == 0 && state.last == now));
}

#[test]
fn higher_retention_means_shorter_intervals() {
    let now = moment(NOW, 0);
    let good = |retention| {
        Scheduler::new(retention, None).futures(Some(&learnt(NOW, NOW - 30, 30.0)), now)[2].due.day
    };
    assert!(good(0.97) < good(0.9) && good(0.9) < good(0.7));
    assert_eq!(good(5.0), good(0.97));
    assert_eq!(good(-1.0), good(0.7));
    assert_eq!(good(f32::NAN), good(0.9));
}

#[test]
fn a_card_forgotten_again_while_it_is_learnt_anew_lapses_once() {
    let scheduler = Scheduler::new(0.9, None);
    let mut state = learnt(NOW, NOW - 10, 10.0);
    for minute in 0..5 {
        state = scheduler.future(Some(&state), Grade::Again, moment(NOW, minute * 60_000));
        assert_eq!(state.lapses, 1);
    }
    state = scheduler.future(Some(&state), Grade::Good, moment(NOW, 600_000));
    state = scheduler.future(Some(&state), Grade::Again, moment(NOW + 2, 0));
    assert_eq!((state.lapses, state.reviews), (2, 3 + 7));
    state.lapses = 7;
    state.due.at = 0;
    assert!(!state.is_leech());
    assert!(scheduler.future(Some(&state), Grade::Again, moment(NOW + 9, 0)).is_leech());
    let new = scheduler.future(None, Grade::Again, moment(NOW, 0));
    assert_eq!(new.lapses, 0, "a new card can not be forgotten");
}

#[test]
fn on_the_day_of_the_exam_no_later_day_is_promised() {
    let now = moment(NOW, 0);
    let futures = Scheduler::new(0.9, Some(Day(NOW))).futures(None, now);
    assert_eq!(days(&futures, now), [0, 0, 0, 0]);
    for state in &futures[1..] {
        assert!(!state.due.has_come(moment(NOW, 10 * 3_600_000)), "comes back on the same day");
        assert!(state.due.has_come(moment(NOW + 1, -43_000_000)));
        assert_eq!(crate::study::interval_words(now, state.due), "1 d");
    }
    let after = Scheduler::new(0.9, Some(Day(NOW - 1))).futures(None, now);
    assert_eq!(days(&after, now), [0, 1, 2, 8], "an exam that is over limits nothing");
}

#[test]
fn recall_fades_with_the_days() {
    let scheduler = Scheduler::new(0.9, None);
    let state = learnt(NOW + 30, NOW, 30.0);
    assert!((scheduler.recall(&state, Day(NOW)) - 1.0).abs() < 1e-6);
    assert!(
        (scheduler.recall(&state, Day(NOW + 30)) - 0.9).abs() < 0.001,
        "stability is where recall is 90 %"
    );
    assert!(scheduler.recall(&state, Day(NOW + 300)) < 0.8);
    assert!((scheduler.recall(&state, Day(NOW - 300)) - 1.0).abs() < 1e-6, "the clock set back");
    assert!(scheduler.recall(&CardState::default(), Day(NOW)).abs() < 1e-6);
}

/// Any state, sound or damaged.
fn state() -> impl Strategy<Value = CardState> {
    let number = || {
        prop_oneof![
            6 => 0.001_f32..40_000.0,
            1 => Just(f32::NAN),
            1 => Just(0.0),
            1 => Just(f32::INFINITY),
            1 => any::<f32>(),
        ]
    };
    let day = || prop_oneof![4 => NOW - 1000..NOW + 100, 1 => any::<i32>()];
    (number(), number(), day(), day(), any::<i64>(), 0..9_u32, any::<u32>(), any::<(bool, bool)>()).prop_map(
        |(stability, difficulty, due, last, at, reviews, lapses, (flagged, aside))| CardState {
            due: Due { day: Day(due), at },
            stability,
            difficulty,
            last: Moment { at, day: Day(last) },
            reviews,
            lapses,
            marks: Marks { flagged, aside },
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn futures_are_ordered_sound_and_never_pass_the_exam(
        state in prop::option::weighted(0.8, state()),
        retention in any::<f32>(),
        exam in prop::option::of(NOW - 10..NOW + 400),
    ) {
        let now = moment(NOW, 0);
        let scheduler = Scheduler::new(retention, exam.map(Day));
        let futures = scheduler.futures(state.as_ref(), now);
        let before = state.unwrap_or_default();
        for future in &futures {
            prop_assert!(future.stability.is_finite() && future.stability > 0.0, "{:?}", future);
            prop_assert!((1.0..=10.0).contains(&future.difficulty), "{:?}", future);
            prop_assert_eq!(future.marks, before.marks);
            prop_assert_eq!(future.reviews, before.reviews + 1);
            prop_assert!(future.last == now && future.is_scheduled());
            if let Some(exam) = exam.filter(|exam| *exam >= NOW) {
                prop_assert!(future.due.day <= Day(exam));
            }
            let recall = scheduler.recall(future, Day(NOW + 10));
            prop_assert!((0.0..=1.0).contains(&recall));
        }
        let [again, hard, good, easy] = days(&futures, now);
        prop_assert_eq!((again, futures[0].due.at), (0, now.at + LEARNING_DELAY));
        prop_assert!(hard <= good && good <= easy);
        match exam.filter(|exam| *exam >= NOW) {
            None => prop_assert!(hard >= 1 && easy > good, "{} {} {}", hard, good, easy),
            Some(exam) if exam > NOW => prop_assert!(hard >= 1 && (easy > good || easy == exam - NOW)),
            Some(_) => prop_assert_eq!((hard, easy), (0, 0)),
        }
        prop_assert!((0.0..=1.0).contains(&scheduler.recall(&before, Day(NOW))));
    }

    #[test]
    fn a_damaged_card_is_scheduled_as_a_new_one(
        mut state in state(),
        bad in prop::sample::select(vec![f32::NAN, 0.0, -1.0, f32::INFINITY]),
        in_stability: bool,
    ) {
        if in_stability {
            state.stability = bad;
        } else {
            state.difficulty = bad;
        }
        let now = moment(NOW, 0);
        let scheduler = Scheduler::new(0.9, None);
        let dues = |futures: [CardState; 4]| futures.map(|state| state.due);
        prop_assert_eq!(dues(scheduler.futures(Some(&state), now)), dues(scheduler.futures(None, now)));
    }
}
