//! The clock of an open quiz and what handing it in comes to.

use crate::course::Answer;
use crate::study::{Entry, Moment, OpenQuiz, QuizResult};

/// Milliseconds left on the clock; `None` in practice.
pub fn time_left(quiz: &OpenQuiz, now: Moment) -> Option<i64> {
    quiz.countdown().map(|countdown| countdown.left(now))
}

/// Hands in a quiz: an [`Entry::Answered`] for every answer with an outcome, then [`Entry::QuizFinished`].
///
/// `right` says whether the answer to question `index` is right; `None` if that can not be told (the question is gone
/// from the course), which leaves it out of the result. Without an answer, a question is wrong in the result of a timed
/// quiz, though no answer was given, and left out in practice. A timed quiz is finished at its deadline at the latest, however late it is handed in, and then
/// counts for the day on which it was begun; none is finished before it was begun (the clock set back).
pub fn hand_in(quiz: &OpenQuiz, right: impl Fn(usize, &Answer) -> Option<bool>, now: Moment) -> Vec<Entry> {
    let timed = quiz.plan.minutes.is_some();
    let at = finished(quiz, now);
    let outcome = |index: usize| match quiz.answers.get(index) {
        None | Some(Answer::None) => timed.then_some(false),
        Some(answer) => right(index, answer),
    };
    let questions = quiz.plan.questions.iter().enumerate();
    let marks: Vec<_> = questions.filter_map(|(index, id)| Some((id.clone(), outcome(index)?))).collect();
    // What was left open is wrong in the result, but nobody answered it.
    let is_blank = |index: usize| matches!(quiz.answers.get(index), None | Some(Answer::None));
    let answered = quiz.plan.questions.iter().enumerate().filter(|(index, _)| !is_blank(*index));
    let mut entries: Vec<Entry> = answered
        .filter_map(|(index, id)| Some(Entry::Answered { question: id.clone(), right: outcome(index)?, at }))
        .collect();
    let spent = at.at.saturating_sub(quiz.started.at) / 1000;
    let result = QuizResult {
        title: quiz.plan.title.clone(),
        finished: at,
        seconds: u32::try_from(spent).unwrap_or(u32::MAX),
        minutes: quiz.plan.minutes,
        marks,
    };
    entries.push(Entry::QuizFinished { result, at });
    entries
}

fn finished(quiz: &OpenQuiz, now: Moment) -> Moment {
    match quiz.countdown() {
        Some(countdown) => countdown.finished(now),
        None if now.at < quiz.started.at => quiz.started,
        None => now,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::study::samples::moment;
    use crate::study::{Progress, QuizPlan};

    fn open(minutes: Option<u32>) -> OpenQuiz {
        let questions = ["a", "b", "c", "gone"].map(Into::into).to_vec();
        OpenQuiz {
            plan: QuizPlan { questions, seed: 1, minutes, title: "DNS".to_owned() },
            started: moment(10, 0),
            answers: vec![Answer::Line(1), Answer::None, Answer::Line(0), Answer::Line(1)],
            flagged: BTreeSet::new(),
        }
    }

    fn judge(index: usize, answer: &Answer) -> Option<bool> {
        (index != 3).then_some(*answer == Answer::Line(1))
    }

    fn result(entries: &[Entry]) -> &QuizResult {
        let Some(Entry::QuizFinished { result, .. }) = entries.last() else {
            panic!("no result: {entries:?}")
        };
        result
    }

    #[test]
    fn the_clock_never_gives_more_than_it_had() {
        let quiz = open(Some(10));
        let left = |ms| time_left(&quiz, Moment { at: quiz.started.at + ms, day: quiz.started.day });
        assert_eq!(left(0), Some(600_000));
        assert_eq!(left(60_000), Some(540_000));
        assert_eq!(left(-86_400_000), Some(600_000), "the clock set back a day");
        assert_eq!(left(86_400_000), Some(0));
        assert_eq!(time_left(&open(None), quiz.started), None);
    }

    #[test]
    fn a_timed_quiz_counts_what_was_left_open_as_wrong_and_ends_at_its_deadline() {
        let quiz = open(Some(10));
        let late = moment(12, 0);
        let entries = hand_in(&quiz, judge, late);
        let finished = result(&entries);
        let right: Vec<bool> = finished.marks.iter().map(|(_, right)| *right).collect();
        assert_eq!(right, [true, false, false]);
        assert_eq!(entries.len(), 3, "two answers and the result: {entries:?}");
        assert_eq!((finished.seconds, finished.finished.at), (600, quiz.countdown().unwrap().deadline()));
        assert_eq!(finished.finished.day, quiz.started.day);
        let early = hand_in(&quiz, judge, Moment { at: quiz.started.at + 90_500, day: quiz.started.day });
        assert_eq!(result(&early).seconds, 90);
    }

    #[test]
    fn practice_leaves_out_what_was_not_answered() {
        let quiz = open(None);
        let entries = hand_in(&quiz, judge, moment(9, 0));
        let result = result(&entries);
        assert_eq!(result.marks.len(), 2);
        assert_eq!((result.seconds, result.finished), (0, quiz.started), "never finished before it began");
        let mut progress = Progress { quiz: Some(quiz), ..Progress::default() };
        for entry in &entries {
            progress.apply(entry);
        }
        assert_eq!(progress.quiz, None);
        assert_eq!(progress.questions.len(), 2);
    }
}
