//! What every screen works with: the course's index, the learner's record, the settings, the time, the size.

use std::sync::Arc;

use super::{Effect, Role, Run, Size, cut, wrap_runs};
use crate::course::Catalog;
use crate::generate::row_of;
use crate::study::mastery::by_topic;
use crate::study::{Entry, Moment, Progress, Scheduler, Settings};

/// The shared part of the model.
#[derive(Debug, Clone)]
pub struct Desk {
    pub catalog: Arc<Catalog>,
    pub progress: Progress,
    pub settings: Settings,
    pub now: Moment,
    pub size: Size,
    /// Whether the terminal's background is dark, once it has said so.
    pub dark: Option<bool>,
    pub notice: Option<Notice>,
    /// The question at which the open quiz, known by when it began, was left.
    pub(super) left_at: Option<(Moment, usize)>,
    /// Takes back the last grade, once its review was left.
    pub(super) undo: Option<Entry>,
    /// What waits to be performed.
    pub(super) effects: Vec<Effect>,
}

/// A line above the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    /// Stays until it is put away, or what it warns of has passed; others go with the next key.
    pub stays: bool,
    /// Goes by itself once the record could be written.
    pub until_saved: bool,
}

/// The part of the window that screens draw in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    pub width: usize,
    pub height: usize,
    /// Columns of the side pane, where the window is wide enough for one.
    pub side: Option<usize>,
}

/// Text is not set wider than this: longer lines are hard to follow.
const MEASURE: usize = 92;
/// From this many columns on there is a side pane.
const SIDE_FROM: usize = 110;
const SIDE_WIDTH: usize = 32;
/// Lines of the window that are not body: title, rule, rule, footer.
const FRAME_LINES: usize = 4;
/// Lines of a notice at most.
const NOTICE_LINES: usize = 4;
/// The smallest window that screens are drawn in.
pub const SMALLEST: Size = Size { width: 60, height: 16 };

impl Desk {
    pub fn new(
        catalog: Arc<Catalog>,
        progress: Progress,
        settings: Settings,
        now: Moment,
        size: Size,
    ) -> Self {
        Self {
            catalog,
            progress,
            settings,
            now,
            size,
            dark: None,
            notice: None,
            left_at: None,
            undo: None,
            effects: Vec::new(),
        }
    }

    /// Applies `entry` to the record and has it written.
    pub fn record(&mut self, entry: Entry) {
        self.record_all(vec![entry]);
    }

    pub fn record_all(&mut self, entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        for entry in &entries {
            self.progress.apply(entry);
        }
        self.effects.push(Effect::Record(entries));
    }

    /// Notes the mastery reached, for the line over time.
    pub fn measure(&mut self) {
        let mastery = by_topic(&self.catalog, &self.progress, &self.scheduler(), self.now.day, row_of)
            .into_iter()
            .filter_map(|(topic, percent)| Some((topic.id().to_owned(), percent?)))
            .collect();
        self.record(Entry::Measured { mastery, at: self.now });
    }

    pub fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub fn scheduler(&self) -> Scheduler {
        Scheduler::new(self.settings.retention, self.settings.exam)
    }

    /// Says something until the next key.
    pub fn say(&mut self, text: impl Into<String>) {
        if !self.notice.as_ref().is_some_and(|notice| notice.stays) {
            self.notice = Some(Notice { text: text.into(), stays: false, until_saved: false });
        }
    }

    /// The notice in the lines that it needs: one that stays is told whole, as there is no other place to read it.
    pub fn notice_lines(&self) -> Vec<String> {
        let Some(notice) = &self.notice else { return Vec::new() };
        let width = usize::from(self.size.width).saturating_sub(4).max(1);
        if !notice.stays {
            return vec![cut(&notice.text, width)];
        }
        let text = format!("{}  ·  ctrl-x puts this away", notice.text);
        let mut lines: Vec<String> = wrap_runs(&[Run::new(text, Role::Text)], width)
            .into_iter()
            .map(|runs| runs.into_iter().map(|run| run.text).collect())
            .collect();
        lines.truncate(NOTICE_LINES);
        lines
    }

    /// The space that screens have.
    pub fn body(&self) -> Body {
        let width = usize::from(self.size.width);
        let height = usize::from(self.size.height)
            .saturating_sub(FRAME_LINES + self.notice_lines().len().saturating_sub(1))
            .max(1);
        let side = (width >= SIDE_FROM).then_some(SIDE_WIDTH);
        Body { width: width.saturating_sub(side.map_or(0, |side| side + 1)), height, side }
    }

    /// The columns of running text.
    pub fn measure_width(&self) -> usize {
        self.body().width.saturating_sub(4).clamp(1, MEASURE)
    }
}
