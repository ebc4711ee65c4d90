//! A Deployment's status: counts of its sets, and how far the rollout is.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status>

use serde_json::{Value, json};

use super::{Conditions, Rollout};
use crate::cluster::{
    controllers::field::{self, without_zeros},
    key::Key,
    kind::Kind,
    object::Object,
    store::Cluster,
    table::seconds_between,
};

const TIMED_OUT: &str = "ProgressDeadlineExceeded";

/// The Deployments whose deadline has passed and which do not say so yet.
pub fn overdue(cluster: &Cluster, now: &str) -> Vec<Key> {
    let all = cluster.objects(Kind::Deployment);
    all.filter(|one| is_late(one, now)).map(|one| one.key().clone()).collect()
}

/// Whether nothing moved for longer than `progressDeadlineSeconds` allows.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds>
fn is_late(deployment: &Object, now: &str) -> bool {
    let conditions = deployment.json().pointer("/status/conditions").and_then(Value::as_array);
    let progress = conditions.into_iter().flatten().find(|one| one["type"] == "Progressing");
    let Some(progress) = progress else { return false };
    let waits = !matches!(
        progress["reason"].as_str(),
        Some("NewReplicaSetAvailable" | TIMED_OUT | "DeploymentPaused")
    );
    let allowed = deployment.json().pointer("/spec/progressDeadlineSeconds").and_then(Value::as_i64);
    let passed = progress["lastUpdateTime"].as_str().and_then(|then| seconds_between(then, now));
    waits && allowed.zip(passed).is_some_and(|(allowed, passed)| passed > allowed)
}

/// The counts of a status.
struct Counts {
    replicas: i64,
    updated: i64,
    ready: i64,
    available: i64,
}

impl Counts {
    fn of(status: &Object) -> Self {
        let count = |name: &str| field::count(status, &format!("/status/{name}"));
        Self {
            replicas: count("replicas"),
            updated: count("updatedReplicas"),
            ready: count("readyReplicas"),
            available: count("availableReplicas"),
        }
    }
}

impl Rollout<'_, '_> {
    fn counts(&self) -> Counts {
        let sum = |pointer: &str| self.sets.iter().map(|set| field::count(set, pointer)).sum();
        let new = self.new.and_then(|place| self.sets.get(place));
        Counts {
            replicas: sum("/status/replicas"),
            updated: new.map_or(0, |set| field::count(set, "/status/replicas")),
            ready: sum("/status/readyReplicas"),
            available: sum("/status/availableReplicas"),
        }
    }

    /// Whether the newest template is all there is and all of it is available.
    pub(super) fn is_complete(&self) -> bool {
        self.counts_are_complete(&self.counts())
    }

    fn counts_are_complete(&self, counts: &Counts) -> bool {
        [counts.updated, counts.replicas, counts.available].iter().all(|count| *count == self.replicas)
    }

    /// Writes the status; `rolling` says whether progress is judged (not while paused or resized).
    pub(super) fn write_status(&mut self, rolling: bool) {
        let counts = self.counts();
        if counts.available >= self.replicas - self.unavailable {
            let message = "Deployment has minimum availability.";
            self.conditions.set("Available", "True", "MinimumReplicasAvailable", message);
        } else {
            let message = "Deployment does not have minimum availability.";
            self.conditions.set("Available", "False", "MinimumReplicasUnavailable", message);
        }
        if rolling {
            self.judge_progress(&counts);
            self.pass_on_failure();
        }
        let conditions =
            std::mem::replace(&mut self.conditions, Conditions::of(&self.deployment, self.desk.now));
        let status = json!({
            "observedGeneration": field::count(&self.deployment, "/metadata/generation"),
            "replicas": counts.replicas, "updatedReplicas": counts.updated, "readyReplicas": counts.ready,
            "availableReplicas": counts.available,
            "unavailableReplicas": (self.total() - counts.available).max(0),
            "conditions": conditions.into_json(),
        });
        let key = self.deployment.key().clone();
        self.desk.set_status(&key, without_zeros(status, &[]));
    }

    fn judge_progress(&mut self, counts: &Counts) {
        let done = counts.replicas == counts.updated
            && self.conditions.reason("Progressing") == Some("NewReplicaSetAvailable");
        if !self.has_deadline() || done {
            return;
        }
        let before = Counts::of(&self.deployment);
        let new = self.new.and_then(|place| self.sets.get(place));
        let name = new.map_or_else(|| self.deployment.name(), |set| set.name());
        let what = if new.is_some() { "ReplicaSet" } else { "Deployment" };
        let moved = counts.updated > before.updated
            || counts.replicas - counts.updated < before.replicas - before.updated
            || counts.ready > before.ready
            || counts.available > before.available;
        if self.counts_are_complete(counts) {
            let message = format!("{what} {name:?} has successfully progressed.");
            self.conditions.set("Progressing", "True", "NewReplicaSetAvailable", &message);
        } else if moved {
            let message = format!("{what} {name:?} is progressing.");
            self.conditions.renew("Progressing", "True", "ReplicaSetUpdated", &message);
        } else if is_late(&self.deployment, self.desk.now) {
            let message = format!("{what} {name:?} has timed out progressing.");
            self.conditions.set("Progressing", "False", TIMED_OUT, &message);
        }
    }

    /// A set whose Pods were refused is the Deployment's failure, the newest set's first.
    fn pass_on_failure(&mut self) {
        let failure = |place: usize| {
            let conditions = self.sets.get(place)?.json().pointer("/status/conditions")?.as_array()?;
            conditions.iter().find(|one| one["type"] == "ReplicaFailure").cloned()
        };
        let found = self.new.and_then(failure).or_else(|| self.old().into_iter().find_map(failure));
        let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        match found {
            Some(one) => {
                self.conditions.set("ReplicaFailure", "True", &text(&one, "reason"), &text(&one, "message"));
            }
            None => self.conditions.remove("ReplicaFailure"),
        }
    }
}
