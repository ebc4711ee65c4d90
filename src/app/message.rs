//! What `update` is told: keys, clicks, the clock, and the results of effects.

use super::{Command, Key};
use crate::course::{Chapter, Item, Lab, SearchEntry};
use crate::study::Moment;

#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The time. Told before whatever comes from outside, and once a second while a clock is on the screen.
    Tick(Moment),
    Key(Key),
    Paste(String),
    /// Something drawn was clicked.
    Click(Target),
    /// The wheel turned by this many lines; down is positive.
    Wheel(isize),
    Resized(Size),
    /// The terminal's background is dark, or not.
    Background {
        dark: bool,
    },
    Loaded(Loaded),
    /// Entries were written, or why not; those wait and are tried again.
    Recorded(Result<(), String>),
    /// Something the learner should know, until put away.
    Told(String),
}

/// What was loaded for the screen that asked for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded {
    Chapter(Result<Box<Chapter>, String>),
    Items(Vec<Item>),
    Search(Vec<SearchEntry>),
    Lab(Result<Box<Lab>, String>),
    /// The editor was left: with this text, or with nothing changed.
    Edited(Option<String>),
}

/// What a click can hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A row of the screen's list.
    Row(usize),
    /// A key in the footer.
    Command(Command),
}

/// Columns and rows of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u16,
    pub height: u16,
}
