//! The matrix of a generated question with what can be taken away below it, or its hops.

use ratatui::layout::Rect;

use crate::app::{InsightScreen, Role, Run, Target, cut, toggle_words};
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &InsightScreen) {
    let area = inset(body, 2);
    if state.toggles.is_empty() {
        return canvas.page(area, &state.page, state.top);
    }
    // The matrix is as high as it is; the list has what is left, and three lines at least.
    let lines = state.page.lines.len().min(usize::from(area.height).saturating_sub(5));
    let matrix = Rect { height: short(lines), ..area };
    canvas.page(matrix, &state.page, 0);
    let rest = below(area, lines + 1);
    canvas.line(
        rest,
        0,
        &[
            Run::new("What if this were not there?", Role::Heading),
            Run::new("  space takes it away, and puts it back", Role::Muted),
        ],
    );
    let list = below(rest, 1);
    let rows = state.toggles.iter().enumerate().skip(state.list.top).take(usize::from(list.height));
    for (y, (index, (toggle, away))) in rows.enumerate() {
        let sign = if *away { Run::new("○ ", Role::Warning) } else { Run::new("● ", Role::Good) };
        let word = if *away { "  taken away" } else { "" };
        let text = cut(&toggle_words(toggle), usize::from(list.width).saturating_sub(word.len() + 3));
        let over = (index == state.list.row).then(|| canvas.theme.selection());
        canvas.line_over(
            list,
            short(y),
            &[sign, Run::new(text, Role::Text), Run::new(word, Role::Muted)],
            over,
        );
        canvas.clickable(list, short(y), Target::Row(index));
    }
    canvas.scroll_hint(list, state.toggles.len(), state.list.top);
}
