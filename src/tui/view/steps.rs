//! A packet's way, as far as it was gone.

use ratatui::layout::Rect;

use crate::app::StepsScreen;
use crate::tui::canvas::{Canvas, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &StepsScreen) {
    let measure = short(canvas.desk.measure_width());
    let area = Rect { x: body.x + 2, width: measure.min(body.width.saturating_sub(3)), ..body };
    canvas.page(area, &state.page, state.top);
}
