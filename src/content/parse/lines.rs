//! From a place in a text to its line.

/// The line ends of a text, for finding the line of an offset.
pub struct Lines {
    ends: Vec<usize>,
    before: usize,
}

impl Lines {
    /// `before` is the number of lines that stand before `text` in its file.
    pub fn new(text: &str, before: usize) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Self { ends, before }
    }

    /// The line, from 1, that holds the byte at `offset`.
    pub fn at(&self, offset: usize) -> usize {
        self.before + 1 + self.ends.partition_point(|end| *end < offset)
    }
}

/// The column, from 1 and in characters, of the byte at `offset`.
pub fn column(text: &str, offset: usize) -> usize {
    let head = text.get(..offset).unwrap_or(text);
    let start = head.rfind('\n').map_or(0, |end| end + 1);
    head[start..].chars().count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_belongs_to_its_line() {
        let text = "ab\n\nc";
        let lines = Lines::new(text, 0);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|offset| lines.at(offset)), [1, 1, 1, 2, 3, 3]);
        assert_eq!(Lines::new(text, 10).at(4), 13);
        assert_eq!([0, 1, 4].map(|offset| column(text, offset)), [1, 2, 1]);
    }
}
