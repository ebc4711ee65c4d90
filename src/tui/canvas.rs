//! Where views draw: the frame, the theme, the model, and what can be clicked.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line as TextLine, Span};

use super::{Regions, Theme};
use crate::app::{Desk, Line, Page, Role, Run, Target, columns, cut};

pub struct Canvas<'a, 'frame> {
    pub frame: &'a mut Frame<'frame>,
    pub theme: Theme,
    pub desk: &'a Desk,
    pub regions: Regions,
}

impl Canvas<'_, '_> {
    /// Draws `runs` from the left edge of line `y` of `area`, cut at its right edge.
    pub fn line(&mut self, area: Rect, y: u16, runs: &[Run]) {
        self.line_over(area, y, runs, None);
    }

    /// Like [`Self::line`], with `over` laid over every run and the rest of the line: a selected row.
    pub fn line_over(&mut self, area: Rect, y: u16, runs: &[Run], over: Option<Style>) {
        let Some(row) = row_of(area, y) else { return };
        let theme = self.theme;
        let spans: Vec<Span<'_>> =
            runs.iter().map(|run| Span::styled(run.text.as_str(), theme.style(run.role))).collect();
        self.frame.render_widget(TextLine::from(spans), row);
        if let Some(style) = over {
            self.frame.buffer_mut().set_style(row, style);
        }
    }

    /// Draws `text` in `role` so that it ends at the right edge of line `y`.
    pub fn right(&mut self, area: Rect, y: u16, text: &str, role: Role) {
        let text = cut(text, usize::from(area.width));
        let width = short(columns(&text));
        let at = Rect { x: area.right().saturating_sub(width), width, ..area };
        self.line(at, y, &[Run::new(text, role)]);
    }

    pub fn rule(&mut self, area: Rect, y: u16) {
        self.line(area, y, &[Run::new("─".repeat(usize::from(area.width)), Role::Muted)]);
    }

    /// Draws the lines of a page from `top` on.
    pub fn page(&mut self, area: Rect, page: &Page, top: usize) {
        for (y, line) in page.lines.iter().skip(top).take(usize::from(area.height)).enumerate() {
            self.page_line(area, short(y), line, None);
        }
        self.scroll_hint(area, page.lines.len(), top);
    }

    pub fn page_line(&mut self, area: Rect, y: u16, line: &Line, over: Option<Style>) {
        self.line_over(area, y, &line.runs, over);
    }

    /// At the right of the area, parted from it by a column where there is one, how far one is in a text longer than it.
    pub fn scroll_hint(&mut self, area: Rect, lines: usize, top: usize) {
        let height = usize::from(area.height);
        if lines <= height || area.width < 4 {
            return;
        }
        let thumb = (height * height / lines).max(1);
        let first = top * height.saturating_sub(thumb) / (lines - height).max(1);
        let x = (area.right() + 1).min(self.frame.area().right().saturating_sub(1));
        for y in 0..height {
            let inside = (first..first + thumb).contains(&y);
            let at = Position { x, y: area.y + short(y) };
            let style = self.theme.style(Role::Muted);
            if let Some(cell) = self.frame.buffer_mut().cell_mut(at) {
                cell.set_symbol(if inside { "┃" } else { "│" }).set_style(style);
            }
        }
    }

    /// Makes line `y` of `area` clickable.
    pub fn clickable(&mut self, area: Rect, y: u16, target: Target) {
        if let Some(row) = row_of(area, y) {
            self.regions.push((row, target));
        }
    }

    pub fn cursor(&mut self, area: Rect, x: usize, y: u16) {
        if y < area.height {
            let x = area.x.saturating_add(short(x)).min(area.right().saturating_sub(1));
            self.frame.set_cursor_position(Position { x, y: area.y + y });
        }
    }

    /// A line being typed, with the cursor in it; what does not fit is cut at the left.
    pub fn edit(&mut self, area: Rect, y: u16, lead: &str, edit: &crate::app::LineEdit) {
        let (before, after) = edit.halves();
        let room = usize::from(area.width).saturating_sub(columns(lead) + 1);
        let mut shown = before;
        while columns(shown) > room {
            let first = shown.chars().next().map_or(0, char::len_utf8);
            shown = &shown[first..];
        }
        let runs = [Run::new(lead, Role::Accent), Run::new(shown, Role::Text), Run::new(after, Role::Text)];
        self.line(area, y, &runs);
        self.cursor(area, columns(lead) + columns(shown), y);
    }
}

/// The one-line area at line `y` of `area`.
fn row_of(area: Rect, y: u16) -> Option<Rect> {
    (y < area.height).then(|| Rect { y: area.y + y, height: 1, ..area })
}

/// A count of columns or lines as the terminal counts them.
pub fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// `area` without `left` columns at the left and one at the right.
pub fn inset(area: Rect, left: u16) -> Rect {
    Rect { x: area.x + left.min(area.width), width: area.width.saturating_sub(left + 1), ..area }
}

/// `area` without its first `lines` lines.
pub fn below(area: Rect, lines: usize) -> Rect {
    let lines = short(lines).min(area.height);
    Rect { y: area.y + lines, height: area.height - lines, ..area }
}
