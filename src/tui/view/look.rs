//! One card, both sides.

use ratatui::layout::Rect;

use crate::app::{LookScreen, Role, Run};
use crate::tui::canvas::{Canvas, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &LookScreen) {
    let measure = short(canvas.desk.measure_width());
    let area = Rect { x: body.x + body.width.saturating_sub(measure) / 2, width: measure, ..body };
    if state.item.is_none() {
        canvas.line(area, 1, &[Run::new("This item is not in the course any more.", Role::Muted)]);
    }
    canvas.page(area, &state.page, state.top);
}
