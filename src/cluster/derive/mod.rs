//! What follows from the objects that were given: the one place that both doors (loading and requests) call.
//!
//! Each step is idempotent and looks only at what steps before it made, so one pass is a fixed point: namespaces ->
//! nodes -> workloads' Pods -> each Pod's node, address and status -> Services' addresses and node ports -> endpoints.

mod control_plane;
#[cfg(test)]
mod derived;
mod endpoint;
mod endpoint_mirror;
mod endpoint_ports;
mod endpoints;
mod hash;
mod namespaces;
mod nodes;
mod pod_status;
mod schedule;
mod service_address;
mod system;
mod workloads;

pub use control_plane::assume_control_plane;
pub use system::assume_system;

pub(super) use endpoints::of_service as endpoints_of;
pub(super) use hash::{fingerprint, suffix};
pub(super) use namespaces::NAME_LABEL;
pub(super) use nodes::{equip as equip_nodes, internal_address};
pub(super) use pod_status::Addresses;
pub(super) use schedule::tolerates;
pub(super) use workloads::{TEMPLATE_HASH, pod_of};

use super::{key::Key, store::Cluster};

/// Something that the user should know about what was derived, or could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub key: Key,
    pub message: String,
}

impl Note {
    fn new(key: &Key, message: impl Into<String>) -> Self {
        Self { key: key.clone(), message: message.into() }
    }
}

/// Brings everything derived up to date with what is given. Run twice, it changes nothing the second time.
pub fn settle(cluster: &mut Cluster) -> Vec<Note> {
    let notes = settle_all_but_endpoints(cluster);
    endpoints::settle(cluster);
    notes
}

/// As [`settle`] for a settled cluster to which objects, but no nodes, were added: the endpoints of what every cluster has stay.
pub fn settle_added(cluster: &mut Cluster) {
    settle_all_but_endpoints(cluster);
    endpoints::settle_added(cluster);
}

fn settle_all_but_endpoints(cluster: &mut Cluster) -> Vec<Note> {
    let mut notes = Vec::new();
    namespaces::settle(cluster, &mut notes);
    nodes::settle(cluster);
    workloads::settle(cluster, &mut notes);
    schedule::settle(cluster);
    pod_status::settle(cluster, &mut notes);
    service_address::settle(cluster, &mut notes);
    notes
}

/// What the API server itself gives a Service: its addresses and node ports.
pub(super) fn give_service_addresses(cluster: &mut Cluster) {
    service_address::settle(cluster, &mut Vec::new());
}

/// Stores what we derived ourselves: it has its types, or a test of ours fails; a user never loses by it.
fn put(cluster: &mut Cluster, kind: super::Kind, json: serde_json::Value, origin: super::Origin) {
    let stored = cluster.put_json(kind, json, origin);
    debug_assert!(stored.is_ok(), "a derived {kind} is wrong: {stored:?}");
}

fn change(cluster: &mut Cluster, key: &Key, edit: impl FnOnce(&mut serde_json::Value)) {
    let changed = cluster.change(key, edit);
    debug_assert!(changed.is_ok(), "a derived change of {key} is wrong: {changed:?}");
}
