//! Deployment: one `ReplicaSet` for each template it ever had; the newest grows while the others shrink.
//!
//! As `pkg/controller/deployment` of Kubernetes does it, step by step, with its events, annotations and conditions.
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/>

mod conditions;
mod proportion;
mod revision;
mod rollout;
mod status;

use std::sync::Arc;

use serde_json::Value;

use super::{Controller, Desk, Event, affected, claim::claim, field};
use crate::cluster::{key::Key, kind::Kind, object::Object, store::Changes};
use conditions::Conditions;

pub(super) use status::overdue;

pub(super) const CONTROLLER: Controller =
    Controller { name: "deployment", watches: &[Kind::Deployment, Kind::ReplicaSet], sync };

const FROM: &str = "deployment-controller";
/// What a `ReplicaSet` was sized for, so that a changed size is told from a rollout.
const DESIRED: &str = "deployment.kubernetes.io/desired-replicas";
const MOST: &str = "deployment.kubernetes.io/max-replicas";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    for key in affected::by(desk.cluster, changes, Kind::Deployment) {
        let deployment = desk.cluster.get(&key).cloned().filter(|one| !field::is_terminating(one));
        if let Some(deployment) = deployment {
            Rollout::new(desk, deployment).step();
        }
    }
}

/// A Deployment with its `ReplicaSet`s, while the controller has it in hand.
struct Rollout<'a, 'd> {
    desk: &'a mut Desk<'d>,
    deployment: Arc<Object>,
    /// In order of creation, the newest template's included.
    sets: Vec<Arc<Object>>,
    /// The place of the one that has the Deployment's template.
    new: Option<usize>,
    conditions: Conditions,
    replicas: i64,
    surge: i64,
    unavailable: i64,
}

impl<'a, 'd> Rollout<'a, 'd> {
    fn new(desk: &'a mut Desk<'d>, deployment: Arc<Object>) -> Self {
        let sets = claim(desk, &deployment, Kind::ReplicaSet);
        let new = sets.iter().position(|set| revision::has_template_of(set, &deployment));
        let conditions = Conditions::of(&deployment, desk.now);
        let replicas = field::count(&deployment, "/spec/replicas").max(0);
        let rolling = deployment.json().pointer("/spec/strategy/rollingUpdate");
        let share = |name: &str, up| {
            field::share(rolling.and_then(|rolling| rolling.get(name)), replicas, up).clamp(0, 1 << 31)
        };
        let (surge, mut unavailable) = (share("maxSurge", true), share("maxUnavailable", false));
        if surge == 0 && unavailable == 0 {
            // Both rounded to nothing: then one at a time may be missing, or nothing would ever move.
            unavailable = 1;
        }
        Self {
            desk,
            deployment,
            sets,
            new,
            conditions,
            replicas,
            surge,
            unavailable: unavailable.min(replicas),
        }
    }

    fn step(mut self) {
        let paused = self.deployment.json().pointer("/spec/paused") == Some(&Value::Bool(true));
        self.conditions.note_pause(paused, self.has_deadline());
        if paused || self.was_resized() {
            self.keep_revision();
            self.resize();
            self.write_status(false);
        } else {
            self.ensure_new();
            if self.is("Recreate") {
                self.recreate();
            } else {
                self.roll();
            }
            self.write_status(true);
            self.clean_up();
        }
    }

    fn is(&self, strategy: &str) -> bool {
        field::text(self.deployment.json(), "/spec/strategy/type") == strategy
    }

    fn has_deadline(&self) -> bool {
        let seconds = self.deployment.json().pointer("/spec/progressDeadlineSeconds").and_then(Value::as_i64);
        seconds.is_some_and(|seconds| seconds < i64::from(i32::MAX))
    }

    /// The sets of older templates, by place, in order of creation.
    fn old(&self) -> Vec<usize> {
        (0..self.sets.len()).filter(|place| Some(*place) != self.new).collect()
    }

    fn size(&self, place: usize) -> i64 {
        self.sets.get(place).map_or(0, |set| field::count(set, "/spec/replicas"))
    }

    fn available(&self, place: usize) -> i64 {
        self.sets.get(place).map_or(0, |set| field::count(set, "/status/availableReplicas"))
    }

    /// How many Pods all sets together are to have.
    fn total(&self) -> i64 {
        (0..self.sets.len()).map(|place| self.size(place)).sum()
    }

    /// The most Pods there may be during a rolling update.
    fn most(&self) -> i64 {
        if self.is("RollingUpdate") { self.replicas + self.surge } else { self.replicas }
    }

    /// Whether a set was sized for another number of replicas than the Deployment has now.
    fn was_resized(&self) -> bool {
        let wanted = self.replicas.to_string();
        (0..self.sets.len())
            .filter(|place| self.size(*place) > 0)
            .any(|place| self.sets[place].annotation(DESIRED).is_some_and(|desired| desired != wanted))
    }

    /// Sizes a set and says so; whether it changed size.
    fn scale(&mut self, place: usize, to: i64) -> bool {
        let Some(set) = self.sets.get(place).cloned() else { return false };
        let (from, to) = (self.size(place), to.max(0));
        let (desired, most) = (self.replicas.to_string(), self.most().to_string());
        self.desk.change(set.key(), |json| {
            json["spec"]["replicas"] = to.into();
            json["metadata"]["annotations"][DESIRED] = desired.into();
            json["metadata"]["annotations"][MOST] = most.into();
        });
        self.reread(place, set.key());
        if from != to {
            self.tell(set.name(), from, to);
        }
        from != to
    }

    fn tell(&mut self, set: &str, from: i64, to: i64) {
        let way = if to > from { "up" } else { "down" };
        let message = format!("Scaled {way} replica set {set} from {from} to {to}");
        self.desk.happened(&self.deployment, Event::normal(FROM, "ScalingReplicaSet", &message));
    }

    fn reread(&mut self, place: usize, key: &Key) {
        if let (Some(slot), Some(set)) = (self.sets.get_mut(place), self.desk.cluster.get(key)) {
            *slot = Arc::clone(set);
        }
    }
}
