//! After a lab: the score with its reasons, what was typed, the solutions; or a solution being played.

use ratatui::layout::Rect;

use super::lab::draw_terminal;
use crate::app::{LabResultScreen, Role, Run, cut};
use crate::tui::canvas::{Canvas, below, inset};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &LabResultScreen) {
    let Some(playing) = &state.playing else {
        return canvas.page(inset(body, 2), &state.page, state.top);
    };
    let area = inset(body, 1);
    let name = state.lab.solutions.get(playing.index).map_or("", |solution| solution.name.as_str());
    let title = format!("Solution {}: {name}", playing.index + 1);
    let hint = if playing.is_done() { "  that was all" } else { "  space types the next command" };
    let room = usize::from(area.width).saturating_sub(hint.len());
    canvas.line(area, 0, &[Run::new(cut(&title, room), Role::Heading), Run::new(hint, Role::Muted)]);
    draw_terminal(canvas, below(area, 2), &playing.terminal);
}
