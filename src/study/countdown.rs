//! A clock that is started once and runs whether or not the program does: of a timed quiz, of an exam.

use super::Moment;

/// So many minutes from a moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Countdown {
    pub started: Moment,
    pub minutes: u32,
}

impl Countdown {
    /// When it ends, in milliseconds since 1970.
    pub fn deadline(self) -> i64 {
        self.started.at.saturating_add(i64::from(self.minutes) * 60_000)
    }

    /// Milliseconds left. Never negative, and never more than the whole time, so that setting the clock back gains nothing
    /// beyond a fresh start.
    pub fn left(self, now: Moment) -> i64 {
        let whole = self.deadline().saturating_sub(self.started.at).max(0);
        self.deadline().saturating_sub(now.at).clamp(0, whole)
    }

    /// When something that is handed in now is finished: at the deadline at the latest, however late it is handed in, and
    /// then it counts for the day on which it was begun; never before it was begun (the clock set back).
    pub fn finished(self, now: Moment) -> Moment {
        if now.at < self.started.at {
            self.started
        } else if self.deadline() < now.at {
            Moment { at: self.deadline().max(self.started.at), day: self.started.day }
        } else {
            now
        }
    }
}
