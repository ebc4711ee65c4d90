//! A question to be answered with yes or no, over the screen.

use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear};

use crate::app::{Command, Confirm, Role, Run, Target, columns, wrap_runs};
use crate::tui::canvas::{Canvas, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, confirm: &Confirm) {
    let inner = columns(&confirm.question).clamp(24, usize::from(body.width).saturating_sub(8).max(24));
    let lines = wrap_runs(&[Run::new(confirm.question.as_str(), Role::Strong)], inner);
    let (width, height) = (short(inner + 4), short(lines.len() + 4));
    let area = Rect {
        x: body.x + body.width.saturating_sub(width) / 2,
        y: body.y + body.height.saturating_sub(height) / 2,
        width: width.min(body.width),
        height: height.min(body.height),
    };
    canvas.frame.render_widget(Clear, area);
    canvas.frame.render_widget(Block::bordered().border_style(canvas.theme.style(Role::Accent)), area);
    let text = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    for (y, line) in lines.iter().enumerate() {
        canvas.line(text, short(y), line);
    }
    let y = short(lines.len() + 1);
    canvas.line(
        text,
        y,
        &[
            Run::new("y", Role::Accent),
            Run::new(" yes     ", Role::Text),
            Run::new("n", Role::Accent),
            Run::new(" no", Role::Text),
        ],
    );
    canvas.clickable(Rect { width: 6, ..text }, y, Target::Command(Command::Yes));
    canvas.clickable(Rect { x: text.x + 9, width: 6, ..text }, y, Target::Command(Command::No));
}
