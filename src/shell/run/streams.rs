//! Where a command's text comes from and goes to.

use std::collections::BTreeMap;

use super::Run;
use crate::shell::{
    budget::{self, Limit},
    reply::Stream,
};

/// Where text goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sink {
    Screen(Stream),
    /// A pipe or a substitution.
    Text(usize),
    File(String),
    Nothing,
}

/// A standard input, and how much of it has been read.
#[derive(Debug, Clone)]
pub struct Feed {
    pub text: String,
    pub at: usize,
    pub terminal: bool,
    /// Who wrote it was broken off and would write more.
    pub goes_on: bool,
}

/// A text that is being written: for a substitution, or in a pipe.
#[derive(Debug, Default)]
pub struct Collected {
    pub text: String,
    /// Bytes after which whoever writes on is broken off; `None` for what is no pipe.
    room: Option<usize>,
}

impl Feed {
    /// `None` is the terminal, on which nobody types while a line runs.
    pub fn new(text: Option<&str>) -> Self {
        Self { text: text.unwrap_or_default().to_owned(), at: 0, terminal: text.is_none(), goes_on: false }
    }

    pub fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

/// The file descriptors of a command.
#[derive(Debug, Clone)]
pub struct Streams {
    pub feed: usize,
    sinks: BTreeMap<i32, Sink>,
}

impl Streams {
    pub fn screen() -> Self {
        let sinks = [(1, Sink::Screen(Stream::Out)), (2, Sink::Screen(Stream::Err))];
        Self { feed: 0, sinks: sinks.into_iter().collect() }
    }

    pub fn sink(&self, descriptor: i32) -> Sink {
        self.sinks.get(&descriptor).cloned().unwrap_or(Sink::Nothing)
    }

    pub fn is_open(&self, descriptor: i32) -> bool {
        descriptor == 0 || self.sinks.contains_key(&descriptor)
    }

    pub fn set(&mut self, descriptor: i32, sink: Sink) {
        self.sinks.insert(descriptor, sink);
    }

    pub fn close(&mut self, descriptor: i32) {
        self.sinks.insert(descriptor, Sink::Nothing);
    }
}

impl Run<'_> {
    /// A new text to write into: its number.
    pub(super) fn collect(&mut self, room: Option<usize>) -> usize {
        self.texts.push(Collected { text: String::new(), room });
        self.texts.len() - 1
    }

    /// What was written into it; the newest one comes first.
    pub(super) fn collected(&mut self, index: usize) -> String {
        let text = self.texts.get_mut(index).map(std::mem::take).unwrap_or_default().text;
        self.texts.truncate(index);
        text
    }

    pub(super) fn write(&mut self, sink: &Sink, text: &str) {
        if text.is_empty() {
            return;
        }
        match sink {
            Sink::Nothing => {}
            Sink::Screen(stream) => {
                let text = self.session.budget.write(text);
                self.screen.write(*stream, text);
            }
            Sink::Text(index) => {
                let Some(collected) = self.texts.get_mut(*index) else { return };
                let left = match collected.room {
                    Some(room) if collected.text.len() >= room => 0,
                    _ => budget::OUTPUT.saturating_sub(collected.text.len()),
                };
                let (is_cut, text) = budget::cut(text, left);
                collected.text.push_str(text);
                // What fills a pipe takes its time.
                self.session.budget.step(u32::try_from(text.len() / 4096).unwrap_or(0));
                if is_cut && collected.room.is_some() {
                    self.session.budget.stop(Limit::Full);
                }
            }
            Sink::File(path) => {
                // Each writing copies the file.
                let size = self.session.disk_mut().read(path).map_or(0, |file| file.len());
                self.session.budget.step(u32::try_from(size / 16_384).unwrap_or(0));
                if let Err(fault) = self.session.disk_mut().append(path, text) {
                    let message = format!("{}: {path}: {fault}\n", self.session.login().shell);
                    self.write(&Sink::Screen(Stream::Err), &message);
                }
            }
        }
    }

    pub(super) fn feed(&mut self, text: &str, goes_on: bool) -> usize {
        self.feeds.push(Feed { goes_on, ..Feed::new(Some(text)) });
        self.feeds.len() - 1
    }
}
