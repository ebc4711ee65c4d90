//! `kubectl`: a client of `cluster::api`, with the words, columns and exit statuses of kubectl 1.36.
//!
//! | file | what |
//! |---|---|
//! | `commands` | every command, declared and run: one file each |
//! | `command`, `flag`, `globals` | how a command and a flag are declared |
//! | `parse`, `suggest`, `help`, `complete` | what follows from the declarations |
//! | `client` | a running command and its requests |
//! | `failure` | how a failure is printed |
//! | `resource` | which objects are meant: resource words, names, selectors, files, addresses |
//! | `output` | how objects are printed |
//!
//! Adding a command: a file in `commands` with its `COMMAND`, and its name in the table there.

#![allow(
    clippy::format_push_string,
    reason = "texts are built line by line; `write!` to a String can not fail"
)]

mod client;
mod command;
mod commands;
mod complete;
mod failure;
mod flag;
mod globals;
mod help;
mod output;
mod parse;
mod resource;
mod suggest;

use super::call::Call;
use client::Client;

pub use complete::{Completion, complete};
pub use output::yaml;

/// Runs one `kubectl` command.
pub fn kubectl(call: &mut Call<'_>) -> u8 {
    let parsed = match parse::parse(call.arguments) {
        Ok(parsed) => parsed,
        Err((failure, path)) => {
            call.error(&failure.text(&path));
            return failure.status();
        }
    };
    let page = || help::page(parsed.command, &parsed.path);
    let Some(run) = parsed.command.run.filter(|_| !parsed.help) else {
        if parsed.help || parsed.command.name == commands::KUBECTL.name {
            call.print(&page());
            return 0;
        }
        // A group without one of its commands shows its page and fails.
        if parsed.arguments.is_empty() {
            call.error(&page());
        } else {
            let failure =
                failure::Failure::Usage(format!("unknown command {:?}", parsed.arguments.join(" ")));
            call.error(&failure.text(&parsed.path));
        }
        return 1;
    };
    let mut client = Client {
        call,
        flags: parsed.flags,
        arguments: parsed.arguments,
        dash: parsed.dash,
        path: parsed.path,
        warned: Vec::new(),
    };
    match run(&mut client) {
        Ok(()) => 0,
        Err(failure) => {
            let text = failure.text(&client.path);
            client.call.error(&text);
            failure.status()
        }
    }
}
