//! Course files: what is read from them, and every problem with its line.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "content/embedded.rs"]
mod embedded;
#[path = "content/faults.rs"]
mod faults;
#[path = "content/folder.rs"]
mod folder;
#[path = "content/golden.rs"]
mod golden;
#[path = "content/labs.rs"]
mod labs;
#[path = "content/robust.rs"]
mod robust;
#[path = "support/seeds.rs"]
mod seeds;
#[path = "content/speed.rs"]
mod speed;
