//! Go's `text/tabwriter`, as `describe` uses it: cells end in tabs, a column is as wide as its block of lines needs.

/// Blanks between a cell and the next.
const PADDING: usize = 2;

/// Aligns a text whose cells end in tabs.
pub fn aligned(text: &str) -> String {
    let lines: Vec<Vec<&str>> = text.split('\n').map(|line| line.split('\t').collect()).collect();
    let mut out = String::new();
    block(&lines, 0, lines.len(), &mut Vec::new(), &mut out);
    // The last break ends the text; it does not begin a line.
    out.pop();
    out
}

/// Lines from one to another; `widths` are those of the columns to the left.
fn block(lines: &[Vec<&str>], from: usize, to: usize, widths: &mut Vec<usize>, out: &mut String) {
    let column = widths.len();
    let has_cell = |line: usize| lines[line].len() > column + 1;
    let mut start = from;
    let mut at = from;
    while at < to {
        if !has_cell(at) {
            at += 1;
            continue;
        }
        write(&lines[start..at], widths, out);
        let end = (at..to).find(|line| !has_cell(*line)).unwrap_or(to);
        let width =
            (at..end).map(|line| lines[line][column].chars().count() + PADDING).max().unwrap_or_default();
        widths.push(width);
        block(lines, at, end, widths, out);
        widths.pop();
        start = end;
        at = end;
    }
    write(&lines[start..to], widths, out);
}

fn write(lines: &[Vec<&str>], widths: &[usize], out: &mut String) {
    for line in lines {
        for (column, cell) in line.iter().enumerate() {
            out.push_str(cell);
            if let Some(width) = widths.get(column).filter(|_| column + 1 < line.len()) {
                out.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
            }
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn a_line_without_a_cell_ends_a_column() {
        assert_eq!(
            aligned("Name:\tx\nLong name:\ty\nSpec:\n  A:\tz\n"),
            "Name:       x\nLong name:  y\nSpec:\n  A:  z\n"
        );
        assert_eq!(aligned("a\tb\tc\naa\tbbb\tc\n"), "a   b    c\naa  bbb  c\n");
        assert_eq!(aligned("Endpoints:\t\n"), "Endpoints:  \n");
    }
}
