//! How the window of a lab is divided: the task, and beside it, where there is room, what one works in.

use crate::app::Desk;

/// Columns and lines of the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    /// Of the task beside the terminal; `None` where only one pane fits.
    pub side: Option<usize>,
    /// Of the pane that has the keys.
    pub width: usize,
    pub height: usize,
}

/// What the tables of kubectl need, as on the 80 columns of an exam's terminal.
const TERMINAL: usize = 78;
/// From this many columns on there is room for the task beside the terminal.
const SIDE_FROM: usize = TERMINAL + 3 + 35;

impl Panes {
    pub fn of(desk: &Desk) -> Self {
        let width = usize::from(desk.size.width);
        let height = desk.body().height;
        let side = (width >= SIDE_FROM).then(|| (width - TERMINAL - 3).min(60));
        Self { side, width: width.saturating_sub(side.map_or(0, |side| side + 1) + 2).max(1), height }
    }

    /// The columns that the task is laid out for.
    pub fn task(self) -> usize {
        self.side.map_or(self.width.saturating_sub(2), |side| side.saturating_sub(3)).clamp(1, 92)
    }

    /// The lines that the terminal has: where it stands alone, one tells of the task.
    pub fn terminal_height(self) -> usize {
        self.height.saturating_sub(if self.side.is_some() { 0 } else { 2 }).max(1)
    }
}
