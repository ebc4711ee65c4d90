//! The text of the editor: lines, a cursor, undo.

use unicode_segmentation::UnicodeSegmentation;

/// Lines that there are at most, and bytes that a line grows to: a manifest is small, a pasted book is not one.
pub const MOST_LINES: usize = 20_000;
const LONGEST_LINE: usize = 8_000;
/// States that undo can go back to.
const MOST_UNDO: usize = 200;

/// Where the cursor stands: a line, and a byte index in it at a grapheme's edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    pub row: usize,
    pub column: usize,
}

/// A part of a text: whole lines, or from one spot until just before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Lines(usize, usize),
    Text(Spot, Spot),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buffer {
    /// Never empty.
    lines: Vec<String>,
    pub cursor: Spot,
    undo: Vec<(Vec<String>, Spot)>,
    redo: Vec<(Vec<String>, Spot)>,
    /// All that happens is one step of undo.
    pub held: bool,
}

impl Buffer {
    /// Whether it takes the whole of `text`.
    pub fn holds(text: &str) -> bool {
        text.lines().count() <= MOST_LINES
    }

    pub fn new(text: &str) -> Self {
        let mut buffer =
            Self { lines: lines_of(text), cursor: Spot::default(), undo: vec![], redo: vec![], held: false };
        buffer.settle();
        buffer
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The text, every line ended; an empty buffer is an empty text.
    pub fn text(&self) -> String {
        if self.lines.len() == 1 && self.lines[0].is_empty() {
            return String::new();
        }
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }

    pub fn line(&self) -> &str {
        self.lines.get(self.cursor.row).map_or("", String::as_str)
    }

    pub fn last_row(&self) -> usize {
        self.lines.len().saturating_sub(1)
    }

    /// Remembers the state, for `undo` to come back to. Called once for each thing that the learner does.
    pub fn mark(&mut self) {
        if self.held || self.undo.last().is_some_and(|(lines, _)| *lines == self.lines) {
            return;
        }
        self.undo.push((self.lines.clone(), self.cursor));
        self.redo.clear();
        if self.undo.len() > MOST_UNDO {
            self.undo.remove(0);
        }
    }

    /// Goes back to the last state that differs; says whether there was one.
    pub fn undo(&mut self) -> bool {
        while let Some((lines, cursor)) = self.undo.pop() {
            if lines != self.lines {
                self.redo.push((std::mem::replace(&mut self.lines, lines), self.cursor));
                self.move_to(cursor);
                return true;
            }
        }
        false
    }

    pub fn redo(&mut self) -> bool {
        let Some((lines, cursor)) = self.redo.pop() else { return false };
        self.undo.push((std::mem::replace(&mut self.lines, lines), self.cursor));
        self.move_to(cursor);
        true
    }

    /// Puts the cursor there, or as near as there is text.
    pub fn move_to(&mut self, spot: Spot) {
        self.cursor = spot;
        self.settle();
    }

    fn settle(&mut self) {
        if self.lines.is_empty() {
            self.lines.push(String::new());
        }
        let row = self.cursor.row.min(self.last_row());
        let line = &self.lines[row];
        let mut column = self.cursor.column.min(line.len());
        while !line.is_char_boundary(column) {
            column -= 1;
        }
        self.cursor = Spot { row, column };
    }

    /// Types `text` at the cursor; control characters but line breaks and tabs are dropped.
    pub fn insert(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\n' => self.break_line(""),
                other if other.is_control() && other != '\t' => {}
                other => self.insert_plain(other.encode_utf8(&mut [0; 4])),
            }
        }
    }

    fn insert_plain(&mut self, text: &str) {
        let Spot { row, column } = self.cursor;
        let Some(line) = self.lines.get_mut(row) else { return };
        if line.len() + text.len() <= LONGEST_LINE {
            line.insert_str(column, text);
            self.cursor.column += text.len();
        }
    }

    /// Ends the line at the cursor; the new one begins with `indent`.
    pub fn break_line(&mut self, indent: &str) {
        if self.lines.len() >= MOST_LINES {
            return;
        }
        let Spot { row, column } = self.cursor;
        let Some(line) = self.lines.get_mut(row) else { return };
        let rest = line.split_off(column);
        self.lines.insert(row + 1, format!("{indent}{rest}"));
        self.cursor = Spot { row: row + 1, column: indent.len() };
    }

    /// The indentation of the line; after `key:` and under a list's `-` the next line stands deeper.
    pub fn indent(&self) -> String {
        let line = self.line();
        let body = line.trim_start();
        let deeper = if body.trim_end().ends_with(':') { 2 } else { 0 };
        let item = if body.starts_with("- ") { 2 } else { 0 };
        format!("{}{}", lead(line), " ".repeat(deeper + item))
    }

    /// The text between two spots.
    pub fn between(&self, one: Spot, other: Spot) -> String {
        let (from, to) = (self.nearest(one.min(other)), self.nearest(one.max(other)));
        if from.row == to.row {
            return self.lines[from.row][from.column..to.column].to_owned();
        }
        let middle = self.lines[from.row + 1..to.row].iter().map(String::as_str);
        let ends = (&self.lines[from.row][from.column..], &self.lines[to.row][..to.column]);
        std::iter::once(ends.0).chain(middle).chain([ends.1]).collect::<Vec<_>>().join("\n")
    }

    /// Deletes the text between two spots.
    pub fn delete(&mut self, one: Spot, other: Spot) {
        let (from, to) = (self.nearest(one.min(other)), self.nearest(one.max(other)));
        let tail = self.lines[to.row].split_off(to.column);
        self.lines[from.row].truncate(from.column);
        self.lines[from.row].push_str(&tail);
        self.lines.drain(from.row + 1..=to.row);
        self.move_to(from);
    }

    /// Deletes whole lines and returns them.
    pub fn delete_lines(&mut self, first: usize, last: usize) -> Vec<String> {
        let last = last.min(self.last_row());
        let first = first.min(last);
        let taken = self.lines.drain(first..=last).collect();
        self.move_to(Spot { row: first, column: 0 });
        taken
    }

    /// Puts whole lines before line `row`.
    pub fn insert_lines(&mut self, row: usize, lines: &[String]) {
        let row = row.min(self.lines.len());
        let room = MOST_LINES.saturating_sub(self.lines.len());
        self.lines.splice(row..row, lines.iter().take(room).cloned());
        self.move_to(Spot { row, column: 0 });
    }

    /// Shifts lines by two columns to the right, or to the left.
    pub fn shift(&mut self, first: usize, last: usize, right: bool) {
        for line in self.lines.iter_mut().take(last + 1).skip(first) {
            if right && !line.is_empty() {
                line.insert_str(0, "  ");
            } else if !right {
                let lead = line.len() - line.trim_start_matches(' ').len();
                line.drain(..lead.min(2));
            }
        }
        self.settle();
    }

    /// Puts `text`, of one line or several, in the place of a line; one that is too long changes nothing.
    pub fn replace_line(&mut self, row: usize, text: &str) {
        let lines: Vec<&str> = text.split('\n').collect();
        let fits = self.lines.len() + lines.len() - 1 <= MOST_LINES
            && lines.iter().all(|line| line.len() <= LONGEST_LINE);
        if fits && row < self.lines.len() {
            self.lines.splice(row..=row, lines.into_iter().map(ToOwned::to_owned));
            self.settle();
        }
    }

    fn nearest(&self, spot: Spot) -> Spot {
        let row = spot.row.min(self.last_row());
        let mut column = spot.column.min(self.lines[row].len());
        while !self.lines[row].is_char_boundary(column) {
            column -= 1;
        }
        Spot { row, column }
    }

    /// The spot behind the grapheme at `spot`.
    pub fn behind(&self, spot: Spot) -> Spot {
        let Spot { row, column } = self.nearest(spot);
        let width = self.lines[row][column..].graphemes(true).next().map_or(0, str::len);
        Spot { row, column: column + width }
    }

    /// The spot one grapheme to the left or right, on this line.
    pub fn beside(&self, right: bool) -> Spot {
        let Spot { row, column } = self.cursor;
        let line = self.line();
        let column = if right {
            column + line[column..].graphemes(true).next().map_or(0, str::len)
        } else {
            line[..column].grapheme_indices(true).next_back().map_or(0, |(index, _)| index)
        };
        Spot { row, column }
    }
}

/// The blanks that a line begins with.
pub fn lead(line: &str) -> &str {
    line.strip_suffix(line.trim_start()).unwrap_or_default()
}

/// As they are, with whatever stands in them: an editor changes nothing that was not touched.
fn lines_of(text: &str) -> Vec<String> {
    text.strip_suffix('\n').unwrap_or(text).split('\n').map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_in_and_comes_out() {
        let long = "a\n".repeat(MOST_LINES);
        for text in [
            "",
            "a\n",
            "a\n\nb\n",
            "kind: Pod\nspec:\n  containers: []\n",
            "a:\tb\n\tc\n",
            "a\r\nb\r\n",
            &long,
        ] {
            assert!(Buffer::holds(text));
            assert_eq!(Buffer::new(text).text(), text);
        }
        assert!(!Buffer::holds(&(long + "a\n")));
    }

    #[test]
    fn a_deletion_over_lines_is_what_was_between() {
        let mut buffer = Buffer::new("one\ntwo\nthree\n");
        let (one, other) = (Spot { row: 2, column: 2 }, Spot { row: 0, column: 1 });
        assert_eq!(buffer.between(one, other), "ne\ntwo\nth");
        buffer.delete(one, other);
        assert_eq!(buffer.text(), "oree\n");
        buffer.delete(Spot { row: 0, column: 1 }, Spot { row: 0, column: 3 });
        assert_eq!(buffer.text(), "oe\n");
    }

    #[test]
    fn undo_goes_back_and_redo_forth() {
        let mut buffer = Buffer::new("a\n");
        buffer.mark();
        buffer.insert("x\ny");
        assert_eq!(buffer.text(), "x\nya\n");
        assert!(buffer.undo());
        assert_eq!(buffer.text(), "a\n");
        assert!(buffer.redo());
        assert_eq!(buffer.text(), "x\nya\n");
        assert!(!buffer.redo());
    }

    #[test]
    fn a_new_line_stands_as_deep_as_yaml_wants_it() {
        let indent = |line: &str| Buffer::new(line).indent().len();
        assert_eq!(indent("spec:"), 2);
        assert_eq!(indent("  - name: a"), 4);
        assert_eq!(indent("  ports:"), 4);
        assert_eq!(indent("  - from:"), 6);
        assert_eq!(indent("    port: 80"), 4);
        assert_eq!(Buffer::new("\tspec:").indent(), "\t  ");
    }
}
