//! What becomes of a connection to a Service: the backends that it may get, or how it fails.
//!
//! Rules and their order are kube-proxy's (iptables and nftables agree on them unless a comment says otherwise):
//! <https://kubernetes.io/docs/reference/networking/virtual-ips/>,
//! <https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/>.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use ipnet::IpNet;
use k8s_openapi::api::core::v1::{Service, ServicePort};
use serde::Serialize;

use super::{
    endpoint::{Endpoint, endpoints},
    facts,
    frontend::Entrance,
    traffic_policy::{Locality, Preference, TrafficPolicies, usable},
};
use crate::cluster::{Cluster, Kind, Object};

/// Who opens the connection, and where the cluster first sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// A Pod on this node.
    Pod { node: Option<&'a str> },
    /// A process on the node itself.
    Node(&'a str),
    /// Somebody outside who sends to this node.
    OutsideViaNode(&'a str),
    /// Somebody outside whose traffic arrives at whatever node a load balancer or router chooses.
    OutsideViaLoadBalancer,
}

/// Which traffic policy decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Scope {
    Cluster,
    Local,
}

/// What the proxy does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One of these gets the connection; which one is drawn at random, so each must be judged.
    Backends(Vec<Endpoint>),
    /// The packet is rejected: the client sees `connection refused` at once.
    Refused(Cause),
    /// The packet is dropped: the client waits until it gives up.
    Dropped(Cause),
}

/// Why there is no backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Cause {
    /// The slices have nothing for this port: no Pod is selected, or none has a port of the name in `targetPort`.
    NoEndpoints,
    /// There are endpoints, none of which is ready.
    NoneReady,
    /// Policy `Local`, and no endpoint on the node.
    NoneLocal,
    /// `externalTrafficPolicy: Local`, and no node passes the load balancer's health check.
    NoHealthyNode,
    /// The client is not in `loadBalancerSourceRanges`.
    SourceRange,
}

/// The proxy's answer, and what it did to the packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    pub answer: Answer,
    pub scope: Scope,
    pub preference: Preference,
    /// The destination sees the address of a node in place of the client's (SNAT, "masquerade").
    pub source_is_hidden: bool,
    /// Seconds for which a client keeps its backend; `None` without `sessionAffinity: ClientIP`.
    pub affinity: Option<i32>,
}

/// Translates a connection to a Service's port. `source` is asked for `loadBalancerSourceRanges` only.
pub fn translate(
    cluster: &Cluster,
    (object, service): (&Object, &Service),
    port: &ServicePort,
    (entrance, origin): (Entrance, Origin<'_>),
    source: Option<IpAddr>,
) -> Translation {
    let name = port.name.as_deref().unwrap_or_default();
    let found = endpoints(cluster, object.namespace(), object.name(), name, facts::port_protocol(port));
    let policies = facts::traffic_policies(service);
    let inside = matches!(origin, Origin::Pod { .. } | Origin::Node(_));
    let local = match entrance {
        Entrance::ClusterIp => policies.internal_local,
        // From inside, an external or balancer's address has Cluster semantics; a node port has not (API, `externalTrafficPolicy`).
        Entrance::ExternalIp | Entrance::LoadBalancer => policies.external_local && !inside,
        Entrance::NodePort | Entrance::LoadBalancerProxied => policies.external_local,
    };
    let refused_source = matches!(entrance, Entrance::LoadBalancer | Entrance::LoadBalancerProxied)
        && source.is_some_and(|source| !is_in_ranges(service, source));
    let (answer, preference) = match origin {
        _ if refused_source => (Answer::Dropped(Cause::SourceRange), Preference::None),
        Origin::Pod { node } => at_node(cluster, &found, policies, node, local),
        Origin::Node(node) | Origin::OutsideViaNode(node) => {
            at_node(cluster, &found, policies, Some(node), local)
        }
        Origin::OutsideViaLoadBalancer => anywhere(cluster, &found, policies, local),
    };
    Translation {
        answer,
        scope: if local { Scope::Local } else { Scope::Cluster },
        preference,
        source_is_hidden: entrance != Entrance::ClusterIp && !policies.external_local,
        affinity: service.spec.as_ref().and_then(facts::affinity_seconds),
    }
}

fn at_node(
    cluster: &Cluster,
    found: &[Endpoint],
    policies: TrafficPolicies,
    node: Option<&str>,
    local: bool,
) -> (Answer, Preference) {
    let zone = node.and_then(|node| zone(cluster, node));
    let choice = usable(found, policies, Locality { node, zone });
    let chosen = if local { &choice.local } else { &choice.cluster };
    let chosen: Vec<Endpoint> = chosen.iter().flatten().map(|one| (*one).clone()).collect();
    let answer = match (chosen.is_empty(), choice.any) {
        (false, _) => Answer::Backends(chosen),
        (true, true) => Answer::Dropped(Cause::NoneLocal),
        (true, false) if found.is_empty() => Answer::Refused(Cause::NoEndpoints),
        (true, false) => Answer::Refused(Cause::NoneReady),
    };
    (answer, if local { Preference::None } else { choice.preference })
}

/// Any node may get it: all that any of them would choose. Under `Local`, a balancer sends to nodes with a ready endpoint only.
fn anywhere(
    cluster: &Cluster,
    found: &[Endpoint],
    policies: TrafficPolicies,
    local: bool,
) -> (Answer, Preference) {
    let with_ready: BTreeSet<&str> =
        found.iter().filter(|one| one.ready).filter_map(|one| one.node.as_deref()).collect();
    let nodes: Vec<&str> = cluster.objects(Kind::Node).map(|node| node.name()).collect();
    let healthy = nodes.iter().copied().filter(|node| !local || with_ready.contains(node));
    let mut all: BTreeMap<(IpAddr, u16), Endpoint> = BTreeMap::new();
    let mut last = (Answer::Dropped(Cause::NoHealthyNode), Preference::None);
    for node in healthy {
        last = at_node(cluster, found, policies, Some(node), local);
        if let Answer::Backends(backends) = &last.0 {
            all.extend(backends.iter().map(|one| ((one.address, one.port), one.clone())));
        }
    }
    if all.is_empty() {
        return last;
    }
    let in_order = found.iter().filter(|one| all.contains_key(&(one.address, one.port))).cloned().collect();
    (Answer::Backends(in_order), Preference::None)
}

fn zone<'c>(cluster: &'c Cluster, node: &str) -> Option<&'c str> {
    cluster.find(Kind::Node, "", node)?.labels().get("topology.kubernetes.io/zone").map(String::as_str)
}

/// An empty list lets everybody in.
fn is_in_ranges(service: &Service, source: IpAddr) -> bool {
    let ranges = service
        .spec
        .as_ref()
        .and_then(|spec| spec.load_balancer_source_ranges.as_deref())
        .unwrap_or_default();
    ranges.is_empty()
        || ranges
            .iter()
            .filter_map(|text| text.trim().parse::<IpNet>().ok())
            .any(|range| range.contains(&source))
}
