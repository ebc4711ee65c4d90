//! A run under any sequence of grades, marks and undos.

use proptest::prelude::*;

use super::*;
use crate::study::Day;
use crate::study::samples::{catalog, learnt, moment, with_cards};

const TODAY: i32 = 20_000;

fn scheduler() -> Scheduler {
    Scheduler::new(0.9, Some(Day(TODAY + 3)))
}

fn options(kind: ReviewKind) -> ReviewOptions {
    ReviewOptions { new_per_day: 3, kind, ..ReviewOptions::default() }
}

fn some_progress() -> Progress {
    with_cards([
        ("c-2", learnt(TODAY - 1, TODAY - 5, 3.0)),
        ("c-4", CardState { lapses: 7, ..learnt(TODAY, TODAY - 9, 9.0) }),
        ("c-5", CardState { marks: Marks { flagged: true, aside: false }, ..CardState::default() }),
        ("q-0", CardState::untouched(Day(TODAY))),
    ])
}

/// Grades the current card and applies what is to be logged.
fn grade(review: &mut Review, progress: &mut Progress, grade: Grade, now: Moment) -> Option<Entry> {
    let entry = review.grade(grade, progress, &scheduler(), now);
    if let Some(entry) = &entry {
        progress.apply(entry);
    }
    entry
}

#[test]
fn a_card_graded_again_comes_back_after_ten_minutes_or_at_the_end() {
    let catalog = catalog(3, 0);
    let mut progress = Progress::default();
    let now = moment(TODAY, 0);
    let mut review = Review::start(&catalog, &progress, now, options(ReviewKind::Due), 1);
    let asked = |review: &Review| review.current().map(ToString::to_string);
    assert_eq!((asked(&review).as_deref(), review.remaining()), (Some("c-0"), 3));
    assert_eq!(review.upcoming(9).len(), 2);
    grade(&mut review, &mut progress, Grade::Again, now);
    assert_eq!((asked(&review).as_deref(), review.remaining(), review.done()), (Some("c-1"), 3, 1));
    grade(&mut review, &mut progress, Grade::Good, moment(TODAY, 600_000));
    assert_eq!(asked(&review).as_deref(), Some("c-0"), "ten minutes are over");
    grade(&mut review, &mut progress, Grade::Again, moment(TODAY, 600_001));
    grade(&mut review, &mut progress, Grade::Easy, moment(TODAY, 600_002));
    assert_eq!(asked(&review).as_deref(), Some("c-0"), "nothing else is left");
    grade(&mut review, &mut progress, Grade::Hard, moment(TODAY, 605_000));
    assert_eq!((asked(&review), review.remaining()), (None, 0));
    assert_eq!(grade(&mut review, &mut progress, Grade::Good, now), None);
    let summary = review.summary();
    assert_eq!((summary.by_grade, summary.new, summary.reviews), ([2, 1, 1, 1], 3, 2));
    assert_eq!((summary.seconds, summary.answers()), (605, 5));
    let day = &progress.days[&Day(TODAY)];
    assert_eq!((day.answers, day.new, day.reviews), (5, 3, 0), "a card just seen is no review of recall");
}

#[test]
fn a_run_that_was_left_goes_on_with_what_was_graded_again() {
    let catalog = catalog(3, 0);
    let mut progress = Progress::default();
    let now = moment(TODAY, 0);
    let mut review = Review::start(&catalog, &progress, now, options(ReviewKind::Due), 1);
    for given in [Grade::Again, Grade::Good, Grade::Good] {
        grade(&mut review, &mut progress, given, now);
    }
    let review = Review::start(&catalog, &progress, moment(TODAY, 5_000), options(ReviewKind::Due), 1);
    assert_eq!((review.current(), review.remaining()), (Some(&"c-0".into()), 1));
}

#[test]
fn a_card_that_becomes_a_leech_is_told_once() {
    let catalog = catalog(9, 3);
    let mut progress = some_progress();
    let now = moment(TODAY, 0);
    let mut review = Review::start(&catalog, &progress, now, options(ReviewKind::Due), 1);
    for _ in 0..3 {
        grade(&mut review, &mut progress, Grade::Again, now);
    }
    assert_eq!(review.summary().leeches, ["c-4".into()]);
    assert!(progress.cards[&ItemId::new("c-4")].is_leech());
}

#[test]
fn cram_touches_nothing_and_can_be_undone() {
    let catalog = catalog(5, 0);
    let mut progress = some_progress();
    let before = progress.clone();
    let now = moment(TODAY, 0);
    let mut review = Review::start(&catalog, &progress, now, options(ReviewKind::Cram), 7);
    let start = review.clone();
    assert_eq!(review.remaining(), 5);
    for given in [Grade::Good, Grade::Again, Grade::Easy] {
        assert_eq!(grade(&mut review, &mut progress, given, now), None);
    }
    assert_eq!((&progress, review.remaining(), review.done()), (&before, 3, 3));
    for _ in 0..3 {
        assert_eq!(review.undo(), Undone::Moved);
    }
    assert_eq!(review, start);
    assert_eq!(review.undo(), Undone::Nothing);
}

#[test]
fn a_card_set_aside_leaves_the_run_and_comes_back_by_undo() {
    let catalog = catalog(3, 0);
    let mut progress = Progress::default();
    let now = moment(TODAY, 0);
    let mut review = Review::start(&catalog, &progress, now, options(ReviewKind::Due), 1);
    let start = review.clone();
    let aside = Marks { flagged: false, aside: true };
    let entry = review.mark(aside, &progress, now).unwrap();
    progress.apply(&entry);
    assert_eq!((review.remaining(), review.current()), (2, Some(&"c-1".into())));
    assert_eq!(review.summary().aside, 1);
    let Undone::Logged(entry) = review.undo() else { panic!("nothing undone") };
    progress.apply(&entry);
    assert_eq!(review, start);
    assert!(!progress.cards[&ItemId::new("c-0")].marks.aside);
    assert_eq!(review.mark(Marks::default(), &progress, now), None, "it has these marks");
}

#[test]
fn a_flag_survives_when_an_earlier_grade_is_taken_back() {
    let catalog = catalog(1, 0);
    let mut progress = Progress::default();
    let now = moment(TODAY, 0);
    let mut review = Review::start(&catalog, &progress, now, options(ReviewKind::Due), 1);
    grade(&mut review, &mut progress, Grade::Again, now);
    let entry = review.mark(Marks { flagged: true, aside: false }, &progress, now).unwrap();
    progress.apply(&entry);
    let Undone::Logged(entry) = review.undo() else { panic!("nothing undone") };
    progress.apply(&entry);
    let state = progress.cards[&ItemId::new("c-0")];
    assert!(state.marks.flagged && !state.is_scheduled());
    assert_eq!(progress.days.len(), 0);
}

#[test]
fn a_flag_given_with_a_set_aside_goes_with_it() {
    let catalog = catalog(1, 0);
    let mut progress = Progress::default();
    let now = moment(TODAY, 0);
    let mut review = Review::start(&catalog, &progress, now, options(ReviewKind::Due), 1);
    grade(&mut review, &mut progress, Grade::Again, now);
    let entry = review.mark(Marks { flagged: true, aside: true }, &progress, now).unwrap();
    progress.apply(&entry);
    for _ in 0..2 {
        let Undone::Logged(entry) = review.undo() else { panic!("nothing undone") };
        progress.apply(&entry);
    }
    assert_eq!(progress.cards[&ItemId::new("c-0")].marks, Marks::default());
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Grade(Grade),
    Undo,
    Flag,
    SetAside,
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => prop::sample::select(Grade::ALL.to_vec()).prop_map(Step::Grade),
        3 => Just(Step::Undo),
        1 => Just(Step::Flag),
        1 => Just(Step::SetAside),
        // The clock may be set back, or over midnight.
        2 => prop::sample::select(vec![1_000, 400_000, 900_000, 50_000_000, -3_600_000, -90_000_000]).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 0..40)
}

fn kinds() -> impl Strategy<Value = ReviewKind> {
    prop::sample::select(vec![ReviewKind::Due, ReviewKind::Flagged, ReviewKind::Leeches, ReviewKind::Cram])
}

fn later(now: Moment, ms: i64) -> Moment {
    let at = now.at + ms;
    Moment { at, day: Day(i32::try_from(at.div_euclid(86_400_000)).unwrap()) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// After any steps, taking everything back gives the run and the record of the beginning - with the marks made on
    /// the way, which an undo does not take away.
    #[test]
    fn undo_takes_back_exactly_what_was_done(steps in steps(), kind in kinds(), seed: u64, marking: bool) {
        let catalog = catalog(8, 2);
        let mut progress = some_progress();
        let before = progress.clone();
        let mut now = moment(TODAY, 0);
        let mut review = Review::start(&catalog, &progress, now, options(kind), seed);
        let start = review.clone();
        let all = review.remaining();
        let mut marked = false;
        for step in steps {
            let done = review.done();
            match step {
                Step::Wait(ms) => now = later(now, ms),
                Step::Undo => {
                    if let Undone::Logged(entry) = review.undo() {
                        progress.apply(&entry);
                    }
                }
                Step::Grade(given) => {
                    let asked = review.current().cloned();
                    let entry = grade(&mut review, &mut progress, given, now);
                    prop_assert_eq!(review.done(), done + usize::from(asked.is_some()));
                    match entry {
                        Some(Entry::Graded { card, state, .. }) => {
                            prop_assert!(state.due.day <= Day(TODAY + 3) || now.day > Day(TODAY + 3));
                            prop_assert_eq!(Some(card), asked);
                        }
                        other => prop_assert!(other.is_none() && (asked.is_none() || kind == ReviewKind::Cram)),
                    }
                }
                Step::Flag | Step::SetAside if !marking => {}
                Step::Flag | Step::SetAside => {
                    let Some(id) = review.current() else { continue };
                    let mut marks = progress.cards.get(id).map(|state| state.marks).unwrap_or_default();
                    match step {
                        Step::Flag => marks.flagged = !marks.flagged,
                        _ => marks.aside = true,
                    }
                    marked = true;
                    let entry = review.mark(marks, &progress, now).unwrap();
                    progress.apply(&entry);
                }
            }
            // Every card is asked, waits, or is over; none twice.
            let mut left: Vec<&ItemId> = review.current().into_iter().chain(review.upcoming(99)).collect();
            prop_assert_eq!(left.len(), review.remaining());
            prop_assert!(review.remaining() <= all);
            left.sort();
            left.dedup();
            prop_assert_eq!(left.len(), review.remaining());
            prop_assert_eq!(review.current().is_none(), review.remaining() == 0);
            prop_assert_eq!(review.summary().answers() as usize, review.done());
        }
        loop {
            match review.undo() {
                Undone::Nothing => break,
                Undone::Logged(entry) => progress.apply(&entry),
                Undone::Moved => {}
            }
        }
        prop_assert_eq!(&review, &start);
        if marked {
            let unmarked = |progress: &Progress| {
                let mut cards = progress.cards.clone();
                for state in cards.values_mut() {
                    state.marks = Marks::default();
                }
                cards.retain(|_, state| *state != CardState::default());
                cards
            };
            prop_assert_eq!(unmarked(&progress), unmarked(&before));
            prop_assert_eq!(&progress.days, &before.days);
            prop_assert!(progress.cards.values().all(|state| !state.marks.aside));
        } else {
            prop_assert_eq!(&progress, &before);
        }
    }
}
