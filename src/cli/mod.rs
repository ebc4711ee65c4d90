//! The command line: arguments, subcommands, exit codes, how an error is printed.
//!
//! Exit codes: 0 done, 1 done but the answer is no (problems found, a check failed), 2 bad input or usage, 128+n ended
//! by signal n.

mod failure;
mod learn;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use failure::Failure;

/// Learn Kubernetes Services & Networking for the CKA exam, in a terminal, offline.
#[derive(Debug, Parser)]
#[command(name = "kubedrill", version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read a chapter: its number, its id or a part of its title; without one, where you stopped
    Learn(learn::Learn),
    /// Review the flashcards that are due
    Review,
    /// Take a quiz
    Quiz(learn::Quiz),
}

/// What a command ended with, if it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It did what was asked, and the answer is no.
    No,
    Signal(i32),
}

/// Runs the program with `arguments` (the program's name first) and prints what it has to say.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to the standard output with code 0, errors to the standard error with 2.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = io::stdout().lock();
    let result = run(arguments, &mut out).and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Ok(Outcome::Signal(signal)) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(255)),
        // The reader of a pipe has seen enough: `kubedrill course | head` is no error.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = failure.print(&mut io::stderr().lock());
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments, _out: &mut impl Write) -> Result<Outcome, Failure> {
    match arguments.command {
        None => learn::home(),
        Some(Command::Learn(learn)) => learn::learn(&learn),
        Some(Command::Review) => learn::review(),
        Some(Command::Quiz(quiz)) => learn::quiz(&quiz),
    }
}

/// The command line as clap knows it: for completions, the man page and tests.
pub fn command() -> clap::Command {
    Arguments::command()
}
