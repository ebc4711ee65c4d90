//! The search: one line, and what it finds as one types.

use ratatui::layout::Rect;

use crate::app::{Hit, Role, Run, SearchScreen, Target, columns, cut};
use crate::course::{SearchEntry, SearchKind};
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &SearchScreen) {
    let area = inset(body, 2);
    canvas.edit(area, 0, "search: ", &state.edit);
    let list = below(area, 2);
    if state.hits.is_empty() {
        let text = match (state.edit.text().trim().is_empty(), state.loaded) {
            (_, false) => String::new(),
            (true, true) => {
                format!(
                    "{} sections, cards, questions and labs. Words in any order.",
                    state.index.entries.len()
                )
            }
            (false, true) => "Nothing is like that. Fewer letters find more.".to_owned(),
        };
        return canvas.line(list, 0, &[Run::new(text, Role::Muted)]);
    }
    let rows = state.hits.iter().enumerate().skip(state.list.top).take(usize::from(list.height));
    for (y, (index, hit)) in rows.enumerate() {
        if let Some(entry) = state.index.entries.get(hit.entry) {
            draw_hit(canvas, list, short(y), entry, hit, index == state.list.row);
            canvas.clickable(list, short(y), Target::Row(index));
        }
    }
    canvas.scroll_hint(list, state.hits.len(), state.list.top);
}

fn draw_hit(canvas: &mut Canvas<'_, '_>, area: Rect, y: u16, entry: &SearchEntry, hit: &Hit, selected: bool) {
    let kind = match entry.kind {
        SearchKind::Section => "section  ",
        SearchKind::Card => "card     ",
        SearchKind::Question => "question ",
        SearchKind::Lab => "lab      ",
    };
    let place = cut(&entry.place, 24);
    let room = usize::from(area.width).saturating_sub(columns(kind) + columns(&place) + 2);
    let title = cut(&entry.title, room);
    let gap = room.saturating_sub(columns(&title)) + 1;
    let over = selected.then(|| canvas.theme.selection());
    canvas.line_over(
        area,
        y,
        &[
            Run::new(kind, Role::Muted),
            Run::new(title.as_str(), Role::Text),
            Run::new(format!("{}{place}", " ".repeat(gap)), Role::Muted),
        ],
        over,
    );
    let style = canvas.theme.matched();
    let mut x = columns(kind);
    for (index, character) in title.chars().enumerate() {
        let width = columns(character.encode_utf8(&mut [0; 4]));
        if hit.matched.binary_search(&index).is_ok() {
            let at = Rect { x: area.x + short(x), y: area.y + y, width: short(width), height: 1 };
            canvas
                .frame
                .buffer_mut()
                .set_style(at.intersection(area), style.add_modifier(ratatui::style::Modifier::UNDERLINED));
        }
        x += width;
    }
}
