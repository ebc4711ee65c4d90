//! `kubectl scale`.

use serde_json::{Value, json};

use super::common::{ALL, DRY_RUN, FILES, OUTPUT, REPLICAS, SELECTOR};
use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, duration, number, text},
        resource::Query,
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
        if !matches!(item.kind, Kind::Deployment | Kind::ReplicaSet | Kind::StatefulSet) {
            failures.push(Failure::plain("the server could not find the requested resource"));
            continue;
        }
        if dry_run == DryRun::Client {
            client.line(&format!("{} scaled (dry run)", item.shown()));
            continue;
        }
        let object = match client.get(item.kind, &item.namespace, &item.name) {
            Ok(object) => object,
            Err(status) => {
                failures.push(status.into());
                continue;
            }
        };
        let was = object.json().pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
        if current >= 0 && was != current {
            failures.push(Failure::plain(format!("Expected replicas to be {current}, was {was}")));
            continue;
        }
        match client.patch(item.key(), PatchType::Merge, &json!({"spec": {"replicas": replicas}}), dry_run) {
            Ok(stored) => {
                let json = stored.json().clone();
                client.report(&json, "scaled", dry_run)?;
            }
            Err(status) => failures.push(status.into()),
        }
    }
    Failure::of(failures)
}
