//! What can be reviewed.

use ratatui::layout::Rect;

use crate::app::{ReviewMenu, Role, Run, Target, columns, cut};
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ReviewMenu) {
    let area = inset(body, 2);
    let rows = state.rows.iter().enumerate().skip(state.list.top).take(usize::from(area.height));
    for (y, (index, (title, right, _))) in rows.enumerate() {
        let selected = index == state.list.row;
        let over = selected.then(|| canvas.theme.selection());
        let room = usize::from(area.width).saturating_sub(columns(right) + 3);
        let title = cut(title, room);
        let gap = room.saturating_sub(columns(&title));
        let runs = [
            Run::new(if selected { "▸ " } else { "  " }, Role::Accent),
            Run::new(title, Role::Text),
            Run::new(format!("{}{right}", " ".repeat(gap)), Role::Muted),
        ];
        canvas.line_over(area, short(y), &runs, over);
        canvas.clickable(area, short(y), Target::Row(index));
    }
    canvas.scroll_hint(area, state.rows.len(), state.list.top);
}
