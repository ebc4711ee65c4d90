//! One endpoint of a Service's port, as the proxy of a node reads it from the `EndpointSlice`s.

use std::{collections::BTreeSet, net::IpAddr};

use k8s_openapi::api::discovery::v1::{Endpoint as SliceEndpoint, EndpointSlice};
use serde::Serialize;

use crate::cluster::{Cluster, Protocol};

/// Where a Service's traffic may end: an address and port, and what the proxy must know to choose it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Endpoint {
    pub address: IpAddr,
    pub port: u16,
    /// `namespace/name` of the Pod behind it; an endpoint that was written by hand may have none.
    pub pod: Option<String>,
    pub node: Option<String>,
    pub ready: bool,
    pub serving: bool,
    pub terminating: bool,
    /// `hints.forZones` and `hints.forNodes`.
    #[serde(skip)]
    pub for_zones: BTreeSet<String>,
    #[serde(skip)]
    pub for_nodes: BTreeSet<String>,
}

impl Endpoint {
    /// Reads one address of a slice. A condition that is left out holds, but for `terminating`.
    /// <https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions>
    fn read(endpoint: &SliceEndpoint, address: &str, port: u16) -> Option<Self> {
        let conditions = endpoint.conditions.as_ref();
        let hints = endpoint.hints.as_ref();
        let target = endpoint.target_ref.as_ref().filter(|target| target.kind.as_deref() == Some("Pod"));
        let zones = hints.and_then(|hints| hints.for_zones.as_deref()).unwrap_or_default();
        let nodes = hints.and_then(|hints| hints.for_nodes.as_deref()).unwrap_or_default();
        Some(Self {
            address: address.parse().ok()?,
            port,
            pod: target.and_then(|target| {
                Some(format!("{}/{}", target.namespace.as_deref()?, target.name.as_deref()?))
            }),
            node: endpoint.node_name.clone(),
            ready: conditions.and_then(|conditions| conditions.ready).unwrap_or(true),
            serving: conditions.and_then(|conditions| conditions.serving).unwrap_or(true),
            terminating: conditions.and_then(|conditions| conditions.terminating).unwrap_or(false),
            for_zones: zones.iter().map(|zone| zone.name.clone()).collect(),
            for_nodes: nodes.iter().map(|node| node.name.clone()).collect(),
        })
    }

    pub fn is_on(&self, node: Option<&str>) -> bool {
        node.is_some() && self.node.as_deref() == node
    }
}

/// The endpoints of the port of a Service that has this name (empty when unnamed) and protocol, in the order of the
/// slices. An address that two slices have is kept once, the ready one before the other.
pub fn endpoints(
    cluster: &Cluster,
    namespace: &str,
    service: &str,
    port: &str,
    protocol: Protocol,
) -> Vec<Endpoint> {
    let mut found: Vec<Endpoint> = Vec::new();
    let mut seen: BTreeSet<(IpAddr, u16)> = BTreeSet::new();
    for (_, slice) in cluster.slices_of(namespace, service) {
        let Some(number) = number(slice, port, protocol) else { continue };
        for endpoint in slice.endpoints.iter().flatten() {
            for read in
                endpoint.addresses.iter().filter_map(|address| Endpoint::read(endpoint, address, number))
            {
                if seen.insert((read.address, read.port)) {
                    found.push(read);
                } else if let Some(old) =
                    found.iter_mut().find(|old| old.address == read.address && old.port == read.port)
                    && read.ready
                    && !old.ready
                {
                    *old = read;
                }
            }
        }
    }
    found
}

/// A port of the Service finds its number in a slice by name and protocol; the numbers of the Service mean nothing here.
fn number(slice: &EndpointSlice, name: &str, protocol: Protocol) -> Option<u16> {
    let ports = slice.ports.iter().flatten();
    let same = |port: &&k8s_openapi::api::discovery::v1::EndpointPort| {
        port.name.as_deref().unwrap_or_default() == name
            && Protocol::of_field(port.protocol.as_deref()) == Some(protocol)
    };
    ports.filter(same).find_map(|port| u16::try_from(port.port?).ok())
}
