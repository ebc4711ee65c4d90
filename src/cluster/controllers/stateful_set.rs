//! `StatefulSet`: numbered Pods, one after the other.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/>

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::{Value, json};

use super::{
    Controller, Desk, Event, affected,
    claim::claim,
    field, pods,
    revisions::{self, LABEL},
};
use crate::cluster::{key::Key, kind::Kind, object::Object, store::Changes};

pub(super) const CONTROLLER: Controller = Controller {
    name: "statefulset",
    watches: &[Kind::StatefulSet, Kind::Pod, Kind::ControllerRevision],
    sync,
};

const FROM: &str = "statefulset-controller";

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
    let revision = revisions::keep(desk, &set);
    arrange(desk, &set, &mut own, &revision);
    let status = status(&set, &own, &revision);
    let label = |pod: &Arc<Object>| pod.labels().get(LABEL).cloned();
    let mut alive: BTreeSet<String> = own.values().filter_map(label).collect();
    alive.extend([revision, field::text(&status, "/currentRevision").to_owned()]);
    desk.set_status(key, status);
    revisions::clean_up(desk, &set, &alive);
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
        let pod = numbered(desk, set, number, revision);
        match pods::create(desk, set, pod) {
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
    let kept = first_updated(set);
    for number in own.keys().rev().copied().filter(|number| *number >= kept).collect::<Vec<_>>() {
        let Some(pod) = own.get(&number) else { continue };
        if pod.labels().get(LABEL).is_none_or(|label| label != revision) {
            return remove(desk, set, own, number);
        }
        if !pods::is_ready(pod) {
            return;
        }
    }
}

/// The first number that a rolling update comes to: those below `partition` keep the revision in use.
fn first_updated(set: &Object) -> i64 {
    let partition = field::count(set, "/spec/updateStrategy/rollingUpdate/partition").max(0);
    field::count(set, "/spec/ordinals/start").max(0).saturating_add(partition)
}

/// A Pod by its number. One below `partition` is made of the revision in use, as long as that is kept.
fn numbered(desk: &Desk<'_>, set: &Object, number: i64, newest: &str) -> Value {
    let current = field::text(set.json(), "/status/currentRevision");
    let old =
        (number < first_updated(set)).then(|| revisions::template(desk.cluster, set, current)).flatten();
    let revision = if old.is_some() { current } else { newest };
    let mut pod = pods::of(set, old.as_ref());
    let name = format!("{}-{number}", set.name());
    let labels = &mut pod["metadata"]["labels"];
    labels["statefulset.kubernetes.io/pod-name"] = name.clone().into();
    labels["apps.kubernetes.io/pod-index"] = number.to_string().into();
    labels[LABEL] = revision.into();
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
        own.values().filter(|pod| pod.labels().get(LABEL).is_some_and(|label| label == revision)).count()
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
