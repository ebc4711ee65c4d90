//! Ages as kubectl prints them: `45s`, `3m12s`, `5h`, `2d3h`, `400d`.
//!
//! The rules are those of `duration.HumanDuration` in apimachinery: two units while the larger is small.

/// A duration in whole seconds, as a cell of `kubectl get`. Clocks that differ by a second or two are forgiven.
pub fn human_duration(seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    const YEAR: i64 = 365 * DAY;
    let two = |large: i64, unit: &str, rest: i64, small: &str| match rest {
        0 => format!("{large}{unit}"),
        rest => format!("{large}{unit}{rest}{small}"),
    };
    match seconds {
        ..-1 => "<invalid>".to_owned(),
        -1..=0 => "0s".to_owned(),
        s if s < 2 * MINUTE => format!("{s}s"),
        s if s < 10 * MINUTE => two(s / MINUTE, "m", s % MINUTE, "s"),
        s if s < 3 * HOUR => format!("{}m", s / MINUTE),
        s if s < 8 * HOUR => two(s / HOUR, "h", s / MINUTE % 60, "m"),
        s if s < 2 * DAY => format!("{}h", s / HOUR),
        s if s < 8 * DAY => two(s / DAY, "d", s / HOUR % 24, "h"),
        s if s < 2 * YEAR => format!("{}d", s / DAY),
        s if s < 8 * YEAR => two(s / YEAR, "y", s / DAY % 365, "d"),
        s => format!("{}y", s / YEAR),
    }
}

/// The time from one RFC 3339 time to another, as a cell; `<unknown>` when either is none.
pub fn since(then: Option<&str>, now: &str) -> String {
    let seconds = then.and_then(|then| seconds_between(then, now));
    seconds.map_or_else(|| "<unknown>".to_owned(), human_duration)
}

/// The seconds from one RFC 3339 time to another; `None` when either is none.
pub fn seconds_between(then: &str, now: &str) -> Option<i64> {
    let read = |text: &str| {
        text.parse::<jiff::civil::DateTime>().ok().or_else(|| text.strip_suffix('Z')?.parse().ok())
    };
    Some(read(now)?.duration_since(read(then)?).as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_while_the_larger_is_small() {
        for (seconds, text) in [
            (-2, "<invalid>"),
            (-1, "0s"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (192, "3m12s"),
            (600, "10m"),
            (10_799, "179m"),
            (10_800, "3h"),
            (18_060, "5h1m"),
            (28_800, "8h"),
            (172_799, "47h"),
            (172_800, "2d"),
            (183_600, "2d3h"),
            (691_200, "8d"),
            (63_072_000, "2y"),
            (63_158_400, "2y1d"),
            (252_288_000, "8y"),
        ] {
            assert_eq!(human_duration(seconds), text, "{seconds}");
        }
    }

    #[test]
    fn a_time_that_is_none_has_no_age() {
        assert_eq!(since(Some("2026-11-22T15:20:06Z"), "2026-11-22T15:20:50Z"), "44s");
        assert_eq!(since(Some("2026-11-22T15:20:06.123456Z"), "2026-11-22T15:21:50Z"), "103s");
        assert_eq!(since(None, "2026-11-22T15:20:50Z"), "<unknown>");
        assert_eq!(since(Some("yesterday"), "2026-11-22T15:20:50Z"), "<unknown>");
    }
}
