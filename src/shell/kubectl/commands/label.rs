//! `kubectl label`.

use serde_json::Value;

use super::{
    common::{ALL, ALL_NAMESPACES, DRY_RUN, FIELDS, FILES, LOCAL, MANAGER, OUTPUT, SELECTOR},
    metadata_change::{Changes, Wanted, Words, change, check_named, part},
};
use crate::{
    cluster::selector,
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, switch, text},
        resource::Query,
    },
};

const OWN: &[Flag] = &[
    switch("list", '\0', "If true, display the labels for a given resource."),
    switch(
        "overwrite",
        '\0',
        "If true, allow labels to be overwritten, otherwise reject label updates that overwrite existing labels.",
    ),
    text(
        "resource-version",
        '\0',
        "",
        "If non-empty, the labels update will only succeed if this is the current resource-version for the object.",
    ),
];

pub const COMMAND: Command = Command {
    name: "label",
    summary: "Update the labels on a resource",
    about: "Update the labels on a resource.",
    examples: "# Update pod 'foo' with the label 'unhealthy' and the value 'true'\nkubectl label pods foo unhealthy=true\n\n# Overwrite an existing value\nkubectl label --overwrite pods foo status=unhealthy\n\n# Update all pods in the namespace\nkubectl label pods --all status=unhealthy\n\n# Remove a label named 'bar' if it exists\nkubectl label pods foo bar-",
    usage: "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]",
    flags: &[OWN, FILES, SELECTOR, FIELDS, ALL, ALL_NAMESPACES, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

const LONG: &str = "must be no more than 63 bytes";
const FORM: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let changes = part(&client.arguments, "label")?;
    check_named(client, &changes, "at least one label update is required")?;
    if client.flags.is("list") {
        return show(client, &changes);
    }
    let mut wanted = Wanted { set: Vec::new(), remove: Vec::new() };
    for pair in &changes.pairs {
        match pair.split('=').collect::<Vec<_>>()[..] {
            [key, value] => {
                if selector::check_label_value(value).is_err() {
                    let why = if value.len() > 63 { LONG } else { FORM };
                    return Err(Failure::plain(format!("invalid label value: {pair:?}: {why}")));
                }
                wanted.set.push((key.to_owned(), value.to_owned()));
            }
            [key] => wanted.remove.push(key.trim_end_matches('-').to_owned()),
            _ => return Err(Failure::plain(format!("invalid label spec: {pair}"))),
        }
    }
    if let Some(key) = wanted.remove.iter().find(|key| wanted.set.iter().any(|(set, _)| set == *key)) {
        return Err(Failure::plain(format!(
            "can not both modify and remove a label in the same command: {key}"
        )));
    }
    change(client, changes.resources, &Words { field: "labels", one: "label" }, &wanted, told)
}

fn told(client: &mut Client<'_, '_>, before: &Value, after: &Value, wanted: &Wanted) -> String {
    for key in &wanted.remove {
        if before["metadata"].get("labels").and_then(|labels| labels.get(key)).is_none() {
            client.line(&format!("label {key:?} not found."));
        }
    }
    // kubectl compares the texts of both, and so says `labeled` when an empty map came to be.
    let mut before = before.clone();
    let none =
        before["metadata"].get("labels").and_then(Value::as_object).is_none_or(serde_json::Map::is_empty);
    if let Some(metadata) = before["metadata"].as_object_mut().filter(|_| none) {
        metadata.remove("labels");
    }
    let shorter = after.to_string().len() < before.to_string().len();
    match (before == *after, shorter && !client.flags.is("overwrite")) {
        (true, _) => "not labeled",
        (false, true) => "unlabeled",
        (false, false) => "labeled",
    }
    .to_owned()
}

fn show(client: &mut Client<'_, '_>, changes: &Changes) -> Result<(), Failure> {
    let query = Query { arguments: changes.resources.clone(), all_without_names: true, ..Query::default() };
    let selection = client.select(&query)?;
    for item in &selection.items {
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        if selection.items.len() > 1 {
            client.line(&format!(
                "Listing labels for {}.{}/{}:",
                item.kind.name(),
                item.kind.api_version(),
                item.name
            ));
        }
        for (key, value) in object.labels() {
            client.line(&format!("{key}={value}"));
        }
    }
    Failure::of(selection.failures)
}
