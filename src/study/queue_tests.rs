//! What is due, in which order, and how fast it is counted.

use super::*;
use crate::study::samples::{catalog, learnt, moment, with_cards};
use crate::study::{Day, DayCount, Entry, Marks};

const TODAY: i32 = 20_000;

fn options(new_per_day: u32) -> ReviewOptions {
    ReviewOptions { new_per_day, ..ReviewOptions::default() }
}

fn order(catalog: &Catalog, progress: &Progress, options: &ReviewOptions) -> Vec<String> {
    let now = moment(TODAY, 0);
    let queue = build(catalog, progress, now, options, 1);
    let count = due_count(catalog, progress, now, options);
    assert_eq!(count.all(), queue.order.len() + queue.later.len(), "the count and the run must agree");
    queue.order.iter().chain(queue.later.iter().map(|(_, id)| id)).map(ToString::to_string).collect()
}

#[test]
fn the_most_overdue_for_its_stability_comes_first() {
    let progress = with_cards([
        ("c-0", learnt(TODAY - 5, TODAY - 105, 100.0)),
        ("c-1", learnt(TODAY - 2, TODAY - 4, 2.0)),
        ("c-2", learnt(TODAY + 1, TODAY - 4, 2.0)),
        ("c-3", learnt(TODAY, TODAY - 9, 9.0)),
        ("gone", learnt(TODAY - 99, TODAY - 100, 1.0)),
    ]);
    assert_eq!(order(&catalog(9, 0), &progress, &options(0)), ["c-1", "c-0", "c-3"]);
}

#[test]
fn a_new_card_comes_after_every_three_within_the_limit_of_the_day() {
    let ids: Vec<String> = (10..17).map(|index| format!("c-{index}")).collect();
    let overdue = ids.iter().enumerate().map(|(index, id)| {
        (id.as_str(), learnt(TODAY - 20 + i32::try_from(index).unwrap(), TODAY - 50, 1.0))
    });
    let mut progress = with_cards(overdue);
    let expected = ["c-10", "c-11", "c-12", "c-0", "c-13", "c-14", "c-15", "c-1", "c-16", "c-2", "c-3"];
    assert_eq!(order(&catalog(30, 0), &progress, &options(4)), expected);
    progress.days.insert(Day(TODAY), DayCount { new: 3, ..DayCount::default() });
    assert_eq!(order(&catalog(30, 0), &progress, &options(4)).len(), 8);
    progress.days.insert(Day(TODAY), DayCount { new: 30, ..DayCount::default() });
    assert_eq!(order(&catalog(30, 0), &progress, &options(4)).len(), 7);
}

#[test]
fn flags_do_not_make_a_new_card_due_and_aside_is_never_asked() {
    let flagged = CardState { marks: Marks { flagged: true, aside: false }, ..CardState::default() };
    let aside =
        CardState { marks: Marks { flagged: true, aside: true }, lapses: 9, ..learnt(TODAY, TODAY - 9, 3.0) };
    let leech = CardState { lapses: 8, ..learnt(TODAY + 9, TODAY - 9, 3.0) };
    let progress = with_cards([("c-0", flagged), ("c-1", aside), ("c-2", leech), ("q-1", flagged)]);
    let catalog = catalog(4, 2);
    let of = |kind| {
        let mut order = order(&catalog, &progress, &ReviewOptions { kind, ..options(9) });
        order.sort();
        order
    };
    assert_eq!(of(ReviewKind::Due), ["c-0", "c-3"]);
    assert_eq!(due_count(&catalog, &progress, moment(TODAY, 0), &options(9)), DueCount { due: 0, new: 2 });
    assert_eq!(of(ReviewKind::Flagged), ["c-0"]);
    assert_eq!(of(ReviewKind::Leeches), ["c-2"]);
    assert_eq!(of(ReviewKind::Cram), ["c-0", "c-2", "c-3"]);
}

#[test]
fn a_missed_question_made_a_card_is_due() {
    let mut progress = Progress::default();
    for question in ["q-3", "nowhere"] {
        progress.apply(&Entry::MadeCard { question: question.into(), at: moment(TODAY - 1, 0) });
    }
    let catalog = catalog(0, 9);
    assert_eq!(order(&catalog, &progress, &options(0)), ["q-3"]);
    assert_eq!(order(&catalog, &progress, &ReviewOptions { kind: ReviewKind::Cram, ..options(0) }), ["q-3"]);
}

#[test]
fn only_the_chosen_topics_and_rows_are_asked() {
    let catalog = catalog(62, 0);
    let services = Topic::find("services").unwrap();
    let v3 = Row::find("V3").unwrap();
    let rows_of = |options: &ReviewOptions| {
        let order = order(&catalog, &Progress::default(), options);
        let row = |id: &String| catalog.cards.iter().find(|entry| entry.id.as_str() == id).unwrap().row;
        order.iter().map(row).collect::<Vec<_>>()
    };
    let topic = ReviewOptions { topics: vec![services], ..options(99) };
    assert_eq!(rows_of(&topic).len(), 10);
    assert!(rows_of(&topic).iter().all(|row| row.topic() == services));
    assert_eq!(rows_of(&ReviewOptions { rows: vec![v3], ..topic.clone() }), [v3, v3]);
    assert_eq!(rows_of(&ReviewOptions { rows: vec![v3], ..options(99) }), [v3, v3]);
}

#[test]
fn a_card_graded_again_minutes_ago_is_due_and_one_done_on_exam_day_is_not() {
    let now = moment(TODAY, 0);
    let at = |ms| CardState { due: Due { day: now.day, at: now.at + ms }, ..learnt(TODAY, TODAY, 1.0) };
    let progress = with_cards([("c-0", at(599_000)), ("c-1", at(86_400_000)), ("c-2", at(-1))]);
    assert_eq!(order(&catalog(3, 0), &progress, &options(0)), ["c-2", "c-0"]);
}

/// Not a guard but a measure: `cargo test --release counting_is_fast -- --ignored --nocapture`.
#[test]
#[ignore = "a measure"]
#[expect(clippy::disallowed_methods, reason = "it measures time")]
fn counting_is_fast() {
    let catalog = catalog(100_000, 5_000);
    let now = moment(TODAY, 0);
    let scheduler = crate::study::Scheduler::new(0.9, None);
    for touched in [0_usize, 1_000, 10_000, 100_000] {
        let ids: Vec<String> =
            (0..touched).map(|index| format!("c-{}", index * (100_000 / touched))).collect();
        let progress = with_cards(ids.iter().map(|id| (id.as_str(), learnt(TODAY, TODAY - 9, 9.0))));
        let time = |what: &str, run: &mut dyn FnMut() -> usize| {
            let mut best = std::time::Duration::MAX;
            let mut result = 0;
            for _ in 0..7 {
                let start = std::time::Instant::now();
                result = run();
                best = best.min(start.elapsed());
            }
            println!("{touched:>7} touched  {what:<10} {best:>12.1?}  ({result})");
        };
        time("due_count", &mut || due_count(&catalog, &progress, now, &options(20)).all());
        time("start", &mut || build(&catalog, &progress, now, &options(20), 1).order.len());
        time("by_topic", &mut || {
            crate::study::mastery::by_topic(&catalog, &progress, &scheduler, now.day, |_| None).len()
        });
    }
}
