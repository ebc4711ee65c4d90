//! The revisions of a workload's template, kept as `ControllerRevision`s: what `StatefulSet` and `DaemonSet` can go back to.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#revision-history>

use std::{collections::BTreeSet, sync::Arc};

use serde_json::{Value, json};

use super::{Desk, field};
use crate::cluster::{
    derive,
    key::Key,
    kind::Kind,
    object::{Object, Origin},
    owner,
    store::Cluster,
};

/// The label with the revision of the template that a Pod was made of.
pub const LABEL: &str = "controller-revision-hash";
/// The same label on a `ControllerRevision` of a `StatefulSet`.
const OF_STATEFUL_SET: &str = "controller.kubernetes.io/hash";
const APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// `NAME-HASH`: the name of the revision of a workload's template.
pub fn name(owner: &Object) -> String {
    let template = owner.json().pointer("/spec/template").map(Value::to_string).unwrap_or_default();
    // Two workloads of one name and template keep their revisions apart.
    format!("{}-{}", owner.name(), derive::suffix(&format!("{}{template}", owner.kind()), 10))
}

/// The hash at the end of a name.
pub fn hash(name: &str) -> &str {
    name.rsplit('-').next().unwrap_or_default()
}

fn number(revision: &Object) -> i64 {
    field::count(revision, "/revision")
}

/// The revisions of a workload, the oldest first.
pub fn of(cluster: &Cluster, owner: &Object) -> Vec<Arc<Object>> {
    let all =
        cluster.objects_named(Kind::ControllerRevision, owner.namespace(), &format!("{}-", owner.name()));
    let mut own: Vec<Arc<Object>> =
        all.filter(|revision| owner::is_controlled_by(revision, owner)).cloned().collect();
    own.sort_by_key(|revision| number(revision));
    own
}

/// The template of a revision, if it is kept.
pub fn template(cluster: &Cluster, owner: &Object, name: &str) -> Option<Value> {
    let revision = cluster.find(Kind::ControllerRevision, owner.namespace(), name)?;
    let mut template = revision.json().pointer("/data/spec/template")?.clone();
    template.as_object_mut()?.remove("$patch");
    Some(template)
}

/// Keeps the revision of the template that the workload has now, as its newest; its name.
pub fn keep(desk: &mut Desk<'_>, owner: &Object) -> String {
    let name = name(owner);
    let own = of(desk.cluster, owner);
    let newest = own.last().map_or(0, |revision| number(revision));
    match own.iter().find(|revision| revision.name() == name) {
        // One that is used again becomes the newest.
        Some(kept) if number(kept) < newest => {
            desk.change(kept.key(), |json| json["revision"] = (newest + 1).into());
        }
        Some(_) => {}
        None => make(desk, owner, &name, newest + 1),
    }
    name
}

fn make(desk: &mut Desk<'_>, owner: &Object, name: &str, number: i64) {
    let mut template = owner.json().pointer("/spec/template").cloned().unwrap_or_default();
    let mut labels = template.pointer("/metadata/labels").cloned().unwrap_or_else(|| json!({}));
    let label = if owner.kind() == Kind::StatefulSet { OF_STATEFUL_SET } else { LABEL };
    labels[label] = hash(name).into();
    template["$patch"] = "replace".into();
    let mut metadata = json!({
        "name": name, "namespace": owner.namespace(), "labels": labels, "ownerReferences": [owner::reference(owner)],
    });
    let mut annotations = owner.json().pointer("/metadata/annotations").cloned().unwrap_or_default();
    if let Some(annotations) = annotations.as_object_mut() {
        // The applied manifest is the workload's own.
        annotations.remove(APPLIED);
    }
    if annotations.as_object().is_some_and(|annotations| !annotations.is_empty()) {
        metadata["annotations"] = annotations;
    }
    let json = json!({
        "apiVersion": "apps/v1", "kind": "ControllerRevision", "metadata": metadata,
        "data": {"spec": {"template": template}}, "revision": number,
    });
    let origin = if owner.is_asked_about() { Origin::Derived } else { Origin::Assumed };
    desk.create(Kind::ControllerRevision, json, origin);
}

/// Removes the oldest revisions beyond `revisionHistoryLimit` that nothing lives by.
pub fn clean_up(desk: &mut Desk<'_>, owner: &Object, alive: &BTreeSet<String>) {
    let limit = owner.json().pointer("/spec/revisionHistoryLimit").and_then(Value::as_u64);
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10);
    let idle: Vec<Key> = of(desk.cluster, owner)
        .iter()
        .filter(|revision| !alive.contains(revision.name()))
        .map(|revision| revision.key().clone())
        .collect();
    for key in idle.iter().take(idle.len().saturating_sub(limit)) {
        desk.cluster.remove(key);
    }
}
