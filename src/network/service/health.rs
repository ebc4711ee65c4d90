//! The health check of a Service's load balancer: at a port of its own every node's proxy says how many endpoints are on it.
//!
//! <https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy>

use std::collections::BTreeSet;

use super::{endpoints, facts};
use crate::cluster::{Cluster, Object};

/// What one node answers.
#[derive(Debug, Clone, Copy)]
pub struct HealthCheck<'c> {
    pub service: &'c Object,
    /// The ready endpoints on the node; without one the balancer sends nothing there.
    pub local: usize,
}

/// The ports at which every node answers such checks.
pub fn health_check_ports(cluster: &Cluster) -> impl Iterator<Item = u16> {
    let ports = cluster.services().filter_map(|(_, service)| service.spec.as_ref()?.health_check_node_port);
    ports.filter_map(|port| u16::try_from(port).ok().filter(|port| *port > 0))
}

/// The check that is answered at this port of a node.
pub fn health_check<'c>(cluster: &'c Cluster, node: &str, port: u16) -> Option<HealthCheck<'c>> {
    let (service, spec) = cluster.services().find_map(|(object, service)| {
        let spec = service.spec.as_ref()?;
        (spec.health_check_node_port? == i32::from(port)).then_some((object, spec))
    })?;
    let all = spec.ports.iter().flatten().flat_map(|port| {
        let name = port.name.as_deref().unwrap_or_default();
        endpoints(cluster, service.namespace(), service.name(), name, facts::port_protocol(port))
    });
    let here = all.filter(|one| one.ready && one.is_on(Some(node)));
    let local = here.map(|one| one.address).collect::<BTreeSet<_>>().len();
    Some(HealthCheck { service, local })
}
