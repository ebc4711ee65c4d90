//! Moving in a chapter: by lines, pages, sections, matches and focus; and when a section counts as finished.

use super::{Found, ReaderScreen};
use crate::app::{Command, Desk};
use crate::study::Entry;

impl ReaderScreen {
    /// Handles `command` if it moves; says whether it did.
    pub(super) fn moved(&mut self, command: Command, desk: &mut Desk) -> bool {
        let page = isize::try_from(desk.body().height.saturating_sub(2).max(1)).unwrap_or(1);
        match command {
            Command::Up => self.scroll(-1, desk),
            Command::Down => self.scroll(1, desk),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::Top => self.go_to_line(0, desk),
            Command::Bottom => self.go_to_line(usize::MAX, desk),
            Command::NextSection => self.step_section(1, desk),
            Command::PreviousSection => self.step_section(-1, desk),
            Command::Next => self.focus_next(desk, 1),
            Command::Previous => self.focus_next(desk, -1),
            Command::FindNext => self.step_match(1, desk),
            Command::FindPrevious => self.step_match(-1, desk),
            _ => return false,
        }
        true
    }

    /// Scrolls as one reads. A section whose end comes into view this way is finished; jumping past it finishes nothing.
    fn scroll(&mut self, by: isize, desk: &mut Desk) {
        let before = self.top;
        self.top = self.top.saturating_add_signed(by);
        self.clamp(desk);
        if by > 0 {
            let seen_to = self.top + desk.body().height;
            let ends_seen = |(_, end): &(usize, usize)| *end > before && *end <= seen_to;
            let finished: Vec<usize> = (0..self.laid.sections.len())
                .filter(|index| ends_seen(&self.laid.sections[*index]))
                .collect();
            for section in finished {
                self.finish(section, desk);
            }
        }
        self.drop_hidden_focus(desk);
    }

    fn finish(&self, section: usize, desk: &mut Desk) {
        let Some(chapter) = &self.chapter else { return };
        let Some(section) = chapter.sections.get(section) else { return };
        let finished =
            desk.progress.reading.get(&chapter.id).is_some_and(|r| r.finished.contains(&section.id));
        if !finished {
            let (chapter, section) = (chapter.id.clone(), section.id.clone());
            desk.record(Entry::SectionFinished { chapter, section, at: desk.now });
        }
    }

    pub(super) fn go_to_section(&mut self, section: Option<&str>, desk: &Desk) {
        let index = section.and_then(|id| {
            self.chapter.as_ref().and_then(|chapter| chapter.sections.iter().position(|s| s.id == id))
        });
        let line = index.and_then(|index| self.laid.sections.get(index)).map_or(0, |(first, _)| *first);
        self.go_to_line(line, desk);
    }

    fn go_to_line(&mut self, line: usize, desk: &Desk) {
        self.top = line;
        self.clamp(desk);
        self.drop_hidden_focus(desk);
    }

    fn step_section(&mut self, by: isize, desk: &Desk) {
        let here = self.section();
        let there = match (here, by) {
            (None, 1..) => Some(0),
            (Some(index), 1..) => Some(index + 1),
            // Back to the beginning of this section first.
            (Some(index), _) if self.laid.sections[index].0 < self.top => Some(index),
            (Some(index), _) => index.checked_sub(1),
            (None, _) => None,
        };
        let line = match there {
            None => 0,
            Some(index) => self.laid.sections.get(index).map_or(self.top, |(first, _)| *first),
        };
        self.go_to_line(line, desk);
    }

    /// Focuses the next thing that can be, beginning with what is on the screen.
    pub(super) fn focus_next(&mut self, desk: &Desk, by: isize) {
        let height = desk.body().height;
        let next = match self.focus {
            Some(index) => index.checked_add_signed(by).filter(|index| *index < self.laid.focusable.len()),
            None if by > 0 => self.laid.focusable.iter().position(|(line, _)| *line >= self.top),
            None => self.laid.focusable.iter().rposition(|(line, _)| *line < self.top + height),
        };
        let Some(next) = next else { return };
        self.focus = Some(next);
        let line = self.laid.focusable[next].0;
        if line < self.top || line + 1 >= self.top + height {
            self.top = line.saturating_sub(height / 3);
            self.clamp(desk);
        }
    }

    fn drop_hidden_focus(&mut self, desk: &Desk) {
        let visible = self.top..self.top + desk.body().height;
        let line = self.focus.and_then(|index| self.laid.focusable.get(index)).map(|(line, _)| *line);
        if line.is_some_and(|line| !visible.contains(&line)) {
            self.focus = None;
        }
    }

    /// Goes to the first match from here on.
    pub(super) fn find(&mut self, desk: &mut Desk) {
        let words = self.finding.take().map(|edit| edit.text().trim().to_owned()).unwrap_or_default();
        if words.is_empty() {
            self.found = None;
            return;
        }
        let lines = self.laid.lines_with(&words);
        if lines.is_empty() {
            desk.say(format!("“{words}” does not stand in this chapter."));
            self.found = None;
            return;
        }
        let current = lines.iter().position(|line| *line >= self.top).unwrap_or(0);
        self.found = Some(Found { words, lines, current });
        self.show_match(desk);
    }

    fn step_match(&mut self, by: isize, desk: &mut Desk) {
        let Some(found) = &mut self.found else {
            return desk.say("Nothing was looked for yet; / finds words.");
        };
        let count = found.lines.len().max(1);
        found.current = found.current.checked_add_signed(by).unwrap_or(count - 1) % count;
        self.show_match(desk);
    }

    fn show_match(&mut self, desk: &mut Desk) {
        let Some(found) = &self.found else { return };
        let Some(line) = found.lines.get(found.current) else { return };
        let line = *line;
        desk.say(format!("“{}”: match {} of {}", found.words, found.current + 1, found.lines.len()));
        self.go_to_line(line.saturating_sub(desk.body().height / 3), desk);
    }

    pub(super) fn clamp(&mut self, desk: &Desk) {
        let last = self.laid.page.lines.len().saturating_sub(desk.body().height);
        self.top = self.top.min(last);
    }
}
