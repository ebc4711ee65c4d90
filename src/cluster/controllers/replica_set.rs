//! `ReplicaSet`: as many Pods as it wants, of its template.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/>

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use super::{Controller, Desk, Event, affected, claim::claim, field, pods};
use crate::cluster::{
    key::Key,
    kind::Kind,
    object::Object,
    pod,
    store::{Changes, Cluster},
};

pub(super) const CONTROLLER: Controller =
    Controller { name: "replicaset", watches: &[Kind::ReplicaSet, Kind::Pod, Kind::ResourceQuota], sync };

const FROM: &str = "replicaset-controller";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let mut due = affected::by(desk.cluster, changes, Kind::ReplicaSet);
    due.extend(refused_before(desk.cluster, changes));
    for key in due {
        reconcile(desk, &key);
    }
}

/// Those whose Pods a quota refused, where a quota changed or a Pod went: they try again.
fn refused_before(cluster: &Cluster, changes: &Changes) -> Vec<Key> {
    let freed = changes.keys().filter(|key| key.kind == Kind::ResourceQuota || cluster.get(key).is_none());
    let namespaces: BTreeSet<&str> = freed.map(|key| key.namespace.as_str()).collect();
    let sets = namespaces.into_iter().flat_map(|namespace| cluster.objects_in(Kind::ReplicaSet, namespace));
    sets.filter(|set| failure(set).is_some()).map(|set| set.key().clone()).collect()
}

fn reconcile(desk: &mut Desk<'_>, key: &Key) {
    let Some(set) = desk.cluster.get(key).cloned().filter(|set| !field::is_terminating(set)) else { return };
    let mut own = claim(desk, &set, Kind::Pod);
    own.retain(|pod| pods::is_active(pod));
    let wanted = usize::try_from(field::count(&set, "/spec/replicas")).unwrap_or(0);
    let mut refusal = None;
    while own.len() < wanted && refusal.is_none() {
        if own.len() >= pods::MOST_OF_ONE {
            refusal = Some(format!(
                "kubedrill makes no more than {} Pods of one workload, as they are all alike",
                pods::MOST_OF_ONE
            ));
        } else {
            match pods::create(desk, &set, pods::of_template(&set)) {
                Ok(pod) => {
                    let message = format!("Created pod: {}", pod.name());
                    desk.happened(&set, Event::normal(FROM, "SuccessfulCreate", &message));
                    own.push(pod);
                }
                Err(why) => refusal = Some(why),
            }
        }
    }
    if let Some(why) = &refusal {
        desk.stands(&set, Event::warning(FROM, "FailedCreate", &format!("Error creating: {why}")));
    }
    let surplus = surplus(&own, wanted);
    for pod in &surplus {
        desk.delete(pod);
        desk.happened(&set, Event::normal(FROM, "SuccessfulDelete", &format!("Deleted pod: {}", pod.name())));
    }
    let gone: BTreeSet<&Key> = surplus.iter().map(|pod| pod.key()).collect();
    own.retain(|pod| !gone.contains(pod.key()));
    let status = status(desk, &set, &own, refusal);
    desk.set_status(key, status);
}

fn node(object: &Object) -> Option<&str> {
    pod::node(object.typed::<Pod>()?).filter(|node| !node.is_empty())
}

/// Which go first when there are too many: those that do the least.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset>
fn surplus(own: &[Arc<Object>], wanted: usize) -> Vec<Arc<Object>> {
    let too_many = own.len().saturating_sub(wanted);
    if too_many == 0 {
        return Vec::new();
    }
    let mut on_node: BTreeMap<&str, usize> = BTreeMap::new();
    for object in own {
        *on_node.entry(node(object).unwrap_or_default()).or_default() += 1;
    }
    let rank = |object: &Arc<Object>| {
        let here = node(object);
        let on_its_node = here.and_then(|here| on_node.get(here)).copied();
        let phase = object.typed::<Pod>().map_or("", pod::phase);
        let cost = object.annotation("controller.kubernetes.io/pod-deletion-cost");
        (
            here.is_some(),
            phase != "Pending",
            pods::is_ready(object),
            cost.and_then(|cost| cost.parse::<i32>().ok()).unwrap_or(0),
            Reverse(on_its_node),
            Reverse(field::count(object, "/status/containerStatuses/0/restartCount")),
            Reverse(object.serial()),
        )
    };
    let mut ranked: Vec<_> = own.iter().map(|object| (rank(object), Arc::clone(object))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(too_many).map(|(_, object)| object).collect()
}

fn failure(set: &Object) -> Option<&Value> {
    let conditions = set.json().pointer("/status/conditions")?.as_array()?;
    conditions.iter().find(|one| one["type"] == "ReplicaFailure")
}

fn status(desk: &Desk<'_>, set: &Object, own: &[Arc<Object>], refusal: Option<String>) -> Value {
    let labels = crate::cluster::object::labels_at(set.json(), "/spec/template/metadata/labels");
    let labelled =
        own.iter().filter(|pod| labels.iter().all(|(key, value)| pod.labels().get(key) == Some(value)));
    let ready = pods::ready(own);
    let mut status = json!({
        "replicas": own.len(), "fullyLabeledReplicas": labelled.count(), "readyReplicas": ready,
        "availableReplicas": ready, "observedGeneration": field::count(set, "/metadata/generation"),
    });
    if let Some(message) = refusal {
        status["conditions"] = json!([failure(set).cloned().unwrap_or_else(|| json!({
            "type": "ReplicaFailure", "status": "True", "lastTransitionTime": desk.now, "reason": "FailedCreate",
            "message": message,
        }))]);
    }
    field::without_zeros(status, &["replicas"])
}
