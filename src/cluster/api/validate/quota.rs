//! Rules for a `ResourceQuota`.
//!
//! <https://kubernetes.io/docs/concepts/policy/resource-quotas/>

use super::resources::quantity as number;
use super::{Candidate, names::qualified};
use crate::cluster::{Typed, api::faults::Faults};

/// Names without a prefix that a quota may limit.
const STANDARD: &[&str] = &[
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "persistentvolumeclaims",
    "configmaps",
    "services.nodeports",
    "services.loadbalancers",
];

pub fn resource_quota(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::ResourceQuota(quota) = typed else { return };
    for (name, quantity) in quota.spec.iter().flat_map(|spec| spec.hard.iter().flatten()) {
        let at = format!("spec.hard[{name}]");
        faults.rule(&at, name, qualified(name));
        if !name.contains('/')
            && !STANDARD.contains(&name.as_str())
            && !name.starts_with("hugepages-")
            && !name.starts_with("requests.hugepages-")
        {
            faults.invalid(at.as_str(), name.as_str(), "must be a standard resource type or fully qualified");
            faults.invalid(at.as_str(), name.as_str(), "must be a standard resource for quota");
        }
        if number(&quantity.0).is_some_and(|number| number < 0.0) {
            faults.invalid(at, quantity.0.as_str(), "must be greater than or equal to 0");
        }
    }
}
