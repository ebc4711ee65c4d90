//! `StatefulSet`: numbered Pods, one after the other.
//!
//! Revisions are told apart by their hash only: a Pod below `partition` that has to be made again is made of the newest
//! template, where a real cluster still has the old one in a `ControllerRevision`.
//! <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/>

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use super::{Controller, Desk, Event, affected, claim::claim, field, pods};
use crate::cluster::{derive, key::Key, kind::Kind, object::Object, store::Changes};

pub(super) const CONTROLLER: Controller =
    Controller { name: "statefulset", watches: &[Kind::StatefulSet, Kind::Pod], sync };

const FROM: &str = "statefulset-controller";
/// The label with the revision of the template that a Pod was made of.
pub(super) const REVISION: &str = "controller-revision-hash";

type Numbered = BTreeMap<i64, Arc<Object>>;

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    for key in affected::by(desk.cluster, changes, Kind::StatefulSet) {
        reconcile(desk, &key);
    }
}

fn reconcile(desk: &mut Desk<'_>, key: &Key) {
    let Some(set) = desk.cluster.get(key).cloned().filter(|set| !field::is_terminating(set)) else { return };
    let prefix = format!("{}-", set.name());
    let number = |pod: &Object| pod.name().strip_prefix(&prefix)?.parse::<i64>().ok();
    let mut own: Numbered =
        claim(desk, &set, Kind::Pod).into_iter().filter_map(|pod| Some((number(&pod)?, pod))).collect();
    let revision = revision(&set);
    arrange(desk, &set, &mut own, &revision);
    let status = status(&set, &own, &revision);
    desk.set_status(key, status);
}

/// `NAME-HASH`: the name of the revision of a workload's template.
pub(super) fn revision(owner: &Object) -> String {
    let template = owner.json().pointer("/spec/template").map(Value::to_string).unwrap_or_default();
    format!("{}-{}", owner.name(), derive::suffix(&template, 10))
}

/// One pass over the numbers: what is missing is made, what is too much removed, what is old replaced. Unless Pods are
/// managed in parallel, nothing goes on before the Pod in hand is ready.
fn arrange(desk: &mut Desk<'_>, set: &Arc<Object>, own: &mut Numbered, revision: &str) {
    let first = field::count(set, "/spec/ordinals/start").max(0);
    let most = i64::try_from(pods::MOST_OF_ONE).unwrap_or(i64::MAX);
    let wanted = first..first.saturating_add(field::count(set, "/spec/replicas").clamp(0, most));
    let parallel = field::text(set.json(), "/spec/podManagementPolicy") == "Parallel";
    for number in wanted.clone() {
        if let Some(pod) = own.get(&number) {
            if !parallel && !pods::is_ready(pod) {
                return;
            }
            continue;
        }
        match pods::create(desk, set, numbered(set, number, revision)) {
            Ok(pod) => {
                say(desk, set, "SuccessfulCreate", &pod, "create");
                own.insert(number, pod);
            }
            Err(why) => {
                let name = format!("{}-{number}", set.name());
                let message = format!("create Pod {name} in StatefulSet {} failed error: {why}", set.name());
                desk.stands(set, Event::warning(FROM, "FailedCreate", &message));
                return;
            }
        }
        if !parallel {
            return;
        }
    }
    let surplus: Vec<i64> = own.keys().rev().filter(|number| !wanted.contains(number)).copied().collect();
    for number in surplus {
        remove(desk, set, own, number);
    }
    if field::text(set.json(), "/spec/updateStrategy/type") == "OnDelete" {
        return;
    }
    let partition = field::count(set, "/spec/updateStrategy/rollingUpdate/partition").max(0);
    let kept = first.saturating_add(partition);
    for number in own.keys().rev().copied().filter(|number| *number >= kept).collect::<Vec<_>>() {
        let Some(pod) = own.get(&number) else { continue };
        if pod.labels().get(REVISION).is_none_or(|label| label != revision) {
            return remove(desk, set, own, number);
        }
        if !pods::is_ready(pod) {
            return;
        }
    }
}

fn numbered(set: &Object, number: i64, revision: &str) -> Value {
    let mut pod = pods::of_template(set);
    let name = format!("{}-{number}", set.name());
    let labels = &mut pod["metadata"]["labels"];
    labels["statefulset.kubernetes.io/pod-name"] = name.clone().into();
    labels["apps.kubernetes.io/pod-index"] = number.to_string().into();
    labels[REVISION] = revision.into();
    pod["metadata"]["name"] = name.clone().into();
    pod["spec"]["hostname"] = name.into();
    pod["spec"]["subdomain"] = field::text(set.json(), "/spec/serviceName").into();
    pod
}

fn remove(desk: &mut Desk<'_>, set: &Object, own: &mut Numbered, number: i64) {
    if let Some(pod) = own.remove(&number) {
        desk.delete(&pod);
        say(desk, set, "SuccessfulDelete", &pod, "delete");
    }
}

fn say(desk: &mut Desk<'_>, set: &Object, reason: &str, pod: &Object, verb: &str) {
    let message = format!("{verb} Pod {} in StatefulSet {} successful", pod.name(), set.name());
    desk.happened(set, Event::normal(FROM, reason, &message));
}

/// The revision in use stays until every Pod has the new one.
fn status(set: &Object, own: &Numbered, revision: &str) -> Value {
    let of = |revision: &str| {
        own.values().filter(|pod| pod.labels().get(REVISION).is_some_and(|label| label == revision)).count()
    };
    let ready = own.values().filter(|pod| pods::is_ready(pod)).count();
    let before = field::text(set.json(), "/status/currentRevision");
    let current = if before.is_empty() || (of(revision) == own.len() && ready == own.len()) {
        revision
    } else {
        before
    };
    let status = json!({
        "observedGeneration": field::count(set, "/metadata/generation"), "replicas": own.len(),
        "readyReplicas": ready, "availableReplicas": ready, "currentReplicas": of(current),
        "updatedReplicas": of(revision), "currentRevision": current, "updateRevision": revision, "collisionCount": 0,
    });
    field::without_zeros(status, &["replicas", "availableReplicas", "collisionCount"])
}
