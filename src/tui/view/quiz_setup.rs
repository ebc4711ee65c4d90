//! What the quiz should be.

use ratatui::layout::Rect;

use crate::app::{QuizSetup, Role, Run, SetupRow, Target, columns};
use crate::course::counted;
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &QuizSetup) {
    let area = inset(body, 2);
    let rows = state.rows.iter().enumerate().skip(state.list.top).take(usize::from(area.height));
    for (y, (index, row)) in rows.enumerate() {
        let (sign, title, value) = words(state, *row);
        let selected = index == state.list.row;
        let over = selected.then(|| canvas.theme.selection());
        let role = if *row == SetupRow::Start { Role::Title } else { Role::Text };
        let runs = [
            Run::new(if selected { "▸ " } else { "  " }, Role::Accent),
            Run::new(sign, Role::Accent),
            Run::new(format!("{title:<width$}", width = 34 - columns(sign)), role),
            Run::new(value, Role::Strong),
        ];
        canvas.line_over(area, short(y), &runs, over);
        canvas.clickable(area, short(y), Target::Row(index));
    }
    canvas.scroll_hint(area, state.rows.len(), state.list.top);
}

fn words(state: &QuizSetup, row: SetupRow) -> (&'static str, String, String) {
    let choice = |on: bool| if on { "yes" } else { "no" }.to_owned();
    match row {
        SetupRow::Start => {
            let wanted = usize::try_from(state.count).unwrap_or(usize::MAX);
            let count = if state.generated { wanted } else { state.available().min(wanted) };
            let clock =
                if state.timed { format!(" in {}", counted(state.minutes, "minute")) } else { String::new() };
            ("", "Start".to_owned(), counted(count, "question") + &clock)
        }
        SetupRow::Count if state.generated => ("", "Questions".to_owned(), state.count.to_string()),
        SetupRow::Count => ("", "Questions".to_owned(), format!("{}  of {}", state.count, state.available())),
        SetupRow::Timed => ("", "Against the clock".to_owned(), choice(state.timed)),
        SetupRow::Minutes => ("", "Minutes".to_owned(), state.minutes.to_string()),
        SetupRow::Weakest => ("", "Weakest first".to_owned(), choice(state.weakest)),
        SetupRow::Generated => ("", "Made new for this quiz".to_owned(), choice(state.generated)),
        SetupRow::Topic(topic, count) => {
            let sign = if state.chosen.contains(&topic) { "■ " } else { "□ " };
            (sign, topic.title().to_owned(), count.to_string())
        }
    }
}
