//! `kubectl create secret`: the group of the three types.

use super::{secret_docker, secret_generic, secret_tls};
use crate::shell::kubectl::command::Command;

pub const COMMAND: Command = Command {
    name: "secret",
    summary: "Create a secret using a specified subcommand",
    about: "Create a secret with specified type.",
    usage: "(docker-registry | generic | tls) [options]",
    commands: &[&secret_docker::COMMAND, &secret_generic::COMMAND, &secret_tls::COMMAND],
    ..Command::PLAIN
};
