//! `kubectl set`: single fields of workloads and Services.

mod env;
mod image;
mod resources;
mod selector;
mod serviceaccount;
mod template;

use crate::shell::kubectl::command::Command;

pub const COMMAND: Command = Command {
    name: "set",
    summary: "Set specific features on objects",
    about: "Configure application resources.\n\nThese commands help you make changes to existing application resources.",
    usage: "SUBCOMMAND [options]",
    commands: &[
        &env::COMMAND,
        &image::COMMAND,
        &resources::COMMAND,
        &selector::COMMAND,
        &serviceaccount::COMMAND,
    ],
    ..Command::PLAIN
};
