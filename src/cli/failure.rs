//! How an error is printed: what and why in one line, then what to do in another.

use std::fmt::Display;
use std::io::{self, Write};

use crate::content::visible_line;
use crate::runtime::{NotOpened, Problem};
use crate::storage::{PathsError, StoreError};

/// Why a command could not be done.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hint: Option<String>,
    broken_pipe: bool,
}

impl Failure {
    pub fn new(message: impl Display) -> Self {
        // Names of files may hold anything; nothing of it goes raw to the terminal.
        Self { message: visible_line(&message.to_string()), hint: None, broken_pipe: false }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    /// # Errors
    /// What the writer says.
    pub fn print(&self, err: &mut impl Write) -> io::Result<()> {
        writeln!(err, "kubedrill: {}", self.message)?;
        match &self.hint {
            Some(hint) => writeln!(err, "hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self { broken_pipe: error.kind() == io::ErrorKind::BrokenPipe, ..Self::new(error) }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error)
    }
}

impl From<PathsError> for Failure {
    fn from(error: PathsError) -> Self {
        Self::new(error).hint("set HOME, or XDG_DATA_HOME, XDG_CONFIG_HOME and XDG_CACHE_HOME")
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let failure = Self::new(&problem);
        match problem {
            Problem::Store(StoreError::Newer { .. }) => {
                failure.hint("update kubedrill, or set XDG_DATA_HOME to another folder")
            }
            Problem::Opening(NotOpened { hint: Some(hint), .. }) => failure.hint(hint),
            _ => failure,
        }
    }
}
