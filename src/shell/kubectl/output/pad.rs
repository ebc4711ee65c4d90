//! Columns of texts: as kubectl's tab writer pads them.

use unicode_width::UnicodeWidthStr;

/// The least width of a column in tables with this gap: that of `get`'s tab writer.
const LEAST: (usize, usize) = (3, 6);

/// Lines with each column as wide as its widest cell and `gap` blanks; the last one is not padded.
pub fn padded(rows: &[Vec<String>], gap: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            out.push_str(cell);
            if column + 1 < row.len() {
                let least = if gap == LEAST.0 { LEAST.1 } else { 0 };
                let blanks = (widths[column] + gap).max(least).saturating_sub(cell.width());
                out.extend(std::iter::repeat_n(' ', blanks));
            }
        }
        out.push('\n');
    }
    out
}
