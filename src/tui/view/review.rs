//! A card in the middle: its front, its back with the grades and their dates, and the summary at the end.

use std::fmt::Write as _;

use ratatui::layout::Rect;

use crate::app::{Command, ReviewScreen, Role, Run, Side, Target, columns};
use crate::course::{CardKind, Item, counted};
use crate::study::{Grade, ReviewKind};
use crate::tui::canvas::{Canvas, below, inset, short};

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, state: &ReviewScreen) {
    if state.side == Side::Summary {
        return draw_summary(canvas, inset(body, 2), state);
    }
    draw_progress(canvas, inset(body, 1), state);
    let measure = short(canvas.desk.measure_width());
    let foot = 4;
    let height = body.height.saturating_sub(1 + foot);
    // A short card stands a third down the screen; a long one begins at the top.
    let lines = short(state.page.lines.len());
    let top = if lines < height { (height - lines) / 3 } else { 0 };
    let area = Rect {
        x: body.x + body.width.saturating_sub(measure) / 2,
        y: body.y + 1 + top,
        width: measure,
        height: height.saturating_sub(top),
    };
    canvas.page(area, &state.page, state.top);
    draw_marks(canvas, inset(body, 1), state);
    let foot = Rect { x: area.x, y: body.bottom().saturating_sub(foot), height: foot, width: measure };
    match state.side {
        Side::Front => draw_front_foot(canvas, foot, state),
        Side::Back { right } => draw_back_foot(canvas, foot, state, right),
        Side::Summary => {}
    }
}

/// A thin line of what is left of the run.
fn draw_progress(canvas: &mut Canvas<'_, '_>, area: Rect, state: &ReviewScreen) {
    let (done, left) = (state.review.done(), state.review.remaining());
    let width = usize::from(area.width);
    let full = (done * width).checked_div(done + left).unwrap_or(0);
    let runs = [Run::new("━".repeat(full), Role::Accent), Run::new("─".repeat(width - full), Role::Muted)];
    canvas.line(area, 0, &runs);
}

fn draw_marks(canvas: &mut Canvas<'_, '_>, area: Rect, state: &ReviewScreen) {
    let mut words = Vec::new();
    if let Some(card) = state.state(canvas.desk) {
        if card.marks.flagged {
            words.push("⚑ flagged");
        }
        if card.is_leech() {
            words.push("leech");
        }
    }
    if !state.state(canvas.desk).is_some_and(crate::study::CardState::is_learnt) {
        words.push("new");
    }
    if state.kind == ReviewKind::Cram {
        words.push("cram: the schedule is not touched");
    }
    canvas.right(area, 1, &words.join(" · "), Role::Muted);
}

fn draw_front_foot(canvas: &mut Canvas<'_, '_>, area: Rect, state: &ReviewScreen) {
    if !state.wants_typing() {
        return canvas.line(
            area,
            1,
            &[Run::new("space", Role::Accent), Run::new(" turns the card", Role::Muted)],
        );
    }
    canvas.edit(area, 0, "answer: ", &state.typed);
    if let Some(Item::Card(card)) = state.item()
        && let CardKind::Typed { compare, .. } = &card.kind
    {
        canvas.line(area, 2, &[Run::new(compare.in_words(), Role::Muted)]);
    }
}

fn draw_back_foot(canvas: &mut Canvas<'_, '_>, area: Rect, state: &ReviewScreen, right: Option<bool>) {
    if let Some(right) = right {
        let typed = if state.typed.is_empty() { "nothing" } else { state.typed.text() };
        let (word, role) = if right { ("✓ right: ", Role::Good) } else { ("✗ you typed: ", Role::Bad) };
        canvas.line(area, 0, &[Run::new(word, role), Run::new(typed, Role::Code)]);
    }
    let commands = [Command::Again, Command::Hard, Command::Good, Command::Easy];
    let mut x = 0;
    let futures = state.futures(canvas.desk);
    for ((number, grade), (future, command)) in (1..).zip(Grade::ALL).zip(futures.into_iter().zip(commands)) {
        let future = if state.kind == ReviewKind::Cram { String::new() } else { format!(" {future}") };
        let width = columns(&format!("{number} {}{future}", grade.word()));
        let at = Rect {
            x: area.x + short(x),
            width: short(width).min(area.width.saturating_sub(short(x))),
            ..area
        };
        let runs = [
            Run::new(format!("{number}"), Role::Accent),
            Run::new(format!(" {}", grade.word()), Role::Strong),
            Run::new(future, Role::Muted),
        ];
        canvas.line(at, 2, &runs);
        canvas.clickable(at, 2, Target::Command(command));
        x += width + 3;
    }
}

fn draw_summary(canvas: &mut Canvas<'_, '_>, area: Rect, state: &ReviewScreen) {
    let summary = state.summary();
    let answers = summary.answers();
    canvas.line(area, 1, &[Run::new("✓ Done", Role::Good)]);
    let minutes = summary.seconds / 60;
    let time = if minutes == 0 { format!("{} s", summary.seconds) } else { format!("{minutes} min") };
    let mut facts = format!("{} in {time}", counted(answers, "answer"));
    if state.kind != ReviewKind::Cram {
        let _ = write!(facts, " · {} new · {}", summary.new, counted(summary.reviews, "review"));
    }
    if summary.aside > 0 {
        let _ = write!(facts, " · {} put aside", summary.aside);
    }
    canvas.line(area, 2, &[Run::new(facts, Role::Text)]);
    let most = summary.by_grade.iter().copied().max().unwrap_or(0).max(1);
    for (index, (grade, count)) in Grade::ALL.into_iter().zip(summary.by_grade).enumerate() {
        let length = usize::try_from(count * 30 / most).unwrap_or(0).max(usize::from(count > 0));
        let role = if grade == Grade::Again { Role::Bad } else { Role::Accent };
        let runs = [
            Run::new(format!("{:<7}", grade.word()), Role::Text),
            Run::new("█".repeat(length), role),
            Run::new(format!(" {count}"), Role::Muted),
        ];
        canvas.line(area, short(4 + index), &runs);
    }
    let rest = below(area, 9);
    if !summary.leeches.is_empty() {
        let text = format!("{} leeches: read their sections, or put them aside.", summary.leeches.len());
        canvas.line(rest, 0, &[Run::new(text, Role::Warning)]);
    }
    let text = match state.kind {
        ReviewKind::Cram => "Crammed; the schedule is as it was.",
        _ => "Nothing more is due here. Everything is saved.",
    };
    canvas.line(rest, 1, &[Run::new(text, Role::Muted)]);
}
