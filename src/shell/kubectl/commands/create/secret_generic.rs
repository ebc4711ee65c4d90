//! `kubectl create secret generic`.

use std::collections::BTreeMap;

use serde_json::json;

use super::key_values::{FROM, base64, collect};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[text("type", '\0', "", "The type of secret to create.")];

pub const COMMAND: Command = Command {
    name: "generic",
    summary: "Create a secret from a local file, directory, or literal value",
    about: "Create a secret based on a file, directory, or specified literal value.",
    examples: "# Create a new secret named my-secret with key1=supersecret and key2=topsecret\nkubectl create secret generic my-secret --from-literal=key1=supersecret --from-literal=key2=topsecret\n\n# Create a new secret from the files of folder bar\nkubectl create secret generic my-secret --from-file=path/to/bar",
    usage: "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]",
    flags: &[OWN, FROM, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let data = collect(client, "Secret")?;
    let coded: BTreeMap<&String, String> = data.iter().map(|(key, value)| (key, base64(value))).collect();
    let mut object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    if !coded.is_empty() {
        object["data"] = json!(coded);
    }
    if !client.flags.text("type").is_empty() {
        object["type"] = client.flags.text("type").into();
    }
    client.create_generated(object, "failed to create secret ")
}
