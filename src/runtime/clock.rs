//! The clock: the one place that reads it.

use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

use jiff::tz::TimeZone;

use crate::study::{Day, Moment};

/// Now, and the day it is for the learner.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Moment {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    let timestamp = jiff::Timestamp::now();
    let date = timestamp.to_zoned(ZONE.get_or_init(zone).clone()).date();
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    let day = date.since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days());
    Moment { at: timestamp.as_millisecond(), day: Day(day) }
}

/// The learner's time zone: of `TZ`, else of `/etc/localtime`.
///
/// jiff's own way first walks all of `/usr/share/zoneinfo`, which took half of the time to the first frame; it is left
/// for what is neither a name nor a file, and gives UTC where nothing is known.
fn zone() -> TimeZone {
    let file = match env::var("TZ") {
        Err(_) => Path::new("/etc/localtime").to_owned(),
        Ok(name) => Path::new("/usr/share/zoneinfo").join(name.trim_start_matches(':')),
    };
    let tzif = || TimeZone::tzif("local", &fs::read(&file).ok()?).ok();
    let posix = || TimeZone::posix(&env::var("TZ").ok()?).ok();
    tzif().or_else(posix).unwrap_or_else(TimeZone::system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_within_one_of_utc() {
        let now = now();
        let utc = i32::try_from(now.at.div_euclid(86_400_000)).unwrap();
        assert!((utc - 1..=utc + 1).contains(&now.day.0));
    }
}
