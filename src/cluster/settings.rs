//! What is true of a cluster as a whole and written in no object: its domain, its address ranges, its network plugin.

use std::{net::Ipv4Addr, ops::RangeInclusive};

use ipnet::Ipv4Net;

/// The cluster's own settings. The defaults are kubeadm's (`kubeadm config print init-defaults`) and the API server's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `clusterDomain` of the kubelets.
    pub domain: String,
    /// Addresses of Services; `--service-cluster-ip-range`.
    pub service_range: Ipv4Net,
    /// Addresses of Pods; `--cluster-cidr`.
    pub pod_range: Ipv4Net,
    /// Addresses given to nodes that the input lacks.
    pub node_range: Ipv4Net,
    /// `--service-node-port-range`.
    pub node_ports: RangeInclusive<u16>,
    /// The address of the Service `kube-system/kube-dns`, as the kubelets hand it to Pods (`clusterDNS`).
    pub dns_address: Ipv4Addr,
    pub plugin: Plugin,
    /// Addresses that a load balancer (`MetalLB`, say) gives to Services; `None`: the cluster has none, they stay pending.
    pub load_balancers: Option<RangeInclusive<Ipv4Addr>>,
    /// The prefix of the annotations by which Pods say themselves what becomes of them, whatever their image: `PREFIX/ready:
    /// "false"` and others, see `controllers::kubelet`. `None`: image and command decide.
    pub staged: Option<String>,
}

/// What the network plugin (CNI) does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plugin {
    pub name: String,
    /// A plugin without policy support (plain Flannel) lets every `NetworkPolicy` stand without effect.
    /// <https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites>
    pub enforces_policies: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            domain: "cluster.local".to_owned(),
            service_range: network([10, 96, 0, 0], 12),
            pod_range: network([10, 244, 0, 0], 16),
            node_range: network([172, 30, 0, 0], 16),
            node_ports: 30_000..=32_767,
            dns_address: Ipv4Addr::new(10, 96, 0, 10),
            plugin: Plugin { name: "calico".to_owned(), enforces_policies: true },
            load_balancers: None,
            staged: None,
        }
    }
}

/// A prefix longer than 32 is not written here.
fn network(octets: [u8; 4], prefix: u8) -> Ipv4Net {
    Ipv4Net::new(octets.into(), prefix).unwrap_or_default()
}
