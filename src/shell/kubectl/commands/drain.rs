//! `kubectl drain`: closes a node and evicts its Pods.

use std::sync::Arc;

use serde_json::Value;

use super::{
    common::{DRY_RUN, SELECTOR},
    cordon::{mark, nodes},
};
use crate::{
    cluster::{Kind, Object},
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, duration, number, switch, text},
    },
};

const OWN: &[Flag] = &[
    number("chunk-size", '\0', "500", "Return large lists in chunks."),
    switch("delete-emptydir-data", '\0', "Continue even if there are pods using emptyDir."),
    switch("disable-eviction", '\0', "Force drain to use delete, even if eviction is supported."),
    switch("force", '\0', "Continue even if there are pods that do not declare a controller."),
    number(
        "grace-period",
        '\0',
        "-1",
        "Period of time in seconds given to each pod to terminate gracefully.",
    ),
    switch("ignore-daemonsets", '\0', "Ignore DaemonSet-managed pods."),
    text("pod-selector", '\0', "", "Label selector to filter pods on the node."),
    duration("timeout", '\0', "0s", "The length of time to wait before giving up, zero means infinite."),
];

pub const COMMAND: Command = Command {
    name: "drain",
    summary: "Drain node in preparation for maintenance",
    about: "Drain node in preparation for maintenance.",
    usage: "NODE [options]",
    flags: &[OWN, DRY_RUN, SELECTOR],
    completes: Completes::Named("nodes"),
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    for node in nodes(client)? {
        mark(client, &node, true, dry_run)?;
        one(client, &node, dry_run)?;
    }
    Ok(())
}

fn one(client: &mut Client<'_, '_>, node: &str, dry_run: DryRun) -> Result<(), Failure> {
    let selector = client.flags.text("pod-selector").to_owned();
    let pods = client.list(Kind::Pod, "", &selector, &format!("spec.nodeName={node}"))?;
    let (mut evicted, mut daemons, mut bare, mut data): (
        Vec<Arc<Object>>,
        Vec<String>,
        Vec<String>,
        Vec<String>,
    ) = Default::default();
    for pod in pods {
        let name = format!("{}/{}", pod.namespace(), pod.name());
        let owner = pod
            .json()
            .pointer("/metadata/ownerReferences/0/kind")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let is_static = pod.annotation("kubernetes.io/config.mirror").is_some() || owner == "Node";
        let has_data = pod
            .json()
            .pointer("/spec/volumes")
            .and_then(Value::as_array)
            .is_some_and(|volumes| volumes.iter().any(|volume| volume.get("emptyDir").is_some()));
        match owner.as_str() {
            _ if is_static => {}
            "DaemonSet" => daemons.push(name),
            "" => {
                bare.push(name);
                evicted.push(pod);
            }
            _ if has_data => {
                data.push(name);
                evicted.push(pod);
            }
            _ => evicted.push(pod),
        }
    }
    let mut faults = Vec::new();
    if !daemons.is_empty() && !client.flags.is("ignore-daemonsets") {
        faults.push(format!(
            "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): {}",
            daemons.join(", ")
        ));
    }
    if !data.is_empty() && !client.flags.is("delete-emptydir-data") {
        faults.push(format!(
            "cannot delete Pods with local storage (use --delete-emptydir-data to override): {}",
            data.join(", ")
        ));
    }
    if !bare.is_empty() && !client.flags.is("force") {
        faults.push(format!(
            "cannot delete Pods that declare no controller (use --force to override): {}",
            bare.join(", ")
        ));
    }
    if !faults.is_empty() {
        let why =
            if let [one] = faults.as_slice() { one.clone() } else { format!("[{}]", faults.join(", ")) };
        client.error_line(&format!(
            "error: unable to drain node {node:?} due to error: {why}, continuing command..."
        ));
        return Err(Failure::Bare(format!(
            "There are pending nodes to be drained:\n {node}\n{}",
            faults.join("\n")
        )));
    }
    let mut warnings = Vec::new();
    if !bare.is_empty() {
        warnings.push(format!("deleting Pods that declare no controller: {}", bare.join(", ")));
    }
    if !daemons.is_empty() {
        warnings.push(format!("ignoring DaemonSet-managed Pods: {}", daemons.join(", ")));
    }
    if !warnings.is_empty() {
        client.error_line(&format!("Warning: {}", warnings.join("; ")));
    }
    for pod in &evicted {
        client.line(&format!("evicting pod {}/{}", pod.namespace(), pod.name()));
    }
    for pod in evicted {
        if dry_run == DryRun::No {
            client.delete(Kind::Pod, pod.namespace(), pod.name(), dry_run)?;
        }
        client.line(&format!("pod/{} evicted{}", pod.name(), dry_run.suffix()));
    }
    client.line(&format!("node/{node} drained{}", dry_run.suffix()));
    Ok(())
}
