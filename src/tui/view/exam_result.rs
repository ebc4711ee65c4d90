//! After an exam: the score, and each task with its criteria.

use ratatui::layout::Rect;

use crate::app::{ExamResultScreen, Target};
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ExamResultScreen) {
    let area = inset(body, 2);
    let lines = state.page.lines.iter().enumerate().skip(state.list.top).take(usize::from(area.height));
    for (y, (number, line)) in lines.enumerate() {
        let task = state.headings.iter().position(|heading| *heading == number);
        let selected = task.is_some_and(|task| task == state.list.row);
        let over = selected.then(|| canvas.theme.selection());
        canvas.page_line(area, short(y), line, over);
        if let Some(task) = task {
            canvas.clickable(area, short(y), Target::Row(task));
        }
    }
    canvas.scroll_hint(area, state.page.lines.len(), state.list.top);
}
