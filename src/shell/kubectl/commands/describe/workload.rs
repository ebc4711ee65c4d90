//! `describe` of Deployments, `ReplicaSet`s, `DaemonSet`s and `StatefulSet`s.

use serde_json::Value;

use super::{
    common::{annotations, events_of, head, items, labels, number, plain, text, time},
    pod::controller,
    selector,
    template::pod_template,
};
use crate::{
    cluster::{Kind, Object},
    shell::kubectl::client::Client,
};

fn template(json: &Value) -> String {
    pod_template(json.pointer("/spec/template").unwrap_or(&Value::Null), None)
}

fn conditions(json: &Value) -> String {
    let conditions = items(json, "/status/conditions");
    if conditions.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = conditions
        .iter()
        .map(|one| format!("  {} \t{}\t{}\n", text(one, "/type"), text(one, "/status"), text(one, "/reason")))
        .collect();
    format!("Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n{}", lines.concat())
}

/// The Pods that a workload owns, by phase.
fn pods_status(client: &mut Client<'_, '_>, object: &Object) -> String {
    let pods = client.list(Kind::Pod, object.namespace(), "", "").unwrap_or_default();
    let owner = format!("{}/{}", object.kind().name(), object.name());
    let own: Vec<&str> = pods
        .iter()
        .filter(|pod| controller(pod.json()).as_deref() == Some(&owner))
        .map(|pod| text(pod.json(), "/status/phase"))
        .collect();
    let count = |phase: &str| own.iter().filter(|own| **own == phase).count();
    format!(
        "Pods Status:\t{} Running / {} Waiting / {} Succeeded / {} Failed\n",
        count("Running"),
        count("Pending"),
        count("Succeeded"),
        count("Failed")
    )
}

pub fn deployment(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let status = |field: &str| number(json, &format!("/status/{field}"));
    let wanted = json.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
    let mut out = format!(
        "{}CreationTimestamp:\t{}\n{}{}Selector:\t{}\nReplicas:\t{wanted} desired | {} updated | {} total | {} available | {} unavailable\nStrategyType:\t{}\nMinReadySeconds:\t{}\n",
        head(object),
        time(text(json, "/metadata/creationTimestamp")),
        labels(object),
        annotations(object),
        selector::shown(json.pointer("/spec/selector")),
        status("updatedReplicas"),
        status("replicas"),
        status("availableReplicas"),
        status("unavailableReplicas"),
        text(json, "/spec/strategy/type"),
        number(json, "/spec/minReadySeconds")
    );
    if let Some(rolling) = json.pointer("/spec/strategy/rollingUpdate") {
        out.push_str(&format!(
            "RollingUpdateStrategy:\t{} max unavailable, {} max surge\n",
            plain(&rolling["maxUnavailable"]),
            plain(&rolling["maxSurge"])
        ));
    }
    out.push_str(&template(json));
    out.push_str(&conditions(json));
    let sets = client.list(Kind::ReplicaSet, object.namespace(), "", "").unwrap_or_default();
    let owner = format!("Deployment/{}", object.name());
    let revision = object.annotation(REVISION).unwrap_or_default();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for set in sets.iter().filter(|set| controller(set.json()).as_deref() == Some(&owner)) {
        let shown = format!(
            "{} ({}/{} replicas created)",
            set.name(),
            number(set.json(), "/status/replicas"),
            number(set.json(), "/spec/replicas")
        );
        if set.annotation(REVISION).unwrap_or_default() == revision {
            new.push(shown);
        } else {
            old.push(shown);
        }
    }
    let joined = |list: Vec<String>| if list.is_empty() { "<none>".to_owned() } else { list.join(", ") };
    out.push_str(&format!("OldReplicaSets:\t{}\nNewReplicaSet:\t{}\n", joined(old), joined(new)));
    out + &events_of(client, object)
}

/// The annotation with the number of a rollout.
const REVISION: &str = "deployment.kubernetes.io/revision";

pub fn replica_set(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let mut out = format!(
        "{}Selector:\t{}\n{}{}",
        head(object),
        selector::shown(json.pointer("/spec/selector")),
        labels(object),
        annotations(object)
    );
    if let Some(owner) = controller(json) {
        out.push_str(&format!("Controlled By:\t{owner}\n"));
    }
    out.push_str(&format!(
        "Replicas:\t{} current / {} desired\n",
        number(json, "/status/replicas"),
        number(json, "/spec/replicas")
    ));
    out.push_str(&pods_status(client, object));
    out.push_str(&template(json));
    out.push_str(&conditions(json));
    out + &events_of(client, object)
}

pub fn daemon_set(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let status = |field: &str| number(json, &format!("/status/{field}"));
    let mut out = format!(
        "{}Selector:\t{}\nNode-Selector:\t{}\n{}{}",
        head(object),
        selector::shown(json.pointer("/spec/selector")),
        selector::of_pairs(json.pointer("/spec/template/spec/nodeSelector")),
        labels(object),
        annotations(object)
    );
    for (name, field) in [
        ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
        ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
        ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
        ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
        ("Number of Nodes Misscheduled", "numberMisscheduled"),
    ] {
        out.push_str(&format!("{name}: {}\n", status(field)));
    }
    out.push_str(&pods_status(client, object));
    out.push_str(&template(json));
    out + &events_of(client, object)
}

pub fn stateful_set(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let wanted = json.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
    let mut out = format!(
        "{}CreationTimestamp:\t{}\nSelector:\t{}\n{}{}Replicas:\t{wanted} desired | {} total\nUpdate Strategy:\t{}\n",
        head(object),
        time(text(json, "/metadata/creationTimestamp")),
        selector::shown(json.pointer("/spec/selector")),
        labels(object),
        annotations(object),
        number(json, "/status/replicas"),
        text(json, "/spec/updateStrategy/type")
    );
    if let Some(partition) = json.pointer("/spec/updateStrategy/rollingUpdate/partition") {
        out.push_str(&format!("  Partition:\t{}\n", plain(partition)));
    }
    out.push_str(&pods_status(client, object));
    out.push_str(&template(json));
    let claims: Vec<&str> =
        items(json, "/spec/volumeClaimTemplates").iter().map(|claim| text(claim, "/metadata/name")).collect();
    out.push_str(&format!(
        "Volume Claims:\t{}\n",
        if claims.is_empty() { "<none>".to_owned() } else { claims.join(",") }
    ));
    out + &events_of(client, object)
}
