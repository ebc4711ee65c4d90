//! The list of labs: what each is about, how long it takes, how well it was solved.

use ratatui::layout::Rect;

use crate::app::{LabRow, LabsScreen, Role, Run, Target, columns, cut};
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &LabsScreen) {
    let area = inset(body, 2);
    if state.rows.is_empty() {
        canvas.line(area, 1, &[Run::new("This course has no labs.", Role::Muted)]);
        return;
    }
    let solved = state.rows.iter().filter(|row| row.best >= Some(100)).count();
    canvas.line(
        area,
        0,
        &[
            Run::new(format!("{solved} of {} solved", state.rows.len()), Role::Text),
            Run::new(" · ◐ begun · graded by what the cluster does", Role::Muted),
        ],
    );
    let list = below(area, 2);
    let rows = state.rows.iter().enumerate().skip(state.list.top).take(usize::from(list.height));
    for (y, (index, row)) in rows.enumerate() {
        draw_row(canvas, list, short(y), row, index == state.list.row);
        canvas.clickable(list, short(y), Target::Row(index));
    }
    canvas.scroll_hint(list, state.rows.len(), state.list.top);
}

fn draw_row(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, row: &LabRow, selected: bool) {
    let mark = if selected { "▸ " } else { "  " };
    let (sign, role) = match row.best {
        _ if row.open => ("◐ ", Role::Accent),
        Some(100..) => ("✓ ", Role::Good),
        Some(_) => ("○ ", Role::Warning),
        None => ("  ", Role::Muted),
    };
    let best = row.best.map_or(String::new(), |best| format!("{best} %"));
    let topic = row.topic.map_or("", |topic| topic.short());
    let right = format!("{topic:<16}{:<5} {:>2} min {best:>5}", row.level.name(), row.minutes);
    let room = usize::from(area.width).saturating_sub(columns(&right) + 5);
    let title = cut(&row.title, room);
    let gap = " ".repeat(room.saturating_sub(columns(&title)) + 1);
    let over = selected.then(|| canvas.theme.selection());
    let runs = [
        Run::new(mark, Role::Accent),
        Run::new(sign, role),
        Run::new(title, Role::Text),
        Run::new(format!("{gap}{right}"), Role::Muted),
    ];
    canvas.line_over(area, y, &runs, over);
}
