//! The diagnostic: a short quiz that finds out where a learner stands, and what it says of each row until real answers
//! say more.
//!
//! Nothing is recorded for it but the quiz itself: its result has a title of its own, so the record needs no new entry
//! and an older program reads it as any other quiz.

use std::collections::{BTreeMap, BTreeSet};

use super::touched::Touched;
use super::{Day, Progress, QuizPlan, QuizResult, Scheduler, mastery};
use crate::course::{Catalog, ItemId, ROWS, Row};

/// The title of the quiz and of its result.
pub const TITLE: &str = "Diagnostic";
const QUESTIONS: usize = 20;
const MINUTES: u32 = 10;

/// What a right and a wrong answer make likely: one answer is a guess, not a proof.
const LIKELY_RIGHT: f32 = 0.7;
const LIKELY_WRONG: f32 = 0.1;

/// So many answers on a row weigh as much as the diagnostic.
const WEIGHT: f32 = 4.0;

/// Draws it: the topics take turns, and within a topic its rows, so that twenty questions touch all of both that they can.
pub fn draw(catalog: &Catalog, seed: u64) -> QuizPlan {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut by_row: BTreeMap<Row, Vec<&ItemId>> = BTreeMap::new();
    for entry in catalog.questions.iter() {
        by_row.entry(entry.row).or_default().push(&entry.id);
    }
    let mut by_topic: BTreeMap<_, Vec<Vec<&ItemId>>> = BTreeMap::new();
    for (row, mut ids) in by_row {
        rng.shuffle(&mut ids);
        by_topic.entry(row.topic()).or_default().push(ids);
    }
    for rows in by_topic.values_mut() {
        rng.shuffle(rows);
    }
    let wanted = QUESTIONS.min(catalog.questions.len());
    let mut questions: Vec<ItemId> = Vec::with_capacity(wanted);
    for turn in 0.. {
        if questions.len() >= wanted {
            break;
        }
        for rows in by_topic.values_mut() {
            let place = turn % rows.len().max(1);
            let next = rows.get_mut(place).and_then(Vec::pop);
            questions.extend(next.filter(|_| questions.len() < wanted).cloned());
        }
    }
    rng.shuffle(&mut questions);
    QuizPlan { questions, seed, minutes: Some(MINUTES), title: TITLE.to_owned() }
}

/// Whether it is worth offering: nothing was learnt or answered yet.
pub fn is_offered(progress: &Progress) -> bool {
    progress.quiz.is_none()
        && progress.exam.is_none()
        && progress.exams.is_empty()
        && progress.results.is_empty()
        && progress.questions.is_empty()
        && !progress.cards.values().any(super::CardState::is_learnt)
}

/// The result of the last diagnostic, if one was taken.
pub fn taken(progress: &Progress) -> Option<&QuizResult> {
    progress.results.iter().rev().find(|result| result.title == TITLE && !result.marks.is_empty())
}

/// How well each row is probably known, 0 to 1: its mastery, and where a diagnostic was taken what that makes likely,
/// which weighs less with every answer given since. Rows on which the course has nothing are left out.
pub fn estimate(
    catalog: &Catalog,
    progress: &Progress,
    scheduler: &Scheduler,
    day: Day,
) -> BTreeMap<Row, f32> {
    // The plan allots time to the items of the course; questions that are generated take none of them away.
    let known = mastery::by_row(catalog, progress, scheduler, day, |_| None);
    let known = known.into_iter().filter_map(|(row, mastery)| Some((row, mastery?)));
    let Some(result) = taken(progress) else { return known.collect() };
    let prior = prior(catalog, result);
    let since = answers_since(catalog, progress, result);
    let mixed = |(row, mastery): (Row, f32)| {
        let answers = since.get(&row).copied().unwrap_or_default();
        let likely = prior.get(&row).copied().unwrap_or(mastery);
        (row, (likely * WEIGHT + mastery * answers) / (WEIGHT + answers))
    };
    known.map(mixed).collect()
}

/// What a diagnostic makes likely of each row: by its own answers, else by those on its topic, else by all.
fn prior(catalog: &Catalog, result: &QuizResult) -> BTreeMap<Row, f32> {
    let rows: BTreeMap<&ItemId, Row> = catalog.questions.iter().map(|entry| (&entry.id, entry.row)).collect();
    let marks: Vec<(Row, bool)> =
        result.marks.iter().filter_map(|(id, right)| Some((*rows.get(id)?, *right))).collect();
    let share = |wanted: &dyn Fn(Row) -> bool| {
        let (mut right, mut all) = (0.0_f32, 0.0_f32);
        for (_, is_right) in marks.iter().filter(|(row, _)| wanted(*row)) {
            all += 1.0;
            right += f32::from(u8::from(*is_right));
        }
        (all > 0.0).then(|| LIKELY_WRONG + (LIKELY_RIGHT - LIKELY_WRONG) * right / all)
    };
    let of = |row: Row| {
        share(&|other| other == row)
            .or_else(|| share(&|other| other.topic() == row.topic()))
            .or_else(|| share(&|_| true))
    };
    ROWS.into_iter().filter_map(|row| Some((row, of(row)?))).collect()
}

/// Answers on each row besides those of the diagnostic: questions answered and cards graded.
fn answers_since(catalog: &Catalog, progress: &Progress, result: &QuizResult) -> BTreeMap<Row, f32> {
    let diagnosed: BTreeSet<&ItemId> = result.marks.iter().map(|(id, _)| id).collect();
    let mut answers: BTreeMap<Row, u32> = BTreeMap::new();
    let mut add = |row: Row, count: u32| {
        let sum = answers.entry(row).or_default();
        *sum = sum.saturating_add(count);
    };
    let mut questions = Touched::new(&progress.questions);
    for entry in catalog.questions.iter() {
        if let Some(state) = questions.find(&entry.id) {
            add(entry.row, state.asked.saturating_sub(u32::from(diagnosed.contains(&entry.id))));
        }
    }
    let mut cards = Touched::new(&progress.cards);
    for entry in catalog.cards.iter() {
        if let Some(state) = cards.find(&entry.id) {
            add(entry.row, state.reviews);
        }
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a weight; thousands of answers are as good as infinitely many"
    )]
    answers.into_iter().map(|(row, count)| (row, count as f32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::TOPICS;
    use crate::study::Entry;
    use crate::study::samples::{catalog, moment};

    fn scheduler() -> Scheduler {
        Scheduler::new(0.9, None)
    }

    /// A learner who knows these rows, after the diagnostic.
    fn diagnosed(catalog: &Catalog, knows: impl Fn(Row) -> bool) -> Progress {
        let plan = draw(catalog, 5);
        let row = |id: &ItemId| catalog.questions.iter().find(|entry| entry.id == *id).unwrap().row;
        let marks: Vec<(ItemId, bool)> =
            plan.questions.iter().map(|id| (id.clone(), knows(row(id)))).collect();
        let at = moment(10, 0);
        let mut progress = Progress::default();
        for (id, right) in &marks {
            progress.apply(&Entry::Answered { question: id.clone(), right: *right, at });
        }
        let result =
            QuizResult { title: TITLE.to_owned(), finished: at, seconds: 300, minutes: Some(10), marks };
        progress.apply(&Entry::QuizFinished { result, at });
        progress
    }

    #[test]
    fn it_touches_every_topic_and_twenty_rows() {
        let catalog = catalog(0, 320);
        let plan = draw(&catalog, 1);
        let rows: BTreeSet<Row> = plan
            .questions
            .iter()
            .map(|id| catalog.questions.iter().find(|entry| entry.id == *id).unwrap().row)
            .collect();
        let topics: BTreeSet<_> = rows.iter().map(|row| row.topic()).collect();
        assert_eq!((plan.questions.len(), rows.len(), topics.len()), (20, 20, TOPICS.len()));
        assert_eq!(draw(&catalog, 1), plan);
        assert_eq!(draw(&Catalog::default(), 1).questions, []);
    }

    #[test]
    fn it_is_offered_once() {
        let catalog = catalog(3, 40);
        assert!(is_offered(&Progress::default()));
        assert!(!is_offered(&diagnosed(&catalog, |_| true)));
    }

    #[test]
    fn what_it_says_fades_with_real_answers() {
        let catalog = catalog(0, 310);
        let dns = ROWS.into_iter().find(|row| row.code() == "D1").unwrap();
        let mut progress = diagnosed(&catalog, |row| row.topic() == dns.topic());
        let of = |progress: &Progress, row: Row| estimate(&catalog, progress, &scheduler(), Day(10))[&row];
        let others = ROWS.into_iter().find(|row| row.code() == "P3").unwrap();
        assert!(of(&progress, dns) > 0.6 && of(&progress, others) < 0.2);
        let mut before = of(&progress, dns);
        for entry in catalog.questions.iter().filter(|entry| entry.row == dns) {
            progress.apply(&Entry::Answered { question: entry.id.clone(), right: false, at: moment(11, 0) });
            let now = of(&progress, dns);
            assert!(now <= before, "{now} after {before}");
            before = now;
        }
        assert!(before < 0.25, "{before}: ten wrong answers outweigh the diagnostic");
    }
}
