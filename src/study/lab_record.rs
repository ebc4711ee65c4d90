//! What is remembered of a lab: how well it was solved, and the attempt that is open, as the acts that lead to its state.
//!
//! An attempt is kept as what was typed, not as a cluster: the lab is a pure function of its seed, its start and these
//! acts, so a few lines bring everything back, and the log stays small and readable.

use serde::{Deserialize, Serialize};

use super::Moment;

/// Acts of one attempt that are remembered at most; an exam's task takes a few dozen.
const MOST_ACTS: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabRecord {
    /// Times it was graded.
    pub graded: u32,
    /// The best score, in percent.
    pub best: u8,
    /// When it was graded last.
    pub last: Moment,
    pub open: Option<OpenLab>,
}

/// An attempt that was not ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenLab {
    /// Draws the names.
    pub seed: u64,
    pub started: Moment,
    pub acts: Vec<LabAct>,
    /// Hints that were shown.
    pub hints: u32,
    /// Milliseconds on the screen up to `seen`: waiting counts, the time when the program is closed does not.
    #[serde(default)]
    pub spent: i64,
    /// When it was on the screen last, in milliseconds since 1970.
    #[serde(default)]
    pub seen: i64,
}

impl OpenLab {
    /// Milliseconds on the attempt's clock when something was done.
    pub fn time_of(&self, act: &LabAct) -> i64 {
        act.spent.unwrap_or_else(|| act.at.saturating_sub(self.started.at).max(0))
    }

    /// Milliseconds on the screen up to `now`, if it has been there since it was seen last.
    pub fn spent_by(&self, now: Moment) -> i64 {
        self.spent.saturating_add(now.at.saturating_sub(self.seen).max(0))
    }

    fn see(&mut self, at: Moment) {
        self.spent = self.spent_by(at);
        self.seen = at.at;
    }
}

/// One thing that the learner did in a lab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabAct {
    /// Milliseconds since 1970: the lab's clock stood there.
    pub at: i64,
    /// Milliseconds that the attempt had been on the screen by then; none where the clock never stops, as in an exam.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<i64>,
    #[serde(flatten)]
    pub deed: LabDeed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabDeed {
    /// A line was typed.
    Typed(String),
    /// The editor was left: with this text, or with nothing changed.
    Edited(Option<String>),
    /// Ctrl-C: what was begun (a heredoc, a loop) was given up.
    Interrupted,
}

impl OpenLab {
    /// Whether no further act is remembered.
    pub fn is_full(&self) -> bool {
        self.acts.len() >= MOST_ACTS
    }

    pub(super) fn acted(&mut self, act: &LabAct) {
        if !self.is_full() {
            self.acts.push(act.clone());
        }
    }
}

impl LabRecord {
    /// Whether it was once solved in full.
    pub fn is_solved(&self) -> bool {
        self.best >= 100
    }

    pub(super) fn started(&mut self, seed: u64, at: Moment) {
        self.open = Some(OpenLab { seed, started: at, seen: at.at, ..OpenLab::default() });
    }

    pub(super) fn acted(&mut self, act: &LabAct, at: Moment) {
        self.see(at);
        if let Some(open) = &mut self.open {
            open.acted(&LabAct { spent: Some(open.spent), ..act.clone() });
        }
    }

    pub(super) fn seen(&mut self, resumed: bool, at: Moment) {
        match &mut self.open {
            Some(open) if resumed => open.seen = at.at,
            _ => self.see(at),
        }
    }

    fn see(&mut self, at: Moment) {
        if let Some(open) = &mut self.open {
            open.see(at);
        }
    }

    pub(super) fn hinted(&mut self, at: Moment) {
        self.see(at);
        if let Some(open) = &mut self.open {
            open.hints = open.hints.saturating_add(1);
        }
    }

    pub(super) fn graded(&mut self, percent: u8, at: Moment) {
        self.see(at);
        self.graded = self.graded.saturating_add(1);
        self.best = self.best.max(percent.min(100));
        self.last = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::samples::moment;
    use crate::study::{Entry, Progress};

    fn after(entries: &[Entry]) -> Progress {
        let mut progress = Progress::default();
        for entry in entries {
            progress.apply(entry);
        }
        progress
    }

    fn act(at: Moment) -> Entry {
        let act = LabAct { at: at.at, spent: None, deed: LabDeed::Typed("ls".to_owned()) };
        Entry::LabActed { lab: "l".to_owned(), act, at }
    }

    #[test]
    fn waiting_counts_and_the_time_away_does_not() {
        let lab = || "l".to_owned();
        let seen =
            |resumed, minute: i64| Entry::LabSeen { lab: lab(), resumed, at: moment(10, minute * 60_000) };
        let progress = after(&[
            Entry::LabStarted { lab: lab(), seed: 0, at: moment(10, 0) },
            act(moment(10, 180_000)),
            seen(false, 5),
            seen(true, 30),
            Entry::LabHinted { lab: lab(), at: moment(10, 31 * 60_000) },
            act(moment(10, 31 * 60_000)),
        ]);
        let open = progress.labs["l"].open.as_ref().unwrap();
        assert_eq!(open.spent, 6 * 60_000);
        let times: Vec<i64> = open.acts.iter().map(|act| open.time_of(act) / 60_000).collect();
        assert_eq!(times, [3, 6], "what was typed, by the same clock");
        assert_eq!(open.spent_by(moment(10, 33 * 60_000)), 8 * 60_000);
        assert_eq!(open.spent_by(moment(9, 0)), 6 * 60_000, "the clock set back");
    }

    #[test]
    fn what_is_done_in_no_attempt_changes_nothing() {
        let (lab, at) = (|| "l".to_owned(), moment(10, 0));
        for entry in [
            act(at),
            Entry::LabHinted { lab: lab(), at },
            Entry::LabSeen { lab: lab(), resumed: false, at },
            Entry::LabEnded { lab: lab(), at },
        ] {
            assert_eq!(after(std::slice::from_ref(&entry)), Progress::default(), "{entry:?}");
        }
    }

    #[test]
    fn looking_at_the_grade_is_no_answer_and_handing_in_work_is_one() {
        let lab = || "l".to_owned();
        let at = moment(10, 0);
        let start = Entry::LabStarted { lab: lab(), seed: 0, at };
        let looked = [start.clone(), Entry::LabGraded { lab: lab(), percent: 0, at }];
        assert!(after(&looked).days.is_empty());
        let ended = Entry::LabEnded { lab: lab(), at };
        assert!(after(&[start.clone(), ended.clone()]).days.is_empty());
        assert_eq!(after(&[start, act(at), ended]).days[&at.day].answers, 1);
    }
}
