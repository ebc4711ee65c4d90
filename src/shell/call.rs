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
    /// Bytes of `stdin` that were read: a loop's next command gets the rest.
    pub consumed: usize,
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

impl<'a> Call<'a> {
    /// All of standard input.
    pub fn take_input(&mut self) -> &'a str {
        self.consumed = self.stdin.len();
        self.stdin
    }

    /// Runs a command where the shell stands, as words; its output is not yet part of this call's.
    pub fn run(&mut self, words: &[String], stdin: &str) -> Ran {
        self.session.run_words(words, if self.terminal { None } else { Some(stdin) })
    }

    /// Runs a command in a container or on a node: what `kubectl exec POD -- WORDS` and `ssh NODE WORDS` do. Ask
    /// [`exists`](super::exists) first whether its program is there.
    pub fn run_at(&mut self, place: Place, words: &[String], stdin: &str) -> Ran {
        self.session.run_words_at(place, words, stdin)
    }

    /// Adds what another command did to what this one says.
    pub fn pass_on(&mut self, ran: &Ran) -> u8 {
        self.stdout.push_str(&ran.stdout);
        self.stderr.push_str(&ran.stderr);
        ran.status
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
