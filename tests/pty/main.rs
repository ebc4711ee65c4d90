//! The real program in a real terminal: what only shows there. Each test has folders and a terminal of its own.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]
#![allow(clippy::disallowed_methods, reason = "deadlines need a clock")]

mod disk;
mod editor;
mod ending;
mod home;
mod hostile;
mod idle;
mod program;
mod study;
mod terminal;
mod window;
