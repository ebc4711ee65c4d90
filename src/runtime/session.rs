//! One session at the terminal: reads what is there, opens the first screen, runs the cycle, saves, gives the terminal back.

use std::env;
use std::io::{self, BufWriter, stdout};
use std::mem::ManuallyDrop;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::cycle::{Events, Exit, Happening, Received, run, size_of};
use super::events::TerminalEvents;
use super::guard::{Guard, set_panic_hook};
use super::now;
use super::own_content::library;
use super::pause::pause;
use super::world::RealWorld;
use crate::app::{Desk, Model, Notice, Size};
use crate::content::visible;
use crate::storage::{Access, Opened, Paths, Store, StoreError, load_settings};
use crate::tui::{ColorDepth, Look, Modes, no_color};

/// The size of a terminal that does not tell its own.
const SIZE: Size = Size { width: 80, height: 24 };

/// What to open first, given the model at home.
pub type Opening<'a> = &'a dyn Fn(&mut Model) -> Result<(), NotOpened>;

/// Why the first screen can not be opened, and what to do about it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotOpened {
    pub why: String,
    pub hint: Option<String>,
}

impl From<String> for NotOpened {
    fn from(why: String) -> Self {
        Self { why, hint: None }
    }
}

/// Why there was no session, or how it was cut short.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the terminal can not be used: {0}")]
    Terminal(#[from] io::Error),
    #[error(transparent)]
    Opening(#[from] NotOpened),
    #[error("not everything could be saved: {0}")]
    Unsaved(StoreError),
}

/// Runs a session and says how it ended.
///
/// # Errors
/// [`Problem`], with the terminal given back.
pub fn session(paths: &Paths, opening: Opening<'_>) -> Result<Exit, Problem> {
    let Opened { store, progress, mut notes } = Store::open(paths, Access::Write)?;
    let (settings, complaints) = load_settings(&paths.config_file);
    notes.extend(complaints);
    let (library, told) = library(paths);
    notes.extend(told);
    let look = look_of_environment();
    let modes = Modes { mouse: settings.mouse };
    // Whatever the theme is: another one can be chosen at any time.
    let ask_background = !look.no_color && term() != "dumb";
    let catalog = library.shared_catalog();
    // What is opened first may depend on the size: a lab has its task beside the prompt, or before it.
    let size = crossterm::terminal::size().map_or(SIZE, |(width, height)| Size { width, height });
    let mut model = Model::new(Desk::new(catalog, progress, settings, now(), size));
    opening(&mut model)?;
    if !notes.is_empty() {
        model.desk.notice =
            Some(Notice { text: visible(&notes.join(" · ")).into_owned(), stays: true, until_saved: false });
    }
    let (pause, pausable) = pause()?;
    let mut world = RealWorld {
        store,
        library,
        settings_file: paths.config_file.clone(),
        modes,
        ask_background,
        failing: false,
        pause,
    };

    if look.no_color {
        // crossterm 0.29 answers NO_COLOR with full resets that take reversed and bold away; the mono theme has no
        // colours to leave out, so its output is safe to force (crossterm#1069).
        crossterm::style::force_color_output(true);
    }
    set_panic_hook();
    let mut events = TerminalEvents::new(ask_background, pausable)?;
    let guard = Guard::enter(modes)?;
    let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 15, stdout()));
    // Never dropped: its drop prints an error if the terminal is gone, and printing panics then. The guard gives back all.
    let mut terminal = ManuallyDrop::new(Terminal::new(backend)?);
    model.resize(size_of(&terminal));
    let exit = run(&mut terminal, &mut events, &mut world, &mut model, look);
    drop(guard);
    // First the record, then what went wrong with the terminal.
    world.store.snapshot(&model.desk.progress).or_else(ignore_read_only).map_err(Problem::Unsaved)?;
    match exit {
        Ok(Exit::Closed) => Ok(why_gone(&mut events).unwrap_or(Exit::Closed)),
        Ok(exit) => Ok(exit),
        Err(error) => why_gone(&mut events).ok_or(Problem::Terminal(error)),
    }
}

/// A terminal that was closed can not be drawn on; that it was closed, and mostly a signal, is told a moment later.
fn why_gone(events: &mut TerminalEvents) -> Option<Exit> {
    let mut closed = None;
    // What was typed before stands before it.
    for _ in 0..1000 {
        match events.wait(Some(Duration::from_millis(100))) {
            Received::Happening(Happening::End(signal)) => return Some(Exit::Signal(signal)),
            Received::Closed => closed = Some(Exit::Closed),
            Received::Happening(_) => {}
            Received::Nothing => break,
        }
    }
    closed
}

fn ignore_read_only(error: StoreError) -> Result<(), StoreError> {
    if matches!(error, StoreError::ReadOnly) { Ok(()) } else { Err(error) }
}

fn term() -> String {
    env::var("TERM").unwrap_or_default()
}

fn look_of_environment() -> Look {
    let colorterm = env::var("COLORTERM").unwrap_or_default();
    Look { depth: ColorDepth::of(&term(), &colorterm), no_color: no_color() }
}
