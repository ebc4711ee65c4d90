//! What a line answers: text as it stands on a terminal, an exit status, and what the shell can not do itself.

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

/// What whoever runs the session has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Let the user edit this text; [`Session::edited`](super::Session::edited) takes what came of it.
    Edit { path: String, text: String },
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
    pub output: Vec<Piece>,
    pub status: u8,
    pub effect: Option<Effect>,
}

impl Reply {
    /// All that went to standard output.
    pub fn stdout(&self) -> String {
        self.text_of(Stream::Out)
    }

    /// All that went to standard error.
    pub fn stderr(&self) -> String {
        self.text_of(Stream::Err)
    }

    fn text_of(&self, stream: Stream) -> String {
        self.output.iter().filter(|piece| piece.stream == stream).map(|piece| piece.text.as_str()).collect()
    }
}
