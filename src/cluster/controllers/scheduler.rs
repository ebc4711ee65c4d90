//! The scheduler: a node for each Pod that has none, or the reason why none fits.
//!
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/>

use std::{collections::BTreeMap, sync::Arc};

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use super::{Controller, Desk, Event, field, kubelet::staged, placement};
use crate::cluster::{derive, key::Key, kind::Kind, object::Object, pod, store::Changes};

pub(super) const CONTROLLER: Controller =
    Controller { name: "scheduler", watches: &[Kind::Pod, Kind::Node], sync };

const FROM: &str = "default-scheduler";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    if changes.keys().any(|key| key.kind == Kind::Node) {
        derive::equip_nodes(desk.cluster);
    }
    for object in waiting(desk, changes) {
        place(desk, &object);
    }
}

/// The Pods that changed and have no node; where a node changed or a Pod made room, all that have none. Oldest first.
fn waiting(desk: &Desk<'_>, changes: &Changes) -> Vec<Arc<Object>> {
    let made_room = |key: &Key| {
        key.kind == Kind::Node
            || desk.cluster.get(key).and_then(|object| object.typed::<Pod>()).is_none_or(pod::is_finished)
    };
    let all = changes.keys().any(made_room);
    let homeless = desk.cluster.occupancy().homeless().filter(|key| all || changes.contains_key(*key));
    let mut found: Vec<Arc<Object>> = homeless.filter_map(|key| desk.cluster.get(key)).cloned().collect();
    found.sort_by_key(|object| object.serial());
    found
}

fn place(desk: &mut Desk<'_>, object: &Arc<Object>) {
    let Some(pod) = object.typed::<Pod>() else { return };
    let Some(spec) = &pod.spec else { return };
    if spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty()) {
        let message = "Scheduling is blocked due to non-empty scheduling gates";
        return set_pending(desk, object.key(), "SchedulingGated", message);
    }
    if spec.scheduler_name.as_deref().is_some_and(|name| name != FROM) {
        return set_pending(desk, object.key(), "", "");
    }
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_others = 0;
    // Pods of a namespace are spread: fewer of the same are better, then the name that comes first.
    let mut best: Option<(usize, String)> = None;
    for (node_object, node) in desk.cluster.nodes() {
        let name = node_object.name();
        let here = desk.cluster.occupancy().on(name);
        let alike = here.map_or(0, |here| here.of_namespace(object.namespace()));
        match placement::refusal(node_object, node, spec, here) {
            Some(refusal) => {
                *refused.entry(refusal.reason).or_default() += 1;
                by_others += usize::from(refusal.by_others);
            }
            None if best.as_ref().is_none_or(|(least, first)| (alike, name) < (*least, first.as_str())) => {
                best = Some((alike, name.to_owned()));
            }
            None => {}
        }
    }
    if staged::is(desk.cluster, object, "schedule", "false") {
        best = None;
    }
    let Some((_, node)) = best else {
        let message = nowhere(&refused, by_others);
        desk.stands(object, Event::warning(FROM, "FailedScheduling", &message));
        return set_pending(desk, object.key(), "Unschedulable", &message);
    };
    desk.change(object.key(), |json| json["spec"]["nodeName"] = node.clone().into());
    let message = format!("Successfully assigned {} to {node}", object.full_name());
    desk.happened(object, Event::normal(FROM, "Scheduled", &message));
}

/// `0/3 nodes are available: ...`: the reasons with the number of nodes, in the order of their texts.
fn nowhere(refused: &BTreeMap<&str, usize>, by_others: usize) -> String {
    let total: usize = refused.values().sum();
    if total == 0 {
        return "no nodes available to schedule pods".to_owned();
    }
    let mut reasons: Vec<String> =
        refused.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    reasons.sort();
    let preemption = [
        (by_others, "No preemption victims found for incoming pod"),
        (total - by_others, "Preemption is not helpful for scheduling"),
    ];
    let mut preemption: Vec<String> = preemption
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, text)| format!("{count} {text}"))
        .collect();
    preemption.sort();
    format!(
        "0/{total} nodes are available: {}. no new claims to deallocate, preemption: 0/{total} nodes are available: {}.",
        reasons.join(", "),
        preemption.join(", ")
    )
}

fn set_pending(desk: &mut Desk<'_>, key: &Key, reason: &str, message: &str) {
    let now = desk.now;
    desk.change(key, |json| {
        let before = json.pointer("/status/conditions/0/lastTransitionTime").cloned();
        let mut status = json!({"phase": "Pending", "qosClass": super::kubelet::service_class(json)});
        if !reason.is_empty() {
            status["conditions"] = json!([{
                "type": "PodScheduled", "status": "False", "reason": reason, "message": message, "lastProbeTime": null,
                "lastTransitionTime": before.unwrap_or_else(|| Value::from(now)),
            }]);
        }
        if field::text(json, "/status/phase") != "Pending" || json["status"]["conditions"] != status["conditions"] {
            json["status"] = status;
        }
    });
}
