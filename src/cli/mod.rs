//! The command line: arguments, subcommands, exit codes, how an error is printed.
//!
//! Exit codes: 0 done, 1 done but the answer is no (problems found, a check failed), 2 bad input or usage, or it could
//! not be done, 128+n ended by signal n.

mod check;
mod completions;
mod course;
mod export;
mod failure;
mod import;
mod keys;
mod lab;
mod learn;
mod man;
mod markdown;
mod output;
mod plan;
mod progress;
mod questions;
mod reading;
mod reset;
mod stats;
mod target;
mod tool;
pub mod tools;
mod usage;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use failure::Failure;

const AFTER_HELP: &str = "\
Examples:
  kubedrill                               open the home screen
  kubedrill learn dns                     read the chapter on DNS
  kubedrill quiz --topic dns --timed 15   a quiz against the clock
  kubedrill exam --minutes 60             a timed exam over several labs
  kubedrill course -o json | head         everything taught, in a pipe

Files (the XDG base directories; these are the defaults):
  ~/.local/share/kubedrill/progress.toml  your record, and progress.log beside it
  ~/.local/share/kubedrill/content/       your own chapters, cards, questions and labs
  ~/.config/kubedrill/config.toml         the settings

Exit codes: 0 done; 1 done, and the answer is no (problems found, or you said no); 2 bad input, or it could not be \
done; 128+n ended by signal n.";

/// Learn Kubernetes Services & Networking for the CKA exam, in a terminal, offline.
#[derive(Debug, Parser)]
#[command(name = "kubedrill", version, about, max_term_width = 100, after_long_help = AFTER_HELP)]
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
    /// Sit a timed exam over several labs, or go on with the one that is open
    Exam(learn::Exam),
    /// Show the statistics: what you did, what is due, how well you recall
    Stats(stats::Stats),
    /// Show everything taught: chapters, cards and questions
    Course(course::List),
    /// Show what to do each day until the exam
    Plan(plan::Plan),
    /// Make questions from a seed, with answers and explanations
    Questions(questions::Questions),
    /// Write the cards for another program
    Export(export::Export),
    /// Take over cards from another program
    Import(import::Import),
    /// Show where your record lies, check it, back it up, reset it
    Progress(progress::Record),
    /// Check a folder of chapters, cards, questions and labs that you wrote
    Check(check::Check),
    /// Labs: list, show, grade a script, prove them, try commands on your manifests
    Lab(lab::Lab),
    /// Tell what happens to a connection in the cluster of your manifests, hop by hop, and why
    Trace(tools::Trace),
    /// Draw who reaches whom in the cluster of your manifests
    Matrix(tools::Matrix),
    /// Tell what a DNS name gives in the cluster of your manifests
    Resolve(tools::Resolve),
    /// Tell what answers an HTTP request through the Ingresses or Gateways of your manifests, and why
    Route(tools::Route),
    /// Print every key as a Markdown table
    Keys(keys::Keys),
    /// Print the completions for a shell
    Completions(completions::Completions),
    /// Print the manual page
    Man(man::Manual),
}

/// What a command ended with, if it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It did what was asked, and the answer is no.
    No,
    /// It could not be done, and has already said why.
    Bad,
    Signal(i32),
}

/// Runs the program with `arguments` (the program's name first) and prints what it has to say.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match arguments.len() {
        // Home, as it is mostly opened: clap need not build all of its commands for that.
        0 | 1 => Ok(Arguments { command: None }),
        _ => Arguments::try_parse_from(arguments),
    };
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) if !usage::is_help(&error) => {
            let _ = usage::failure(&error).print(&mut io::stderr().lock());
            return ExitCode::from(2);
        }
        Err(error) => {
            // Help and version go to the standard output with code 0, errors to the standard error with 2.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = BufWriter::new(io::stdout());
    let result = run(arguments, &mut out, &mut io::stderr()).and_then(|outcome| {
        match outcome {
            // Nothing was printed, and after a hangup there may be no one to print for.
            Outcome::Signal(_) => {}
            _ => out.flush()?,
        }
        Ok(outcome)
    });
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Ok(Outcome::Bad) => ExitCode::from(2),
        Ok(Outcome::Signal(signal)) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(255)),
        // The reader of a pipe has seen enough: `kubedrill course | head` is no error.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = failure.print(&mut io::stderr().lock());
            ExitCode::from(2)
        }
    }
}

/// Results go to `out`; notes and questions, which must not end up in a pipe, to `err`.
fn run(arguments: Arguments, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    match arguments.command {
        None => learn::home(),
        Some(Command::Learn(learn)) => learn::learn(&learn),
        Some(Command::Review) => learn::review(),
        Some(Command::Quiz(quiz)) => learn::quiz(&quiz),
        Some(Command::Exam(exam)) => learn::exam(&exam),
        Some(Command::Stats(stats)) => stats::run(&stats, out, err),
        Some(Command::Course(list)) => course::run(&list, out, err),
        Some(Command::Plan(asked)) => plan::run(&asked, out, err),
        Some(Command::Questions(questions)) => questions::run(&questions, out),
        Some(Command::Export(export)) => export::run(&export, out, err),
        Some(Command::Import(import)) => import::run(&import, out, err),
        Some(Command::Progress(record)) => progress::run(&record, out, err),
        Some(Command::Check(check)) => check::run(&check, out),
        Some(Command::Lab(lab)) => lab::run(&lab, out, err),
        Some(Command::Trace(trace)) => tool::run(out, err, |streams| trace.run(streams)),
        Some(Command::Matrix(matrix)) => tool::run(out, err, |streams| matrix.run(streams)),
        Some(Command::Resolve(resolve)) => tool::run(out, err, |streams| resolve.run(streams)),
        Some(Command::Route(route)) => tool::run(out, err, |streams| route.run(streams)),
        Some(Command::Keys(_)) => keys::run(out),
        Some(Command::Completions(completions)) => completions::run(&completions, out),
        Some(Command::Man(manual)) => man::run(&manual, out),
    }
}

/// The command line as clap knows it: for completions, the man page and tests.
pub fn command() -> clap::Command {
    Arguments::command()
}
