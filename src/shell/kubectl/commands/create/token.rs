//! `kubectl create token`: not simulated; tokens have nothing to do with the network.

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::exactly_one_name,
    failure::Failure,
    flag::{Flag, list, text},
};

const OWN: &[Flag] = &[
    list("audience", '\0', "Audience of the requested token."),
    text("duration", '\0', "0s", "Requested lifetime of the issued token."),
    text("output", 'o', "", "Output format."),
];

pub const COMMAND: Command = Command {
    name: "token",
    summary: "Request a service account token",
    about: "Request a service account token.",
    usage: "SERVICE_ACCOUNT_NAME [options]",
    flags: &[OWN],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    exactly_one_name(&client.arguments)?;
    Err(Failure::plain("tokens are not simulated here: nothing in this cluster asks for one"))
}
