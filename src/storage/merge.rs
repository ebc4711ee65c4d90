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
