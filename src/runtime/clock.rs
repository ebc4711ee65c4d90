//! The clock: the one place that reads it.

use crate::study::{Day, Moment};

/// Now, and the day it is for the learner.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Moment {
    let zoned = jiff::Zoned::now();
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    let day = zoned.date().since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days());
    Moment { at: zoned.timestamp().as_millisecond(), day: Day(day) }
}
