//! The cluster at the start of a lab: its manifests sent to the API one after the other, controllers at rest.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    cluster::{
        self, Cluster, Key, Kind, LoadOptions, LoadProblem, Object, Source,
        api::{self, Body, How, Target},
        controllers, derive,
    },
    course::Lab,
    network,
};

/// As problems name it.
const START: &str = "start.yaml";

/// Why a lab can not start: a fault of its `start.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct StartFault {
    /// From 1; 0 where it is not known.
    pub line: usize,
    pub message: String,
}

/// Plugins that let every `NetworkPolicy` stand without effect.
const WITHOUT_POLICIES: [&str; 1] = ["flannel"];

/// Builds the cluster. `time`: when its objects came into being, RFC 3339 in UTC.
///
/// # Errors
/// What is wrong with the manifests: as YAML, or what the API server refuses.
pub fn start(lab: &Lab, time: &str) -> Result<Cluster, Vec<StartFault>> {
    let mut options = LoadOptions::default();
    if let Some(plugin) = &lab.plugin {
        options.settings.plugin.name.clone_from(plugin);
        options.settings.plugin.enforces_policies = !WITHOUT_POLICIES.contains(&plugin.as_str());
    }
    let source = Source { name: START, bytes: lab.start.as_bytes() };
    // Loading tells what is wrong with a line; requests then make of it what a server would have stored.
    cluster::load(&[source], &options).map_err(faults)?;
    let mut cluster = cluster::load(&[], &options).map_err(faults)?.cluster;
    cluster.pause_history();
    derive::assume_control_plane(&mut cluster);
    wake(&mut cluster, time);
    let mut documents =
        cluster::read_documents(START, &lab.start).map_err(|problem| faults(vec![problem]))?;
    documents.sort_by_key(|(_, document)| place(document));
    let refused: Vec<StartFault> = documents
        .into_iter()
        .filter_map(|(line, document)| {
            let status = send(&mut cluster, document, time).err()?;
            Some(StartFault { line, message: status.message })
        })
        .collect();
    cluster.keep_history();
    if refused.is_empty() { Ok(cluster) } else { Err(refused) }
}

/// What others need comes first: where they are, and what they are.
fn place(document: &Value) -> usize {
    let first = [Kind::Namespace.name(), Kind::CustomResourceDefinition.name()];
    first.iter().position(|kind| document["kind"] == *kind).unwrap_or(first.len())
}

/// Brings a cluster that was loaded to rest, as one that has run since `time`: without this the first request would change
/// what nobody asked it to.
pub fn wake(cluster: &mut Cluster, time: &str) {
    cluster.install(network::CONTROLLERS);
    date(cluster, time);
    controllers::run(cluster, time);
}

/// What is assumed of every cluster came into being with it, at that time.
fn date(cluster: &mut Cluster, time: &str) {
    let dateless = |object: &&Arc<Object>| object.json().pointer("/metadata/creationTimestamp").is_none();
    let keys: Vec<Key> = cluster.all().filter(dateless).map(|object| object.key().clone()).collect();
    for key in keys {
        // What has a type keeps it: a date is one.
        let _ = cluster.change(&key, |json| json["metadata"]["creationTimestamp"] = time.into());
    }
}

/// What every cluster has may be there already: then it is replaced.
fn send(cluster: &mut Cluster, document: Value, time: &str) -> Result<(), api::Status> {
    let how = How { time, ..How::default() };
    let kind = api::served_kind(cluster, &document).map_err(|status| {
        let kind = document["kind"].as_str().unwrap_or_default();
        api::Status { message: format!("{kind} is not served by the simulated cluster"), ..status }
    })?;
    let text = |pointer| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (mut namespace, name) = (text("/metadata/namespace"), text("/metadata/name"));
    if kind.namespaced() && namespace.is_empty() {
        "default".clone_into(&mut namespace);
    }
    let target = Target { kind, namespace: &namespace, name: "" };
    let body = Body::from(document);
    match api::create(cluster, &target, &body, &how) {
        Err(status) if status.reason == api::Reason::AlreadyExists => {
            api::update(cluster, &Target { name: &name, ..target }, &body, &how).map(drop)
        }
        other => other.map(drop),
    }
}

fn faults(problems: Vec<LoadProblem>) -> Vec<StartFault> {
    problems
        .into_iter()
        .map(|problem| StartFault { line: problem.line, message: problem.to_string() })
        .collect()
}
