//! `kubectl create service clusterip`.

use serde_json::json;

use super::service_ports::{TCP, service};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[text(
    "clusterip",
    '\0',
    "",
    "Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing).",
)];

pub const COMMAND: Command = Command {
    name: "clusterip",
    summary: "Create a ClusterIP service",
    about: "Create a ClusterIP service with the specified name.",
    examples: "# Create a new ClusterIP service named my-cs\nkubectl create service clusterip my-cs --tcp=5678:8080\n\n# Create a headless service\nkubectl create service clusterip my-cs --clusterip=\"None\"",
    usage: "NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none] [options]",
    flags: &[TCP, OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let address = client.flags.text("clusterip").to_owned();
    let fields = if address.is_empty() { json!({}) } else { json!({"clusterIP": address}) };
    let object = service(client, &name, "ClusterIP", address != "None", fields)?;
    client.create_generated(object, "failed to create ClusterIP service: ")
}
