//! A question's objects in a cluster: what every cluster has, and these.

use std::sync::OnceLock;

use serde_json::Value;

use crate::{
    cluster::{Cluster, Kind, LoadOptions, Origin, derive, load},
    network::{
        policy::{Connection, Party, Policies, PolicyDecision, Verdict},
        trace::{From, Port, Request, To, Trace, Tracer},
    },
};

/// A Pod by namespace and name.
pub type PodName = (String, String);

/// What every cluster has, settled once: three nodes, `CoreDNS`, `default/kubernetes`. Nobody waits for its changes, and without
/// them a copy is cheaper to write to.
fn base() -> Cluster {
    static BASE: OnceLock<Cluster> = OnceLock::new();
    let settled = || {
        let mut cluster = load(&[], &LoadOptions::default()).map(|loaded| loaded.cluster).unwrap_or_default();
        cluster.take_changes();
        cluster
    };
    BASE.get_or_init(settled).clone()
}

/// The cluster of these objects; `None` if one of them is none that a cluster takes.
pub fn cluster(objects: &[Value]) -> Option<Cluster> {
    let mut cluster = base();
    for object in objects {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let kind = Kind::of_document(text("/apiVersion"), text("/kind"))?;
        cluster.put_json(kind, object.clone(), Origin::Given).ok()?;
    }
    derive::settle(&mut cluster);
    Some(cluster)
}

/// The cluster with these policies too. They change nothing but who connects to whom, so nothing has to settle.
pub fn with_policies(cluster: &Cluster, policies: &[Value]) -> Option<Cluster> {
    let mut cluster = cluster.clone();
    for policy in policies {
        cluster.put_json(Kind::NetworkPolicy, policy.clone(), Origin::Given).ok()?;
    }
    Some(cluster)
}

/// What policies say about a connection from Pod to Pod; `None` where that is undefined or a Pod is missing.
pub fn decide(
    cluster: &Cluster,
    policies: &Policies,
    from: &PodName,
    to: &PodName,
    connection: Connection,
) -> Option<PolicyDecision> {
    let from = Party::pod(cluster, &from.0, &from.1)?;
    let to = Party::pod(cluster, &to.0, &to.1)?;
    let decision = policies.decide(from, to, connection);
    (decision.verdict != Verdict::Undefined).then_some(decision)
}

/// Follows a connection; `None` where the question can not be asked.
pub fn trace(
    tracer: &Tracer<'_>,
    from: &str,
    to: &str,
    port: Option<u16>,
    node: Option<&str>,
) -> Option<Trace> {
    let (to, own) = To::read(to).ok()?;
    let request = Request {
        from: From::read(from).ok()?,
        to,
        port: port.map(Port::Number).or(own),
        protocol: None,
        node: node.map(str::to_owned),
    };
    tracer.trace(&request).ok()
}
