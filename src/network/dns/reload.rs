//! `CoreDNS` as a process: it starts by the Corefile in its `ConfigMap`, takes over a new one that is good (plugin `reload`), logs
//! one that is not and goes on with the old one - until its Pod is made anew, which then crashes.
//!
//! <https://coredns.io/plugins/reload/>

use std::sync::Arc;

use k8s_openapi::api::core::v1::Pod;

use super::{Dns, NodeResolver, Server, corefile};
use crate::cluster::{
    Changes, Cluster, Kind, Object, Process,
    container::{digest, repository},
    controllers::{Controller, Desk},
    pod,
};

/// Keeps the processes of `CoreDNS`'s Pods. Install it in a cluster that answers requests.
pub const CONTROLLER: Controller =
    Controller { name: "coredns", watches: &[Kind::ConfigMap, Kind::Pod], sync };

const NAMESPACE: &str = "kube-system";
const CONFIG_MAP: &str = "coredns";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let concerned = changes
        .keys()
        .any(|key| key.namespace == NAMESPACE && (key.kind == Kind::Pod || key.name == CONFIG_MAP));
    if !concerned {
        return;
    }
    for old in changes.values().flatten() {
        if desk.cluster.get(old.key()).is_none_or(|now| now.uid() != old.uid()) {
            desk.cluster.bury(old);
        }
    }
    // Without its ConfigMap a Pod waits for the volume, and one that runs keeps what it has.
    let Some(text) = written(desk.cluster).map(str::to_owned) else { return };
    let pods: Vec<Arc<Object>> =
        desk.cluster.objects_in(Kind::Pod, NAMESPACE).filter(|object| is_server(object)).cloned().collect();
    for object in pods {
        let next = match desk.cluster.process(&object).cloned() {
            Some(process) if process.crash.is_none() => reloaded(process, &text),
            Some(process) if process.configuration == text => None,
            before => Some(started(desk.cluster, &text, before)),
        };
        let Some(next) = next else { continue };
        let crashed = |process: Option<&Process>| process.is_some_and(|process| process.crash.is_some());
        let changed = crashed(desk.cluster.process(&object)) != next.crash.is_some();
        desk.cluster.set_process(&object, next);
        if changed {
            // The kubelet has to look at it.
            desk.cluster.put(object.as_ref().clone());
        }
    }
}

/// The Corefile as it is written in the `ConfigMap`.
fn written(cluster: &Cluster) -> Option<&str> {
    let map = cluster.find(Kind::ConfigMap, NAMESPACE, CONFIG_MAP)?;
    map.json().pointer("/data/Corefile")?.as_str()
}

/// Whether a Pod runs `CoreDNS`, by its image, and its volumes are there.
fn is_server(object: &Object) -> bool {
    let Some(pod) = object.typed::<Pod>() else { return false };
    let mut images = pod.spec.iter().flat_map(|spec| &spec.containers).filter_map(|one| one.image.as_deref());
    images.any(|image| repository(image).rsplit('/').next() == Some("coredns")) && pod::address(pod).is_some()
}

fn started(cluster: &Cluster, text: &str, before: Option<Process>) -> Process {
    let mut process = Process {
        configuration: text.to_owned(),
        log: before.map(|one| one.log).unwrap_or_default(),
        ..Process::default()
    };
    let fault = match Server::read(text) {
        Ok(server) => {
            let dns = Dns::with(cluster, Ok(server), NodeResolver::assumed(cluster));
            dns.fault().map(|fault| format!("[FATAL] {fault}"))
        }
        Err(error) => Some(error.to_string()),
    };
    if fault.is_none() {
        process.log.extend([
            running(text),
            "CoreDNS-1.13.1".to_owned(),
            "linux/amd64, go1.25.2, 1db4568".to_owned(),
        ]);
    }
    process.log.extend(fault.clone());
    process.crash = fault;
    process
}

/// What a running server makes of the text that is written now; `None`: nothing new.
fn reloaded(mut process: Process, text: &str) -> Option<Process> {
    if process.configuration == text {
        return process.refused.take().map(|_| process);
    }
    if process.refused.as_deref() == Some(text) || !watches(&process.configuration) {
        return None;
    }
    process.log.push("[INFO] Reloading".to_owned());
    match Server::read(text) {
        Ok(_) => {
            process.log.extend([running(text), "[INFO] Reloading complete".to_owned()]);
            text.clone_into(&mut process.configuration);
            process.refused = None;
        }
        Err(error) => {
            process.log.push(format!("[ERROR] Restart failed: {error}"));
            process.log.push(format!("[ERROR] plugin/reload: Corefile changed but reload failed: {error}"));
            process.refused = Some(text.to_owned());
        }
    }
    Some(process)
}

/// Whether the Corefile has the plugin that looks for changes.
fn watches(text: &str) -> bool {
    let blocks = corefile::parse(text).map(|corefile| corefile.blocks).unwrap_or_default();
    blocks.iter().flat_map(|block| &block.directives).any(|directive| directive.name == "reload")
}

fn running(text: &str) -> String {
    let (one, other) = (digest(text), digest(&format!("{text} ")));
    format!("[INFO] plugin/reload: Running configuration SHA512 = {one}{other}")
}

/// The server by which `CoreDNS` answers: that of its oldest process that runs; `None` where no processes are kept (loaded
/// manifests), or all of them crash.
pub(super) fn serving(cluster: &Cluster) -> Option<Server> {
    let pods = cluster.objects_in(Kind::Pod, NAMESPACE).filter(|object| is_server(object));
    let mut running: Vec<(u64, &Process)> = pods
        .filter_map(|object| Some((object.serial(), cluster.process(object)?)))
        .filter(|(_, process)| process.crash.is_none())
        .collect();
    running.sort_by_key(|(serial, _)| *serial);
    running.into_iter().find_map(|(_, process)| Server::read(&process.configuration).ok())
}
