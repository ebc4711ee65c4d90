//! What one program gets when it is called.

use super::{place::Place, session::Session};

/// A program: gives its exit status.
pub type Program = fn(&mut Call<'_>) -> u8;

/// One call of a program.
#[derive(Debug)]
pub struct Call<'a> {
    pub session: &'a mut Session,
    /// The name it was called by.
    pub name: &'a str,
    /// Without the name.
    pub arguments: &'a [String],
    pub stdin: &'a str,
    /// Standard input is the terminal: nothing was piped or redirected into it.
    pub terminal: bool,
    pub stdout: String,
    pub stderr: String,
}

/// What a program that was run by another one did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ran {
    pub status: u8,
    pub stdout: String,
    pub stderr: String,
}

impl Call<'_> {
    /// Runs a command where the shell stands, as words; its output is not yet part of this call's.
    pub fn run(&mut self, words: &[String], stdin: &str) -> Ran {
        self.session.run_words(words, stdin, self.terminal)
    }

    /// Runs a command in a container or on a node: what `kubectl exec POD -- WORDS` and `ssh NODE WORDS` do. A program that
    /// does not exist there gives status 127 and nothing on either stream.
    pub fn run_at(&mut self, place: Place, words: &[String], stdin: &str) -> Ran {
        self.session.run_words_at(place, words, stdin)
    }

    /// A line on standard output.
    pub fn line(&mut self, text: &str) {
        self.stdout.push_str(text);
        self.stdout.push('\n');
    }

    /// A line on standard error.
    pub fn error_line(&mut self, text: &str) {
        self.stderr.push_str(text);
        self.stderr.push('\n');
    }

    /// `NAME: MESSAGE` on standard error, and the status given.
    pub fn fail(&mut self, message: &str, status: u8) -> u8 {
        self.error_line(&format!("{}: {message}", self.name));
        status
    }
}
