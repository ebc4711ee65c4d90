//! `kubectl options`: the global flags.

use crate::shell::kubectl::{
    client::Client, command::Command, failure::Failure, flag::Flag, globals::GLOBAL, help,
};

pub const COMMAND: Command = Command {
    name: "options",
    summary: "Print the list of flags inherited by all commands",
    about: "Print the list of flags inherited by all commands.",
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let flags: Vec<&Flag> = GLOBAL.iter().collect();
    let text = help::options(&flags);
    client.out(&format!("The following options can be passed to any command:\n\n{text}\n\n"));
    Ok(())
}
