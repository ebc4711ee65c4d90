//! The resolver of the nodes: where names go that are not the cluster's.

use std::net::IpAddr;

use crate::cluster::Cluster;

/// A node's `/etc/resolv.conf`. All nodes are alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NodeResolver {
    pub nameservers: Vec<IpAddr>,
    pub search: Vec<String>,
    /// `NAME` or `NAME:VALUE`.
    pub options: Vec<String>,
}

impl NodeResolver {
    /// Nothing in the API tells it: one server is assumed, at the first address of the nodes' network, and no search domain.
    pub fn assumed(cluster: &Cluster) -> Self {
        Self {
            nameservers: cluster.settings.node_range.hosts().next().map(IpAddr::V4).into_iter().collect(),
            ..Self::default()
        }
    }
}
