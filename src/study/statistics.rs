//! What the record shows over time: streak, heat map, forecast, true recall, what is missed most.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::mistakes::MistakeState;
use super::{CardState, Day, DayCount, Progress};
use crate::course::{ItemId, Mistake};

/// No chart reaches further: a hundred years of weeks.
const MOST_WEEKS: usize = 5_200;

/// True recall against what FSRS predicted, over a number of days; shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recall {
    pub reviews: u32,
    pub actual: f32,
    pub predicted: f32,
}

/// Everything that was ever done, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Cards graded, questions answered, labs handed in.
    pub answers: u32,
    /// Days on which something was done.
    pub days: usize,
    /// Cards graded at least once.
    pub cards_seen: usize,
    /// Sections finished.
    pub sections: usize,
    /// Quizzes and exams handed in.
    pub quizzes: usize,
    pub exams: usize,
}

/// Days studied in a row up to today; up to yesterday while nothing was done today, for the day is not over.
pub fn streak(progress: &Progress, today: Day) -> u32 {
    let studied = |day| progress.days.get(&day).is_some_and(is_studied);
    let mut day = if studied(today) { today } else { today.plus(-1) };
    let mut days = 0;
    while studied(day) && day.0 > i32::MIN {
        days += 1;
        day = day.plus(-1);
    }
    days
}

/// Answers on each day of the last `weeks` weeks, Monday first; the last week is the one of today, with zeros for the
/// days to come.
pub fn heat(progress: &Progress, today: Day, weeks: usize) -> Vec<[u32; 7]> {
    let weeks = i32::try_from(weeks.min(MOST_WEEKS)).unwrap_or(0);
    let monday = today.plus(-i32::from(today.weekday()));
    let answers = |day: Day| match progress.days.get(&day) {
        Some(count) if day <= today => count.answers,
        _ => 0,
    };
    let week = |back: i32| {
        let first = monday.plus(-7 * back);
        [0, 1, 2, 3, 4, 5, 6].map(|offset| answers(first.plus(offset)))
    };
    (0..weeks).rev().map(week).collect()
}

/// Cards due on each of the next `days` days; the first is today and what is overdue. Cards set aside are left out.
pub fn forecast(progress: &Progress, today: Day, days: usize) -> Vec<u32> {
    let mut forecast = vec![0_u32; days.min(MOST_WEEKS * 7)];
    for state in progress.cards.values().filter(|state| state.is_scheduled() && !state.marks.aside) {
        let ahead = usize::try_from(state.due.day.since(today)).unwrap_or(0);
        if let Some(count) = forecast.get_mut(ahead) {
            *count += 1;
        }
    }
    forecast
}

/// Recall over the last `days` days, today included; `None` if nothing was reviewed.
pub fn recall(progress: &Progress, today: Day, days: usize) -> Option<Recall> {
    let back = i32::try_from(days).unwrap_or(i32::MAX);
    let first = today.plus(-back).plus(1);
    let (mut reviews, mut recalled, mut predicted) = (0_u32, 0_u32, 0.0_f64);
    for count in
        progress.days.iter().filter(|(day, _)| first <= **day && **day <= today).map(|(_, count)| count)
    {
        reviews = reviews.saturating_add(count.reviews);
        recalled = recalled.saturating_add(count.recalled);
        predicted += f64::from(count.predicted);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than f32")]
    let share = |part: f64| (part / f64::from(reviews)).clamp(0.0, 1.0) as f32;
    (reviews > 0).then(|| Recall { reviews, actual: share(recalled.into()), predicted: share(predicted) })
}

/// The `n` items missed most: cards by lapses, questions by wrong answers, one that is both by their sum. Those never
/// missed are left out; equal ones stand by id.
pub fn most_missed(progress: &Progress, n: usize) -> Vec<(ItemId, u32)> {
    let mut missed: BTreeMap<&ItemId, u32> = BTreeMap::new();
    let lapses = progress.cards.iter().map(|(id, state)| (id, state.lapses));
    let wrong = progress.questions.iter().map(|(id, state)| (id, state.asked.saturating_sub(state.right)));
    for (id, times) in lapses.chain(wrong).filter(|(_, times)| *times > 0) {
        let sum = missed.entry(id).or_default();
        *sum = sum.saturating_add(times);
    }
    let mut most: Vec<(&ItemId, u32)> = missed.into_iter().collect();
    most.sort_by_key(|(_, times)| Reverse(*times));
    most.into_iter().take(n).map(|(id, times)| (id.clone(), times)).collect()
}

/// The classes of mistakes that were ever made: those that weigh most for what is asked next first, then those made most often.
pub fn mistakes(progress: &Progress, today: Day) -> Vec<(Mistake, MistakeState)> {
    let made = progress.mistakes.iter().filter(|(_, state)| state.made > 0);
    let mut made: Vec<(Mistake, MistakeState)> = made.map(|(mistake, state)| (*mistake, *state)).collect();
    made.sort_by_key(|(_, state)| Reverse((state.weight(today), state.made)));
    made
}

/// Mastery of a topic (by id) in percent on each day on which it was measured, oldest first.
pub fn mastery_over_time(progress: &Progress, topic: &str) -> Vec<(Day, u8)> {
    progress.days.iter().filter_map(|(day, count)| Some((*day, *count.mastery.get(topic)?))).collect()
}

pub fn totals(progress: &Progress) -> Totals {
    Totals {
        answers: progress.days.values().fold(0, |sum: u32, day| sum.saturating_add(day.answers)),
        days: progress.days.values().filter(|day| is_studied(day)).count(),
        cards_seen: progress.cards.values().filter(|state| CardState::is_learnt(state)).count(),
        sections: progress.reading.values().map(|reading| reading.finished.len()).sum(),
        quizzes: progress.results.len(),
        exams: progress.exams.len(),
    }
}

fn is_studied(count: &DayCount) -> bool {
    count.answers > 0 || count.sections > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::samples::{learnt, moment, with_cards};
    use crate::study::{Entry, Grade, Marks};

    /// Sunday.
    const TODAY: i32 = 20_779;

    fn answered_on(days: &[i32]) -> Progress {
        let mut progress = Progress::default();
        for day in days {
            progress.apply(&Entry::Answered { question: "q".into(), right: false, at: moment(*day, 0) });
        }
        progress
    }

    #[test]
    fn a_streak_lasts_until_a_day_is_over() {
        let today = Day(TODAY);
        assert_eq!(streak(&answered_on(&[]), today), 0);
        assert_eq!(streak(&answered_on(&[TODAY - 2, TODAY - 1, TODAY]), today), 3);
        assert_eq!(streak(&answered_on(&[TODAY - 2, TODAY - 1]), today), 2);
        assert_eq!(streak(&answered_on(&[TODAY - 3, TODAY - 2]), today), 0);
        assert_eq!(streak(&answered_on(&[TODAY - 4, TODAY - 2, TODAY, TODAY + 1]), today), 1);
    }

    #[test]
    fn heat_ends_with_this_week() {
        let today = Day(TODAY);
        assert_eq!(today.weekday(), 6);
        let progress = answered_on(&[TODAY, TODAY, TODAY - 6, TODAY - 7, TODAY + 1]);
        assert_eq!(heat(&progress, today, 2), [[0, 0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0, 2]]);
        let monday = today.plus(1);
        assert_eq!(heat(&progress, monday, 1), [[1, 0, 0, 0, 0, 0, 0]]);
        let ahead = answered_on(&[TODAY + 3]);
        assert_eq!(heat(&ahead, monday, 1), [[0; 7]], "the clock set back: days to come are empty");
        assert!(heat(&progress, Day(i32::MIN), usize::MAX).len() <= MOST_WEEKS);
    }

    #[test]
    fn the_forecast_begins_with_what_is_overdue() {
        let mut aside = learnt(TODAY, 5, 3.0);
        aside.marks = Marks { flagged: false, aside: true };
        let only_flagged = CardState { marks: Marks { flagged: true, aside: false }, ..CardState::default() };
        let progress = with_cards([
            ("a", learnt(TODAY - 9, 5, 3.0)),
            ("b", learnt(TODAY, 5, 3.0)),
            ("c", learnt(TODAY + 2, 5, 3.0)),
            ("d", learnt(TODAY + 3, 5, 3.0)),
            ("e", aside),
            ("f", only_flagged),
        ]);
        assert_eq!(forecast(&progress, Day(TODAY), 3), [2, 0, 1]);
    }

    #[test]
    fn recall_compares_what_happened_with_what_was_predicted() {
        let mut progress = Progress::default();
        assert_eq!(recall(&progress, Day(TODAY), 30), None);
        for (index, grade) in [Grade::Again, Grade::Good, Grade::Good, Grade::Easy].into_iter().enumerate() {
            let card = ItemId::new(&format!("c-{index}"));
            let state = learnt(TODAY + 5, TODAY, 5.0);
            progress.apply(&Entry::Graded { card, grade, recall: Some(0.875), state, at: moment(TODAY, 0) });
        }
        let recall_now = recall(&progress, Day(TODAY), 30);
        assert_eq!(recall_now, Some(Recall { reviews: 4, actual: 0.75, predicted: 0.875 }));
        assert_eq!(recall(&progress, Day(TODAY + 30), 30), None);
        assert_eq!(recall(&progress, Day(TODAY + 29), 30), recall_now);
    }

    #[test]
    fn what_is_missed_most_adds_lapses_and_wrong_answers() {
        let mut progress = answered_on(&[TODAY, TODAY]);
        progress.cards.insert("c".into(), CardState { lapses: 1, ..CardState::default() });
        progress.cards.insert("q".into(), CardState { lapses: 1, ..CardState::default() });
        progress.cards.insert("never".into(), CardState::default());
        assert_eq!(most_missed(&progress, 10), [("q".into(), 3), ("c".into(), 1)]);
        assert_eq!(most_missed(&progress, 1).len(), 1);
        assert_eq!(totals(&progress).answers, 2);
        assert_eq!(totals(&progress).days, 1);
    }

    #[test]
    fn mastery_over_time_is_what_was_measured() {
        let mut progress = Progress::default();
        for (day, percent) in [(3, 10), (5, 40), (5, 50)] {
            progress
                .apply(&Entry::Measured { mastery: vec![("dns".to_owned(), percent)], at: moment(day, 0) });
        }
        assert_eq!(mastery_over_time(&progress, "dns"), [(Day(3), 10), (Day(5), 50)]);
        assert_eq!(mastery_over_time(&progress, "cni"), []);
    }
}
