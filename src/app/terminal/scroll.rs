//! What was printed, line by line, and the part of it that a window shows.

use std::collections::VecDeque;

use unicode_segmentation::UnicodeSegmentation;

use super::visible;
use crate::app::{Line, Role, Run, columns};

/// Printed lines kept at most; older ones are forgotten.
const MOST_LINES: usize = 5_000;
/// Columns between tab stops.
const TAB: usize = 8;

#[derive(Debug, Clone, Default)]
pub(super) struct Scroll {
    lines: VecDeque<Vec<Run>>,
    /// Whether the last line was not ended: more text joins it.
    open: bool,
}

/// What a window shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screenful {
    pub lines: Vec<Line>,
    /// Column and line of the cursor, if it is in the window.
    pub cursor: Option<(usize, usize)>,
    /// Lines below that the window does not show.
    pub below: usize,
}

impl Scroll {
    pub fn push(&mut self, runs: Vec<Run>) {
        if self.lines.len() == MOST_LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(runs);
        self.open = false;
    }

    /// What is printed next begins a line.
    pub fn end_line(&mut self) {
        self.open = false;
    }

    pub fn print(&mut self, text: &str, role: Role) {
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after, ended) = match rest.split_once('\n') {
                Some((line, after)) => (line, after, true),
                None => (rest, "", false),
            };
            let before: usize = if self.open { self.lines.back().map_or(0, |runs| width(runs)) } else { 0 };
            let run = Run::new(visible(&untabbed(line.trim_end_matches('\r'), before)), role);
            match self.lines.back_mut().filter(|_| self.open) {
                Some(last) => last.push(run),
                None => self.push(vec![run]),
            }
            self.open = !ended;
            rest = after;
        }
    }

    /// Lines of the screen that everything takes.
    pub fn rows(&self, width: usize) -> usize {
        self.lines.iter().map(|runs| rows_of(runs, width)).sum()
    }

    pub fn screenful(&self, prompt: &[Run], above: usize, width: usize, height: usize) -> Screenful {
        let width = width.max(1);
        let mut typed: Vec<Run> = Vec::new();
        // A line that was not ended stands before the prompt, as in a terminal.
        let (open, ended) = match self.lines.back() {
            Some(last) if self.open => (Some(last), self.lines.len() - 1),
            _ => (None, self.lines.len()),
        };
        typed.extend(open.into_iter().flatten().cloned());
        typed.extend(prompt.iter().cloned());
        let mut rows: VecDeque<Line> = folded(&typed, width).into();
        let (cursor_column, cursor_row) = end_of(&typed[..typed.len().saturating_sub(1)], width);
        // A cursor behind a full line stands on the next.
        while cursor_row >= rows.len() {
            rows.push_back(Line::default());
        }
        let cursor_row_from_end = rows.len() - 1 - cursor_row;
        for runs in self.lines.iter().take(ended).rev() {
            if rows.len() >= height + above {
                break;
            }
            for row in folded(runs, width).into_iter().rev() {
                rows.push_front(row);
            }
        }
        let cursor_row = rows.len() - 1 - cursor_row_from_end;
        let lowest = rows.len().saturating_sub(above);
        let first = match lowest.saturating_sub(height) {
            // Of a command that is taller than the window one sees what one edits.
            first if above == 0 => first.min(cursor_row),
            first => first,
        };
        let last = lowest.min(first + height);
        let cursor = (first..last).contains(&cursor_row).then(|| (cursor_column, cursor_row - first));
        let below = rows.len() - last;
        Screenful { lines: rows.drain(first..last).collect(), cursor, below }
    }
}

fn width(runs: &[Run]) -> usize {
    runs.iter().map(|run| columns(&run.text)).sum()
}

fn rows_of(runs: &[Run], width_of_window: usize) -> usize {
    width(runs).div_ceil(width_of_window.max(1)).max(1)
}

/// Tabs as blanks; `before` columns stand before the text.
pub(super) fn untabbed(text: &str, before: usize) -> String {
    if !text.contains('\t') {
        return text.to_owned();
    }
    let mut out = String::new();
    for piece in text.split_inclusive('\t') {
        let (piece, tab) = piece.strip_suffix('\t').map_or((piece, false), |piece| (piece, true));
        out.push_str(piece);
        if tab {
            let at = before + columns(&out);
            out.push_str(&" ".repeat(TAB - at % TAB));
        }
    }
    out
}

/// A line broken where it has a break or the window ends, as a terminal does: at any column, not at words.
pub(super) fn folded(runs: &[Run], width: usize) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut used = 0;
    for run in runs {
        let mut text = String::new();
        for grapheme in run.text.graphemes(true) {
            let ends = grapheme == "\n";
            let wide = if ends { 0 } else { columns(grapheme) };
            if ends || used + wide > width {
                push(&mut lines, &mut text, run.role);
                lines.push(Line::default());
                used = 0;
            }
            if !ends {
                text.push_str(grapheme);
                used += wide;
            }
        }
        push(&mut lines, &mut text, run.role);
    }
    lines
}

/// The column and row behind the last of `runs`, folded to `width`.
fn end_of(runs: &[Run], width: usize) -> (usize, usize) {
    let rows = folded(runs, width);
    let last = rows.last().map_or(0, |line| columns(&line.text()));
    if last >= width { (0, rows.len()) } else { (last, rows.len() - 1) }
}

fn push(lines: &mut [Line], text: &mut String, role: Role) {
    if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
        line.runs.push(Run::new(std::mem::take(text), role));
    }
}
