//! The session's clock: RFC 3339 in UTC, moved by what waits.

use jiff::{ToSpan, civil::DateTime};

/// A time, read as a civil one: it is UTC throughout.
pub fn read(time: &str) -> Option<DateTime> {
    time.trim_end_matches('Z').parse().ok()
}

/// That many seconds later; a time that can not be read stays as it is.
pub fn later(time: &str, seconds: u64) -> String {
    let moved =
        i64::try_from(seconds).ok().and_then(|seconds| read(time)?.checked_add(seconds.seconds()).ok());
    moved.map_or_else(|| time.to_owned(), |moved| format!("{}Z", moved.strftime("%Y-%m-%dT%H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_moves_over_midnight_and_a_wrong_one_stands_still() {
        assert_eq!(later("2026-12-31T23:59:59Z", 2), "2027-01-01T00:00:01Z");
        assert_eq!(later("soon", 2), "soon");
        assert_eq!(later("2026-12-31T23:59:59Z", u64::MAX), "2026-12-31T23:59:59Z");
    }
}
