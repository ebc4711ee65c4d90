//! A card, a question, a moment as one short line of words: a table of 10,000 cards read as one string each takes a third
//! of the time of arrays, and reads as well.

use std::fmt::{self, Write};
use std::str::SplitAsciiWhitespace;

use crate::study::mistakes::MistakeState;
use crate::study::{CardState, Day, Due, LabRecord, Marks, Moment, QuestionState};

/// Days outside of this have no date that reads back; they are written as numbers.
const DATED: std::ops::RangeInclusive<i32> = -700_000..=2_900_000;

pub(super) fn push_day(out: &mut String, day: Day) -> fmt::Result {
    if DATED.contains(&day.0) { write!(out, "{day}") } else { write!(out, "{}", day.0) }
}

pub(super) fn day(word: &str) -> Option<Day> {
    word.parse().map(Day).ok().or_else(|| Day::parse(word))
}

/// `2026-11-22 1763817198000`: the day for the learner, and milliseconds since 1970.
pub(super) fn push_moment(out: &mut String, moment: Moment) -> fmt::Result {
    push_day(out, moment.day)?;
    write!(out, " {}", moment.at)
}

pub(super) fn moment(text: &str) -> Option<Moment> {
    let mut words = text.split_ascii_whitespace();
    let moment = moment_of(&mut words)?;
    words.next().is_none().then_some(moment)
}

fn moment_of(words: &mut SplitAsciiWhitespace) -> Option<Moment> {
    Some(Moment { day: day(words.next()?)?, at: number(words)? })
}

fn number<N: std::str::FromStr>(words: &mut SplitAsciiWhitespace) -> Option<N> {
    words.next()?.parse().ok()
}

/// Times made, times avoided, those since it was made last, when that was.
pub(super) fn push_mistake(out: &mut String, mistake: &MistakeState) -> fmt::Result {
    write!(out, "{} {} {} ", mistake.made, mistake.avoided, mistake.since)?;
    push_moment(out, mistake.last)
}

pub(super) fn mistake(text: &str) -> Option<MistakeState> {
    let mut words = text.split_ascii_whitespace();
    let (made, avoided, since) = (number(&mut words)?, number(&mut words)?, number(&mut words)?);
    let last = moment_of(&mut words)?;
    words.next().is_none().then_some(MistakeState { made, avoided, since, last })
}

/// Due day and time, stability, difficulty, last day and time, reviews, lapses, marks.
///
/// Stability and difficulty are not rounded: the shortest digits that give the same `f32` again are at most nine, and the
/// record read from here is then equal to the one replayed from the log.
pub(super) fn push_card(out: &mut String, card: &CardState) -> fmt::Result {
    push_moment(out, Moment { day: card.due.day, at: card.due.at })?;
    write!(out, " {} {} ", finite(card.stability), finite(card.difficulty))?;
    push_moment(out, card.last)?;
    write!(out, " {} {}", card.reviews, card.lapses)?;
    out.push_str(if card.marks.flagged { " flagged" } else { "" });
    out.push_str(if card.marks.aside { " aside" } else { "" });
    Ok(())
}

pub(super) fn card(text: &str) -> Option<CardState> {
    let mut words = text.split_ascii_whitespace();
    let due = moment_of(&mut words)?;
    let mut card = CardState {
        due: Due { day: due.day, at: due.at },
        stability: number(&mut words).filter(|value: &f32| value.is_finite())?,
        difficulty: number(&mut words).filter(|value: &f32| value.is_finite())?,
        last: moment_of(&mut words)?,
        reviews: number(&mut words)?,
        lapses: number(&mut words)?,
        marks: Marks::default(),
    };
    for word in words {
        match word {
            "flagged" => card.marks.flagged = true,
            "aside" => card.marks.aside = true,
            _ => return None,
        }
    }
    Some(card)
}

/// Times asked, times right, the last answer, its day and time.
pub(super) fn push_question(out: &mut String, question: &QuestionState) -> fmt::Result {
    let last = if question.last_right { "right" } else { "wrong" };
    write!(out, "{} {} {last} ", question.asked, question.right)?;
    push_moment(out, question.last)
}

pub(super) fn question(text: &str) -> Option<QuestionState> {
    let mut words = text.split_ascii_whitespace();
    let (asked, right) = (number(&mut words)?, number(&mut words)?);
    let last_right = match words.next()? {
        "right" => true,
        "wrong" => false,
        _ => return None,
    };
    let last = moment_of(&mut words)?;
    words.next().is_none().then_some(QuestionState { asked, right, last_right, last })
}

/// Times graded, the best score in percent, the last day and time; the open attempt stands beside it.
pub(super) fn push_lab(out: &mut String, lab: &LabRecord) -> fmt::Result {
    write!(out, "{} {} ", lab.graded, lab.best)?;
    push_moment(out, lab.last)
}

pub(super) fn lab(text: &str) -> Option<LabRecord> {
    let mut words = text.split_ascii_whitespace();
    let (graded, best) = (number(&mut words)?, number(&mut words)?);
    let last = moment_of(&mut words)?;
    words.next().is_none().then_some(LabRecord { graded, best, last, open: None })
}

/// As in the log: what is no number is 0.
pub(super) fn finite(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_card_reads_back_as_it_was(
            days: (i32, i32), times: (i64, i64), floats: (f32, f32), counts: (u32, u32), marks: (bool, bool),
        ) {
            let before = CardState {
                due: Due { day: Day(days.0), at: times.0 },
                stability: finite(floats.0),
                difficulty: finite(floats.1),
                last: Moment { day: Day(days.1), at: times.1 },
                reviews: counts.0,
                lapses: counts.1,
                marks: Marks { flagged: marks.0, aside: marks.1 },
            };
            let mut text = String::new();
            push_card(&mut text, &before).unwrap();
            prop_assert_eq!(card(&text), Some(before), "{}", text);
        }

        #[test]
        fn any_near_day_reads_back(number in -800_000..3_000_000i32) {
            let mut text = String::new();
            push_day(&mut text, Day(number)).unwrap();
            prop_assert_eq!(day(&text), Some(Day(number)), "{}", text);
        }

        #[test]
        fn words_that_fit_nothing_are_refused(text in "[0-9a-z. -]{0,60}") {
            let _ = (card(&text), question(&text), moment(&text));
        }
    }

    #[test]
    fn a_card_reads_as_a_line() {
        let mut text = String::new();
        let card = CardState {
            stability: 3.217_3,
            difficulty: 5.1,
            reviews: 4,
            marks: Marks { flagged: true, aside: false },
            ..CardState::untouched(Day(20_414))
        };
        push_card(&mut text, &card).unwrap();
        assert_eq!(text, "2025-11-22 0 3.2173 5.1 1970-01-01 0 4 0 flagged");
    }
}
