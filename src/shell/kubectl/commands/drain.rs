//! `kubectl drain`: closes a node and evicts its Pods.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use super::{
    common::{DRY_RUN, SELECTOR},
    cordon::{mark, nodes},
};
use crate::{
    cluster::{
        Kind, Object,
        api::{Propagation, Reason, Status},
    },
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, Flags, duration, number, switch, text},
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

/// How long a refused eviction waits for the next try.
const RETRY: i64 = 5;
/// Rounds in which no Pod goes. Nothing moves by itself here, so the time of all that would follow passes at once.
const PATIENCE: usize = 3;
/// More than a line may take.
const FOR_EVER: i64 = 24 * 3600;

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    for node in nodes(client)? {
        mark(client, &node, true, dry_run)?;
        one(client, &node, dry_run)?;
    }
    Ok(())
}

/// What becomes of a Pod.
enum Verdict {
    /// It is the node's own.
    Stays,
    /// It stays, and this is said.
    Ignored(&'static str),
    Goes,
    /// It goes, and this is said.
    Lost(&'static str),
    /// Nothing goes, for this.
    Blocked(&'static str),
}

/// The checks in kubectl's order: the first that says no decides.
fn judge(pod: &Object, flags: &Flags) -> Verdict {
    let at = |pointer| pod.json().pointer(pointer);
    let owner = at("/metadata/ownerReferences/0/kind").and_then(Value::as_str).unwrap_or_default();
    let finished = matches!(at("/status/phase").and_then(Value::as_str), Some("Succeeded" | "Failed"));
    let volumes = at("/spec/volumes").and_then(Value::as_array);
    let has_data = volumes.is_some_and(|volumes| volumes.iter().any(|one| one.get("emptyDir").is_some()));
    if owner == "DaemonSet" && !finished {
        return if flags.is("ignore-daemonsets") {
            Verdict::Ignored("ignoring DaemonSet-managed Pods")
        } else {
            Verdict::Blocked("DaemonSet-managed Pods (use --ignore-daemonsets to ignore)")
        };
    }
    if pod.annotation("kubernetes.io/config.mirror").is_some() || owner == "Node" {
        return Verdict::Stays;
    }
    if has_data && !finished && !flags.is("delete-emptydir-data") {
        return Verdict::Blocked("Pods with local storage (use --delete-emptydir-data to override)");
    }
    match (owner.is_empty() && !finished, flags.is("force")) {
        (false, _) => Verdict::Goes,
        (true, true) => Verdict::Lost("deleting Pods that declare no controller"),
        (true, false) => Verdict::Blocked("Pods that declare no controller (use --force to override)"),
    }
}

fn one(client: &mut Client<'_, '_>, node: &str, dry_run: DryRun) -> Result<(), Failure> {
    let selector = client.flags.text("pod-selector").to_owned();
    let pods = client.list(Kind::Pod, "", &selector, &format!("spec.nodeName={node}"))?;
    let mut going: Vec<Arc<Object>> = Vec::new();
    let mut blocked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut warned: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for pod in pods {
        match judge(&pod, &client.flags) {
            Verdict::Stays => {}
            Verdict::Goes => going.push(pod),
            Verdict::Ignored(why) => warned.entry(why).or_default().push(pod.full_name()),
            Verdict::Blocked(why) => blocked.entry(why).or_default().push(pod.full_name()),
            Verdict::Lost(why) => {
                warned.entry(why).or_default().push(pod.full_name());
                going.push(pod);
            }
        }
    }
    let shown = |(why, names): (&&str, &Vec<String>)| format!("{why}: {}", names.join(", "));
    if !blocked.is_empty() {
        let faults: Vec<String> =
            blocked.iter().map(|fault| format!("cannot delete {}", shown(fault))).collect();
        return Err(undone(client, node, &faults));
    }
    if !warned.is_empty() {
        let warnings: Vec<String> = warned.iter().map(shown).collect();
        client.error_line(&format!("Warning: {}", warnings.join("; ")));
    }
    if let Err(fault) = evict(client, going, dry_run)? {
        return Err(undone(client, node, &[fault]));
    }
    client.line(&format!("node/{node} drained{}", dry_run.suffix()));
    Ok(())
}

/// What is said when the node is not empty.
fn undone(client: &mut Client<'_, '_>, node: &str, faults: &[String]) -> Failure {
    let why = if let [one] = faults { one.clone() } else { format!("[{}]", faults.join(", ")) };
    client.error_line(&format!(
        "error: unable to drain node {node:?} due to error: {why}, continuing command..."
    ));
    Failure::Bare(format!("There are pending nodes to be drained:\n {node}\n{}", faults.join("\n")))
}

/// Evicts the Pods; those that a disruption budget holds again and again. The inner fault is one of a Pod.
fn evict(
    client: &mut Client<'_, '_>,
    mut pods: Vec<Arc<Object>>,
    dry_run: DryRun,
) -> Result<Result<(), String>, Failure> {
    let (timeout, mut waited, mut fruitless) = (client.flags.seconds("timeout"), 0, 0);
    loop {
        for pod in &pods {
            client.line(&format!("evicting pod {}", pod.full_name()));
        }
        let mut held = Vec::new();
        for pod in &pods {
            let doing = format!("error when evicting pods/{:?} -n {:?}", pod.name(), pod.namespace());
            if timeout > 0 && waited >= timeout {
                let limit = client.flags.text("timeout");
                return Ok(Err(format!("{doing}: global timeout reached: {limit}")));
            }
            match send(client, pod, dry_run) {
                Err(status) if status.reason == Reason::TooManyRequests => {
                    client.error_line(&format!("{doing} (will retry after {RETRY}s): {status}"));
                    held.push(Arc::clone(pod));
                }
                Err(status) if status.reason != Reason::NotFound => {
                    return Ok(Err(format!("{doing}: {status}")));
                }
                _ => client.line(&format!("pod/{} evicted{}", pod.name(), dry_run.suffix())),
            }
        }
        if held.is_empty() {
            return Ok(Ok(()));
        }
        fruitless = if held.len() == pods.len() { fruitless + 1 } else { 0 };
        let pause = match (fruitless >= PATIENCE, timeout) {
            (false, _) => RETRY,
            (true, 0) => FOR_EVER,
            (true, timeout) => timeout - waited,
        };
        client.spend(pause);
        waited = waited.saturating_add(pause);
        if client.call.session.budget.stopped().is_some() {
            return Err(Failure::Said(130));
        }
        pods = held;
    }
}

fn send(client: &mut Client<'_, '_>, pod: &Object, dry_run: DryRun) -> Result<(), Status> {
    if dry_run == DryRun::Client {
        return Ok(());
    }
    let key = (Kind::Pod, pod.namespace(), pod.name());
    if client.flags.is("disable-eviction") {
        return client.delete(key, Propagation::Background, dry_run).map(drop);
    }
    client.evict(pod, dry_run).map(drop)
}
