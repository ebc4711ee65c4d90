//! A question: how far one is, the question itself, the rows to choose among, the verdict.

use ratatui::layout::Rect;

use crate::app::{QuizMode, QuizScreen, Role, Run, Target};
use crate::course::{Answer, QuestionKind};
use crate::tui::canvas::{Canvas, below, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &QuizScreen) {
    let measure = short(canvas.desk.measure_width());
    let area = Rect { x: body.x + body.width.saturating_sub(measure) / 2, width: measure, ..body };
    draw_places(canvas, area, state);
    let text = below(area, 2);
    let Some(question) = state.question() else {
        canvas.line(text, 0, &[Run::new("This question is not in the course any more.", Role::Muted)]);
        return;
    };
    let page = &state.laid.page;
    for (y, line) in page.lines.iter().skip(state.top).take(usize::from(text.height)).enumerate() {
        let number = state.top + y;
        let row = state.laid.rows.iter().position(|lines| lines.contains(&number));
        let selected = !state.is_checked() && row.is_some() && row == Some(state.row);
        let over = selected.then(|| canvas.theme.selection());
        canvas.page_line(text, short(y), line, over);
        if let Some(row) = row {
            canvas.clickable(text, short(y), Target::Row(row));
        }
        if state.laid.input == Some(number) {
            draw_input(canvas, text, short(y), state, matches!(question.kind, QuestionKind::Typed { .. }));
        }
    }
    canvas.scroll_hint(text, page.lines.len(), state.top);
}

fn draw_input(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, state: &QuizScreen, typed: bool) {
    match &state.answers[state.current] {
        answer if state.is_checked() => {
            let text = if let Answer::Typed(text) = answer { text.as_str() } else { "" };
            canvas.line(area, y, &[Run::new("your answer: ", Role::Muted), Run::new(text, Role::Code)]);
        }
        _ if typed => canvas.edit(area, y, "answer: ", &state.typed),
        _ => {}
    }
}

/// One sign for each question: where one is, which are answered, right, wrong, flagged.
fn draw_places(canvas: &mut Canvas<'_, '_>, area: Rect, state: &QuizScreen) {
    if matches!(state.mode, QuizMode::Endless { .. }) {
        let judged = state.checked.iter().filter(|checked| **checked).count();
        canvas.line(area, 0, &[Run::new(format!("Question {}", state.current + 1), Role::Strong)]);
        canvas.right(area, 0, &format!("{} of {judged} right", state.right()), Role::Muted);
        return;
    }
    if state.ids.len() < 2 {
        return;
    }
    let mut runs = vec![Run::new(format!("{} of {}  ", state.current + 1, state.ids.len()), Role::Strong)];
    for index in 0..state.ids.len() {
        let answered = state.answers[index] != Answer::None;
        let right = || {
            state
                .questions
                .get(index)
                .and_then(Option::as_ref)
                .is_some_and(|q| q.is_right(&state.answers[index]))
        };
        let (sign, role) = match (state.checked[index], answered) {
            (true, _) if right() => ("✓", Role::Good),
            (true, false) => ("–", Role::Muted),
            (true, true) => ("✗", Role::Bad),
            (false, true) => ("●", Role::Accent),
            (false, false) => ("○", Role::Muted),
        };
        if index == state.current {
            runs.push(Run::new("[", Role::Strong));
            runs.push(Run::new(sign, role));
            runs.push(Run::new("]", Role::Strong));
        } else {
            runs.push(Run::new(sign, role));
        }
        if state.is_flagged(canvas.desk, index) {
            runs.push(Run::new("⚑", Role::Warning));
        }
    }
    canvas.line(area, 0, &runs);
    if state.mode == QuizMode::Timed {
        canvas.right(area, 0, &format!("{} answered", state.answered()), Role::Muted);
    }
}
