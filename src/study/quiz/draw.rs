//! Drawing the questions of a quiz: balanced over the rows of the syllabus, or the weakest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::course::{Catalog, ItemEntry, ItemId, Row, Topic};
use crate::study::{Progress, QuestionState, QuizPlan};

/// What the learner asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuizRequest {
    /// All topics if empty.
    pub topics: Vec<Topic>,
    /// All rows (of the topics) if empty.
    pub rows: Vec<Row>,
    /// How many questions; fewer if there are not so many.
    pub count: usize,
    /// Minutes on the clock; absent in practice.
    pub minutes: Option<u32>,
    /// The questions known worst, worst first.
    pub weakest: bool,
    pub seed: u64,
}

/// Draws a quiz. The same request on the same catalog and record draws the same one.
///
/// Weakest first means: answered and never right; never asked; then by the share of right answers, of equal ones those
/// missed last. Otherwise the rows take turns, so that a short quiz on a topic touches all of it.
pub fn draw(catalog: &Catalog, progress: &Progress, request: &QuizRequest) -> QuizPlan {
    let mut rng = fastrand::Rng::with_seed(request.seed);
    let mut pool: Vec<&ItemEntry> =
        catalog.questions.iter().filter(|entry| request.covers(entry.row)).collect();
    rng.shuffle(&mut pool);
    let questions = if request.weakest {
        pool.sort_by_key(|entry| strength(progress.questions.get(&entry.id)));
        pool.into_iter().take(request.count).map(|entry| entry.id.clone()).collect()
    } else {
        balanced(&pool, request.count, &mut rng)
    };
    QuizPlan { questions, seed: request.seed, minutes: request.minutes, title: request.title() }
}

/// How well a question is known; the weakest is least.
fn strength(state: Option<&QuestionState>) -> (u8, u64, Reverse<bool>) {
    match state.filter(|state| state.asked > 0) {
        Some(state) if state.right == 0 => (0, 0, Reverse(true)),
        None => (1, 0, Reverse(true)),
        Some(state) => {
            let share = u64::from(state.right) * 1_000_000 / u64::from(state.asked);
            (2, share, Reverse(!state.last_right))
        }
    }
}

/// Takes from each row in turn, then shuffles, so that a row with many questions does not fill the end.
fn balanced(pool: &[&ItemEntry], count: usize, rng: &mut fastrand::Rng) -> Vec<ItemId> {
    let mut by_row: BTreeMap<Row, Vec<&ItemEntry>> = BTreeMap::new();
    for entry in pool {
        by_row.entry(entry.row).or_default().push(entry);
    }
    let mut rows: Vec<Vec<&ItemEntry>> = by_row.into_values().collect();
    rng.shuffle(&mut rows);
    let wanted = count.min(pool.len());
    let mut drawn = Vec::with_capacity(wanted);
    while drawn.len() < wanted {
        let left = wanted - drawn.len();
        drawn.extend(rows.iter_mut().filter_map(Vec::pop).take(left).map(|entry| entry.id.clone()));
    }
    rng.shuffle(&mut drawn);
    drawn
}

impl QuizRequest {
    fn covers(&self, row: Row) -> bool {
        (self.topics.is_empty() || self.topics.contains(&row.topic()))
            && (self.rows.is_empty() || self.rows.contains(&row))
    }

    /// What was chosen, in words.
    pub fn title(&self) -> String {
        let topics = self.topics.iter().map(|topic| topic.short().to_owned());
        let rows = self.rows.iter().map(ToString::to_string);
        let mut words: Vec<String> = topics.chain(rows).collect();
        if self.weakest {
            words.push("weakest first".to_owned());
        }
        if words.is_empty() { "all topics".to_owned() } else { words.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::samples::{catalog, moment};
    use crate::study::{Entry, Progress};

    #[test]
    fn rows_take_turns_and_no_question_comes_twice() {
        let catalog = catalog(0, 40);
        let request = QuizRequest { count: 31, seed: 3, ..QuizRequest::default() };
        let plan = draw(&catalog, &Progress::default(), &request);
        let row = |id: &ItemId| catalog.questions.iter().find(|entry| entry.id == *id).unwrap().row;
        let mut rows: Vec<Row> = plan.questions.iter().map(row).collect();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), 31, "40 questions over 31 rows: every row must be asked once");
        assert_eq!(plan.title, "all topics");
        let all = draw(&catalog, &Progress::default(), &QuizRequest { count: 1000, ..request });
        let mut ids = all.questions.clone();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 40);
    }

    #[test]
    fn weakest_comes_first() {
        let catalog = catalog(0, 4);
        let mut progress = Progress::default();
        for (question, right) in [("q-0", true), ("q-1", false), ("q-2", true), ("q-2", false), ("q-0", true)]
        {
            progress.apply(&Entry::Answered { question: question.into(), right, at: moment(0, 0) });
        }
        let request = QuizRequest { count: 4, weakest: true, seed: 1, ..QuizRequest::default() };
        let plan = draw(&catalog, &progress, &request);
        let expected: Vec<ItemId> = ["q-1", "q-3", "q-2", "q-0"].map(ItemId::from).to_vec();
        assert_eq!(plan.questions, expected);
        assert_eq!(plan.title, "weakest first");
    }

    #[test]
    fn only_what_was_chosen_is_asked_and_nothing_is_a_quiz_of_nothing() {
        let catalog = catalog(0, 100);
        let dns = Topic::find("dns").unwrap();
        let request = QuizRequest { topics: vec![dns], count: 50, ..QuizRequest::default() };
        let plan = draw(&catalog, &Progress::default(), &request);
        assert_eq!(plan.title, "DNS");
        assert!(!plan.questions.is_empty());
        for id in &plan.questions {
            let entry = catalog.questions.iter().find(|entry| entry.id == *id).unwrap();
            assert_eq!(entry.row.topic(), dns);
        }
        let none = draw(&Catalog::default(), &Progress::default(), &QuizRequest { count: 5, ..request });
        assert!(none.questions.is_empty());
    }
}
