//! Days and moments as values. Nothing here reads a clock; `runtime` does and passes moments in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day of the learner's own calendar, counted from 1970-01-01. A date without a time zone: a card due "on the 3rd"
/// stays due on the 3rd wherever the learner travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

/// A point in time: milliseconds since 1970-01-01 UTC, and the day it falls on for the learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Moment {
    pub at: i64,
    pub day: Day,
}

impl Day {
    /// This day and `days` more; stops at the ends of the calendar.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day; negative if this day is before it.
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// Monday is 0, Sunday is 6.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from((i64::from(self.0) + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// Reads `2026-11-22`; `None` if there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.trim().parse().ok()?;
        let days = date.since((jiff::Unit::Day, EPOCH)).ok()?.get_days();
        Some(Self(days))
    }
}

impl Moment {
    /// The point in time in UTC as RFC 3339 writes it, in whole seconds: `2026-11-22T15:20:06Z`.
    pub fn utc(self) -> String {
        let seconds = self.at.div_euclid(1000);
        let day = i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX);
        let rest = seconds.rem_euclid(86_400);
        format!("{}T{:02}:{:02}:{:02}Z", Day(day), rest / 3600, rest / 60 % 60, rest % 60)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match EPOCH.checked_add(jiff::Span::new().days(self.0.clamp(-700_000, 2_900_000))) {
            Ok(date) => write!(f, "{date}"),
            Err(_) => write!(f, "day {}", self.0),
        }
    }
}

const EPOCH: jiff::civil::Date = jiff::civil::Date::constant(1970, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc() {
        let at = |at: i64| Moment { at, day: Day(0) }.utc();
        assert_eq!(at(1_795_348_800_000), "2026-11-22T12:00:00Z");
        assert_eq!(at(-1), "1969-12-31T23:59:59Z");
        assert_eq!(at(61_999), "1970-01-01T00:01:01Z");
    }

    #[test]
    fn days_read_as_they_are_written() {
        for text in ["1970-01-01", "2026-11-22", "2000-02-29", "1969-12-31"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Day::parse("1970-01-02"), Some(Day(1)));
        assert_eq!(Day::parse("2026-02-30"), None);
        assert_eq!(Day::parse("2026-11-22").unwrap().weekday(), 6);
    }
}
