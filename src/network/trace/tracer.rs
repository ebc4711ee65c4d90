//! A cluster's state made ready for questions: policies compiled, addresses indexed. Compile once, ask often.

use std::{collections::BTreeMap, net::IpAddr, sync::OnceLock};

use k8s_openapi::api::core::v1::Pod;

use super::request::{From, RequestError};
use crate::{
    cluster::{Cluster, Key, pod},
    network::{
        dns::Dns,
        http::{Missing, Routes},
        policy::{Party, Policies},
        service::{Frontends, Origin},
    },
};

/// Follows connections in one state of a cluster.
#[derive(Debug)]
pub struct Tracer<'c> {
    pub(super) cluster: &'c Cluster,
    pub(super) policies: Policies,
    pub(super) frontends: Frontends,
    pods: BTreeMap<IpAddr, Key>,
    /// Compiled when first asked for: many traces look up no name, and most ask no URL.
    dns: OnceLock<Dns>,
    pub(super) routes: OnceLock<Routes>,
    pub(super) missing: Missing,
}

/// Who opens the connection.
#[derive(Debug, Clone)]
pub(super) struct Source<'c> {
    pub party: Party<'c>,
    pub origin: Origin<'c>,
    pub address: Option<IpAddr>,
    pub name: String,
}

impl Source<'_> {
    pub fn is_inside(&self) -> bool {
        matches!(self.origin, Origin::Pod { .. } | Origin::Node(_))
    }
}

impl<'c> Tracer<'c> {
    pub fn new(cluster: &'c Cluster) -> Self {
        let mut pods = BTreeMap::new();
        for (object, pod) in cluster.pods() {
            if !pod::is_finished(pod) && !pod::on_host_network(pod) {
                for address in pod::addresses(pod) {
                    pods.entry(address).or_insert_with(|| object.key().clone());
                }
            }
        }
        let policies = Policies::compile(cluster);
        Self {
            cluster,
            policies,
            frontends: Frontends::compile(cluster),
            dns: OnceLock::new(),
            pods,
            routes: OnceLock::new(),
            missing: Missing::Counts,
        }
    }

    pub fn cluster(&self) -> &'c Cluster {
        self.cluster
    }

    pub fn dns(&self) -> &Dns {
        self.dns.get_or_init(|| Dns::of(self.cluster))
    }

    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// The Pod that has this address as its own.
    pub(super) fn pod_at(&self, address: IpAddr) -> Option<Party<'c>> {
        let key = self.pods.get(&address)?;
        Party::pod(self.cluster, &key.namespace, &key.name)
    }

    /// The Pod, or why there is none.
    pub(super) fn pod(&self, namespace: &str, name: &str) -> Result<Party<'c>, RequestError> {
        Party::pod(self.cluster, namespace, name).ok_or_else(|| self.no_pod(namespace, name))
    }

    fn no_pod(&self, namespace: &str, name: &str) -> RequestError {
        let hint = if self.cluster.find(crate::cluster::Kind::Service, namespace, name).is_some() {
            format!("{namespace}/{name} is a Service: write {name}.{namespace}")
        } else if self.cluster.find(crate::cluster::Kind::Namespace, "", namespace).is_none() {
            format!("there is no namespace {namespace:?}")
        } else {
            self.similar(namespace, name)
        };
        RequestError::new(format!("there is no Pod {namespace}/{name}"), hint)
    }

    /// Pods of a workload have suffixes that nobody knows by heart.
    fn similar(&self, namespace: &str, name: &str) -> String {
        let pods = || self.cluster.list_in::<Pod>(namespace).map(|(object, _)| object.full_name());
        let wanted = format!("{namespace}/{name}");
        let mut close: Vec<String> = pods().filter(|pod| pod.starts_with(&wanted)).take(3).collect();
        if close.is_empty() {
            close = pods().take(3).collect();
        }
        if close.is_empty() {
            format!("the namespace {namespace} has no Pods")
        } else {
            format!("in {namespace} there are {}", close.join(", "))
        }
    }

    pub(super) fn source(&self, from: &From, node: Option<&'c str>) -> Result<Source<'c>, RequestError> {
        let party = match from {
            From::Pod { namespace, name } => self.pod(namespace, name)?,
            From::Node(name) => Party::Address(self.address_of_node(name)?),
            From::Address(address) => self.pod_at(*address).unwrap_or(Party::Address(*address)),
        };
        let at_node = |address: IpAddr| {
            let name = self.frontends.node_at(address)?;
            self.cluster.find(crate::cluster::Kind::Node, "", name).map(|node| node.name())
        };
        let origin = match party {
            Party::Pod(_, pod) => match pod::node(pod).filter(|_| pod::on_host_network(pod)) {
                Some(node) => Origin::Node(node),
                None => Origin::Pod { node: pod::node(pod) },
            },
            Party::Address(address) => match (at_node(address), node) {
                (Some(own), _) => Origin::Node(own),
                (None, Some(node)) => Origin::OutsideViaNode(node),
                (None, None) => Origin::OutsideViaLoadBalancer,
            },
        };
        let address = party.addresses().first().copied();
        Ok(Source { party, origin, address, name: party.name() })
    }

    /// The node that has this address.
    pub fn node_at(&self, address: IpAddr) -> Option<&str> {
        self.frontends.node_at(address)
    }

    /// The node of that name.
    pub(super) fn node(&self, name: &str) -> Result<&'c str, RequestError> {
        let node = self.cluster.find(crate::cluster::Kind::Node, "", name);
        node.map(|node| node.name()).ok_or_else(|| {
            let names: Vec<&str> = self.cluster.nodes().map(|(object, _)| object.name()).take(5).collect();
            RequestError::new(
                format!("there is no node {name:?}"),
                format!("the nodes are {}", names.join(", ")),
            )
        })
    }

    /// The address that the node of that name has for the cluster.
    pub(super) fn address_of_node(&self, name: &str) -> Result<IpAddr, RequestError> {
        let node = self.node(name)?;
        self.node_addresses(Some(node)).first().copied().ok_or_else(|| {
            RequestError::new(
                format!("node {node} has no InternalIP"),
                "it stands in status.addresses of the Node",
            )
        })
    }

    /// The addresses that nodes have for the cluster.
    pub(super) fn node_addresses(&self, only: Option<&str>) -> Vec<IpAddr> {
        let nodes = self.cluster.nodes().filter(|(object, _)| only.is_none_or(|only| object.name() == only));
        let address = |node: &k8s_openapi::api::core::v1::Node| {
            let addresses = node.status.iter().flat_map(|status| status.addresses.iter().flatten());
            addresses
                .filter(|address| address.type_ == "InternalIP")
                .find_map(|address| address.address.parse().ok())
        };
        nodes.filter_map(|(_, node)| address(node)).collect()
    }
}
