//! `kubectl proxy`: not simulated.

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[text("port", 'p', "8001", "The port on which to run the proxy.")];

pub const COMMAND: Command = Command {
    name: "proxy",
    summary: "Run a proxy to the Kubernetes API server",
    about: "Creates a proxy server or application-level gateway between localhost and the Kubernetes API server.",
    usage: "[--port=PORT] [options]",
    flags: &[OWN],
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(_: &mut Client<'_, '_>) -> Result<(), Failure> {
    Err(Failure::plain(
        "the proxy is not simulated here: nothing in this session speaks to the API server but kubectl",
    ))
}
