//! What a `PodDisruptionBudget` says is allowed now: how many of its Pods may be evicted.
//!
//! <https://kubernetes.io/docs/tasks/run-application/configure-pdb/>

use std::collections::BTreeSet;

use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use serde_json::{Value, json};

use super::{Controller, Desk, field, pods};
use crate::cluster::{
    key::Key, kind::Kind, object::Object, owner, selector::Selector, store::Changes, store::Cluster,
};

pub(super) const CONTROLLER: Controller = Controller {
    name: "disruption",
    watches: &[Kind::PodDisruptionBudget, Kind::Pod, Kind::Deployment, Kind::ReplicaSet, Kind::StatefulSet],
    sync,
};

/// Which Pods a budget is about: one without a selector is about none.
pub fn selector(budget: &Object) -> Selector {
    let spec = budget.typed::<PodDisruptionBudget>().and_then(|budget| budget.spec.as_ref());
    Selector::compile(spec.and_then(|spec| spec.selector.as_ref())).unwrap_or(Selector::Nothing)
}

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let namespaces: BTreeSet<&str> = changes.keys().map(|key| key.namespace.as_str()).collect();
    for namespace in namespaces {
        let budgets: Vec<_> =
            desk.cluster.objects_in(Kind::PodDisruptionBudget, namespace).cloned().collect();
        for budget in budgets {
            let status = status(desk.cluster, &budget);
            desk.set_status(budget.key(), status);
        }
    }
}

fn status(cluster: &Cluster, budget: &Object) -> Value {
    let selector = selector(budget);
    let selected: Vec<_> = cluster
        .objects_in(Kind::Pod, budget.namespace())
        .filter(|pod| selector.matches(pod.labels()))
        .collect();
    let healthy = selected.iter().filter(|pod| pods::is_ready(pod) && !field::is_terminating(pod)).count();
    let healthy = i64::try_from(healthy).unwrap_or(i64::MAX);
    let (least, most) =
        (budget.json().pointer("/spec/minAvailable"), budget.json().pointer("/spec/maxUnavailable"));
    let (expected, desired) = match (least, most) {
        (Some(Value::Number(number)), None) => {
            (i64::try_from(selected.len()).unwrap_or(i64::MAX), number.as_i64().unwrap_or(0))
        }
        (least, most) => {
            let expected = replicas(cluster, &selected);
            let desired = match most {
                Some(most) => expected.saturating_sub(field::share(Some(most), expected, true)).max(0),
                None => field::share(least, expected, true),
            };
            (expected, desired)
        }
    };
    // A budget without Pods allows nothing: they may be on their way.
    let allowed = if expected > 0 { healthy.saturating_sub(desired).max(0) } else { 0 };
    json!({
        "currentHealthy": healthy, "desiredHealthy": desired, "disruptionsAllowed": allowed, "expectedPods": expected,
        "observedGeneration": field::count(budget, "/metadata/generation"),
    })
}

/// How many Pods those that manage them want; Pods that nobody manages do not count.
fn replicas(cluster: &Cluster, pods: &[&std::sync::Arc<Object>]) -> i64 {
    let managers: BTreeSet<Key> = pods
        .iter()
        .filter_map(|pod| owner::controller_of(pod))
        .map(|key| cluster.get(&key).and_then(|manager| owner::controller_of(manager)).unwrap_or(key))
        .collect();
    managers
        .iter()
        .filter_map(|key| cluster.get(key))
        .map(|manager| field::count(manager, "/spec/replicas"))
        .sum()
}
