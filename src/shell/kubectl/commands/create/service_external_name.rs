//! `kubectl create service externalname`.

use serde_json::json;

use super::service_ports::{TCP, service};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[text("external-name", '\0', "", "External name of service.")];

pub const COMMAND: Command = Command {
    name: "externalname",
    summary: "Create an ExternalName service",
    about: "Create an ExternalName service with the specified name.\n\nExternalName service references to an external DNS address instead of only pods.",
    examples: "# Create a new ExternalName service named my-ns\nkubectl create service externalname my-ns --external-name bar.com",
    usage: "NAME --external-name external.name [--dry-run=server|client|none] [options]",
    flags: &[TCP, OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    required: &["external-name"],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let external = client.flags.text("external-name").to_owned();
    if !is_subdomain(&external) {
        return Err(Failure::plain(format!("invalid service external name {external}")));
    }
    let object = service(client, &name, "ExternalName", false, json!({"externalName": external}))?;
    client.create_generated(object, "failed to create ExternalName service: ")
}

fn is_subdomain(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|label| {
            !label.is_empty()
                && label.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}
