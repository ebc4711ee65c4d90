//! The contents: chapters and their sections as a tree.

use ratatui::layout::Rect;

use crate::app::{ChapterRow, ChaptersScreen, Role, Run, Target, columns, cut};
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ChaptersScreen) {
    let area = inset(body, 2);
    if state.rows.is_empty() {
        canvas.line(area, 1, &[Run::new("This course has no chapters.", Role::Muted)]);
    }
    for (y, (index, row)) in
        state.rows.iter().enumerate().skip(state.list.top).take(usize::from(area.height)).enumerate()
    {
        draw_row(canvas, area, short(y), row, index == state.list.row);
        canvas.clickable(area, short(y), Target::Row(index));
    }
    canvas.scroll_hint(area, state.rows.len(), state.list.top);
}

fn draw_row(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, row: &ChapterRow, selected: bool) {
    let (sign, sign_role) = if row.finished { ("✓ ", Role::Good) } else { ("  ", Role::Muted) };
    let over = selected.then(|| canvas.theme.selection());
    match row.chapter_facts {
        Some((number, done, sections, minutes)) => {
            let right = format!("{done} of {sections} · {minutes} min");
            let room = usize::from(area.width).saturating_sub(columns(&right) + 8);
            let title = cut(&format!("{number} {}", row.title), room);
            let gap = room.saturating_sub(columns(&title)) + 2;
            let right = Run::new(format!("{}{right}", " ".repeat(gap)), Role::Muted);
            canvas.line_over(
                area,
                y,
                &[Run::new(sign, sign_role), Run::new(title, Role::Title), right],
                over,
            );
        }
        None => {
            let title = cut(&row.title, usize::from(area.width).saturating_sub(8));
            canvas.line_over(
                area,
                y,
                &[Run::new("   ", Role::Text), Run::new(sign, sign_role), Run::new(title, Role::Text)],
                over,
            );
        }
    }
}
