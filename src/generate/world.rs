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
fn base() -> &'static Cluster {
    static BASE: OnceLock<Cluster> = OnceLock::new();
    let settled = || {
        let mut cluster = load(&[], &LoadOptions::default()).map(|loaded| loaded.cluster).unwrap_or_default();
        cluster.take_changes();
        cluster
    };
    BASE.get_or_init(settled)
}

/// The cluster of these objects; `None` if one of them is none that a cluster takes.
pub fn cluster(objects: &[Value]) -> Option<Cluster> {
    let mut cluster = unsettled(objects)?;
    // A node may be another control plane: then what every cluster has follows anew, too.
    if objects.iter().any(|object| object["kind"] == "Node") {
        derive::settle(&mut cluster);
    } else {
        derive::settle_added(&mut cluster);
    }
    Some(cluster)
}

/// The cluster of these objects without what follows from them: Pods have no nodes and addresses, Services no endpoints. Enough
/// for questions of policies, which go by labels.
pub fn unsettled(objects: &[Value]) -> Option<Cluster> {
    with(base(), objects)
}

/// The cluster with these objects too, of kinds from which no other objects follow: policies, Ingresses, routes.
pub fn with(cluster: &Cluster, more: &[Value]) -> Option<Cluster> {
    let mut cluster = cluster.clone();
    for object in more {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let kind = Kind::of_document(text("/apiVersion"), text("/kind"))?;
        cluster.put_json(kind, object.clone(), Origin::Given).ok()?;
    }
    Some(cluster)
}

/// A settled cluster with these objects too, no nodes among them.
pub fn settled_with(cluster: &Cluster, more: &[Value]) -> Option<Cluster> {
    let mut cluster = with(cluster, more)?;
    derive::settle_added(&mut cluster);
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::generate::objects::{labels, namespace, pod, port, service};

    /// What follows from objects added to a settled cluster is what follows where all was there from the beginning.
    #[test]
    fn added_objects_are_settled_as_if_they_had_been_there() {
        let app = labels(&[("app", "web")]);
        let objects = [
            namespace("shop", &labels(&[])),
            pod("shop", "web-0", &app, &[port("http", 8080, crate::cluster::Protocol::Tcp)]),
            pod("shop", "web-1", &app, &[]),
            service("shop", "web", &app, &[json!({"port": 80, "targetPort": "http"})]),
        ];
        let added = cluster(&objects).unwrap();
        let mut whole = with(base(), &objects).unwrap();
        derive::settle(&mut whole);
        let told = |cluster: &Cluster| -> Vec<String> {
            cluster
                .all()
                .map(|object| format!("{} {:?} {}", object.full_name(), object.origin(), object.json()))
                .collect()
        };
        assert_eq!(told(&added), told(&whole));
        assert!(added.slices_of("shop", "web").count() > 0);
        let dns = added.slices_of("kube-system", "kube-dns").next().unwrap().0;
        assert!(dns.json()["endpoints"].as_array().is_some_and(|all| !all.is_empty()), "its endpoints stay");
    }
}
