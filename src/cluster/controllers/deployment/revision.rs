//! Revisions: which `ReplicaSet` has the Deployment's template, how it is made and numbered, and which old ones go.

use serde_json::{Value, json};

use super::{DESIRED, MOST, Rollout};
use crate::cluster::{
    controllers::field,
    derive::{self, TEMPLATE_HASH},
    kind::Kind,
    object::{Object, Origin},
    owner,
};

const REVISION: &str = "deployment.kubernetes.io/revision";
const HISTORY: &str = "deployment.kubernetes.io/revision-history";

/// Annotations that belong to the Deployment alone; all others are copied to its newest set.
const OWN: [&str; 6] = [
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    HISTORY,
    DESIRED,
    MOST,
    "deprecated.deployment.rollback.to",
];

/// Whether the templates are the same but for the label with the hash.
pub fn has_template_of(set: &Object, deployment: &Object) -> bool {
    template(set) == template(deployment)
}

fn template(object: &Object) -> Value {
    let mut template = object.json().pointer("/spec/template").cloned().unwrap_or_default();
    if let Some(metadata) = template.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.retain(|_, value| !value.is_null());
        if let Some(labels) = metadata.get_mut("labels").and_then(Value::as_object_mut) {
            labels.remove(TEMPLATE_HASH);
        }
    }
    template
}

fn number(object: &Object) -> i64 {
    object.annotation(REVISION).and_then(|text| text.parse().ok()).unwrap_or(0)
}

impl Rollout<'_, '_> {
    /// The set of the newest template has the highest number; a set that is used again gets a new one.
    pub(super) fn keep_revision(&mut self) {
        let Some(place) = self.new else { return };
        let next = self.next_revision();
        let Some(set) = self.sets.get(place).cloned() else { return };
        let copied = self.copied_annotations();
        self.desk.change(set.key(), |json| {
            let own = &mut json["metadata"]["annotations"];
            for (name, value) in copied {
                own[name] = value;
            }
            let before = number(&set);
            if before < next {
                if before > 0 {
                    let history =
                        set.annotation(HISTORY).map(|history| format!("{history},")).unwrap_or_default();
                    own[HISTORY] = format!("{history}{before}").into();
                }
                own[REVISION] = next.to_string().into();
            }
        });
        self.reread(place, set.key());
        let revision = number(&self.sets[place]);
        self.publish(revision);
        if self.has_deadline() && self.conditions.reason("Progressing").is_none() {
            let message = format!("Found new replica set {:?}", set.name());
            self.conditions.set("Progressing", "True", "FoundNewReplicaSet", &message);
        }
    }

    /// Finds or makes the set of the Deployment's template.
    pub(super) fn ensure_new(&mut self) {
        if self.new.is_some() {
            return self.keep_revision();
        }
        let revision = self.next_revision();
        let size = self.new_size(0);
        let Some(json) = self.new_set(revision, size) else { return };
        let origin = if self.deployment.is_asked_about() { Origin::Derived } else { Origin::Assumed };
        let Some(set) = self.desk.create(Kind::ReplicaSet, json, origin) else { return };
        let name = set.name().to_owned();
        self.sets.push(set);
        self.new = Some(self.sets.len() - 1);
        if size > 0 {
            self.tell(&name, 0, size);
        }
        if self.has_deadline() {
            let message = format!("Created new replica set {name:?}");
            self.conditions.set("Progressing", "True", "NewReplicaSetCreated", &message);
        }
        self.publish(revision);
    }

    fn next_revision(&self) -> i64 {
        self.old().into_iter().map(|place| number(&self.sets[place])).max().unwrap_or(0) + 1
    }

    fn copied_annotations(&self) -> Vec<(String, Value)> {
        let all = self.deployment.json().pointer("/metadata/annotations").and_then(Value::as_object);
        all.into_iter()
            .flatten()
            .filter(|(name, _)| !OWN.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    fn publish(&mut self, revision: i64) {
        let key = self.deployment.key().clone();
        self.desk.change(&key, |json| {
            json["metadata"]["annotations"][REVISION] = revision.to_string().into();
        });
        if let Some(deployment) = self.desk.cluster.get(&key) {
            self.deployment = deployment.clone();
        }
    }

    fn new_set(&self, revision: i64, size: i64) -> Option<Value> {
        let deployment = &self.deployment;
        let plain = template(deployment);
        // Another template may have the same hash: then it is counted up, as `collisionCount` does.
        let namespace = deployment.namespace();
        let name_for = |turn: u32| {
            let text = if turn == 0 { plain.to_string() } else { format!("{plain}{turn}") };
            let hash = derive::suffix(&text, 10);
            (format!("{}-{hash}", deployment.name()), hash)
        };
        let free = |(name, _): &(String, String)| {
            self.desk.cluster.find(Kind::ReplicaSet, namespace, name).is_none()
        };
        let (name, hash) = (0..100).map(name_for).find(free)?;
        let mut template = plain;
        template["metadata"]["labels"][TEMPLATE_HASH] = hash.clone().into();
        let mut selector = deployment.json().pointer("/spec/selector")?.clone();
        selector["matchLabels"][TEMPLATE_HASH] = hash.into();
        let mut annotations = json!({
            REVISION: revision.to_string(), DESIRED: self.replicas.to_string(), MOST: self.most().to_string(),
        });
        for (name, value) in self.copied_annotations() {
            annotations[name] = value;
        }
        let mut spec = json!({"replicas": size, "selector": selector, "template": template});
        if let Some(seconds) = deployment.json().pointer("/spec/minReadySeconds") {
            spec["minReadySeconds"] = seconds.clone();
        }
        Some(json!({
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": {
                "name": name, "namespace": namespace, "labels": spec["template"]["metadata"]["labels"],
                "annotations": annotations, "ownerReferences": [owner::reference(deployment)],
            },
            "spec": spec,
        }))
    }

    /// Removes the oldest empty sets beyond `revisionHistoryLimit`, once the rollout is complete.
    pub(super) fn clean_up(&mut self) {
        let limit = self.deployment.json().pointer("/spec/revisionHistoryLimit").and_then(Value::as_u64);
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10);
        if !self.is_complete() {
            return;
        }
        let mut empty: Vec<_> = self.old().into_iter().map(|place| self.sets[place].clone()).collect();
        empty.retain(|set| {
            field::count(set, "/spec/replicas") == 0 && field::count(set, "/status/replicas") == 0
        });
        empty.sort_by_key(|set| (number(set), set.serial()));
        let surplus = empty.len().saturating_sub(limit);
        for set in empty.into_iter().take(surplus) {
            self.desk.delete(&set);
        }
    }
}
