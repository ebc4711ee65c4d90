//! A fault on purpose, so that a test can see what a panic leaves behind. Not in release builds.

use std::env;

use crossterm::event::{Event, KeyCode};

/// Panics if `event` is the key that `KUBEDRILL_PANIC_ON_KEY` names; `f12` is the only one it knows.
pub fn panic_on_key(event: &Event) {
    let is_f12 = matches!(event, Event::Key(key) if key.code == KeyCode::F(12));
    assert!(
        !(is_f12 && env::var_os("KUBEDRILL_PANIC_ON_KEY").is_some_and(|key| key == "f12")),
        "asked for by KUBEDRILL_PANIC_ON_KEY"
    );
}
