//! Which Service answers at an address and port: the index that a proxy keeps.

use std::{collections::BTreeMap, net::IpAddr};

use serde::Serialize;

use super::facts::{self, Form};
use crate::cluster::{Cluster, Key, Protocol};

/// Through which of its addresses a Service is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Entrance {
    ClusterIp,
    ExternalIp,
    /// An address that the load balancer has; `Proxied`: only the balancer itself knows it (`ipMode: Proxy`).
    LoadBalancer,
    LoadBalancerProxied,
    NodePort,
}

/// A port of a Service, entered in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontend {
    pub service: Key,
    /// The place in `spec.ports`.
    pub port: usize,
    pub entrance: Entrance,
}

/// All addresses at which Services answer, and all nodes' addresses.
#[derive(Debug, Clone, Default)]
pub struct Frontends {
    ports: BTreeMap<(IpAddr, u16, Protocol), Frontend>,
    node_ports: BTreeMap<(u16, Protocol), Frontend>,
    owners: BTreeMap<IpAddr, (Key, Entrance)>,
    nodes: BTreeMap<IpAddr, String>,
}

/// What an address belongs to, as far as proxies are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'f> {
    Service(&'f Key, Entrance),
    Node(&'f str),
}

impl Frontends {
    /// Reads this state of a cluster. Where two Services have one address and port, the first by name has it.
    pub fn compile(cluster: &Cluster) -> Self {
        let mut all = Self::default();
        for (object, service) in cluster.services() {
            let Some(spec) = service.spec.as_ref().filter(|spec| facts::form(spec) == Form::Virtual) else {
                continue;
            };
            let balancer =
                facts::load_balancer_addresses(service).into_iter().map(|(address, is_virtual)| {
                    (address, if is_virtual { Entrance::LoadBalancer } else { Entrance::LoadBalancerProxied })
                });
            let external =
                facts::external_addresses(spec).into_iter().map(|address| (address, Entrance::ExternalIp));
            let own =
                facts::cluster_addresses(spec).into_iter().map(|address| (address, Entrance::ClusterIp));
            for (address, entrance) in own.chain(external).chain(balancer) {
                all.owners.entry(address).or_insert_with(|| (object.key().clone(), entrance));
                for (place, port) in spec.ports.iter().flatten().enumerate() {
                    let Some(number) = facts::port_number(port) else { continue };
                    let frontend = Frontend { service: object.key().clone(), port: place, entrance };
                    all.ports.entry((address, number, facts::port_protocol(port))).or_insert(frontend);
                }
            }
            for (place, port) in spec.ports.iter().flatten().enumerate() {
                let Some(number) = facts::node_port(port) else { continue };
                let frontend =
                    Frontend { service: object.key().clone(), port: place, entrance: Entrance::NodePort };
                all.node_ports.entry((number, facts::port_protocol(port))).or_insert(frontend);
            }
        }
        for (object, node) in cluster.nodes() {
            let addresses = node.status.iter().flat_map(|status| status.addresses.iter().flatten());
            let parsed = addresses.filter_map(|address| address.address.parse().ok());
            all.nodes.extend(parsed.map(|address: IpAddr| (address, object.name().to_owned())));
        }
        all
    }

    /// The Service port that answers there. Every node answers at a node port, whether a Pod runs on it or not.
    pub fn at(&self, address: IpAddr, port: u16, protocol: Protocol) -> Option<&Frontend> {
        let own = self.ports.get(&(address, port, protocol));
        own.or_else(|| self.node_ports.get(&(port, protocol)).filter(|_| self.nodes.contains_key(&address)))
    }

    /// Whose address it is, whatever the port.
    pub fn owner(&self, address: IpAddr) -> Option<Owner<'_>> {
        let service = self.owners.get(&address).map(|(key, entrance)| Owner::Service(key, *entrance));
        service.or_else(|| self.nodes.get(&address).map(|node| Owner::Node(node)))
    }

    /// The node with this address.
    pub fn node_at(&self, address: IpAddr) -> Option<&str> {
        self.nodes.get(&address).map(String::as_str)
    }
}
