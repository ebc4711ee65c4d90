//! `kubectl create configmap`.

use serde_json::json;

use super::key_values::{FROM, collect};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
};

pub const COMMAND: Command = Command {
    name: "configmap",
    aliases: &["cm"],
    summary: "Create a config map from a local file, directory or literal value",
    about: "Create a config map based on a file, directory, or specified literal value.",
    examples: "# Create a new config map named my-config with key1=config1 and key2=config2\nkubectl create configmap my-config --from-literal=key1=config1 --from-literal=key2=config2\n\n# Create a new config map from a file, under another key\nkubectl create configmap my-config --from-file=key1=/path/to/bar/file1.txt",
    usage: "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]",
    flags: &[FROM, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let data = collect(client, "ConfigMap")?;
    let mut object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    if !data.is_empty() {
        object["data"] = json!(data);
    }
    client.create_generated(object, "failed to create configmap: ")
}
