//! Gives the terminal back on every way out, a panic included.

use std::any::Any;
use std::io::{self, Write};
use std::panic;
use std::process::exit;

use crate::tui::Modes;

/// The terminal's modes while it lives; dropped, the terminal is as it was.
#[derive(Debug)]
pub struct Guard;

impl Guard {
    /// # Errors
    /// If the terminal can not be put into the modes.
    pub fn enter(modes: Modes) -> io::Result<Self> {
        let guard = Self;
        modes.enter()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        Modes::leave();
    }
}

/// The words of a panic, where it has any.
fn message_of(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

/// The status of a Rust program that panicked.
const FAILED: i32 = 101;

/// Has a panic give the terminal back before it says anything, and say it in words that a learner can use.
#[allow(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "the one place that ends the program: there is nothing to go back to"
)]
pub fn set_panic_hook() {
    panic::set_hook(Box::new(|info| {
        Modes::leave();
        let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let what = message_of(info.payload());
        let _ = writeln!(
            io::stderr(),
            "kubedrill: an error in the program itself{place}: {what}\n\
             hint: every answer that was on the screen is saved, unless a notice there said otherwise. Please report \
             this with the line above."
        );
        // A release has nothing to unwind with: left to itself it would end by a signal, and shells call that a crash.
        exit(FAILED);
    }));
}
