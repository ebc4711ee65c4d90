//! `kubectl set env`.

use serde_json::{Value, json};

use super::template::{change, containers, part};
use crate::{
    cluster::Kind,
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        commands::common::{ALL, DRY_RUN, FILES, LOCAL, MANAGER, OUTPUT, SELECTOR},
        failure::Failure,
        flag::{Flag, switch, text},
        resource::Query,
    },
};

const OWN: &[Flag] = &[
    text("containers", 'c', "*", "The names of containers in the selected pod templates to change."),
    text("from", '\0', "", "The name of a resource from which to inject environment variables."),
    switch("list", '\0', "If true, display the environment and any changes in the standard format."),
    switch(
        "overwrite",
        '\0',
        "If true, allow environment to be overwritten, otherwise reject updates that overwrite existing environment.",
    ),
    text("prefix", '\0', "", "Prefix to append to variable names."),
    switch("resolve", '\0', "If true, show secret or configmap references when listing variables."),
];

pub const COMMAND: Command = Command {
    name: "env",
    summary: "Update environment variables on a pod template",
    about: "Update environment variables on a pod template.",
    examples: "# Update deployment 'registry' with a new environment variable\nkubectl set env deployment/registry STORAGE_DIR=/local\n\n# List the environment variables defined on a deployment\nkubectl set env deployment/sample-build --list\n\n# Import environment from a config map\nkubectl set env --from=configmap/myconfigmap deployment/myapp\n\n# Remove an environment variable\nkubectl set env deployment/registry STORAGE_DIR-",
    usage: "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]",
    flags: &[OWN, FILES, SELECTOR, ALL, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (resources, pairs) = part(&client.arguments);
    if client.flags.is("list") {
        return list(client, resources);
    }
    let mut set: Vec<Value> = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.contains('=')) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        set.push(json!({"name": name, "value": value}));
    }
    set.extend(imported(client)?);
    let remove: Vec<String> = pairs
        .iter()
        .filter(|pair| !pair.contains('='))
        .map(|pair| pair.trim_end_matches('-').to_owned())
        .collect();
    if set.is_empty() && remove.is_empty() {
        return Err(Failure::Usage("at least one environment variable must be provided".to_owned()));
    }
    let which = client.flags.text("containers").to_owned();
    change(client, resources, "env updated", &|spec| {
        for container in containers(spec, &which) {
            let mut variables: Vec<Value> =
                container.get("env").and_then(Value::as_array).cloned().unwrap_or_default();
            variables.retain(|variable| !remove.iter().any(|name| variable["name"] == name.as_str()));
            for new in &set {
                match variables.iter_mut().find(|variable| variable["name"] == new["name"]) {
                    Some(variable) => variable.clone_from(new),
                    None => variables.push(new.clone()),
                }
            }
            match (variables.is_empty(), container.as_object_mut()) {
                (true, Some(fields)) => {
                    fields.remove("env");
                }
                _ => container["env"] = variables.into(),
            }
        }
        Ok(())
    })
}

/// Variables from the keys of a `ConfigMap` or Secret.
fn imported(client: &mut Client<'_, '_>) -> Result<Vec<Value>, Failure> {
    let from = client.flags.text("from").to_owned();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let (word, name) = from.split_once('/').unwrap_or(("configmap", &from));
    let kind = client.kinds_of(word)?.first().copied().unwrap_or(Kind::ConfigMap);
    let reference = match kind {
        Kind::ConfigMap => "configMapKeyRef",
        Kind::Secret => "secretKeyRef",
        other => return Err(Failure::plain(format!("unsupported resource specified in --from: {other}"))),
    };
    let namespace = client.namespace();
    let object = client.get(kind, &namespace, name)?;
    let prefix = client.flags.text("prefix").to_owned();
    let keys = object.json().get("data").and_then(Value::as_object).into_iter().flat_map(|data| data.keys());
    let called = |key: &str| format!("{prefix}{}", key.to_uppercase().replace(['-', '.'], "_"));
    Ok(keys
        .map(|key| json!({"name": called(key), "valueFrom": {reference: {"key": key, "name": name}}}))
        .collect())
}

fn list(client: &mut Client<'_, '_>, resources: Vec<String>) -> Result<(), Failure> {
    let selection = client.select(&Query {
        arguments: resources,
        all_without_names: client.flags.is("all"),
        ..Query::default()
    })?;
    for item in &selection.items {
        let Some(template) = item.kind.declaration().pod_template else { continue };
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        let pointer = if template.is_empty() {
            "/spec/containers".to_owned()
        } else {
            format!("/{}/spec/containers", template.replace('.', "/"))
        };
        let containers =
            object.json().pointer(&pointer).and_then(Value::as_array).cloned().unwrap_or_default();
        for container in containers {
            client.line(&format!(
                "# {} {}, container {}",
                item.kind.name(),
                item.name,
                container["name"].as_str().unwrap_or_default()
            ));
            for variable in container.get("env").and_then(Value::as_array).into_iter().flatten() {
                let name = variable["name"].as_str().unwrap_or_default();
                let text =
                    |pointer: &str| variable.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
                let line = if variable.get("valueFrom").is_none() {
                    format!("{name}={}", text("/value"))
                } else if variable.pointer("/valueFrom/configMapKeyRef").is_some() {
                    format!(
                        "# {name} from configmap {}, key {}",
                        text("/valueFrom/configMapKeyRef/name"),
                        text("/valueFrom/configMapKeyRef/key")
                    )
                } else if variable.pointer("/valueFrom/secretKeyRef").is_some() {
                    format!(
                        "# {name} from secret {}, key {}",
                        text("/valueFrom/secretKeyRef/name"),
                        text("/valueFrom/secretKeyRef/key")
                    )
                } else {
                    format!("# {name} from field path {}", text("/valueFrom/fieldRef/fieldPath"))
                };
                client.line(&line);
            }
        }
    }
    Failure::of(selection.failures)
}
