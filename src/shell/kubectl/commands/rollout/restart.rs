//! `kubectl rollout restart`.

use serde_json::json;

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
    name: "restart",
    summary: "Restart a resource",
    about: "Restart a resource.\n\nResource rollout will be restarted.",
    usage: "RESOURCE [options]",
    flags: &[FILES, SELECTOR, OUTPUT, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let selection = client.select(&Query {
        arguments: client.arguments.clone(),
        all_without_names: true,
        ..Query::default()
    })?;
    let mut failures = selection.failures;
    for item in &selection.items {
        let declaration = item.kind.declaration();
        if !matches!(item.kind, Kind::Deployment | Kind::DaemonSet | Kind::StatefulSet) {
            failures.push(Failure::plain(format!(
                "{} {:?} restarting is not supported",
                declaration.plural, item.name
            )));
            continue;
        }
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        if object.json().pointer("/spec/paused").and_then(serde_json::Value::as_bool) == Some(true) {
            failures.push(Failure::plain(format!(
                "{}.{} {:?} can't restart paused deployment (run rollout resume first)",
                declaration.plural, declaration.group, item.name
            )));
            continue;
        }
        let patch = json!({"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": client.now()}}}}});
        let stored = client.patch(item.key(), PatchType::Strategic, &patch, DryRun::No)?;
        let json = stored.json().clone();
        client.report(&json, "restarted", DryRun::No)?;
    }
    Failure::of(failures)
}
