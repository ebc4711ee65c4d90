//! Before an exam: how long it will be, and what will happen.

use ratatui::layout::Rect;

use crate::app::{ExamChoice, ExamSetup, Role, Run, Target};
use crate::course::counted;
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ExamSetup) {
    let area = inset(body, 2);
    if state.plan.is_none() {
        let text = "This course has no labs of the size of an exam's task.";
        canvas.line(area, 0, &[Run::new(text, Role::Warning)]);
    }
    for (index, row) in state.rows.iter().enumerate() {
        let (title, value) = words(state, *row);
        let selected = index == state.list.row;
        let over = selected.then(|| canvas.theme.selection());
        let role = if *row == ExamChoice::Start { Role::Title } else { Role::Text };
        let runs = [
            Run::new(if selected { "▸ " } else { "  " }, Role::Accent),
            Run::new(format!("{title:<14}"), role),
            Run::new(value, Role::Strong),
        ];
        canvas.line_over(area, short(index), &runs, over);
        canvas.clickable(area, short(index), Target::Row(index));
    }
    canvas.page(below(area, state.head_lines()), &state.page, state.top);
}

fn words(state: &ExamSetup, row: ExamChoice) -> (&'static str, String) {
    let (tasks, minutes) = state.plan.as_ref().map_or((0, 0), |plan| (plan.tasks.len(), plan.minutes));
    match row {
        ExamChoice::Start => {
            ("Start", format!("{} in {}", counted(tasks, "task"), counted(minutes, "minute")))
        }
        ExamChoice::Tasks => ("Tasks", tasks.to_string()),
        ExamChoice::Minutes => ("Minutes", minutes.to_string()),
        ExamChoice::Last { percent, passed } => {
            let word = if passed { "passed" } else { "not passed" };
            ("Last result", format!("{percent} %, {word}"))
        }
    }
}
