//! A Pod's status: its phase and conditions from what becomes of its containers.
//!
//! <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/>

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use super::{
    super::Desk,
    container_status,
    life::{Life, Lives, State},
};
use crate::cluster::{derive::internal_address, kind::Kind, object::Object, pod};

pub fn status(desk: &Desk<'_>, object: &Object, pod: &Pod, address: Option<IpAddr>, lives: &Lives) -> Value {
    let before = object.json().get("status").cloned().unwrap_or_default();
    let always =
        pod.spec.as_ref().and_then(|spec| spec.restart_policy.as_deref()).unwrap_or("Always") == "Always";
    let phase = phase(lives, always);
    let node = pod::node(pod).and_then(|node| desk.cluster.find(Kind::Node, "", node));
    let host = node.and_then(|node| internal_address(node.json())).unwrap_or_default();
    let uid = object.uid();
    let mut status = json!({
        "phase": phase, "hostIP": host, "hostIPs": [{"ip": host}], "qosClass": service_class(object.json()),
        "startTime": before.get("startTime").cloned().unwrap_or_else(|| desk.now.into()),
        "conditions": conditions(lives, phase, &before, desk.now),
        "containerStatuses": container_status::list(&lives.main, before.get("containerStatuses"), uid, desk.now, false),
    });
    if !lives.init.is_empty() {
        let old = before.get("initContainerStatuses");
        status["initContainerStatuses"] =
            container_status::list(&lives.init, old, uid, desk.now, true).into();
    }
    if let Some(address) = address.filter(|_| lives.unmounted.is_none()) {
        status["podIP"] = address.to_string().into();
        // What a dump says of further addresses stays.
        let all = before.get("podIPs").filter(|all| all.pointer("/0/ip") == Some(&status["podIP"])).cloned();
        status["podIPs"] = all.unwrap_or_else(|| json!([{"ip": address.to_string()}]));
    }
    status
}

/// `getPhase` of the kubelet: a Pod is Pending until each container was started once.
fn phase(lives: &Lives, always: bool) -> &'static str {
    let initialized = is_initialized(lives);
    let is = |test: fn(&State) -> bool| lives.main.iter().any(|life| test(&life.state));
    if !initialized {
        let failed = |life: &Life| matches!(&life.state, State::Ended(end) if end.code != 0);
        return if lives.init.iter().any(failed) { "Failed" } else { "Pending" };
    }
    if is(|state| matches!(state, State::Waiting { .. })) || lives.main.is_empty() {
        "Pending"
    } else if is(|state| matches!(state, State::Running { .. } | State::BackingOff(_))) || always {
        "Running"
    } else if is(|state| matches!(state, State::Ended(end) if end.code != 0)) {
        "Failed"
    } else {
        "Succeeded"
    }
}

fn is_initialized(lives: &Lives) -> bool {
    let passed = |life: &Life| match &life.state {
        State::Ended(end) => end.code == 0,
        // A container of init that runs while the others do is a sidecar.
        State::Running { .. } => lives.main.iter().all(|main| !waits_for_init(main)),
        _ => false,
    };
    lives.unmounted.is_none() && lives.init.iter().all(passed)
}

fn waits_for_init(life: &Life) -> bool {
    matches!(&life.state, State::Waiting { reason, .. } if reason == "PodInitializing")
}

/// In the order in which a kubelet writes them.
fn conditions(lives: &Lives, phase: &str, before: &Value, now: &str) -> Value {
    let done = phase == "Succeeded";
    let unready: Vec<&str> =
        lives.main.iter().filter(|life| !life.is_ready()).map(|life| life.name.as_str()).collect();
    let incomplete: Vec<&str> = lives
        .init
        .iter()
        .filter(|life| !matches!(&life.state, State::Ended(end) if end.code == 0) && !life.is_ready())
        .map(|life| life.name.as_str())
        .collect();
    let list = |what: &str, names: &[&str]| format!("containers with {what} status: [{}]", names.join(" "));
    let ready: Option<(&str, String)> = if done {
        Some(("PodCompleted", String::new()))
    } else if unready.is_empty() && !lives.main.is_empty() {
        None
    } else {
        Some(("ContainersNotReady", list("unready", &unready)))
    };
    let initialized: Option<(&str, String)> = if done {
        Some(("PodCompleted", String::new()))
    } else if incomplete.is_empty() {
        None
    } else {
        Some(("ContainersNotInitialized", list("incomplete", &incomplete)))
    };
    let sandbox = lives.unmounted.is_none() && !matches!(phase, "Succeeded" | "Failed");
    let all = [
        ("PodReadyToStartContainers", sandbox, None),
        ("Initialized", initialized.is_none() || done, initialized),
        ("Ready", ready.is_none(), ready.clone()),
        ("ContainersReady", ready.is_none(), ready),
        ("PodScheduled", true, None),
    ];
    let old = |kind: &str| before.get("conditions")?.as_array()?.iter().find(|one| one["type"] == kind);
    all.into_iter()
        .map(|(kind, holds, why)| {
            let status = if holds { "True" } else { "False" };
            let since =
                old(kind).filter(|old| old["status"] == status).and_then(|old| old.get("lastTransitionTime"));
            let mut one = json!({
                "type": kind, "status": status, "lastProbeTime": null,
                "lastTransitionTime": since.cloned().unwrap_or_else(|| now.into()),
            });
            if let Some((reason, message)) = why {
                one["reason"] = reason.into();
                if !message.is_empty() {
                    one["message"] = message.into();
                }
            }
            one
        })
        .collect()
}

/// <https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/>
pub fn service_class(pod: &Value) -> &'static str {
    let containers =
        ["containers", "initContainers"].iter().filter_map(|list| pod["spec"].get(list)?.as_array());
    let mut all = containers.flatten().map(|container| &container["resources"]).peekable();
    let mut any = false;
    let mut guaranteed = all.peek().is_some();
    for resources in all {
        let has = |list: &str, name: &str| resources.get(list).and_then(|list| list.get(name));
        for name in ["cpu", "memory"] {
            any |= has("limits", name).is_some() || has("requests", name).is_some();
            guaranteed &= has("limits", name).is_some()
                && has("requests", name).is_none_or(|request| Some(request) == has("limits", name));
        }
    }
    match (guaranteed, any) {
        (true, _) => "Guaranteed",
        (false, true) => "Burstable",
        (false, false) => "BestEffort",
    }
}
