//! How long until a card comes back, in words short enough for a button.

use super::{Due, Moment};

const MINUTE: i64 = 60_000;

/// From `from` to `due`, in its largest sensible unit: `<10 m`, `3 h`, `2 d`, `3 mo`, `1.2 y`. What has already come
/// reads `now`. Within the day the minutes count, from the next day on the calendar: a card due tomorrow is `1 d` away
/// even at five to midnight, because that is when it will be asked for.
pub fn interval_words(from: Moment, due: Due) -> String {
    let days = i64::from(due.day.0) - i64::from(from.day.0);
    if days <= 0 {
        return if due.has_come(from) { "now".to_owned() } else { within_the_day(from, due) };
    }
    // Tenths of a year and whole months, rounded to the nearest: 365.25 days a year, 30.44 days a month.
    let months = (days * 100 + 1_522) / 3_044;
    let tenths = (days * 1_000 + 18_262) / 36_525;
    if days < 30 {
        format!("{days} d")
    } else if months < 12 {
        format!("{months} mo")
    } else if tenths % 10 == 0 {
        format!("{} y", tenths / 10)
    } else {
        format!("{}.{} y", tenths / 10, tenths % 10)
    }
}

fn within_the_day(from: Moment, due: Due) -> String {
    let minutes = due.at.saturating_sub(from.at).max(1).saturating_add(MINUTE - 1) / MINUTE;
    match minutes {
        ..60 => format!("<{minutes} m"),
        60..1440 => format!("{} h", minutes.div_euclid(60)),
        // Only on the day of the exam: done for today, but no day after it is promised.
        _ => "1 d".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Day;

    #[test]
    fn intervals_read_as_on_the_buttons() {
        let from = Moment { at: 1_000_000, day: Day(100) };
        let on = |days| interval_words(from, Due::on(Day(100 + days)));
        let read: Vec<String> =
            [1, 2, 29, 30, 45, 91, 350, 360, 365, 438, 3_653].into_iter().map(on).collect();
        let expected = ["1 d", "2 d", "29 d", "1 mo", "1 mo", "3 mo", "11 mo", "1 y", "1 y", "1.2 y", "10 y"];
        assert_eq!(read, expected);
        let at = |ms| interval_words(from, Due { day: from.day, at: from.at + ms });
        assert_eq!([at(600_000), at(0), at(3_600_000), at(86_400_000)], ["<10 m", "now", "1 h", "1 d"]);
    }

    #[test]
    fn the_ends_of_the_calendar_are_words_too() {
        for (from, due) in [(i32::MIN, i32::MAX), (i32::MAX, i32::MIN)] {
            let from = Moment { at: i64::MIN, day: Day(from) };
            assert!(!interval_words(from, Due { day: Day(due), at: i64::MAX }).is_empty());
        }
        assert_eq!(
            interval_words(Moment { at: i64::MIN, day: Day(0) }, Due { day: Day(0), at: i64::MAX }),
            "1 d"
        );
    }
}
