//! The subresource `eviction` of a Pod: it is deleted, unless a budget forbids that now.
//!
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/>

use std::sync::Arc;

use serde_json::Value;

use super::{
    delete::delete,
    read::get,
    request::{How, Target},
    status::{Reason, Status},
};
use crate::cluster::{
    Cluster, Kind, Object,
    controllers::{disruption, pods},
};

/// Evicts a Pod. The answer is the Pod as it was.
///
/// # Errors
/// `NotFound`; `TooManyRequests` while its `PodDisruptionBudget` allows no disruption; what [`delete`] says.
pub fn evict(cluster: &mut Cluster, target: &Target<'_>, how: &How<'_>) -> Result<Arc<Object>, Status> {
    let pod = Arc::clone(get(cluster, target)?);
    let phase = pod.json().pointer("/status/phase").and_then(Value::as_str).unwrap_or_default();
    if !matches!(phase, "Pending" | "Succeeded" | "Failed") {
        check(cluster, &pod)?;
    }
    delete(cluster, target, how)
}

fn check(cluster: &Cluster, pod: &Object) -> Result<(), Status> {
    let budgets: Vec<_> = cluster
        .objects_in(Kind::PodDisruptionBudget, pod.namespace())
        .filter(|budget| disruption::selector(budget).matches(pod.labels()))
        .collect();
    let budget = match budgets.as_slice() {
        [] => return Ok(()),
        [one] => one,
        _ => {
            let why = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
            return Err(Status::plain(Reason::Unknown, why));
        }
    };
    let count = |field: &str| {
        let pointer = format!("/status/{field}");
        budget.json().pointer(&pointer).and_then(Value::as_i64).unwrap_or(0)
    };
    let (has, needs) = (count("currentHealthy"), count("desiredHealthy"));
    // A Pod that is not ready is no loss where enough others are, or where the budget says so.
    let policy = budget.json().pointer("/spec/unhealthyPodEvictionPolicy").and_then(Value::as_str);
    let spared = policy == Some("AlwaysAllow") || has >= needs && needs > 0;
    if count("disruptionsAllowed") > 0 || spared && !pods::is_ready(pod) {
        return Ok(());
    }
    Err(Status::plain(
        Reason::TooManyRequests,
        "Cannot evict pod as it would violate the pod's disruption budget.",
    ))
}
