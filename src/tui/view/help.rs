//! The help: every key of the place, from the key table.

use ratatui::layout::Rect;

use crate::app::{Model, Place, Role, Run, help};
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, model: &Model, place: Place, top: usize) {
    let area = inset(body, 2);
    let mut lines: Vec<Vec<Run>> = Vec::new();
    for (place, bindings) in help(place) {
        lines.push(vec![Run::new(place.title(), Role::Heading)]);
        for binding in bindings.into_iter().filter(|binding| model.offers(binding.command)) {
            let keys = binding.keys.join("  ");
            lines.push(vec![
                Run::new(format!("  {keys:<22}"), Role::Accent),
                Run::new(format!(" {}", binding.help), Role::Text),
            ]);
        }
        lines.push(Vec::new());
    }
    for (y, line) in lines.iter().skip(top).take(usize::from(area.height)).enumerate() {
        canvas.line(area, short(y), line);
    }
    canvas.scroll_hint(area, lines.len(), top);
}
