//! Formatted text as a value: what Markdown means once it is read, before it is wrapped for a width.

use super::Drawing;

/// A block of text: a paragraph, a list, a piece of code ...
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading inside a section; level 3 is the highest.
    Heading {
        level: u8,
        line: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// `start` is the first number of a numbered list.
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote {
        note: Option<Note>,
        blocks: Vec<Block>,
    },
    Table {
        align: Vec<Align>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// `wrong` says why a manifest is wrong on purpose.
    Code {
        language: String,
        title: Option<String>,
        wrong: Option<String>,
        text: String,
    },
    /// Drawn with characters; never wrapped.
    Figure {
        title: Option<String>,
        text: String,
    },
    /// Drawn by the engine when it is shown.
    Drawn(Box<Drawing>),
    Rule,
}

/// The kind of a note: what is worth knowing, the quickest way in the exam, what goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "a note is the plainest kind of note, as in GitHub's alerts")]
pub enum Note {
    Note,
    Tip,
    Warning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

/// A run of text of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text {
        text: String,
        look: Look,
        link: Option<Link>,
    },
    /// A reference to a source, by the name of its footnote.
    Footnote(String),
    /// A line that ends here by the author's will.
    Break,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
}

/// Where a link leads: a section of this chapter (`chapter` is `None`) or of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub chapter: Option<String>,
    pub section: Option<String>,
}

/// The words alone, blocks parted by spaces: for searching, counting and export as plain text.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut words = String::new();
    for block in blocks {
        push_block(block, &mut words);
    }
    words.truncate(words.trim_end().len());
    words
}

/// The runs of code in lines of text (blocks of code apart), in order.
pub fn code_spans(blocks: &[Block]) -> Vec<&str> {
    let mut found = Vec::new();
    for block in blocks {
        push_spans(block, &mut found);
    }
    found
}

fn push_spans<'b>(block: &'b Block, found: &mut Vec<&'b str>) {
    let mut line = |line: &'b [Inline]| {
        found.extend(line.iter().filter_map(|inline| match inline {
            Inline::Text { text, look, .. } if look.code => Some(text.as_str()),
            _ => None,
        }));
    };
    match block {
        Block::Heading { line: words, .. } | Block::Paragraph(words) => line(words),
        Block::Table { head, rows, .. } => {
            head.iter().chain(rows.iter().flatten()).for_each(|cell| line(cell));
        }
        Block::List { items, .. } => items.iter().flatten().for_each(|inner| push_spans(inner, found)),
        Block::Quote { blocks, .. } => blocks.iter().for_each(|inner| push_spans(inner, found)),
        Block::Code { .. } | Block::Figure { .. } | Block::Drawn(_) | Block::Rule => {}
    }
}

fn push_block(block: &Block, out: &mut String) {
    match block {
        Block::Heading { line, .. } | Block::Paragraph(line) => push_line(line, out),
        Block::List { items, .. } => items.iter().flatten().for_each(|inner| push_block(inner, out)),
        Block::Quote { blocks, .. } => blocks.iter().for_each(|inner| push_block(inner, out)),
        Block::Table { head, rows, .. } => {
            head.iter().chain(rows.iter().flatten()).for_each(|cell| push_line(cell, out));
        }
        Block::Code { text, .. } | Block::Figure { text, .. } => {
            out.push_str(text.trim_end());
            out.push(' ');
        }
        Block::Drawn(drawing) => {
            out.push_str(drawing.title.as_deref().unwrap_or_default());
            out.push(' ');
        }
        Block::Rule => {}
    }
}

fn push_line(line: &[Inline], out: &mut String) {
    for inline in line {
        match inline {
            Inline::Text { text, .. } => out.push_str(text),
            Inline::Break => out.push(' '),
            Inline::Footnote(_) => {}
        }
    }
    out.push(' ');
}
