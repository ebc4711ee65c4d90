//! The terminal's modes: entered on start, given back on every way out.

use std::env;
use std::io::{self, IsTerminal, Write};

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute, queue};

/// Whether there is a terminal to draw on and to read keys from.
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Whether `NO_COLOR` is set and not empty: <https://no-color.org>.
pub fn no_color() -> bool {
    env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The modes the program needs. Leaving is idempotent and never fails loudly: it runs in panics too.
#[derive(Debug, Clone, Copy)]
pub struct Modes {
    pub mouse: bool,
}

impl Modes {
    pub fn enter(self) -> io::Result<()> {
        enable_raw_mode()?;
        let mut out = io::stdout();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            queue!(out, EnableMouseCapture)?;
        }
        out.flush()
    }

    /// Enters after others had the terminal: what they left of the modes is unknown, whatever crossterm remembers.
    pub fn enter_again(self) -> io::Result<()> {
        let _ = disable_raw_mode();
        self.enter()
    }

    /// Gives the terminal back as it was found. What can not be undone any more is left: there is no one to tell.
    pub fn leave() {
        let mut out = io::stdout();
        let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste, cursor::Show, LeaveAlternateScreen);
        let _ = out.flush();
        let _ = disable_raw_mode();
    }

    pub fn capture_mouse(on: bool) -> io::Result<()> {
        if on {
            execute!(io::stdout(), EnableMouseCapture)
        } else {
            execute!(io::stdout(), DisableMouseCapture)
        }
    }
}
