//! The settings: each with its value, and what the selected one means.

use ratatui::layout::Rect;

use crate::app::{Role, Run, SettingRow, SettingsScreen, Target, wrap_runs};
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &SettingsScreen) {
    let area = inset(body, 2);
    for (index, row) in SettingRow::ALL.into_iter().enumerate() {
        let selected = index == state.list.row;
        let over = selected.then(|| canvas.theme.selection());
        let y = short(index);
        let runs = [
            Run::new(if selected { "▸ " } else { "  " }, Role::Accent),
            Run::new(format!("{:<26}", row.title()), Role::Text),
            Run::new(row.value(canvas.desk), Role::Strong),
        ];
        canvas.line_over(area, y, &runs, over);
        canvas.clickable(area, y, Target::Row(index));
    }
    let rest = below(area, SettingRow::ALL.len() + 1);
    let help = wrap_runs(&[Run::new(state.row().help(), Role::Muted)], usize::from(rest.width).min(76));
    for (y, line) in help.iter().enumerate() {
        canvas.line(rest, short(y), line);
    }
    if let Some(edit) = &state.typing {
        canvas.edit(below(rest, help.len() + 1), 0, "exam date (2026-12-31): ", edit);
    }
}
