//! Which row of a list is selected and which rows are in view.

/// The selected row and the first visible one. Both are kept inside the list and its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    pub row: usize,
    pub top: usize,
}

impl Selection {
    /// Moves by `by` rows and stops at the ends of a list of `rows`.
    pub fn step(&mut self, by: isize, rows: usize) {
        self.row = self.row.saturating_add_signed(by).min(rows.saturating_sub(1));
    }

    /// Scrolls just so far that the selected row is among the `height` visible ones.
    pub fn keep_in_view(&mut self, rows: usize, height: usize) {
        self.row = self.row.min(rows.saturating_sub(1));
        let height = height.max(1);
        self.top = self.top.min(rows.saturating_sub(height)).min(self.row);
        if self.row >= self.top + height {
            self.top = self.row + 1 - height;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_stays_in_view() {
        let mut list = Selection::default();
        list.step(7, 10);
        list.keep_in_view(10, 3);
        assert_eq!(list, Selection { row: 7, top: 5 });
        // One row below the window, just out of it.
        let mut next = Selection { row: 3, top: 0 };
        next.keep_in_view(10, 3);
        assert_eq!(next, Selection { row: 3, top: 1 });
        list.step(-20, 10);
        list.keep_in_view(10, 3);
        assert_eq!(list, Selection { row: 0, top: 0 });
        list.step(99, 0);
        list.keep_in_view(0, 0);
        assert_eq!(list, Selection { row: 0, top: 0 });
    }
}
