//! What `update` asks of the world. `runtime` performs it and answers with a message.

use crate::course::ItemId;
use crate::study::{Entry, Settings};

#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Write these entries to the log, durably.
    Record(Vec<Entry>),
    /// Write the record as a whole.
    Snapshot,
    LoadChapter(String),
    LoadItems(Vec<ItemId>),
    LoadSearch,
    /// The lab of this id with the names that the seed draws.
    LoadLab {
        id: String,
        seed: u64,
    },
    /// Let the learner edit this text in the editor of their environment.
    Edit {
        name: String,
        text: String,
    },
    SaveSettings(Settings),
    /// Put this text into the clipboard.
    Copy(String),
    CaptureMouse(bool),
    Suspend,
    Redraw,
    Leave,
}
