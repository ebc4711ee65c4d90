//! The time of an attempt: it runs while the lab is open, waiting counts, and the time when the program is closed does not.

use super::{LabScreen, Purpose};
use crate::app::Desk;
use crate::study::{Entry, OpenLab};

/// The record hears of an attempt that is only looked at so often, in milliseconds: no more is lost when the program is
/// killed.
const EVERY: i64 = 60_000;

impl LabScreen {
    /// The attempt whose time is kept with it. A task of an exam has none: there it is the exam's.
    fn open<'d>(&self, desk: &'d Desk) -> Option<&'d OpenLab> {
        let record = desk.progress.labs.get(&self.id)?;
        record.open.as_ref().filter(|_| matches!(self.purpose, Purpose::Attempt))
    }

    /// Milliseconds of this attempt so far; `None` where no clock runs.
    pub fn spent(&self, desk: &Desk) -> Option<i64> {
        self.running()?;
        Some(self.open(desk)?.spent_by(desk.now))
    }

    /// Whether it takes longer than an exam would give.
    pub fn is_late(&self, desk: &Desk) -> bool {
        let minutes = self.running().map_or(0, |running| running.attempt.lab.minutes);
        self.spent(desk).is_some_and(|spent| spent > i64::from(minutes) * 60_000)
    }

    /// Writes down that it is on the screen, or that it is there again.
    pub(super) fn seen(&self, resumed: bool, desk: &mut Desk) {
        if self.open(desk).is_some() {
            desk.record(Entry::LabSeen { lab: self.id.clone(), resumed, at: desk.now });
        }
    }

    pub(super) fn passed(&self, desk: &mut Desk) {
        if self.open(desk).is_some_and(|open| desk.now.at.saturating_sub(open.seen) >= EVERY) {
            self.seen(false, desk);
        }
    }
}
