//! Names: as a Pod asks for them, and as `CoreDNS` answers by its Corefile.
//!
//! | file | what |
//! |---|---|
//! | `corefile` | text to server blocks and directives, with the errors of `CoreDNS` |
//! | `plugin` | directives to settings by type |
//! | `server` | a Corefile compiled: blocks by zone and port, plugins in order of execution |
//! | `objects` | what `CoreDNS` watches of a cluster, indexed |
//! | `chain`, `kubernetes` | a question through the plugins; what `kubernetes` says |
//! | `reload` | `CoreDNS` as a process: what it runs by, its log |
//! | `resolv_conf`, `search`, `resolve` | the Pod's side: its `resolv.conf`, the names tried, what comes of it |
//!
//! Compile [`Dns`] once per state of the cluster, then ask: [`Dns::answer`] for one absolute question to `CoreDNS`,
//! [`Dns::resolve`] for what a Pod's resolver makes of a name. Whether the packets of a question reach `CoreDNS` is not
//! decided here: [`Dns::service_at`] says which Service a nameserver's address is.

pub mod answer;
mod chain;
pub mod corefile;
mod kubernetes;
pub mod name;
mod node;
mod objects;
pub mod plugin;
pub mod record;
mod reload;
pub mod resolv_conf;
pub mod resolve;
pub mod search;
pub mod server;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

pub use answer::{Answer, Ending, Rcode, Step};
pub use corefile::CorefileError;
pub use node::NodeResolver;
pub use record::{Data, Record, RecordType};
pub use reload::CONTROLLER;
pub use resolv_conf::ResolvConf;
pub use resolve::{Outcome, Resolution, Tried};
pub use server::Server;

use crate::cluster::{Cluster, Key, Kind};
use chain::Chain;
use objects::Objects;

/// Why no `CoreDNS` answers anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Its Pods wait in `ContainerCreating`.
    #[error("the ConfigMap kube-system/coredns with the key Corefile is missing: CoreDNS can not start")]
    NoCorefile,
    /// Its Pods crash.
    #[error("CoreDNS refuses its Corefile: {0}")]
    Corefile(#[from] CorefileError),
    /// The plugin `loop` stops the process.
    #[error(
        "plugin/loop: Loop detected for zone {zone:?} (line {line} of the Corefile), see https://coredns.io/plugins/loop#troubleshooting"
    )]
    Loop { zone: String, line: usize },
}

/// The DNS of one state of a cluster.
#[derive(Debug, Clone)]
pub struct Dns {
    server: Result<Server, Fault>,
    objects: Objects,
    node: NodeResolver,
    domain: String,
    address: IpAddr,
    /// Cluster IPs behind which `CoreDNS` is, with their Services.
    services: Vec<(IpAddr, Key)>,
}

impl Dns {
    /// By the Corefile that `CoreDNS`'s Pods have taken over; where none of them runs, by the one in the cluster.
    pub fn of(cluster: &Cluster) -> Self {
        let server = reload::serving(cluster).map_or_else(|| corefile_of(cluster), Ok);
        Self::with(cluster, server, NodeResolver::assumed(cluster))
    }

    /// By a server compiled before (one that was not reloaded, say), and another resolver on the nodes.
    pub fn with(cluster: &Cluster, server: Result<Server, Fault>, node: NodeResolver) -> Self {
        let objects = Objects::of(cluster);
        let address = IpAddr::V4(cluster.settings.dns_address);
        let mut dns = Self {
            server,
            objects,
            node,
            domain: cluster.settings.domain.clone(),
            address,
            services: vec![],
        };
        dns.services = dns.services_in_front();
        if let Some(fault) = dns.loop_found() {
            dns.server = Err(fault);
        }
        dns
    }

    /// Why `CoreDNS` does not run, if it does not.
    pub fn fault(&self) -> Option<&Fault> {
        self.server.as_ref().err()
    }

    /// The server that answers.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref().ok()
    }

    /// The address that kubelets write into the Pods' `resolv.conf`.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// `CoreDNS`'s answer to one question for an absolute name, on port 53.
    ///
    /// # Errors
    /// When it does not run.
    pub fn answer(&self, name: &str, kind: RecordType) -> Result<Answer, &Fault> {
        self.server.as_ref().map(|server| Chain::new(server, self, 53).ask(name, kind))
    }

    /// The Service in front of `CoreDNS` that has this cluster IP.
    pub fn service_at(&self, address: IpAddr) -> Option<&Key> {
        self.services.iter().find(|(own, _)| *own == address).map(|(_, key)| key)
    }

    /// Whether a question to this address comes to `CoreDNS`: its Services, its Pods, and from inside it the loopback.
    pub fn is_own_address(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.is_in_cluster(address)
    }

    pub(crate) fn is_in_cluster(&self, address: IpAddr) -> bool {
        self.service_at(address).is_some() || self.objects.servers.contains(&address)
    }

    /// Services with an endpoint that is a `CoreDNS` Pod; and the one that kubelets name, endpoints or not.
    fn services_in_front(&self) -> Vec<(IpAddr, Key)> {
        let named = self.objects.cluster_ips.get(&self.address).into_iter().flatten();
        let behind =
            self.objects.servers.iter().filter_map(|pod| self.objects.endpoint_ips.get(pod)).flatten();
        let mut found = Vec::new();
        for (namespace, name) in behind.chain(named) {
            let known = self.objects.services.get(&(namespace.clone(), name.clone()));
            let ips = known.into_iter().flat_map(|known| &known.cluster_ips);
            found.extend(ips.map(|ip| (*ip, Key::new(Kind::Service, namespace, name))));
        }
        found.sort();
        found.dedup();
        found
    }

    /// What the plugin `loop` does at start: it asks for a name that nobody can know, and sees whether that comes back.
    fn loop_found(&self) -> Option<Fault> {
        let server = self.server.as_ref().ok()?;
        let returns = |(zone, port, _): &(&str, u16, usize)| {
            let probe = format!("4547991504243258144.3688648895315093531.{}", zone.trim_start_matches('.'));
            Chain::new(server, self, *port).ask(&probe, RecordType::HINFO).ending == Ending::Looped
        };
        server.loop_watches().find(returns).map(|(zone, _, line)| Fault::Loop { zone: zone.to_owned(), line })
    }
}

fn corefile_of(cluster: &Cluster) -> Result<Server, Fault> {
    let map = cluster.find(Kind::ConfigMap, "kube-system", "coredns").ok_or(Fault::NoCorefile)?;
    let text =
        map.json().pointer("/data/Corefile").and_then(serde_json::Value::as_str).ok_or(Fault::NoCorefile)?;
    Ok(Server::read(text)?)
}
