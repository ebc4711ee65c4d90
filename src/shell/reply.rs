//! What a line answers: text as it stands on a terminal, an exit status, and what the shell can not do itself.

use serde::{Serialize, Serializer, ser::SerializeStruct};

/// Where a text was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// A part of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub stream: Stream,
    pub text: String,
}

/// What was written, in the order in which it was: a terminal shows both streams as they come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    pieces: Vec<Piece>,
}

impl Output {
    pub fn write(&mut self, stream: Stream, text: &str) {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.stream == stream => last.text.push_str(text),
            _ => self.pieces.push(Piece { stream, text: text.to_owned() }),
        }
    }

    pub fn append(&mut self, other: &Self) {
        for piece in &other.pieces {
            self.write(piece.stream, &piece.text);
        }
    }

    /// Its parts: neighbours are of different streams, and none is empty.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// All that went to one stream.
    pub fn of(&self, stream: Stream) -> String {
        self.pieces.iter().filter(|piece| piece.stream == stream).map(|piece| piece.text.as_str()).collect()
    }

    /// Everything, as it stands on a terminal.
    pub fn screen(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Forgets all but that many bytes of both streams.
    pub fn truncate(&mut self, size: usize) {
        let mut left = size;
        self.pieces.retain_mut(|piece| {
            piece.text.truncate(left);
            left -= piece.text.len();
            !piece.text.is_empty()
        });
    }

    /// Bytes of both streams.
    pub fn size(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.len()).sum()
    }
}

/// By stream: `stdout` and `stderr`.
impl Serialize for Output {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut streams = serializer.serialize_struct("Output", 2)?;
        streams.serialize_field("stdout", &self.of(Stream::Out))?;
        streams.serialize_field("stderr", &self.of(Stream::Err))?;
        streams.end()
    }
}

/// What whoever runs the session has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Let the user edit this text; [`Session::edited`](super::Session::edited) takes what came of it.
    /// `editor` is the program that was called for it.
    Edit { editor: String, path: String, text: String },
    /// Let the user look at this text window by window; `prints_short`: one of a single window is only printed.
    Page { name: String, text: String, prints_short: bool },
    /// Clear the screen.
    Clear,
    /// The host's own shell was left.
    Exit,
    /// The line is not complete: what is typed next belongs to it.
    More,
}

/// The answer to one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    pub output: Output,
    pub status: u8,
    pub effect: Option<Effect>,
}

impl Reply {
    /// All that went to standard output.
    pub fn stdout(&self) -> String {
        self.output.of(Stream::Out)
    }

    /// All that went to standard error.
    pub fn stderr(&self) -> String {
        self.output.of(Stream::Err)
    }
}
