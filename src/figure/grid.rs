//! The lines of a table of who reaches whom: clients in the boxes of their namespaces, a column for each destination.

use super::WIDTH;

/// What stands where a client and a destination meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub sign: &'static str,
    pub word: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The case whose first column it is.
    pub begins: Option<String>,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Empty for a client outside.
    pub namespace: String,
    pub name: String,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// Columns between two destinations.
const GAP: usize = 2;

impl Cell {
    fn with_word(&self) -> String {
        format!("{} {}", self.sign, self.word).trim_end().to_owned()
    }

    fn alone(&self) -> String {
        self.sign.to_owned()
    }

    /// `✗r` for refused; of `no DNS` the second word tells more.
    fn with_letter(&self) -> String {
        let letter = self.word.rsplit(' ').next().and_then(|word| word.chars().next());
        match letter.filter(|_| self.sign == "✗") {
            Some(letter) => format!("{}{}", self.sign, letter.to_ascii_lowercase()),
            None => self.alone(),
        }
    }
}

impl Row {
    /// The row of a client as it is written, without cells.
    pub fn of(from: &str) -> Self {
        let (namespace, name) = match from.strip_prefix("ip:") {
            Some(address) => ("", address.to_owned()),
            None => {
                from.split_once('/').map_or(("", from.to_owned()), |(one, other)| (one, other.to_owned()))
            }
        };
        Self { namespace: namespace.to_owned(), name, cells: Vec::new() }
    }
}

impl Grid {
    /// With words beside the signs where there is room; else the signs are explained below, with a letter each where the same sign
    /// says different things.
    pub fn lines(&self) -> Vec<String> {
        let wide = self.drawn(Cell::with_word);
        if width(&wide) <= WIDTH {
            return wide;
        }
        let mut kinds: Vec<Cell> = Vec::new();
        for cell in self.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.word.is_empty()) {
            if !kinds.contains(cell) {
                kinds.push(*cell);
            }
        }
        let alike = |one: &Cell| kinds.iter().filter(|other| other.sign == one.sign).count() > 1;
        let sign = if kinds.iter().any(alike) { Cell::with_letter } else { Cell::alone };
        let told: Vec<String> = kinds.iter().map(|cell| format!("{} {}", sign(cell), cell.word)).collect();
        let mut lines = self.drawn(sign);
        lines.push(format!("  {}", told.join("   ")));
        lines
    }

    fn drawn(&self, text: fn(&Cell) -> String) -> Vec<String> {
        let widths = self.widths(text);
        let line = |lead: &str, cells: Vec<String>| -> String {
            let mut line = lead.to_owned();
            for (cell, width) in cells.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width.saturating_sub(length(cell))));
            }
            line.trim_end().to_owned()
        };
        let inner = self.inner_width();
        let head = " ".repeat(inner + 5);
        let mut lines = Vec::new();
        if self.columns.iter().any(|column| column.begins.is_some()) {
            lines.push(format!("{head}{}", self.cases(&widths)).trim_end().to_owned());
        }
        lines.push(line(&head, self.columns.iter().map(|column| column.name.clone()).collect()));
        let mut open: Option<&str> = None;
        for row in &self.rows {
            if open != Some(row.namespace.as_str()) {
                lines.extend(open.filter(|namespace| !namespace.is_empty()).map(|_| bottom(inner)));
                if !row.namespace.is_empty() {
                    let rest = "─".repeat(inner.saturating_sub(length(&row.namespace) + 3));
                    lines.push(format!("┌─ {} {rest}┐", row.namespace));
                }
                open = Some(&row.namespace);
            }
            let cells = row.cells.iter().map(text).collect();
            let lead = if row.namespace.is_empty() {
                format!("  {:<inner$}─▶ ", row.name)
            } else {
                format!("│ {:<inner$}├─▶ ", row.name, inner = inner.saturating_sub(1))
            };
            lines.push(line(&lead, cells));
        }
        lines.extend(open.filter(|namespace| !namespace.is_empty()).map(|_| bottom(inner)));
        lines
    }

    /// Of each column with the gap behind it; the last of a case is wide enough for the case's name.
    fn widths(&self, text: fn(&Cell) -> String) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        let mut named: Option<(usize, usize)> = None;
        for (index, column) in self.columns.iter().enumerate() {
            let cells =
                self.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| length(&text(cell)));
            widths.push(cells.chain([length(&column.name)]).max().unwrap_or(0) + GAP);
            if let Some(case) = &column.begins {
                named = Some((index, length(case) + GAP));
            }
            let ends = self.columns.get(index + 1).is_none_or(|next| next.begins.is_some());
            if let (Some((first, wanted)), true) = (named, ends) {
                let has: usize = widths[first..].iter().sum();
                widths[index] += wanted.saturating_sub(has);
            }
        }
        widths
    }

    /// The names of the cases, each above its columns.
    fn cases(&self, widths: &[usize]) -> String {
        let mut line = String::new();
        let mut at = 0;
        for (column, width) in self.columns.iter().zip(widths) {
            if let Some(case) = &column.begins {
                line.push_str(&" ".repeat(at - length(&line).min(at)));
                line.push_str(case);
            }
            at += width;
        }
        line
    }

    /// Between the edges of a box: the longest name with a blank at both sides, or a namespace in the edge.
    fn inner_width(&self) -> usize {
        let names = self.rows.iter().map(|row| length(&row.name) + 2);
        let spaces = self.rows.iter().map(|row| length(&row.namespace) + 4);
        names.chain(spaces).max().unwrap_or(0)
    }
}

fn bottom(inner: usize) -> String {
    format!("└{}┘", "─".repeat(inner))
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn width(lines: &[String]) -> usize {
    lines.iter().map(|line| length(line)).max().unwrap_or(0)
}
