//! A lab: the task beside the terminal, or one of them where there is no room; the map, the editor.

mod editor;

use ratatui::layout::Rect;

use crate::app::terminal::Terminal;
use crate::app::{
    LabScreen, Numbering, Page, Pane, Panes, Role, Run, Running, Stage, columns, cut, wrap_runs,
};
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &LabScreen) {
    let running = match &state.stage {
        Stage::Loading => {
            return canvas.line(inset(body, 2), 1, &[Run::new("The cluster is starting …", Role::Muted)]);
        }
        Stage::Failed(why) => return failed(canvas, inset(body, 2), why),
        Stage::Running(running) => running,
    };
    let panes = Panes::of(canvas.desk);
    let Some(side) = panes.side else {
        return match state.pane {
            Pane::Task => draw_page(canvas, inset(body, 2), &running.task, running.task_top),
            Pane::Map => draw_page(canvas, inset(body, 2), &running.map, running.map_top),
            Pane::Terminal => {
                draw_summary(canvas, inset(body, 1), running);
                draw_work(canvas, inset(below(body, 2), 1), running);
            }
        };
    };
    let task = Rect { width: short(side), ..body };
    draw_page(canvas, inset(task, 2), &running.task, running.task_top);
    draw_border(canvas, task.right(), body, state.pane);
    let work =
        Rect { x: body.x + short(side) + 1, width: body.width.saturating_sub(short(side) + 1), ..body };
    match state.pane {
        Pane::Map => draw_page(canvas, inset(work, 2), &running.map, running.map_top),
        _ => draw_work(canvas, inset(work, 1), running),
    }
}

fn failed(canvas: &mut Canvas<'_, '_>, area: Rect, why: &str) {
    let text = format!("This lab can not be begun. {why}");
    for (y, line) in wrap_runs(&[Run::new(text, Role::Bad)], usize::from(area.width)).iter().enumerate() {
        canvas.line(area, short(y), line);
    }
}

fn draw_page(canvas: &mut Canvas<'_, '_>, area: Rect, page: &Page, top: usize) {
    canvas.page(area, page, top);
}

/// The line between the panes; it is stronger where the left one has the keys.
fn draw_border(canvas: &mut Canvas<'_, '_>, x: u16, body: Rect, pane: Pane) {
    let (sign, role) = if pane == Pane::Task { ("┃", Role::Accent) } else { ("│", Role::Muted) };
    let style = canvas.theme.style(role);
    for y in body.top()..body.bottom() {
        if let Some(cell) = canvas.frame.buffer_mut().cell_mut((x, y)) {
            cell.set_symbol(sign).set_style(style);
        }
    }
}

/// Where the task is not seen: how its criteria stand, in one line; of an exam, which task it is.
fn draw_summary(canvas: &mut Canvas<'_, '_>, area: Rect, running: &Running) {
    let mut runs = vec![Run::new("f3 ", Role::Accent)];
    let word = if running.attempt.lab.criteria.is_empty() { "about this" } else { "task" };
    runs.push(Run::new(format!("{word}  "), Role::Muted));
    if let Some(Numbering { number, of, weight }) = running.numbering {
        runs.push(Run::new(format!("{number} of {of} · {weight} %"), Role::Text));
        canvas.line(area, 0, &runs);
        return canvas.rule(area, 1);
    }
    runs.extend(running.signs().map(|(sign, role)| Run::new(sign, role)));
    let used: usize = runs.iter().map(|run| columns(&run.text)).sum();
    let room = usize::from(area.width).saturating_sub(used + 2);
    runs.push(Run::new(format!("  {}", cut(&running.attempt.lab.title, room)), Role::Text));
    canvas.line(area, 0, &runs);
    canvas.rule(area, 1);
}

fn draw_work(canvas: &mut Canvas<'_, '_>, area: Rect, running: &Running) {
    match &running.editor {
        Some(editor) => editor::draw(canvas, area, editor),
        None => draw_terminal(canvas, area, &running.terminal),
    }
}

pub fn draw_terminal(canvas: &mut Canvas<'_, '_>, area: Rect, terminal: &Terminal) {
    let screen = terminal.screenful(usize::from(area.width), usize::from(area.height));
    for (y, line) in screen.lines.iter().enumerate() {
        canvas.page_line(area, short(y), line, None);
    }
    if let Some((x, y)) = screen.cursor {
        canvas.cursor(area, x, short(y));
    }
    if screen.below > 0 {
        let text = format!(" {} more lines below ", screen.below);
        let y = area.height.saturating_sub(1);
        canvas.right(area, y, &text, Role::Warning);
    }
}
