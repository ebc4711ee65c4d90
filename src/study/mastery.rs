//! How well each row and topic is mastered, from what was recalled and answered.
//!
//! An item is worth 0 to 1:
//! - a **card** the probability that it would be recalled now, times `stability / 7 days` up to 1: what was learnt an
//!   hour ago is recalled now, but not mastered;
//! - a **question** `2/3` if its last answer was right, plus `1/3` of the share of right answers: the last answer counts
//!   most, a lucky one does not hide a row of wrong ones;
//! - nothing while it was never graded or asked.
//!
//! A question that was **generated** is in no catalog, and there is no end of them: of each row the latest eight answered count, each
//! as a quarter of an item. So they can move a row a little, and neither replace its questions nor weigh while none was asked.
//!
//! A row's mastery is the mean over all of its cards and questions, a topic's over those of all its rows. Cards set
//! aside are left out: what the learner gave up should not stand in the way of 100 %.

use std::collections::BTreeMap;

use super::touched::Touched;
use super::{CardState, Day, Moment, Progress, QuestionState, Scheduler};
use crate::course::{Catalog, ItemId, ROWS, Row, TOPICS, Topic};

/// Days of stability from which a card counts in full.
const MATURE: f32 = 7.0;

/// Generated questions of a row that count, the latest, and how many of them are as much as one item.
const MADE: usize = 8;
const MADE_AS_ONE: f64 = 4.0;

/// The row that a question in no file was made for; whoever makes them knows.
pub type MadeFor = fn(&ItemId) -> Option<Row>;

/// Mastery of every row, 0 to 1; `None` where the course has neither cards nor questions.
pub fn by_row(
    catalog: &Catalog,
    progress: &Progress,
    scheduler: &Scheduler,
    day: Day,
    made_for: MadeFor,
) -> Vec<(Row, Option<f32>)> {
    let sums = Sums::of(catalog, progress, scheduler, day, made_for);
    ROWS.into_iter()
        .enumerate()
        .map(|(index, row)| (row, mean(sums.worth[index], sums.items[index])))
        .collect()
}

/// Mastery of every topic in percent; `None` where the course has neither cards nor questions.
pub fn by_topic(
    catalog: &Catalog,
    progress: &Progress,
    scheduler: &Scheduler,
    day: Day,
    made_for: MadeFor,
) -> Vec<(Topic, Option<u8>)> {
    let sums = Sums::of(catalog, progress, scheduler, day, made_for);
    let of = |topic: Topic| {
        let rows = || ROWS.into_iter().enumerate().filter(move |(_, row)| row.topic() == topic);
        let worth = rows().map(|(index, _)| sums.worth[index]).sum();
        mean(worth, rows().map(|(index, _)| sums.items[index]).sum()).map(percent)
    };
    TOPICS.into_iter().map(|topic| (topic, of(topic))).collect()
}

/// The topic mastered least, the first in the order of reading of equal ones; `None` while nothing was graded or asked,
/// for then no topic is weaker than another.
pub fn weakest_topic(
    catalog: &Catalog,
    progress: &Progress,
    scheduler: &Scheduler,
    day: Day,
    made_for: MadeFor,
) -> Option<Topic> {
    if progress.questions.is_empty() && !progress.cards.values().any(CardState::is_learnt) {
        return None;
    }
    let known = by_topic(catalog, progress, scheduler, day, made_for);
    let known = known.into_iter().filter_map(|(topic, percent)| Some((topic, percent?)));
    known.min_by_key(|(_, percent)| *percent).map(|(topic, _)| topic)
}

/// What the items of each row are worth together, and how many there are; indexed as [`ROWS`].
struct Sums {
    worth: [f64; ROWS.len()],
    items: [f64; ROWS.len()],
}

impl Sums {
    /// One pass over the catalog; what an item is worth is computed for the touched ones only.
    fn of(
        catalog: &Catalog,
        progress: &Progress,
        scheduler: &Scheduler,
        day: Day,
        made_for: MadeFor,
    ) -> Self {
        let mut sums = Self { worth: [0.0; ROWS.len()], items: [0.0; ROWS.len()] };
        let mut cards = Touched::new(&progress.cards);
        for entry in catalog.cards.iter() {
            match cards.find(&entry.id) {
                None => sums.add(entry.row, 0.0),
                Some(state) if state.marks.aside => {}
                Some(state) => sums.add(entry.row, card_worth(state, scheduler, day)),
            }
        }
        let mut questions = Touched::new(&progress.questions);
        for entry in catalog.questions.iter() {
            sums.add(entry.row, questions.find(&entry.id).map_or(0.0, question_worth));
        }
        if !questions.is_exhausted() {
            sums.add_made(progress, made_for);
        }
        sums
    }

    fn add(&mut self, row: Row, worth: f64) {
        self.add_share(row, worth, 1.0);
    }

    /// Adds a part of an item.
    fn add_share(&mut self, row: Row, worth: f64, share: f64) {
        // Rows are ordered as in the syllabus, so this finds one in five comparisons.
        if let Ok(index) = ROWS.binary_search(&row) {
            self.worth[index] += worth * share;
            self.items[index] += share;
        }
    }

    fn add_made(&mut self, progress: &Progress, made_for: MadeFor) {
        let mut made: BTreeMap<Row, Vec<(Moment, f64)>> = BTreeMap::new();
        for (id, state) in &progress.questions {
            if let Some(row) = made_for(id) {
                made.entry(row).or_default().push((state.last, question_worth(state)));
            }
        }
        for (row, mut answers) in made {
            answers.sort_by_key(|(at, _)| std::cmp::Reverse(at.at));
            for (_, worth) in answers.into_iter().take(MADE) {
                self.add_share(row, worth, 1.0 / MADE_AS_ONE);
            }
        }
    }
}

fn card_worth(state: &CardState, scheduler: &Scheduler, day: Day) -> f64 {
    let recall = scheduler.recall(state, day);
    // A damaged stability has no recall either.
    if recall > 0.0 { f64::from(recall * (state.stability / MATURE).min(1.0)) } else { 0.0 }
}

fn question_worth(state: &QuestionState) -> f64 {
    let share = if state.asked == 0 { 0.0 } else { f64::from(state.right) / f64::from(state.asked) };
    (f64::from(u8::from(state.last_right)) * 2.0 + share.min(1.0)) / 3.0
}

fn mean(worth: f64, items: f64) -> Option<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than f32")]
    (items > 0.0).then(|| (worth / items).clamp(0.0, 1.0) as f32)
}

fn percent(share: f32) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100; a cast saturates")]
    let percent = (share * 100.0).round() as u8;
    percent.min(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::samples::{catalog, learnt, moment, with_cards};
    use crate::study::{Entry, Marks};

    fn nobodys(_: &ItemId) -> Option<Row> {
        None
    }

    fn scheduler() -> Scheduler {
        Scheduler::new(0.9, None)
    }

    #[test]
    fn an_untouched_course_is_at_zero_and_an_empty_one_at_nothing() {
        let day = Day(100);
        let rows = by_row(&catalog(40, 0), &Progress::default(), &scheduler(), day, nobodys);
        assert!(rows.iter().all(|(_, mastery)| *mastery == Some(0.0)));
        let topics = by_topic(&Catalog::default(), &Progress::default(), &scheduler(), day, nobodys);
        assert_eq!(topics.len(), TOPICS.len());
        assert!(topics.iter().all(|(_, percent)| percent.is_none()));
        assert_eq!(weakest_topic(&catalog(40, 9), &Progress::default(), &scheduler(), day, nobodys), None);
    }

    #[test]
    fn a_fresh_card_is_not_mastered_and_an_old_one_fades() {
        let catalog = catalog(1, 0);
        let mastery = |state| {
            by_row(&catalog, &with_cards([("c-0", state)]), &scheduler(), Day(100), nobodys)[0].1.unwrap()
        };
        let fresh = mastery(learnt(102, 100, 2.0));
        let mature = mastery(learnt(130, 100, 30.0));
        let faded = mastery(learnt(50, 10, 30.0));
        assert!((fresh - 2.0 / 7.0).abs() < 0.001, "{fresh}");
        assert!((mature - 1.0).abs() < 0.001, "{mature}");
        assert!(faded < mature && faded > 0.5, "{faded}");
        let mut aside = learnt(50, 10, 30.0);
        aside.marks = Marks { flagged: false, aside: true };
        assert_eq!(
            by_row(&catalog, &with_cards([("c-0", aside)]), &scheduler(), Day(100), nobodys)[0].1,
            None
        );
    }

    #[test]
    fn the_last_answer_counts_most() {
        let catalog = catalog(0, 1);
        let after = |answers: &[bool]| {
            let mut progress = Progress::default();
            for right in answers {
                progress.apply(&Entry::Answered { question: "q-0".into(), right: *right, at: moment(1, 0) });
            }
            by_row(&catalog, &progress, &scheduler(), Day(1), nobodys)[0].1.unwrap()
        };
        assert!((after(&[true]) - 1.0).abs() < 1e-6);
        assert!(after(&[false, false, true]) > after(&[true, true, false]));
        assert!(after(&[false]) < 1e-6);
    }

    #[test]
    fn the_weakest_topic_is_the_one_known_least() {
        let catalog = catalog(31, 0);
        let mut cards = Vec::new();
        let ids: Vec<String> = catalog.cards.iter().map(|entry| entry.id.to_string()).collect();
        for (id, entry) in ids.iter().zip(catalog.cards.iter()) {
            if entry.row.topic().id() != "dns" {
                cards.push((id.as_str(), learnt(130, 100, 30.0)));
            }
        }
        let progress = with_cards(cards);
        assert_eq!(weakest_topic(&catalog, &progress, &scheduler(), Day(100), nobodys), Topic::find("dns"));
    }

    #[test]
    fn generated_questions_count_a_little_for_their_row() {
        fn first(id: &ItemId) -> Option<Row> {
            id.as_str().starts_with("gen-").then_some(ROWS[0])
        }
        let catalog = catalog(4, 4);
        let after = |answers: &[bool]| {
            let mut progress = Progress::default();
            for (number, right) in answers.iter().enumerate() {
                let question = format!("gen-{number}").as_str().into();
                let at = moment(1, i64::try_from(number).unwrap());
                progress.apply(&Entry::Answered { question, right: *right, at });
            }
            by_row(&catalog, &progress, &scheduler(), Day(1), first)[0].1.unwrap()
        };
        let items = by_row(&catalog, &Progress::default(), &scheduler(), Day(1), first);
        assert_eq!(items[0].1, Some(0.0));
        let (one, eight) = (after(&[true]), after(&[true; 8]));
        assert!(one > 0.0 && one < eight && eight < 0.75, "{one} {eight}");
        assert!((after(&[true; 80]) - eight).abs() < 1e-6, "only the latest count");
        assert!(after(&[[false; 8], [true; 8]].concat()) > after(&[[true; 8], [false; 8]].concat()));
        assert!(after(&[false; 8]) < 1e-6);
    }
}
