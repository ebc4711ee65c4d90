//! What a Pod's object says about it, in the words the network asks with.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{ContainerPort, Pod};

/// A transport protocol that Services and policies know.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub enum Protocol {
    #[default]
    #[serde(rename = "TCP")]
    Tcp,
    #[serde(rename = "UDP")]
    Udp,
    #[serde(rename = "SCTP")]
    Sctp,
}

impl Protocol {
    pub const ALL: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];

    /// Reads the API's spelling: upper case only.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.name() == text)
    }

    /// An optional field, TCP by default as everywhere in the API; `None` for a spelling the API does not know.
    pub fn of_field(field: Option<&str>) -> Option<Self> {
        field.map_or(Some(Self::Tcp), Self::read)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// `status.podIP`, if it is an address.
pub fn address(pod: &Pod) -> Option<IpAddr> {
    pod.status.as_ref()?.pod_ip.as_deref()?.parse().ok()
}

/// Every address in `status.podIPs` and `status.podIP`.
pub fn addresses(pod: &Pod) -> Vec<IpAddr> {
    let mut found: Vec<IpAddr> = address(pod).into_iter().collect();
    let others = pod.status.as_ref().and_then(|status| status.pod_ips.as_deref()).unwrap_or_default();
    for other in others.iter().filter_map(|ip| ip.ip.parse().ok()) {
        if !found.contains(&other) {
            found.push(other);
        }
    }
    found
}

/// `Pending`, `Running`, `Succeeded`, `Failed`; a Pod that says nothing runs.
pub fn phase(pod: &Pod) -> &str {
    pod.status.as_ref().and_then(|status| status.phase.as_deref()).unwrap_or("Running")
}

/// A finished Pod has given its address back: it is neither endpoint nor peer.
pub fn is_finished(pod: &Pod) -> bool {
    matches!(phase(pod), "Succeeded" | "Failed")
}

/// The condition `Ready`. A loaded Pod that runs and has no conditions at all is ready.
pub fn is_ready(pod: &Pod) -> bool {
    let conditions = pod.status.as_ref().and_then(|status| status.conditions.as_deref()).unwrap_or_default();
    match conditions.iter().find(|condition| condition.type_ == "Ready") {
        Some(condition) => condition.status == "True",
        None => phase(pod) == "Running",
    }
}

/// Being deleted: `metadata.deletionTimestamp` is set.
pub fn is_terminating(pod: &Pod) -> bool {
    pod.metadata.deletion_timestamp.is_some()
}

pub fn on_host_network(pod: &Pod) -> bool {
    pod.spec.as_ref().and_then(|spec| spec.host_network).unwrap_or(false)
}

pub fn node(pod: &Pod) -> Option<&str> {
    pod.spec.as_ref()?.node_name.as_deref()
}

/// The ports that the containers declare, restartable init containers (sidecars) included, in order.
pub fn ports(pod: &Pod) -> impl Iterator<Item = &ContainerPort> {
    pod.spec.iter().flat_map(|spec| {
        let sidecars = spec
            .init_containers
            .iter()
            .flatten()
            .filter(|container| container.restart_policy.as_deref() == Some("Always"));
        spec.containers.iter().chain(sidecars).flat_map(|container| container.ports.iter().flatten())
    })
}

/// The number of a named port: the first container port of that name and protocol.
pub fn named_port(pod: &Pod, name: &str, protocol: Protocol) -> Option<u16> {
    ports(pod)
        .find(|port| {
            port.name.as_deref() == Some(name)
                && Protocol::of_field(port.protocol.as_deref()) == Some(protocol)
        })
        .and_then(|port| u16::try_from(port.container_port).ok())
}
