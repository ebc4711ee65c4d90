//! The programs: one table of their names, where each exists, and how it is called.

mod echo;

use super::{call::Program, kubectl::kubectl};

/// One program.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    pub name: &'static str,
    pub run: Program,
    /// How it is called, as its own usage text would say it.
    pub usage: &'static str,
}

/// Every program there is; what a container holds of them, its image says (`assets/images.toml`).
pub const PROGRAMS: &[Listed] = &[
    Listed { name: "echo", run: echo::echo, usage: "echo [-neE] [ARG...]" },
    Listed { name: "kubectl", run: kubectl, usage: "kubectl COMMAND" },
];

/// The program of that name.
pub fn program(name: &str) -> Option<&'static Listed> {
    PROGRAMS.iter().find(|program| program.name == name)
}
