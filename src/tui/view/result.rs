//! A quiz's result: the score, the topics, every question.

use ratatui::layout::Rect;

use crate::app::{ResultScreen, Role, Run, Target, bar, cut};
use crate::study::exam::PASS;
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ResultScreen) {
    let area = inset(body, 2);
    let result = &state.result;
    let percent = result.percent();
    let (word, role) = if u32::try_from(percent).is_ok_and(|percent| percent >= PASS) {
        ("✓ above the exam's pass mark", Role::Good)
    } else {
        ("○ below the exam's pass mark", Role::Warning)
    };
    canvas.line(
        area,
        0,
        &[
            Run::new(
                format!("{} of {} right · {percent} %  ", result.right(), result.marks.len()),
                Role::Title,
            ),
            Run::new(format!("{word} of {PASS} %"), role),
        ],
    );
    let time = format!("{}:{:02} min", result.seconds / 60, result.seconds % 60);
    let of = result.minutes.map_or(String::new(), |minutes| format!(" of {minutes}:00"));
    canvas.line(area, 1, &[Run::new(format!("{} · {time}{of}", result.title), Role::Muted)]);
    for (index, (topic, right, all)) in state.topics.iter().enumerate() {
        let percent = u8::try_from(right * 100 / all.max(&1)).unwrap_or(100);
        let [full, empty] = bar(percent, 14);
        let runs = [
            Run::new(format!("{:<16}", topic.short()), Role::Text),
            full,
            empty,
            Run::new(format!(" {right} of {all}"), Role::Muted),
        ];
        canvas.line(area, short(3 + index), &runs);
    }
    let list = below(area, state.head_lines());
    let rows = state.rows.iter().enumerate().skip(state.list.top).take(usize::from(list.height));
    for (y, (index, row)) in rows.enumerate() {
        let (sign, role) = match row.right {
            Some(true) => ("✓ ", Role::Good),
            Some(false) => ("✗ ", Role::Bad),
            None => ("– ", Role::Muted),
        };
        let over = (index == state.list.row).then(|| canvas.theme.selection());
        let text = cut(&row.text, usize::from(list.width).saturating_sub(8));
        let runs = [
            Run::new(sign, role),
            Run::new(format!("{:>2}  ", row.index + 1), Role::Muted),
            Run::new(text, Role::Text),
        ];
        canvas.line_over(list, short(y), &runs, over);
        canvas.clickable(list, short(y), Target::Row(index));
    }
    canvas.scroll_hint(list, state.rows.len(), state.list.top);
}
