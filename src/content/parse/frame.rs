//! A block that is open while Markdown is read, and the blocks found in it so far.

use crate::course::{Align, Block, Inline, Note};

pub struct Frame {
    pub kind: Kind,
    pub blocks: Vec<Block>,
}

pub enum Kind {
    Root,
    Quote(Option<Note>),
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item,
    /// Name and offset.
    Footnote(String, usize),
    Table {
        align: Vec<Align>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
        cells: Vec<Vec<Inline>>,
    },
    /// Too deep: its blocks go to what encloses it.
    Flat,
}

impl Kind {
    pub fn table(align: Vec<Align>) -> Self {
        Self::Table { align, head: Vec::new(), rows: Vec::new(), cells: Vec::new() }
    }
}

impl Frame {
    pub fn new(kind: Kind) -> Self {
        Self { kind, blocks: Vec::new() }
    }

    /// Ends a row of a table, the head or one of the others.
    pub fn end_row(&mut self, is_head: bool) {
        if let Kind::Table { head, rows, cells, .. } = &mut self.kind {
            let row = std::mem::take(cells);
            if is_head {
                *head = row;
            } else {
                rows.push(row);
            }
        }
    }
}
