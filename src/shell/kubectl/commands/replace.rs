//! `kubectl replace`.

use super::{
    cascade::{CASCADE, propagation},
    common::{DRY_RUN, FILES, MANAGER, OUTPUT, SAVE, VALIDATE},
    create::{LAST_APPLIED, last_applied},
};
use crate::shell::kubectl::{
    client::{Client, DryRun},
    command::Command,
    failure::Failure,
    flag::{Flag, duration, number, switch, text},
    output::{Form, Offer},
    resource::{is_given, qualified, read_files},
};

const OWN: &[Flag] = &[
    switch("force", '\0', "Delete and re-create the object."),
    number(
        "grace-period",
        '\0',
        "-1",
        "Period of time in seconds given to the resource to terminate gracefully.",
    ),
    duration("timeout", '\0', "0s", "The length of time to wait before giving up on a delete, with --force."),
    switch("wait", '\0', "Wait for resources to be gone before returning, with --force."),
    text("raw", '\0', "", "Not simulated here."),
    text("subresource", '\0', "", "status: only that of the object is replaced."),
];

pub const COMMAND: Command = Command {
    name: "replace",
    summary: "Replace a resource by file name or stdin",
    about: "Replace a resource by file name or stdin.\n\nJSON and YAML formats are accepted. If replacing an existing resource, the complete resource spec must be provided.",
    examples: "# Replace a pod using the data in pod.json\nkubectl replace -f ./pod.json\n\n# Force replace, delete and then re-create the resource\nkubectl replace --force -f ./pod.json",
    usage: "-f FILENAME [options]",
    flags: &[OWN, CASCADE, FILES, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if !is_given(&client.flags) {
        return Err(Failure::Usage("must specify --filename to replace".to_owned()));
    }
    Form::of(&client.flags, Offer::Objects)?;
    let dry_run = client.dry_run()?;
    let force = client.flags.is("force");
    let propagation = propagation(client)?;
    let status_only = match client.flags.text("subresource") {
        "" => false,
        "status" => true,
        other => {
            return Err(Failure::plain(format!(
                "invalid subresource value: {other:?}. Must be one of [status]"
            )));
        }
    };
    let (items, mut failures) = read_files(client)?;
    if force && dry_run == DryRun::No {
        for item in &items {
            if client.delete(item.key(), propagation, dry_run).is_ok() {
                let place = if item.namespace.is_empty() {
                    String::new()
                } else {
                    format!(" from {} namespace", item.namespace)
                };
                client.line(&format!("{} {:?} deleted{place}", qualified(item.kind), item.name));
            }
        }
    }
    for item in items {
        let mut body = item.body.clone().unwrap_or_default();
        if client.flags.is("save-config")
            || body.pointer("/metadata/annotations").is_some_and(|map| map.get(LAST_APPLIED).is_some())
        {
            let saved = last_applied(&body);
            body["metadata"]["annotations"][LAST_APPLIED] = saved.into();
        }
        if dry_run == DryRun::Client {
            client.report(&body, "replaced", dry_run)?;
            continue;
        }
        if force && let Some(metadata) = body["metadata"].as_object_mut() {
            metadata.remove("resourceVersion");
            metadata.remove("uid");
        }
        let stored = if status_only {
            client.update_status(&item, &body, dry_run)
        } else if force {
            client.create(item.kind, &item.namespace, &body, dry_run)
        } else {
            client.update(item.kind, &item.namespace, &item.name, &body, dry_run)
        };
        match stored {
            Ok(stored) => {
                let json = stored.json().clone();
                client.report(&json, "replaced", dry_run)?;
            }
            Err(status) => failures.push(Failure::during(status, "replacing", &item.source)),
        }
    }
    Failure::of(failures)
}
