//! The help: every key of the place, from the key table.

use ratatui::layout::Rect;

use crate::app::{Place, help_page};
use crate::tui::canvas::{Canvas, inset};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, place: Place, top: usize) {
    let area = inset(body, 2);
    canvas.page(area, &help_page(place, usize::from(area.width)), top);
}
