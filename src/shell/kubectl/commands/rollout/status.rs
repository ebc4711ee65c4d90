//! `kubectl rollout status`.

use serde_json::Value;

use crate::{
    cluster::{Kind, Object},
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        commands::common::{FILES, SELECTOR},
        failure::Failure,
        flag::{Flag, Takes, duration, number, switch},
    },
};

const OWN: &[Flag] = &[
    number("revision", '\0', "0", "Pin to a specific revision for showing its status."),
    duration("timeout", '\0', "0s", "The length of time to wait before ending watch, zero means never."),
    Flag {
        takes: Takes::Switch,
        default: "true",
        ..switch("watch", 'w', "Watch the status of the rollout until it's done.")
    },
];

pub const COMMAND: Command = Command {
    name: "status",
    summary: "Show the status of the rollout",
    about: "Show the status of the rollout.",
    usage: "(TYPE NAME | TYPE/NAME) [flags] [options]",
    flags: &[OWN, FILES, SELECTOR],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

/// Seconds after which a Deployment gives its rollout up, when it does not say.
const DEADLINE: i64 = 600;

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let selection = client.selected()?;
    for item in &selection.items {
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        let too_late =
            || Failure::plain(format!("deployment {:?} exceeded its progress deadline", item.name));
        if is_late(&object) {
            return Err(too_late());
        }
        let (text, done) = match item.kind {
            Kind::Deployment => deployment(&object),
            Kind::DaemonSet => daemon_set(&object),
            Kind::StatefulSet => stateful_set(&object),
            other => {
                return Err(Failure::plain(format!("no status viewer has been implemented for {other}")));
            }
        };
        client.line(&text);
        if done || !client.flags.is("watch") {
            continue;
        }
        // Nothing moves any more: what is not done by now is waited for in vain, until one side gives up.
        let deadline = object.json().pointer("/spec/progressDeadlineSeconds").and_then(Value::as_i64);
        let deadline = deadline.unwrap_or(DEADLINE).saturating_add(1);
        let timeout = Some(client.flags.seconds("timeout")).filter(|seconds| *seconds > 0);
        client.spend(timeout.map_or(deadline, |timeout| timeout.min(deadline)));
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        return Err(if is_late(&object) {
            too_late()
        } else {
            Failure::plain("timed out waiting for the condition")
        });
    }
    Failure::of(selection.failures)
}

/// Whether the controller gave the rollout up.
fn is_late(object: &Object) -> bool {
    let conditions = object.json().pointer("/status/conditions").and_then(Value::as_array);
    conditions
        .into_iter()
        .flatten()
        .any(|one| one["type"] == "Progressing" && one["reason"] == "ProgressDeadlineExceeded")
}

fn number_at(object: &Object, pointer: &str) -> i64 {
    object.json().pointer(pointer).and_then(Value::as_i64).unwrap_or(0)
}

fn deployment(object: &Object) -> (String, bool) {
    let name = object.name();
    let status = |field: &str| number_at(object, &format!("/status/{field}"));
    let wanted = object.json().pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
    let (updated, all, available) =
        (status("updatedReplicas"), status("replicas"), status("availableReplicas"));
    let waiting =
        |why: String| (format!("Waiting for deployment {name:?} rollout to finish: {why}..."), false);
    if number_at(object, "/metadata/generation") > status("observedGeneration") {
        return ("Waiting for deployment spec update to be observed...".to_owned(), false);
    }
    if updated < wanted {
        waiting(format!("{updated} out of {wanted} new replicas have been updated"))
    } else if all > updated {
        waiting(format!("{} old replicas are pending termination", all - updated))
    } else if available < updated {
        waiting(format!("{available} of {updated} updated replicas are available"))
    } else {
        (format!("deployment {name:?} successfully rolled out"), true)
    }
}

fn daemon_set(object: &Object) -> (String, bool) {
    let name = object.name();
    let status = |field: &str| number_at(object, &format!("/status/{field}"));
    let (wanted, updated, available) =
        (status("desiredNumberScheduled"), status("updatedNumberScheduled"), status("numberAvailable"));
    let waiting =
        |why: String| (format!("Waiting for daemon set {name:?} rollout to finish: {why}..."), false);
    if updated < wanted {
        waiting(format!("{updated} out of {wanted} new pods have been updated"))
    } else if available < wanted {
        waiting(format!("{available} of {wanted} updated pods are available"))
    } else {
        (format!("daemon set {name:?} successfully rolled out"), true)
    }
}

fn stateful_set(object: &Object) -> (String, bool) {
    let status = |field: &str| number_at(object, &format!("/status/{field}"));
    let wanted = object.json().pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
    let ready = status("readyReplicas");
    if ready < wanted {
        return (format!("Waiting for {} pods to be ready...", wanted - ready), false);
    }
    let revision =
        object.json().pointer("/status/currentRevision").and_then(Value::as_str).unwrap_or_default();
    (
        format!(
            "statefulset rolling update complete {} pods at revision {revision}...",
            status("currentReplicas").max(ready)
        ),
        true,
    )
}
