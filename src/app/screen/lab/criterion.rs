//! A criterion laid out: its sign, what it asks, its weight, and why it does not count.

use crate::app::{Page, Role, Run, wrap_runs};
use crate::lab::Standing;

/// Its sign; one that holds and does not count yet is as open as one that was not asked.
pub fn sign(standing: Option<Standing>) -> (&'static str, Role) {
    match standing {
        None | Some(Standing::Holds) => ("○", Role::Muted),
        Some(Standing::Met) => ("✓", Role::Good),
        Some(Standing::Lost) => ("✗", Role::Bad),
    }
}

/// Adds it below what is there, `indent` columns further in; `outcome` is what came of it and what is told of that, if it
/// was graded.
pub fn push_criterion(
    page: &mut Page,
    (title, weight): (&str, u32),
    outcome: Option<(Standing, &str)>,
    indent: usize,
    width: usize,
) {
    let (sign, role) = sign(outcome.map(|(standing, _)| standing));
    let mut runs = marked(title, Role::Text);
    runs.push(Run::new(format!(" ({weight})"), Role::Muted));
    behind(page, &Run::new(format!("{sign} "), role), &runs, indent, width);
    if let Some((standing, told)) = outcome.filter(|(_, told)| !told.is_empty()) {
        let role = if standing == Standing::Holds { Role::Muted } else { Role::Emphasis };
        behind(page, &Run::new("  ", Role::Text), &marked(told, role), indent, width);
    }
}

/// A sentence in which what stands in backquotes is code.
fn marked(text: &str, role: Role) -> Vec<Run> {
    let role = |index: usize| if index % 2 == 1 { Role::Code } else { role };
    text.split('`').enumerate().map(|(index, part)| Run::new(part, role(index))).collect()
}

/// Lines below each other behind a sign of two columns.
fn behind(page: &mut Page, sign: &Run, runs: &[Run], indent: usize, width: usize) {
    let margin = Run::new(" ".repeat(indent), Role::Text);
    for (index, line) in wrap_runs(runs, width.saturating_sub(indent + 2)).into_iter().enumerate() {
        let lead = if index == 0 { sign.clone() } else { Run::new("  ", Role::Text) };
        page.push_line([margin.clone(), lead].into_iter().filter(|run| !run.text.is_empty()).chain(line));
    }
}
