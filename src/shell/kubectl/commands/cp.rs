//! `kubectl cp`: not simulated.

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[text("container", 'c', "", "Container name.")];

pub const COMMAND: Command = Command {
    name: "cp",
    summary: "Copy files and directories to and from containers",
    about: "Copy files and directories to and from containers.",
    usage: "<file-spec-src> <file-spec-dest> [options]",
    flags: &[OWN],
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(_: &mut Client<'_, '_>) -> Result<(), Failure> {
    Err(Failure::plain("copying is not simulated here: use kubectl exec POD -- cat FILE"))
}
