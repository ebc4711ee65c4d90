//! What the server refuses: the rules of each kind, in the order and the words of its validation.
//!
//! From `pkg/apis/*/validation` of Kubernetes as the recorded answers show it; where 1.36 says it otherwise than 1.20, as
//! 1.36 does (the README of the vectors names its sources).

mod config;
mod container;
mod definition;
mod disruption;
mod endpoints;
mod ingress;
mod metadata;
mod names;
mod network_policy;
mod pod;
mod priority;
mod quota;
mod resources;
mod selector;
mod service;
mod workload;

use serde_json::Value;

use super::faults::Faults;
use crate::cluster::Typed;

/// An object that someone wants stored, defaults filled in: as JSON, which tells absent from empty, and by its type.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    pub json: &'a Value,
    pub typed: &'a Typed,
    /// Whether it is created: of some kinds the server looks at an update's changes only.
    pub is_new: bool,
}

/// The rules of a kind.
pub type Rules = fn(&Candidate<'_>, &mut Faults);
/// What may not change, from the old form to the new.
pub type UpdateRules = fn(&Typed, &Typed, &mut Faults);

pub(in crate::cluster) use config::{config_map, config_map_update, secret, secret_update};
pub(in crate::cluster) use definition::custom_resource_definition;
pub(in crate::cluster) use disruption::pod_disruption_budget;
pub(in crate::cluster) use endpoints::{endpoint_slice, endpoint_slice_update, endpoints};
pub(in crate::cluster) use ingress::{ingress, ingress_class, ingress_class_update};
pub(in crate::cluster) use metadata::{metadata, metadata_update};
pub(in crate::cluster) use names::{Rule, label, subdomain};
pub(in crate::cluster) use network_policy::network_policy;
pub(in crate::cluster) use pod::{pod, pod_update};
pub(in crate::cluster) use priority::{priority_class, priority_class_update};
pub(in crate::cluster) use quota::resource_quota;
pub(in crate::cluster) use service::{service, service_update};
pub(in crate::cluster) use workload::{daemon_set, deployment, replica_set, selector_update, stateful_set};
