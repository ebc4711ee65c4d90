//! An exam: the list of its tasks, or the task that is worked on.

use ratatui::layout::Rect;

use super::lab;
use crate::app::{ExamRow, ExamScreen, Role, Run, Target, columns, cut};
use crate::course::counted;
use crate::study::exam::PASS;
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ExamScreen) {
    if let Some(task) = state.task() {
        return lab::draw(canvas, body, task);
    }
    let area = inset(body, 2);
    let rows = state.rows(canvas.desk);
    let begun = rows.iter().filter(|row| row.acts > 0).count();
    let flagged = rows.iter().filter(|row| row.flagged).count();
    let head = format!("{} · {begun} begun · {flagged} flagged", counted(rows.len(), "task"));
    canvas.line(area, 0, &[Run::new(head, Role::Text)]);
    canvas.right(area, 0, &format!("pass mark {PASS} %"), Role::Muted);
    let list = below(area, 2);
    let count = rows.len();
    let seen = rows.into_iter().enumerate().skip(state.list.top).take(usize::from(list.height));
    for (y, (index, row)) in seen.enumerate() {
        draw_row(canvas, list, short(y), index, &row, index == state.list.row);
        canvas.clickable(list, short(y), Target::Row(index));
    }
    canvas.scroll_hint(list, count, state.list.top);
}

fn draw_row(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, index: usize, row: &ExamRow, selected: bool) {
    let (sign, role) = if row.acts > 0 { ("● ", Role::Accent) } else { ("○ ", Role::Muted) };
    let minutes = row.minutes.map_or(String::new(), |minutes| format!("{minutes} min"));
    let right = format!("{:>3} %  {minutes:>6}", row.weight);
    let number = format!("{:>2}", index + 1);
    let room = usize::from(area.width).saturating_sub(columns(&right) + columns(&number) + 7);
    // In one line, whatever paragraphs and lists it is made of.
    let text = cut(&row.text.split_whitespace().collect::<Vec<_>>().join(" "), room);
    let gap = " ".repeat(room.saturating_sub(columns(&text)) + 2);
    let runs = [
        Run::new(sign, role),
        Run::new(number, Role::Strong),
        Run::new(if row.flagged { " ⚑ " } else { "   " }, Role::Warning),
        Run::new(text, Role::Text),
        Run::new(format!("{gap}{right}"), Role::Muted),
    ];
    let over = selected.then(|| canvas.theme.selection());
    canvas.line_over(area, y, &runs, over);
}
