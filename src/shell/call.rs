//! What one program gets when it is called.

use super::{
    place::Place,
    reply::{Output, Stream},
    session::Session,
};

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
    /// Standard output is the terminal, and somebody sits there.
    pub on_screen: bool,
    /// Bytes of `stdin` that were read: a loop's next command gets the rest.
    pub consumed: usize,
    pub output: Output,
}

/// What a program that was run by another one did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ran {
    pub status: u8,
    pub output: Output,
    /// Bytes of its standard input that it has read.
    pub consumed: usize,
}

impl Ran {
    /// It would be one call too many inside of others.
    pub fn refused() -> Self {
        let mut ran = Self { status: 126, ..Self::default() };
        ran.output.write(Stream::Err, "bash: too deep\n");
        ran
    }
}

impl<'a> Call<'a> {
    /// All of standard input.
    pub fn take_input(&mut self) -> &'a str {
        self.consumed = self.stdin.len();
        self.stdin
    }

    /// It has ended behind that many lines of its input: those that follow it has not read.
    pub fn leave_input_behind(&mut self, lines: usize) {
        self.consumed = self.stdin.split_inclusive('\n').take(lines).map(str::len).sum();
    }

    /// Runs a command where the shell stands, as words; its output is not yet part of this call's.
    pub fn run(&mut self, words: &[String], stdin: &str) -> Ran {
        let ran = self.session.run_words(words, if self.terminal { None } else { Some(stdin) });
        self.consumed = self.consumed.max(ran.consumed);
        ran
    }

    /// Runs a command in a container or on a node: what `kubectl exec POD -- WORDS` and `ssh NODE WORDS` do. Ask
    /// [`exists`](super::exists) first whether its program is there.
    pub fn run_at(&mut self, place: Place, words: &[String], stdin: &str) -> Ran {
        let ran = self.session.run_words_at(place, words, stdin);
        self.consumed = self.consumed.max(ran.consumed);
        ran
    }

    /// Adds what another command did to what this one says.
    pub fn pass_on(&mut self, ran: &Ran) -> u8 {
        self.output.append(&ran.output);
        ran.status
    }

    /// Text on standard output.
    pub fn print(&mut self, text: &str) {
        self.output.write(Stream::Out, text);
    }

    /// Text on standard error.
    pub fn error(&mut self, text: &str) {
        self.output.write(Stream::Err, text);
    }

    /// A line on standard output.
    pub fn line(&mut self, text: &str) {
        self.print(text);
        self.print("\n");
    }

    /// A line on standard error.
    pub fn error_line(&mut self, text: &str) {
        self.error(text);
        self.error("\n");
    }

    /// `NAME: MESSAGE` on standard error, and the status given.
    pub fn fail(&mut self, message: &str, status: u8) -> u8 {
        self.error_line(&format!("{}: {message}", self.name));
        status
    }
}
