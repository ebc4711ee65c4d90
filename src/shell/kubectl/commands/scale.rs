//! `kubectl scale`.

use serde_json::{Value, json};

use super::common::{ALL, DRY_RUN, FILES, OUTPUT, REPLICAS, SELECTOR};
use crate::{
    cluster::api::PatchType,
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, duration, number, text},
        resource::{Item, Query},
    },
};

const OWN: &[Flag] = &[
    number(
        "current-replicas",
        '\0',
        "-1",
        "Precondition for current size. Requires that the current size of the resource match this value in order to scale.",
    ),
    REPLICAS,
    text("resource-version", '\0', "", "Precondition for resource version."),
    duration("timeout", '\0', "0s", "The length of time to wait before giving up on a scale operation."),
];

pub const COMMAND: Command = Command {
    name: "scale",
    summary: "Set a new size for a deployment, replica set, or replication controller",
    about: "Set a new size for a deployment, replica set, replication controller, or stateful set.",
    examples: "# Scale a deployment named 'web' to 3\nkubectl scale --replicas=3 deployment/web\n\n# If the current size is 2, scale to 3\nkubectl scale --current-replicas=2 --replicas=3 deployment/web",
    usage: "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]",
    flags: &[OWN, FILES, SELECTOR, ALL, OUTPUT, DRY_RUN],
    required: &["replicas"],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let replicas = client.flags.number("replicas");
    if replicas < 0 {
        return Err(Failure::plain(
            "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
        ));
    }
    let current = client.flags.number("current-replicas");
    if client.flags.given("current-replicas") && current < -1 {
        return Err(Failure::plain("The --current-replicas must specify an integer of -1 or greater"));
    }
    let dry_run = client.dry_run()?;
    let query = Query { arguments: client.arguments.clone(), ..Query::default() };
    let selection = client.select(&query)?;
    if selection.items.is_empty() {
        let why = selection.failures.first().map_or(String::new(), |failure| match failure {
            Failure::Server { status, .. } => format!(" {status}"),
            other => format!(" {}", other.text("").trim_end()),
        });
        return Err(Failure::plain(format!("no objects passed to scale{why}")));
    }
    let mut failures = selection.failures;
    for item in &selection.items {
        if let Err(failure) = one(client, item, replicas, dry_run) {
            failures.push(failure);
        }
    }
    Failure::of(failures)
}

fn one(client: &mut Client<'_, '_>, item: &Item, replicas: i64, dry_run: DryRun) -> Result<(), Failure> {
    let scale = client.get_scale(item.key())?;
    if dry_run == DryRun::Client {
        client.line(&format!("{} scaled (dry run)", item.shown()));
        return Ok(());
    }
    set(client, item, scale, replicas, dry_run)?;
    let json = client.get(item.kind, &item.namespace, &item.name)?.json().clone();
    client.report(&json, "scaled", dry_run)
}

/// Without a precondition a patch of whatever is there; with one the `Scale` that it was checked against.
fn set(
    client: &mut Client<'_, '_>,
    item: &Item,
    mut scale: Value,
    replicas: i64,
    dry_run: DryRun,
) -> Result<Value, Failure> {
    let (current, version) = (client.flags.number("current-replicas"), client.flags.text("resource-version"));
    if current < 0 && version.is_empty() {
        let patch = json!({"spec": {"replicas": replicas}});
        return Ok(client.patch_scale(item.key(), PatchType::Merge, &patch, dry_run)?);
    }
    let was = scale["spec"]["replicas"].as_i64().unwrap_or(0);
    if current >= 0 && was != current {
        return Err(Failure::plain(format!("Expected replicas to be {current}, was {was}")));
    }
    let own = scale["metadata"]["resourceVersion"].as_str().unwrap_or_default();
    if !version.is_empty() && version != own {
        return Err(Failure::plain(format!("Expected resource version to be {version}, was {own}")));
    }
    scale["spec"]["replicas"] = replicas.into();
    Ok(client.update_scale(item.key(), &scale, dry_run)?)
}
