//! The reader: contents at the left where there is room, the text, what is focused and found.

use ratatui::layout::Rect;

use crate::app::{Focus, ReaderScreen, Role, Run, Target, cut, wrap_runs};
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ReaderScreen) {
    let mut text = body;
    if let Some(side) = canvas.desk.body().side {
        let side = Rect { width: short(side), ..body };
        draw_contents(canvas, inset(side, 1), state);
        text = Rect { x: body.x + side.width + 1, width: body.width.saturating_sub(side.width + 1), ..body };
        for y in body.top()..body.bottom() {
            let style = canvas.theme.style(Role::Muted);
            if let Some(cell) = canvas.frame.buffer_mut().cell_mut((side.right(), y)) {
                cell.set_symbol("│").set_style(style);
            }
        }
    }
    // The measure leaves two columns at the left and the scroll bar's at the right.
    let measure = short(canvas.desk.measure_width());
    let area = Rect { x: text.x + 2, width: measure.min(text.width.saturating_sub(3)), ..text };
    if let Some(problem) = &state.problem {
        let lines = wrap_runs(
            &[Run::new(format!("This chapter can not be shown. {problem}"), Role::Bad)],
            usize::from(area.width),
        );
        for (y, line) in lines.iter().enumerate() {
            canvas.line(area, short(y), line);
        }
        return;
    }
    draw_text(canvas, area, state);
    if let Some(edit) = &state.finding {
        let line = Rect { y: text.bottom().saturating_sub(1), height: 1, ..area };
        canvas.line(line, 0, &[Run::new(" ".repeat(usize::from(line.width)), Role::Text)]);
        canvas.edit(line, 0, "find: ", edit);
    }
}

fn draw_text(canvas: &mut Canvas<'_, '_>, area: Rect, state: &ReaderScreen) {
    let focus = state.focused();
    for (y, line) in state.laid.page.lines.iter().skip(state.top).take(usize::from(area.height)).enumerate() {
        let number = state.top + y;
        let y = short(y);
        let over = match focus {
            Some(Focus::Ask(_)) if is_focused_line(state, number) => Some(canvas.theme.selection()),
            _ => None,
        };
        canvas.page_line(area, y, line, over);
        match focus {
            Some(Focus::Link(link)) => highlight_link(canvas, area, y, line, link),
            Some(Focus::Code(code)) if line.code == Some(code) => mark_edge(canvas, area, y),
            _ => {}
        }
        if state.found.as_ref().is_some_and(|found| found.lines.contains(&number)) {
            highlight_words(
                canvas,
                area,
                y,
                &line.text(),
                state.found.as_ref().map_or("", |found| &found.words),
            );
        }
        if state.laid.focusable_at(number).is_some() {
            canvas.clickable(area, y, Target::Row(usize::from(y)));
        }
    }
    canvas.scroll_hint(area, state.laid.page.lines.len(), state.top);
}

fn is_focused_line(state: &ReaderScreen, line: usize) -> bool {
    state.focus.and_then(|index| state.laid.focusable.get(index)).is_some_and(|(first, _)| *first == line)
}

/// A thick edge beside a focused block of code: its colours stay as they are.
fn mark_edge(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16) {
    let style = canvas.theme.style(Role::Accent);
    if let Some(cell) = canvas.frame.buffer_mut().cell_mut((area.x, area.y + y)) {
        cell.set_symbol("┃").set_style(style);
    }
}

fn highlight_link(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, line: &crate::app::Line, link: usize) {
    let mut x = 0;
    for run in &line.runs {
        let width = crate::app::columns(&run.text);
        if run.link == Some(link) {
            let style = canvas.theme.selection();
            let at = Rect { x: area.x + short(x), y: area.y + y, width: short(width), height: 1 };
            canvas.frame.buffer_mut().set_style(at.intersection(area), style);
        }
        x += width;
    }
}

/// Marks every place where `words` stand in the line.
fn highlight_words(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, text: &str, words: &str) {
    let (lower, words) = (text.to_lowercase(), words.to_lowercase());
    // Letters whose small form has another length would shift the places; such a line is left unmarked.
    if lower.len() != text.len() || words.is_empty() {
        return;
    }
    for (start, found) in lower.match_indices(&words) {
        let (Some(before), Some(found)) = (text.get(..start), text.get(start..start + found.len())) else {
            continue;
        };
        let x = area.x + short(crate::app::columns(before));
        let at = Rect { x, y: area.y + y, width: short(crate::app::columns(found)), height: 1 };
        let style = canvas.theme.matched().add_modifier(ratatui::style::Modifier::UNDERLINED);
        canvas.frame.buffer_mut().set_style(at.intersection(area), style);
    }
}

/// The sections of the chapter: which are finished, and where one is.
fn draw_contents(canvas: &mut Canvas<'_, '_>, area: Rect, state: &ReaderScreen) {
    let Some(chapter) = &state.chapter else { return };
    let reading = canvas.desk.progress.reading.get(&chapter.id);
    let here = state.section();
    canvas.line(
        area,
        0,
        &[Run::new(
            cut(&format!("{} {}", chapter.number, chapter.title), usize::from(area.width)),
            Role::Heading,
        )],
    );
    for (index, section) in chapter.sections.iter().enumerate() {
        let finished = reading.is_some_and(|reading| reading.finished.contains(&section.id));
        let is_here = here == Some(index);
        let sign = match (is_here, finished) {
            (true, _) => Run::new("▸ ", Role::Accent),
            (false, true) => Run::new("✓ ", Role::Good),
            (false, false) => Run::new("  ", Role::Muted),
        };
        let title = cut(&section.title, usize::from(area.width).saturating_sub(2));
        let role = if is_here {
            Role::Title
        } else if finished {
            Role::Muted
        } else {
            Role::Text
        };
        canvas.line(area, short(index + 2), &[sign, Run::new(title, role)]);
    }
}
