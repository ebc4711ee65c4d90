//! One rule of a policy, compiled: which peers and which ports it allows.

use std::net::IpAddr;

use ipnet::IpNet;
use k8s_openapi::{
    api::{
        core::v1::Pod,
        networking::v1::{NetworkPolicyPeer, NetworkPolicyPort},
    },
    apimachinery::pkg::util::intstr::IntOrString,
};
use serde::Serialize;

use crate::cluster::{
    Labels, Protocol, Selector,
    pod::{self},
};

/// Which way a connection goes, seen from the Pod that a policy selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Direction {
    Ingress,
    Egress,
}

impl Direction {
    /// The field of a policy's spec with this direction's rules.
    pub fn field(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }

    /// The field of a rule with its peers.
    pub fn peers_field(self) -> &'static str {
        match self {
            Self::Ingress => "from",
            Self::Egress => "to",
        }
    }
}

/// The port and protocol that a connection is opened to, at the destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Connection {
    pub port: u16,
    pub protocol: Protocol,
}

impl Connection {
    pub fn tcp(port: u16) -> Self {
        Self { port, protocol: Protocol::Tcp }
    }
}

/// What in a list of a rule matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// There is no list: all match.
    Any,
    /// The first item that matches.
    At(usize),
}

impl Item {
    pub fn index(self) -> Option<usize> {
        match self {
            Self::Any => None,
            Self::At(index) => Some(index),
        }
    }
}

/// One item of `ingress` or `egress`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `None`: any peer, inside the cluster or outside.
    pub peers: Option<Vec<Peer>>,
    /// `None`: every port and protocol.
    pub ports: Option<Vec<Ports>>,
}

/// One item of `from` or `to`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    Pods { namespaces: Namespaces, pods: Selector },
    Block { cidr: IpNet, except: Vec<IpNet> },
}

/// The namespaces that a peer means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Namespaces {
    /// No `namespaceSelector`: the policy's own.
    Own(String),
    Selected(Selector),
}

/// One item of `ports`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ports {
    pub protocol: Protocol,
    pub which: Which,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    Every,
    /// Both ends included.
    Range(u16, u16),
    /// Resolved at the destination Pod.
    Named(String),
}

impl Peer {
    /// Compiles a peer; `None` for one without meaning, which allows nobody (the loader refuses such manifests).
    pub fn compile(own: &str, peer: &NetworkPolicyPeer) -> Option<Self> {
        if let Some(block) = &peer.ip_block {
            let except: Result<Vec<IpNet>, _> =
                block.except.iter().flatten().map(|text| text.parse()).collect();
            return Some(Self::Block { cidr: block.cidr.parse().ok()?, except: except.ok()? });
        }
        let namespaces = match &peer.namespace_selector {
            Some(selector) => Namespaces::Selected(Selector::compile(Some(selector)).ok()?),
            None => Namespaces::Own(own.to_owned()),
        };
        let pods = match &peer.pod_selector {
            Some(selector) => Selector::compile(Some(selector)).ok()?,
            None if peer.namespace_selector.is_some() => Selector::everything(),
            None => return None,
        };
        Some(Self::Pods { namespaces, pods })
    }

    /// Whether it means a Pod with these labels in this namespace.
    pub fn selects(&self, namespace: &str, namespace_labels: &Labels, labels: &Labels) -> bool {
        self.reaches_namespace(namespace, namespace_labels) && self.selects_labels(labels)
    }

    /// The namespace's half of [`selects`](Self::selects).
    pub fn reaches_namespace(&self, namespace: &str, namespace_labels: &Labels) -> bool {
        match self {
            Self::Pods { namespaces: Namespaces::Own(own), .. } => own == namespace,
            Self::Pods { namespaces: Namespaces::Selected(selector), .. } => {
                selector.matches(namespace_labels)
            }
            Self::Block { .. } => false,
        }
    }

    /// The Pod's half of [`selects`](Self::selects).
    pub fn selects_labels(&self, labels: &Labels) -> bool {
        matches!(self, Self::Pods { pods, .. } if pods.matches(labels))
    }

    /// Whether it means an address by its `ipBlock`.
    pub fn covers(&self, address: IpAddr) -> bool {
        let Self::Block { cidr, except } = self else { return false };
        cidr.contains(&address) && !except.iter().any(|hole| hole.contains(&address))
    }
}

impl Ports {
    pub fn compile(port: &NetworkPolicyPort) -> Option<Self> {
        let protocol = Protocol::of_field(port.protocol.as_deref())?;
        let which = match (&port.port, port.end_port) {
            (None, _) => Which::Every,
            (Some(IntOrString::String(name)), _) => Which::Named(name.clone()),
            (Some(IntOrString::Int(first)), last) => {
                Which::Range(u16::try_from(*first).ok()?, u16::try_from(last.unwrap_or(*first)).ok()?)
            }
        };
        Some(Self { protocol, which })
    }

    /// Whether it allows a connection. `destination` is the Pod it goes to: a name means nothing at an outside address.
    pub fn allows(&self, connection: Connection, destination: Option<&Pod>) -> bool {
        self.protocol == connection.protocol
            && match &self.which {
                Which::Every => true,
                Which::Range(first, last) => (*first..=*last).contains(&connection.port),
                Which::Named(name) => {
                    destination.and_then(|pod| pod::named_port(pod, name, self.protocol))
                        == Some(connection.port)
                }
            }
    }
}

impl Rule {
    pub fn compile(
        own: &str,
        peers: Option<&[NetworkPolicyPeer]>,
        ports: Option<&[NetworkPolicyPort]>,
    ) -> Self {
        // An empty list means the same as none: any. A list whose items have no meaning stays a list, and allows nobody.
        let peers = peers.filter(|peers| !peers.is_empty());
        let ports = ports.filter(|ports| !ports.is_empty());
        Self {
            peers: peers
                .map(|peers| peers.iter().map(|peer| Peer::compile(own, peer).unwrap_or(NOBODY)).collect()),
            ports: ports
                .map(|ports| ports.iter().map(|port| Ports::compile(port).unwrap_or(NO_PORT)).collect()),
        }
    }

    /// The item of `ports` that allows a connection.
    pub fn port_item(&self, connection: Connection, destination: Option<&Pod>) -> Option<Item> {
        match &self.ports {
            None => Some(Item::Any),
            Some(ports) => ports.iter().position(|ports| ports.allows(connection, destination)).map(Item::At),
        }
    }
}

/// Keeps the place of an item without meaning, so that indices stay those of the manifest.
const NOBODY: Peer =
    Peer::Pods { namespaces: Namespaces::Selected(Selector::Nothing), pods: Selector::Nothing };
const NO_PORT: Ports = Ports { protocol: Protocol::Tcp, which: Which::Range(1, 0) };
