//! Runs the tree of a line: lists, pipelines, compound commands, simple commands.
//!
//! Nothing here waits for anything, so the result is the same, and bounded.

mod compound;
mod condition;
mod control;
mod list;
mod pipeline;
mod redirect;
mod simple;
mod streams;

use super::{
    call::Ran,
    line::{self, LineFault},
    reply::{Output, Stream},
    session::Session,
};
use streams::Collected;
pub use streams::{Feed, Sink, Streams};

/// Why commands that follow are not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    Break(u32),
    Continue(u32),
    Return(u8),
    Exit(u8),
    /// An error that ends the line: a bad substitution, an unbound variable.
    Refused,
    /// The budget is used up.
    Stopped,
}

/// The running of one text.
#[derive(Debug)]
pub struct Run<'s> {
    pub session: &'s mut Session,
    /// Texts being collected: pipes and substitutions.
    texts: Vec<Collected>,
    feeds: Vec<Feed>,
    screen: Output,
    /// Where the running command writes.
    streams: Streams,
    /// Inside a condition, where `set -e` does not act.
    conditions: u32,
    /// These are lines that were typed, not a script or a substitution.
    typed: bool,
}

impl<'s> Run<'s> {
    /// `stdin`: `None` is the terminal.
    pub fn new(session: &'s mut Session, stdin: Option<&str>) -> Self {
        Self {
            session,
            texts: Vec::new(),
            feeds: vec![Feed::new(stdin)],
            screen: Output::default(),
            streams: Streams::screen(),
            conditions: 0,
            typed: false,
        }
    }

    /// The running of what was typed: where a shell that is left gives the lines that follow to the one below it.
    pub fn typed(session: &'s mut Session) -> Self {
        Self { typed: true, ..Self::new(session, None) }
    }

    /// Runs a whole text, command by command. `Err` only when it goes on in a next line: the text from there on, nothing of
    /// which was run.
    pub fn script(&mut self, text: &str) -> Result<Result<(), Leave>, String> {
        let mut text = text.to_owned();
        'text: loop {
            let tokens = match line::tokens(&text, &self.session.login().aliases) {
                Ok(tokens) => tokens,
                Err(LineFault::Unfinished) => return Err(text),
                Err(fault) => return Ok(Err(self.syntax(&fault))),
            };
            // Reading a text again and again takes time, too.
            if !self.session.budget.step(u32::try_from(text.len() / 1024).unwrap_or(0)) {
                return Ok(Err(Leave::Stopped));
            }
            let mut rest = tokens.as_slice();
            while !rest.is_empty() {
                let (commands, end) = match line::first(rest) {
                    Ok(found) => found,
                    Err(LineFault::Unfinished) => return Err(tail(&text, rest)),
                    Err(fault) => return Ok(Err(self.syntax(&fault))),
                };
                rest = rest.get(end..).unwrap_or_default();
                let before = (self.session.logins.len(), self.session.login().aliases.len());
                for command in &commands {
                    match self.list(command) {
                        Ok(()) => {}
                        Err(Leave::Exit(status)) if self.typed && self.session.logins.len() > 1 => {
                            let said = self.session.leave(status);
                            self.screen.append(&said);
                            break;
                        }
                        Err(leave) => return Ok(Err(leave)),
                    }
                }
                // What another shell or a new alias makes of the lines that follow is decided when they are read.
                if before != (self.session.logins.len(), self.session.login().aliases.len()) {
                    text = tail(&text, rest);
                    continue 'text;
                }
            }
            return Ok(Ok(()));
        }
    }

    /// Runs words as a command, without reading them as a line.
    pub fn words(&mut self, words: &[String]) -> Result<(), Leave> {
        self.call(words)
    }

    /// Runs a text as a script: one that does not end is an error.
    pub fn script_to_end(&mut self, text: &str) -> Result<(), Leave> {
        let typed = std::mem::take(&mut self.typed);
        let done = self.script(text);
        self.typed = typed;
        done.unwrap_or_else(|_| Err(self.syntax(&LineFault::Unfinished)))
    }

    fn syntax(&mut self, fault: &LineFault) -> Leave {
        self.session.login_mut().status = 2;
        let shell = self.session.login().shell;
        self.error(&format!("{shell}: {fault}\n"));
        Leave::Refused
    }

    /// An error of the shell itself, which ends the line.
    pub fn refuse(&mut self, message: &str) -> Leave {
        self.session.login_mut().status = 1;
        let shell = self.session.login().shell;
        self.error(&format!("{shell}: {message}\n"));
        Leave::Refused
    }

    pub fn error(&mut self, text: &str) {
        let sink = self.streams.sink(2);
        self.write(&sink, text);
    }

    /// What `$(...)` stands for.
    pub fn capture(&mut self, text: &str) -> Result<String, Leave> {
        if !self.session.budget.enter() {
            return Err(self.refuse("command substitution: too deep"));
        }
        let index = self.collect(None);
        let before = self.streams.clone();
        self.streams.set(1, Sink::Text(index));
        let done = self.apart(|run| run.script_to_end(text));
        self.streams = before;
        self.session.budget.leave();
        let mut output = self.collected(index);
        output.truncate(output.trim_end_matches('\n').len());
        done.map(|()| output)
    }

    /// Runs something in a subshell: what it changes in the shell is forgotten, its status stays.
    fn apart(&mut self, run: impl FnOnce(&mut Self) -> Result<(), Leave>) -> Result<(), Leave> {
        let logins = self.session.logins.clone();
        let done = run(self);
        let status = self.session.login().status;
        self.session.logins = logins;
        self.session.login_mut().status = status;
        match done {
            Err(Leave::Exit(status) | Leave::Return(status)) => {
                self.session.login_mut().status = status;
                Ok(())
            }
            Err(Leave::Stopped) => Err(Leave::Stopped),
            _ => Ok(()),
        }
    }

    /// Everything written on the screen.
    pub fn finish(mut self) -> Output {
        if let Some(limit) = self.session.budget.stopped() {
            self.screen.write(Stream::Err, &format!("^C\n[{limit}]\n"));
        }
        self.screen
    }

    /// The same, for the command that runs this one.
    pub fn finish_apart(self, status: u8) -> Ran {
        let consumed = self.feeds.first().map_or(0, |feed| feed.at);
        Ran { status, output: self.screen, consumed }
    }
}

/// The text from the first of the tokens on.
fn tail(text: &str, tokens: &[brush_parser::Token]) -> String {
    // The tokenizer counts characters.
    let from = tokens.first().map_or(usize::MAX, |token| token.location().start.index);
    text.chars().skip(from).collect()
}
