//! `kubectl create service nodeport`.

use serde_json::json;

use super::service_ports::{TCP, service};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, number},
};

const OWN: &[Flag] =
    &[number("node-port", '\0', "0", "Port used to expose the service on each node in a cluster.")];

pub const COMMAND: Command = Command {
    name: "nodeport",
    summary: "Create a NodePort service",
    about: "Create a NodePort service with the specified name.",
    examples: "# Create a new NodePort service named my-ns\nkubectl create service nodeport my-ns --tcp=5678:8080 --node-port=30080",
    usage: "NAME [--tcp=port:targetPort] [--dry-run=server|client|none] [options]",
    flags: &[TCP, OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let object = service(client, &name, "NodePort", true, json!({}))?;
    client.create_generated(object, "failed to create NodePort service: ")
}
