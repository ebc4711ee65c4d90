//! The built-in editor of a lab: its lines, what is chosen in them, and the line at the foot.

use ratatui::layout::Rect;

use crate::app::editor::{Editor, Keys, Mode, shown};
use crate::app::{Role, Run, columns, cut};
use crate::tui::canvas::{Canvas, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, area: Rect, editor: &Editor) {
    let height = area.height.saturating_sub(1);
    let gutter = if editor.numbers { columns(&editor.buffer.lines().len().to_string()) + 1 } else { 0 };
    let text = inset(Rect { width: area.width + 1, height, ..area }, short(gutter));
    let width = usize::from(text.width);
    let cursor = editor.buffer.cursor;
    let before = columns(&shown(editor.buffer.line().get(..cursor.column).unwrap_or_default()));
    // A line that is longer than the window is seen around the cursor.
    let skip = before.saturating_sub(width.saturating_sub(2));
    let lines = editor.buffer.lines().iter().enumerate().skip(editor.top).take(usize::from(height));
    for (y, (row, line)) in lines.enumerate() {
        let skip = if row == cursor.row { skip } else { 0 };
        if gutter > 0 {
            let number = format!("{:>1$} ", row + 1, gutter - 1);
            canvas.line(area, short(y), &[Run::new(number, Role::Muted)]);
        }
        let drawn = shown(line);
        canvas.line(text, short(y), &after_columns(crate::app::code_line(&editor.name, &drawn), skip));
        draw_chosen(canvas, text, short(y), editor, (row, line, skip));
        draw_cuts(canvas, text, short(y), columns(&drawn), skip);
    }
    for y in editor.buffer.lines().len().saturating_sub(editor.top)..usize::from(height) {
        canvas.line(area, short(y), &[Run::new("~", Role::Muted)]);
    }
    let bottom = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    match &editor.mode {
        Mode::Line(lead, edit) => canvas.edit(bottom, 0, &lead.to_string(), edit),
        mode => {
            draw_status(canvas, bottom, editor, mode);
            canvas.cursor(text, before - skip, short(cursor.row.saturating_sub(editor.top)));
        }
    }
}

/// What an operator would take, over the line.
fn draw_chosen(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    y: u16,
    editor: &Editor,
    (row, line, skip): (usize, &str, usize),
) {
    let Some(chosen) = editor.chosen(row) else { return };
    let column = |index: usize| columns(&shown(line.get(..index).unwrap_or_default())).saturating_sub(skip);
    let (start, end) = (short(column(chosen.start)), short(column(chosen.end)));
    // An empty line that is chosen is seen, too.
    let width = end.saturating_sub(start).max(1).min(area.width.saturating_sub(start));
    if y < area.height {
        let place = Rect { x: area.x + start.min(area.width), y: area.y + y, width, height: 1 };
        let style = canvas.theme.selection();
        canvas.frame.buffer_mut().set_style(place, style);
    }
}

/// Marks where a line goes on outside of the window.
fn draw_cuts(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, length: usize, skip: usize) {
    if skip > 0 {
        canvas.line(Rect { width: 1, ..area }, y, &[Run::new("‹", Role::Accent)]);
    }
    if length > skip + usize::from(area.width) {
        canvas.right(area, y, "›", Role::Accent);
    }
}

fn draw_status(canvas: &mut Canvas<'_, '_>, area: Rect, editor: &Editor, mode: &Mode) {
    let left = match (editor.keys, mode) {
        _ if !editor.message.is_empty() => editor.message.clone(),
        (Keys::Vi, Mode::Insert) => "-- INSERT --".to_owned(),
        (Keys::Vi, Mode::Over) => "-- REPLACE --".to_owned(),
        (Keys::Vi, Mode::Visual(choice)) if choice.lines => "-- VISUAL LINE --".to_owned(),
        (Keys::Vi, Mode::Visual(_)) => "-- VISUAL --".to_owned(),
        (Keys::Vi, _) => format!("{}   i inserts, :wq writes and leaves, :q! leaves", editor.name),
        (Keys::Simple, _) => format!("{}   ctrl-s writes, ctrl-x writes and leaves", editor.name),
    };
    let waiting = match mode {
        Mode::Normal(typed) if !typed.is_empty() => format!("{typed}  "),
        Mode::Visual(choice) if !choice.typed.is_empty() => format!("{}  ", choice.typed),
        _ => String::new(),
    };
    let changed = if editor.is_changed() { "changed  " } else { "" };
    let cursor = editor.buffer.cursor;
    let column = columns(&shown(editor.buffer.line().get(..cursor.column).unwrap_or_default()));
    let right = format!("{waiting}{changed}{}:{}", cursor.row + 1, column + 1);
    let room = usize::from(area.width).saturating_sub(columns(&right) + 2);
    canvas.line(area, 0, &[Run::new(cut(&left, room), Role::Muted)]);
    canvas.right(area, 0, &right, Role::Muted);
}

/// `runs` without their first columns.
fn after_columns(runs: Vec<Run>, mut skip: usize) -> Vec<Run> {
    let mut rest = Vec::with_capacity(runs.len());
    for run in runs {
        let mut text = run.text.as_str();
        while skip > 0 && !text.is_empty() {
            let first = text.chars().next().map_or(0, char::len_utf8);
            skip = skip.saturating_sub(columns(&text[..first]));
            text = &text[first..];
        }
        rest.push(Run { text: text.to_owned(), ..run });
    }
    rest
}
