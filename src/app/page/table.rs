//! Laying out a table: columns as wide as they need, shrunk by wrapping their cells where the width is short.

use super::blocks::runs_of;
use super::{Line, Page, Role, Run, columns, wrap_runs};
use crate::course::{Align, Inline};

/// Columns between two cells.
const GAP: usize = 2;

pub fn push(page: &mut Page, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], width: usize) {
    let mut cells: Vec<Vec<Vec<Run>>> = Vec::with_capacity(rows.len() + 1);
    cells.push(head.iter().map(|cell| runs_of(page, cell, Role::Strong)).collect());
    for row in rows {
        cells.push(row.iter().map(|cell| runs_of(page, cell, Role::Text)).collect());
    }
    let widths = widths(&cells, width);
    for (index, row) in cells.iter().enumerate() {
        push_row(page, row, &widths, align);
        if index == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            page.push_line([Run::new(rule.join("  "), Role::Muted)]);
        }
    }
}

/// The width of each column: its natural one, or a fair share of what there is. The widest columns give first, and
/// none below its longest word while others can give.
fn widths(cells: &[Vec<Vec<Run>>], width: usize) -> Vec<usize> {
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    let measure = |of: fn(&str) -> usize| -> Vec<usize> {
        (0..count)
            .map(|column| {
                let cell_width = |row: &Vec<Vec<Run>>| row.get(column).map_or(0, |cell| of(&text_of(cell)));
                cells.iter().map(cell_width).max().unwrap_or(0).max(1)
            })
            .collect()
    };
    let mut widths = measure(columns);
    let least = measure(|text| text.split(' ').map(columns).max().unwrap_or(0));
    let room = width.saturating_sub(GAP * count.saturating_sub(1)).max(count);
    while widths.iter().sum::<usize>() > room {
        let shrinkable = |index: &usize| widths[*index] > least[*index];
        let widest = (0..count).filter(shrinkable).max_by_key(|index| widths[*index]);
        let Some(widest) = widest.or_else(|| (0..count).max_by_key(|index| widths[*index])) else { break };
        if widths[widest] <= 1 {
            break;
        }
        widths[widest] -= 1;
    }
    widths
}

fn push_row(page: &mut Page, row: &[Vec<Run>], widths: &[usize], align: &[Align]) {
    let wrapped: Vec<Vec<Vec<Run>>> =
        row.iter().zip(widths).map(|(cell, width)| wrap_runs(cell, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut runs: Vec<Run> = Vec::new();
        let mut debt = 0;
        for (column, width) in widths.iter().enumerate() {
            let cell = wrapped.get(column).and_then(|lines| lines.get(line)).cloned().unwrap_or_default();
            let free = width.saturating_sub(columns(&text_of(&cell)));
            let before = match align.get(column) {
                Some(Align::Right) => free,
                Some(Align::Center) => free / 2,
                _ => 0,
            };
            if debt + before > 0 {
                runs.push(Run::new(" ".repeat(debt + before), Role::Text));
            }
            runs.extend(cell);
            debt = free - before + GAP;
        }
        page.lines.push(Line { runs, code: None });
    }
}

fn text_of(cell: &[Run]) -> String {
    cell.iter().map(|run| run.text.as_str()).collect()
}
