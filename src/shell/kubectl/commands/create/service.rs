//! `kubectl create service`: the group of the four types.

use super::{service_cluster_ip, service_external_name, service_load_balancer, service_node_port};
use crate::shell::kubectl::command::Command;

pub const COMMAND: Command = Command {
    name: "service",
    aliases: &["svc"],
    summary: "Create a service using a specified subcommand",
    about: "Create a service using a specified subcommand.",
    commands: &[
        &service_cluster_ip::COMMAND,
        &service_external_name::COMMAND,
        &service_load_balancer::COMMAND,
        &service_node_port::COMMAND,
    ],
    ..Command::PLAIN
};
