//! As much as can be, when both the table and the log are damaged: what one lacks is taken from the other.

use std::collections::BTreeMap;

use crate::study::Progress;

/// Fills what `base` lacks from `other`, and takes the later state where both know of a thing.
///
/// It may bring back what a reset took away, if the reset itself was lost: too much is the better mistake here.
pub(super) fn merge(base: &mut Progress, other: Progress) {
    newer(&mut base.cards, other.cards, |card| (card.last, card.reviews));
    newer(&mut base.questions, other.questions, |question| (question.asked, question.last));
    newer(&mut base.mistakes, other.mistakes, |mistake| (mistake.made, mistake.avoided));
    newer(&mut base.days, other.days, |day| (day.answers, day.sections));
    newer(&mut base.labs, other.labs, |lab| {
        (lab.last, lab.graded, lab.open.as_ref().map(|open| (open.started, open.acts.len())))
    });
    for (chapter, reading) in other.reading {
        let known = base.reading.entry(chapter).or_default();
        known.position = known.position.take().or(reading.position);
        known.finished.extend(reading.finished);
    }
    base.last_chapter = base.last_chapter.take().or(other.last_chapter);
    base.quiz = base.quiz.take().or(other.quiz);
    base.exam = base.exam.take().or(other.exam);
    base.last_exam = base.last_exam.take().or(other.last_exam);
    for result in other.exams {
        if !base.exams.contains(&result) {
            let place = base.exams.partition_point(|known| known.finished <= result.finished);
            base.exams.insert(place, result);
        }
    }
    for result in other.results {
        if !base.results.contains(&result) {
            let place = base.results.partition_point(|known| known.finished <= result.finished);
            base.results.insert(place, result);
        }
    }
}

fn newer<K: Ord, V, T: PartialOrd>(base: &mut BTreeMap<K, V>, other: BTreeMap<K, V>, age: impl Fn(&V) -> T) {
    for (key, value) in other {
        if base.get(&key).is_none_or(|known| age(known) < age(&value)) {
            base.insert(key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::exam::{ExamPlan, ExamResult, OpenExam};
    use crate::study::{Day, LabRecord, Moment};

    fn at(day: i32) -> Moment {
        Moment { at: i64::from(day) * 86_400_000, day: Day(day) }
    }

    fn result(day: i32) -> ExamResult {
        ExamResult { finished: at(day), seconds: 60, minutes: 40, tasks: Vec::new() }
    }

    fn open(day: i32) -> OpenExam {
        OpenExam::new(ExamPlan { tasks: Vec::new(), minutes: 40 }, at(day))
    }

    #[test]
    fn every_exam_is_kept_once_and_in_order() {
        let mut base = Progress { exams: vec![result(1), result(5)], ..Progress::default() };
        let other = Progress {
            exams: vec![result(5), result(3), result(9)],
            exam: Some(open(8)),
            last_exam: Some(open(5)),
            ..Progress::default()
        };
        merge(&mut base, other.clone());
        assert_eq!(base.exams, [1, 3, 5, 9].map(result));
        assert_eq!((&base.exam, &base.last_exam), (&other.exam, &other.last_exam));
        let own = Progress { exam: Some(open(2)), ..Progress::default() };
        let mut kept = own.clone();
        merge(&mut kept, other);
        assert_eq!(kept.exam, own.exam, "what is there is not replaced");
    }

    #[test]
    fn the_later_state_of_a_lab_wins() {
        let graded = |day, best| LabRecord { best, graded: 1, last: at(day), ..LabRecord::default() };
        let with = |record| Progress {
            labs: [("a".to_owned(), record)].into_iter().collect(),
            ..Progress::default()
        };
        for (base, other, best) in [(1, 2, 70), (2, 1, 30)] {
            let mut merged = with(graded(base, 30));
            merge(&mut merged, with(graded(other, 70)));
            assert_eq!(merged.labs["a"].best, best);
        }
    }
}
