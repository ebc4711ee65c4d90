//! A Deployment's conditions, as its controller sets them: one that says the same stays as it is.

use serde_json::{Value, json};

use crate::cluster::object::Object;

pub(super) struct Conditions {
    list: Vec<Value>,
    now: String,
}

impl Conditions {
    pub fn of(deployment: &Object, now: &str) -> Self {
        let list = deployment.json().pointer("/status/conditions").and_then(Value::as_array);
        Self { list: list.cloned().unwrap_or_default(), now: now.to_owned() }
    }

    fn get(&self, kind: &str) -> Option<&Value> {
        self.list.iter().find(|one| one["type"] == kind)
    }

    pub fn reason(&self, kind: &str) -> Option<&str> {
        self.get(kind)?.get("reason")?.as_str()
    }

    /// Sets a condition unless it has this status and reason already.
    pub fn set(&mut self, kind: &str, status: &str, reason: &str, message: &str) {
        let same = |one: &Value| one["status"] == status && one["reason"] == reason;
        if !self.get(kind).is_some_and(same) {
            self.renew(kind, status, reason, message);
        }
    }

    /// Sets a condition anew; it goes to the end of the list. Its transition is that of its status.
    pub fn renew(&mut self, kind: &str, status: &str, reason: &str, message: &str) {
        let before = self.get(kind).filter(|one| one["status"] == status);
        let since = before.map_or_else(|| self.now.as_str().into(), |one| one["lastTransitionTime"].clone());
        self.remove(kind);
        self.list.push(json!({
            "type": kind, "status": status, "reason": reason, "message": message,
            "lastUpdateTime": self.now, "lastTransitionTime": since,
        }));
    }

    pub fn remove(&mut self, kind: &str) {
        self.list.retain(|one| one["type"] != kind);
    }

    /// A pause, and its end, are told in `Progressing`: the deadline does not run meanwhile.
    pub fn note_pause(&mut self, paused: bool, has_deadline: bool) {
        let was = self.reason("Progressing") == Some("DeploymentPaused");
        if !has_deadline || paused == was {
            return;
        }
        let (reason, message) = if paused {
            ("DeploymentPaused", "Deployment is paused")
        } else {
            ("DeploymentResumed", "Deployment is resumed")
        };
        self.renew("Progressing", "Unknown", reason, message);
    }

    pub fn into_json(self) -> Value {
        self.list.into()
    }
}
