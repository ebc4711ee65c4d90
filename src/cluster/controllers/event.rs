//! Events: what `kubectl describe` shows below an object, in the words of the component that wrote it.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/>

use serde_json::{Value, json};

use super::Desk;
use crate::cluster::{
    key::Key,
    kind::Kind,
    object::{Object, Origin},
    store::Cluster,
};

/// One thing that happened to an object.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// `kubelet`, `deployment-controller`: the column From.
    pub from: &'a str,
    /// The node, where a kubelet wrote it.
    pub host: &'a str,
    /// The container it is about: `spec.containers{web}`.
    pub field: &'a str,
    /// Type `Warning`, not `Normal`.
    pub warning: bool,
    pub reason: &'a str,
    pub message: &'a str,
}

impl<'a> Event<'a> {
    pub fn normal(from: &'a str, reason: &'a str, message: &'a str) -> Self {
        Self { from, host: "", field: "", warning: false, reason, message }
    }

    pub fn warning(from: &'a str, reason: &'a str, message: &'a str) -> Self {
        Self { warning: true, ..Self::normal(from, reason, message) }
    }
}

impl Desk<'_> {
    /// Records that something happened; what happens again is counted.
    pub fn happened(&mut self, about: &Object, event: Event<'_>) {
        if let Some(key) = self.recorded(about, &event) {
            let now = self.now;
            self.change(&key, |json| {
                json["count"] = (json["count"].as_i64().unwrap_or(1) + 1).into();
                json["lastTimestamp"] = now.into();
            });
        } else {
            self.record(about, &event);
        }
    }

    /// Records what is the case, once: a controller that looks again and finds it unchanged says nothing new.
    pub fn stands(&mut self, about: &Object, event: Event<'_>) {
        if self.recorded(about, &event).is_none() {
            self.record(about, &event);
        }
    }

    fn recorded(&self, about: &Object, event: &Event<'_>) -> Option<Key> {
        let same = |object: &Object| {
            let json = object.json();
            let is = |pointer: &str, text: &str| json.pointer(pointer).and_then(Value::as_str) == Some(text);
            is("/involvedObject/uid", about.uid())
                && is("/reason", event.reason)
                && is("/message", event.message)
        };
        let prefix = format!("{}.", about.name());
        let mut named = self.cluster.objects_named(Kind::Event, namespace(about), &prefix);
        named.find(|object| same(object)).map(|object| object.key().clone())
    }

    fn record(&mut self, about: &Object, event: &Event<'_>) {
        // A real name ends in the time in nanoseconds: later events sort after earlier ones.
        let number = self.cluster.advance().saturating_add(0x18e0_0000_0000_0000);
        let mut involved = json!({
            "kind": about.kind().name(), "namespace": about.namespace(), "name": about.name(), "uid": about.uid(),
            "apiVersion": about.kind().api_version(), "resourceVersion": about.json()["metadata"]["resourceVersion"],
        });
        if !event.field.is_empty() {
            involved["fieldPath"] = event.field.into();
        }
        let mut source = json!({"component": event.from});
        if !event.host.is_empty() {
            source["host"] = event.host.into();
        }
        let json = json!({
            "apiVersion": "v1", "kind": "Event",
            "metadata": {"name": format!("{}.{number:x}", about.name()), "namespace": namespace(about)},
            "involvedObject": involved, "reason": event.reason, "message": event.message, "source": source,
            "firstTimestamp": self.now, "lastTimestamp": self.now, "count": 1,
            "type": if event.warning { "Warning" } else { "Normal" },
            "eventTime": null, "reportingComponent": event.from, "reportingInstance": event.host,
        });
        self.create(Kind::Event, json, Origin::Derived);
    }
}

/// Events about objects without a namespace are in `default`.
fn namespace(about: &Object) -> &str {
    match about.namespace() {
        "" => "default",
        own => own,
    }
}

/// Forgets the oldest events beyond `most`, once there are a tenth too many.
pub(super) fn forget_old(cluster: &mut Cluster, most: usize) {
    let surplus = cluster.objects(Kind::Event).count().saturating_sub(most);
    // Many at a time: sorting all of them for one would be most of a request's work.
    if surplus < most / 10 {
        return;
    }
    let mut all: Vec<(u64, Key)> =
        cluster.objects(Kind::Event).map(|event| (event.serial(), event.key().clone())).collect();
    all.sort();
    for (_, key) in all.into_iter().take(surplus) {
        cluster.remove(&key);
    }
}
