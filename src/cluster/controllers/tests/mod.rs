//! What the controllers make of requests: rollouts, statuses, events, in the words that kubectl shows.

use serde_json::{Value, json};

mod deployments;
mod pods;
mod services;
mod sets;
mod surroundings;

use super::run;
use crate::cluster::{
    Cluster, Kind, LoadOptions, Object,
    api::{self, Body, How, PatchType, Target},
    load,
};

/// A cluster and its clock, which moves on by a minute with each request.
struct Lab {
    cluster: Cluster,
    minute: u32,
}

impl Lab {
    fn new() -> Self {
        let mut cluster = load(&[], &LoadOptions::default()).unwrap().cluster;
        run(&mut cluster, "2026-11-27T08:00:00Z");
        Self { cluster, minute: 0 }
    }

    fn time(&mut self) -> String {
        self.minute += 1;
        format!("2026-11-27T{:02}:{:02}:00Z", 9 + self.minute / 60, self.minute % 60)
    }

    #[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
    fn create(&mut self, manifest: Value) {
        let time = self.time();
        let kind = api::kind_of_body(&manifest).unwrap();
        let namespace = manifest["metadata"]["namespace"].as_str().unwrap_or("default").to_owned();
        let how = How { time: &time, ..How::default() };
        let target = Target { kind, namespace: &namespace, name: "" };
        api::create(&mut self.cluster, &target, &Body::from(manifest), &how).unwrap();
    }

    #[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
    fn patch(&mut self, kind: Kind, name: &str, patch: Value) {
        let time = self.time();
        let how = How { time: &time, ..How::default() };
        let target = Target { kind, namespace: "default", name };
        api::patch(&mut self.cluster, &target, PatchType::Merge, &patch, &how).unwrap();
    }

    fn delete(&mut self, kind: Kind, name: &str) {
        let time = self.time();
        let how = How { time: &time, ..How::default() };
        api::delete(&mut self.cluster, &Target { kind, namespace: "default", name }, &how).unwrap();
    }

    fn get(&self, kind: Kind, name: &str) -> &Object {
        self.cluster.find(kind, "default", name).unwrap_or_else(|| panic!("{kind} {name}"))
    }

    fn all(&self, kind: Kind) -> Vec<&Object> {
        let mut all: Vec<&Object> = self.cluster.objects_in(kind, "default").map(AsRef::as_ref).collect();
        all.sort_by_key(|object| object.serial());
        all
    }

    /// `reason: message` of the events about objects of a kind, in the order in which they were written.
    fn events(&self, kind: Kind) -> Vec<String> {
        let about = |event: &&Object| event.json()["involvedObject"]["kind"] == kind.name();
        let text = |event: &Object, field: &str| event.json()[field].as_str().unwrap_or_default().to_owned();
        self.all(Kind::Event)
            .into_iter()
            .filter(about)
            .map(|event| format!("{}: {}", text(event, "reason"), text(event, "message")))
            .collect()
    }

    /// `type=status reason`, in order.
    fn conditions(&self, kind: Kind, name: &str) -> Vec<String> {
        let conditions =
            self.get(kind, name).json()["status"]["conditions"].as_array().cloned().unwrap_or_default();
        conditions
            .iter()
            .map(|one| {
                let text = |field: &str| one[field].as_str().unwrap_or_default().to_owned();
                format!("{}={} {}", text("type"), text("status"), text("reason")).trim_end().to_owned()
            })
            .collect()
    }

    /// Sizes of the `ReplicaSet`s in order of creation: wanted, there, ready.
    fn sets(&self) -> Vec<(i64, i64, i64)> {
        let number =
            |set: &Object, pointer: &str| set.json().pointer(pointer).and_then(Value::as_i64).unwrap_or(0);
        self.all(Kind::ReplicaSet)
            .into_iter()
            .map(|set| {
                (
                    number(set, "/spec/replicas"),
                    number(set, "/status/replicas"),
                    number(set, "/status/readyReplicas"),
                )
            })
            .collect()
    }

    fn set_names(&self) -> Vec<String> {
        self.all(Kind::ReplicaSet).into_iter().map(|set| set.name().to_owned()).collect()
    }

    fn pods(&self) -> Vec<String> {
        self.all(Kind::Pod).into_iter().map(|pod| pod.name().to_owned()).collect()
    }

    fn status(&self, kind: Kind, name: &str) -> Value {
        let mut status = self.get(kind, name).json()["status"].clone();
        status.as_object_mut().unwrap().remove("conditions");
        status
    }
}

fn deployment(image: &str, replicas: u32) -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {
        "replicas": replicas, "selector": {"matchLabels": {"app": "web"}},
        "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "nginx", "image": image}]}}}})
}

#[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
fn pod(name: &str, container: Value) -> Value {
    let mut container = container;
    container["name"] = "c".into();
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": name}}, "spec": {"containers": [container]}})
}

fn image(image: &str) -> Value {
    json!({"spec": {"template": {"spec": {"containers": [{"name": "nginx", "image": image}]}}}})
}

const COMPLETE: [&str; 2] =
    ["Available=True MinimumReplicasAvailable", "Progressing=True NewReplicaSetAvailable"];
