//! `DaemonSet`: one Pod on each node that it may run on.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/>

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use k8s_openapi::api::core::v1::{Pod, PodSpec};
use serde_json::{Value, json};

use super::{
    Controller, Desk, Event, affected,
    claim::claim,
    field, placement, pods,
    revisions::{self, LABEL},
};
use crate::cluster::{key::Key, kind::Kind, object::Object, read_part, store::Changes};

pub(super) const CONTROLLER: Controller = Controller {
    name: "daemonset",
    watches: &[Kind::DaemonSet, Kind::Pod, Kind::Node, Kind::ControllerRevision],
    sync,
};

const FROM: &str = "daemonset-controller";

/// What every daemon tolerates: trouble of the node is no reason to leave it.
const TOLERATED: [(&str, &str); 6] = [
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
];

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let mut due = affected::by(desk.cluster, changes, Kind::DaemonSet);
    if changes.keys().any(|key| key.kind == Kind::Node) {
        due.extend(desk.cluster.objects(Kind::DaemonSet).map(|set| set.key().clone()));
    }
    for key in due {
        reconcile(desk, &key);
    }
}

fn reconcile(desk: &mut Desk<'_>, key: &Key) {
    let Some(set) = desk.cluster.get(key).cloned().filter(|set| !field::is_terminating(set)) else { return };
    let mut own: BTreeMap<String, Arc<Object>> = BTreeMap::new();
    let mut surplus = Vec::new();
    for pod in claim(desk, &set, Kind::Pod).into_iter().filter(|pod| pods::is_active(pod)) {
        // The first on a node stays.
        match own.entry(node_of(&pod)) {
            std::collections::btree_map::Entry::Vacant(free) => drop(free.insert(pod)),
            std::collections::btree_map::Entry::Occupied(_) => surplus.push(pod),
        }
    }
    let template = template(&set);
    let Ok(spec) = read_part::<PodSpec>(&template["spec"]) else { return };
    let wanted: Vec<String> = desk
        .cluster
        .nodes()
        .filter(|(object, node)| placement::belongs(object, node, &spec))
        .map(|(object, _)| object.name().to_owned())
        .collect();
    let misplaced: Vec<String> = own.keys().filter(|node| !wanted.contains(node)).cloned().collect();
    surplus.extend(misplaced.iter().filter_map(|node| own.remove(node)));
    let newest = revisions::keep(desk, &set);
    let revision = revisions::hash(&newest);
    surplus.extend(outdated(&set, &mut own, &wanted, revision));
    for pod in surplus {
        desk.delete(&pod);
        desk.happened(&set, Event::normal(FROM, "SuccessfulDelete", &format!("Deleted pod: {}", pod.name())));
    }
    for node in wanted.iter().take(pods::MOST_OF_ONE) {
        if own.contains_key(node) {
            continue;
        }
        match pods::create(desk, &set, bound(&template, node, revision)) {
            Ok(pod) => {
                let message = format!("Created pod: {}", pod.name());
                desk.happened(&set, Event::normal(FROM, "SuccessfulCreate", &message));
                own.insert(node.clone(), pod);
            }
            Err(why) => {
                desk.stands(&set, Event::warning(FROM, "FailedCreate", &format!("Error creating: {why}")));
                break;
            }
        }
    }
    let status = status(&set, &own, wanted.len(), revision);
    desk.set_status(key, status);
    let hashes = own.values().filter_map(|pod| pod.labels().get(LABEL));
    let named = |hash: &String| format!("{}-{hash}", set.name());
    let alive: BTreeSet<String> = hashes.map(named).chain([newest.clone()]).collect();
    revisions::clean_up(desk, &set, &alive);
}

/// Where it runs, or where it is meant to.
fn node_of(pod: &Object) -> String {
    let bound = pod.typed::<Pod>().and_then(crate::cluster::pod::node).unwrap_or_default();
    let meant = "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values/0";
    if bound.is_empty() { field::text(pod.json(), meant).to_owned() } else { bound.to_owned() }
}

/// Pods of an older template, as many as may be missing at a time.
fn outdated(
    set: &Object,
    own: &mut BTreeMap<String, Arc<Object>>,
    wanted: &[String],
    revision: &str,
) -> Vec<Arc<Object>> {
    if field::text(set.json(), "/spec/updateStrategy/type") == "OnDelete" {
        return Vec::new();
    }
    let most = set.json().pointer("/spec/updateStrategy/rollingUpdate/maxUnavailable");
    let total = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    let most = usize::try_from(field::share(most, total, true)).unwrap_or(0).max(1);
    let mut missing =
        wanted.iter().filter(|node| own.get(*node).is_none_or(|pod| !pods::is_ready(pod))).count();
    let old = own.iter().filter(|(_, pod)| pod.labels().get(LABEL).is_some_and(|label| label != revision));
    let mut going = Vec::new();
    for (node, pod) in old {
        if !pods::is_ready(pod) {
            going.push(node.clone());
        } else if missing < most {
            missing += 1;
            going.push(node.clone());
        }
    }
    going.iter().filter_map(|node| own.remove(node)).collect()
}

/// The template with the tolerations of a daemon.
fn template(set: &Object) -> Value {
    let mut pod = pods::of_template(set);
    let on_host = pod.pointer("/spec/hostNetwork") == Some(&Value::Bool(true));
    let network = on_host.then_some(("node.kubernetes.io/network-unavailable", "NoSchedule"));
    let tolerations = &mut pod["spec"]["tolerations"];
    if !tolerations.is_array() {
        *tolerations = json!([]);
    }
    for (key, effect) in TOLERATED.into_iter().chain(network) {
        if let Some(list) = tolerations.as_array_mut() {
            let toleration = json!({"key": key, "operator": "Exists", "effect": effect});
            if !list.contains(&toleration) {
                list.push(toleration);
            }
        }
    }
    pod
}

fn bound(template: &Value, node: &str, revision: &str) -> Value {
    let mut pod = template.clone();
    pod["metadata"]["labels"][LABEL] = revision.into();
    pod["metadata"]["labels"]["pod-template-generation"] = "1".into();
    pod["spec"]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"] = json!({
        "nodeSelectorTerms": [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}],
    });
    pod
}

fn status(set: &Object, own: &BTreeMap<String, Arc<Object>>, desired: usize, revision: &str) -> Value {
    let ready = own.values().filter(|pod| pods::is_ready(pod)).count();
    let updated =
        own.values().filter(|pod| pod.labels().get(LABEL).is_some_and(|label| label == revision)).count();
    let status = json!({
        "currentNumberScheduled": own.len(), "desiredNumberScheduled": desired, "numberMisscheduled": 0,
        "numberReady": ready, "numberAvailable": ready, "numberUnavailable": desired.saturating_sub(ready),
        "updatedNumberScheduled": updated, "observedGeneration": field::count(set, "/metadata/generation"),
    });
    let kept = ["currentNumberScheduled", "desiredNumberScheduled", "numberMisscheduled", "numberReady"];
    field::without_zeros(status, &kept)
}
