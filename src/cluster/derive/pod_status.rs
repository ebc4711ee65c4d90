//! Each Pod's address and status where it has none: a loaded Pod without status runs and is Ready.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use ipnet::Ipv4Net;
use k8s_openapi::api::core::v1::Pod;
use serde_json::json;

use super::{Note, change, namespaces::map_of, nodes::internal_address};
use crate::cluster::{key::Key, kind::Kind, occupancy::Taken, pod, store::Cluster};

pub fn settle(cluster: &mut Cluster, notes: &mut Vec<Note>) {
    let mut pods: Vec<_> = cluster.pods().filter(|(_, pod)| lacks_address(pod) || lacks_phase(pod)).collect();
    pods.sort_by_key(|(object, _)| object.serial());
    let pending: Vec<(Key, Need)> =
        pods.into_iter().map(|(object, pod)| (object.key().clone(), Need::of(pod))).collect();
    if pending.is_empty() {
        return;
    }
    let mut addresses = Addresses::of(cluster);
    for (key, need) in pending {
        let address =
            if need.address { addresses.give(need.node.as_deref(), need.host_network) } else { None };
        if need.address && address.is_none() {
            notes.push(Note::new(&key, "no Pod address is left for it"));
        }
        change(cluster, &key, |json| {
            let Some(status) = map_of(json, "status") else { return };
            if let Some(address) = address {
                status.insert("podIP".to_owned(), address.to_string().into());
                status.insert("podIPs".to_owned(), json!([{"ip": address.to_string()}]));
            }
            if need.phase {
                status.insert("phase".to_owned(), "Running".into());
                status.entry("conditions").or_insert_with(|| json!([{"type": "Ready", "status": "True"}]));
            }
        });
    }
}

/// A dump is believed: a Pod that it calls `Pending` and that has no address has not been started.
fn lacks_address(pod: &Pod) -> bool {
    let waits = pod.status.as_ref().and_then(|status| status.phase.as_deref()) == Some("Pending");
    pod::address(pod).is_none() && !pod::is_finished(pod) && !waits
}

fn lacks_phase(pod: &Pod) -> bool {
    pod.status.as_ref().is_none_or(|status| status.phase.is_none())
}

struct Need {
    address: bool,
    phase: bool,
    host_network: bool,
    node: Option<String>,
}

impl Need {
    fn of(pod: &Pod) -> Self {
        Self {
            address: lacks_address(pod),
            phase: lacks_phase(pod),
            host_network: pod::on_host_network(pod),
            node: pod::node(pod).map(str::to_owned),
        }
    }
}

/// Which addresses are taken, and from which range each node gives.
pub struct Addresses {
    used: Taken,
    given_back: Arc<BTreeSet<Ipv4Addr>>,
    given: BTreeSet<Ipv4Addr>,
    nodes: BTreeMap<String, NodeRange>,
    everywhere: std::vec::IntoIter<Ipv4Net>,
    spill: Option<ipnet::Ipv4AddrRange>,
}

struct NodeRange {
    own: Option<IpAddr>,
    block: Ipv4Net,
    free: ipnet::Ipv4AddrRange,
}

impl Addresses {
    /// Each node's `podCIDR`, or the next /24 of the cluster's range, as kube-controller-manager gives them out.
    pub fn of(cluster: &Cluster) -> Self {
        let range = cluster.settings.pod_range;
        let mut blocks = range.subnets(range.prefix_len().max(24)).into_iter().flatten();
        let mut nodes = BTreeMap::new();
        for node in cluster.objects(Kind::Node) {
            let given =
                node.json().pointer("/spec/podCIDR").and_then(|cidr| cidr.as_str()?.parse::<Ipv4Net>().ok());
            let Some(block) = given.or_else(|| blocks.next()) else { break };
            let own = internal_address(node.json()).and_then(|address| address.parse().ok());
            nodes.insert(node.name().to_owned(), NodeRange { own, block, free: block.hosts() });
        }
        let everywhere: Vec<Ipv4Net> = blocks.collect();
        let occupancy = cluster.occupancy();
        Self {
            used: Taken::clone(occupancy.addresses()),
            given_back: Arc::clone(occupancy.given_back()),
            given: BTreeSet::new(),
            nodes,
            everywhere: everywhere.into_iter(),
            spill: None,
        }
    }

    /// The next free address of a node's block; on the host network the node's own. Plugins go through their block before
    /// they give an address again, so that who comes right after a Pod does not get its address.
    /// <https://www.cni.dev/plugins/current/ipam/host-local/>
    pub fn give(&mut self, node: Option<&str>, host_network: bool) -> Option<IpAddr> {
        let range = node.and_then(|node| self.nodes.get_mut(node));
        if let (true, Some(range)) = (host_network, &range) {
            return range.own;
        }
        let (used, given, given_back) = (&self.used, &self.given, &self.given_back);
        let free = |address: &Ipv4Addr| {
            let taken = used.contains_key(address) || given.contains(address);
            !taken && !matches!(address.octets()[3], 0 | 1 | 255)
        };
        let fresh = |address: &Ipv4Addr| free(address) && !given_back.contains(address);
        let mut found =
            range.and_then(|range| range.free.find(fresh).or_else(|| range.block.hosts().find(free)));
        while found.is_none() {
            found = self.spill.as_mut().and_then(|spill| spill.find(fresh));
            if found.is_none() {
                self.spill = Some(self.everywhere.next()?.hosts());
            }
        }
        self.given.extend(found);
        found.map(IpAddr::V4)
    }
}
