//! The help: every key of the place, from the key table.

use ratatui::layout::Rect;

use crate::app::{Model, Place, help_page};
use crate::tui::canvas::{Canvas, inset};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, model: &Model, place: Place, top: usize) {
    let area = inset(body, 2);
    canvas.page(area, &help_page(model, place, usize::from(area.width)), top);
}
