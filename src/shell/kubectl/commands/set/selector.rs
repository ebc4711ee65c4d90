//! `kubectl set selector`.

use serde_json::json;

use super::template::as_go_writes;
use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        commands::{
            common::{ALL, DRY_RUN, FILES, LOCAL, MANAGER, OUTPUT},
            difference::merge_difference,
            expose::pairs_of,
        },
        failure::Failure,
        flag::{Flag, text},
        output::{Form, Offer},
        resource::Query,
    },
};

const OWN: &[Flag] = &[text(
    "resource-version",
    '\0',
    "",
    "If non-empty, the selectors update will only succeed if this is the current resource-version for the object.",
)];

pub const COMMAND: Command = Command {
    name: "selector",
    summary: "Set the selector on a resource",
    about: "Set the selector on a resource. Note that the new selector will overwrite the old selector if the resource had one prior to the invocation of 'set selector'.\n\nThe selector can only be set on services.",
    examples: "# Set the selector before creating a service\nkubectl create service clusterip my-svc --clusterip=\"None\" -o yaml --dry-run=client | kubectl set selector --local -f - 'environment=qa' -o yaml | kubectl create -f -",
    usage: "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version] [options]",
    flags: &[OWN, FILES, ALL, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let arguments = client.arguments.clone();
    let Some((expression, resources)) = arguments.split_last() else {
        return Err(Failure::plain(
            "one or more resources must be specified as <resource> <name> or <resource>/<name>",
        ));
    };
    Form::of(&client.flags, Offer::Objects)?;
    let dry_run = client.dry_run()?;
    let local = client.flags.is("local");
    let selection = client.select(&Query {
        arguments: resources.to_vec(),
        all_without_names: client.flags.is("all"),
        ..Query::default()
    })?;
    let selector = pairs_of(expression).map_err(|_| {
        Failure::plain(format!("invalid selector: {expression:?}: only key=value pairs can be set"))
    })?;
    let mut failures = selection.failures;
    for item in &selection.items {
        if item.kind != Kind::Service {
            failures.push(Failure::plain("setting a selector is only supported for Services"));
            continue;
        }
        let before = if local {
            item.body.clone().unwrap_or_default()
        } else {
            client.get(item.kind, &item.namespace, &item.name)?.json().clone()
        };
        let mut after = before.clone();
        after["spec"]["selector"] = json!(selector);
        if local || dry_run == DryRun::Client {
            as_go_writes(item.kind, &mut after);
            client.report(&after, "selector updated", if local { DryRun::No } else { dry_run })?;
            continue;
        }
        match client.patch(item.key(), PatchType::Merge, &merge_difference(&before, &after), dry_run) {
            Ok(stored) => {
                let json = stored.json().clone();
                client.report(&json, "selector updated", dry_run)?;
            }
            Err(status) => failures.push(status.into()),
        }
    }
    Failure::of(failures)
}
