//! Who asks: the clients of a criterion, those that are made for it put into a copy of the cluster.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use k8s_openapi::api::core::v1::Pod;

use crate::{
    cluster::{Cluster, Kind, container::listening},
    course::lab::Client,
    lab::{find, loss::Loss, scene::Scene, witness},
    network::trace::{From, Tracer},
};

/// An address outside of the cluster that no manifest names: TEST-NET-3 of RFC 5737.
pub const OUTSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

/// Lets `ask` ask for the clients: in the scene's cluster, or in a copy of it that holds those that are made.
pub fn with_clients(
    scene: &Scene<'_>,
    wanted: &[Client],
    ask: impl FnOnce(&Tracer<'_>, &[From]) -> Result<(), Loss>,
) -> Result<(), Loss> {
    let (cluster, clients) = clients(scene.cluster, wanted)?;
    match &cluster {
        Cow::Borrowed(_) => ask(&scene.tracer, &clients),
        Cow::Owned(copy) => ask(&Tracer::new(copy), &clients),
    }
}

/// The clients, and the cluster that they are in.
fn clients<'c>(cluster: &'c Cluster, wanted: &[Client]) -> Result<(Cow<'c, Cluster>, Vec<From>), String> {
    let mut cluster = Cow::Borrowed(cluster);
    let mut clients = Vec::new();
    for client in wanted {
        match client {
            Client::Pods(pods) => {
                let found = find::pods(&cluster, pods)?;
                if let Some((object, _)) = found.iter().find(|(_, pod)| is_dead(pod)) {
                    return Err(format!(
                        "no container of Pod {} runs, so it can ask nobody",
                        object.full_name()
                    ));
                }
                clients.extend(found.iter().map(|(object, _)| pod(object.namespace(), object.name())));
            }
            Client::New(pods) => {
                if cluster.find(Kind::Namespace, "", &pods.namespace).is_none() {
                    return Err(format!("there is no Namespace {}", pods.namespace));
                }
                let labels = find::labels_of(&cluster, pods);
                let name = witness::put(cluster.to_mut(), &pods.namespace, &labels, None);
                clients.push(pod(&pods.namespace, &name));
            }
            Client::Outside(address) => clients.push(From::Address(address.unwrap_or(OUTSIDE))),
            Client::Node(name) => {
                let node = cluster.find(Kind::Node, "", name).and_then(|node| find::node_address(node));
                clients.push(From::Address(node.ok_or_else(|| format!("there is no node {name}"))?));
            }
        }
    }
    Ok((cluster, clients))
}

/// Whether it is said what a Pod holds, and that none of it runs.
fn is_dead(pod: &Pod) -> bool {
    let holds_something = pod.spec.as_ref().is_some_and(|spec| !spec.containers.is_empty());
    holds_something && listening(pod).is_empty()
}

fn pod(namespace: &str, name: &str) -> From {
    From::Pod { namespace: namespace.to_owned(), name: name.to_owned() }
}
