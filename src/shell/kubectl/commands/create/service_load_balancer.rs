//! `kubectl create service loadbalancer`.

use serde_json::json;

use super::service_ports::{TCP, service};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
};

pub const COMMAND: Command = Command {
    name: "loadbalancer",
    summary: "Create a LoadBalancer service",
    about: "Create a LoadBalancer service with the specified name.",
    examples: "# Create a new LoadBalancer service named my-lbs\nkubectl create service loadbalancer my-lbs --tcp=5678:8080",
    usage: "NAME [--tcp=port:targetPort] [--dry-run=server|client|none] [options]",
    flags: &[TCP, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let object = service(client, &name, "LoadBalancer", true, json!({}))?;
    client.create_generated(object, "failed to create LoadBalancer service: ")
}
