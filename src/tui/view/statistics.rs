//! The statistics.

use ratatui::layout::Rect;

use crate::app::{StatisticsScreen, Target};
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &StatisticsScreen) {
    let area = inset(body, 2);
    canvas.page(area, &state.page, state.top);
    for (row, line) in state.missed_lines.clone().enumerate() {
        if let Some(y) = line.checked_sub(state.top) {
            canvas.clickable(area, short(y), Target::Row(row));
        }
    }
}
