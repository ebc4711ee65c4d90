//! `kubectl rollout pause` and `resume`.

use serde_json::{Value, json};

use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        commands::common::{FILES, MANAGER, OUTPUT, SELECTOR},
        failure::Failure,
        resource::Query,
    },
};

pub const COMMAND: Command = Command {
    name: "pause",
    summary: "Mark the provided resource as paused",
    about: "Mark the provided resource as paused.\n\nPaused resources will not be reconciled by a controller. Currently only deployments support being paused.",
    usage: "RESOURCE [options]",
    flags: &[FILES, SELECTOR, OUTPUT, MANAGER],
    completes: Completes::Resources,
    run: Some(|client| run(client, true)),
    ..Command::PLAIN
};
pub const RESUME: Command = Command {
    name: "resume",
    summary: "Resume a paused resource",
    about: "Resume a paused resource.",
    run: Some(|client| run(client, false)),
    ..COMMAND
};

fn run(client: &mut Client<'_, '_>, pause: bool) -> Result<(), Failure> {
    let selection = client.select(&Query {
        arguments: client.arguments.clone(),
        all_without_names: true,
        ..Query::default()
    })?;
    let mut failures = selection.failures;
    for item in &selection.items {
        let declaration = item.kind.declaration();
        let called = format!("{}.{} {:?}", declaration.plural, declaration.group, item.name);
        if item.kind != Kind::Deployment {
            let verb = if pause { "pausing" } else { "resuming" };
            failures.push(Failure::plain(format!("{called} {verb} is not supported")));
            continue;
        }
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        let paused = object.json().pointer("/spec/paused").and_then(Value::as_bool).unwrap_or(false);
        if paused == pause {
            failures.push(Failure::plain(format!(
                "{called} is {}",
                if pause { "already paused" } else { "not paused" }
            )));
            continue;
        }
        let value = if pause { json!(true) } else { Value::Null };
        let stored =
            client.patch(item.key(), PatchType::Merge, &json!({"spec": {"paused": value}}), DryRun::No)?;
        let json = stored.json().clone();
        client.report(&json, if pause { "paused" } else { "resumed" }, DryRun::No)?;
    }
    Failure::of(failures)
}
