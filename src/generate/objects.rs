//! Kubernetes objects as JSON, as short as they can be and still be whole.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::words::App;
use crate::cluster::Protocol;

pub type Labels = BTreeMap<String, String>;

/// The label that every namespace has: its name.
pub const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// Labels from pairs.
pub fn labels(pairs: &[(&str, &str)]) -> Labels {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// `app=web,tier=backend`.
pub fn label_text(labels: &Labels) -> String {
    labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
}

pub fn namespace(name: &str, more: &Labels) -> Value {
    let mut labels = more.clone();
    labels.insert(NAME_LABEL.to_owned(), name.to_owned());
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
}

/// A Pod as questions draw it.
#[derive(Debug, Clone, PartialEq)]
pub struct PodSketch {
    pub namespace: String,
    pub name: String,
    pub app: App,
    pub labels: Labels,
}

impl PodSketch {
    pub fn key(&self) -> (String, String) {
        (self.namespace.clone(), self.name.clone())
    }

    /// `shop/web`.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    pub fn object(&self) -> Value {
        pod(
            &self.namespace,
            &self.name,
            &self.labels,
            &[port(self.app.port_name, self.app.port, self.app.protocol)],
        )
    }
}

/// A container port.
pub fn port(name: &str, number: u16, protocol: Protocol) -> Value {
    let mut port = json!({"name": name, "containerPort": number});
    if protocol != Protocol::Tcp {
        port["protocol"] = protocol.name().into();
    }
    port
}

pub fn pod(namespace: &str, name: &str, labels: &Labels, ports: &[Value]) -> Value {
    let image = format!("registry.example/{}:1.4", labels.get("app").map_or(name, String::as_str));
    let mut container = json!({"name": "main", "image": image});
    if !ports.is_empty() {
        container["ports"] = json!(ports);
    }
    json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"namespace": namespace, "name": name, "labels": labels},
        "spec": {"containers": [container]},
    })
}

/// A `NetworkPolicy`; `rules` are the fields of its spec beside `podSelector`.
pub fn policy(namespace: &str, name: &str, selector: &Labels, rules: Value) -> Value {
    let mut spec = rules;
    spec["podSelector"] = pod_selector(selector);
    json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": {"namespace": namespace, "name": name}, "spec": spec,
    })
}

/// `{}` for no labels, else `matchLabels`.
pub fn pod_selector(labels: &Labels) -> Value {
    if labels.is_empty() { json!({}) } else { json!({"matchLabels": labels}) }
}

/// A Service that selects `app=...`; `ports` are items of `spec.ports`.
pub fn service(namespace: &str, name: &str, selector: &Labels, ports: &[Value]) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"namespace": namespace, "name": name},
        "spec": {"selector": selector, "ports": ports},
    })
}

/// The name in an object's metadata.
pub fn name_of(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap_or_default()
}

pub fn namespace_of(object: &Value) -> &str {
    object["metadata"]["namespace"].as_str().unwrap_or_default()
}

/// A Pod that says it is not ready: its readiness probe fails.
pub fn make_unready(pod: &mut Value) {
    pod["status"]["conditions"] = json!([{"type": "Ready", "status": "False"}]);
    pod["status"]["phase"] = "Running".into();
}

/// A Pod that says it is ready.
pub fn make_ready(pod: &mut Value) {
    pod["status"]["conditions"] = json!([{"type": "Ready", "status": "True"}]);
    pod["status"]["phase"] = "Running".into();
}

/// Gives an address to a Pod, as its node would.
pub fn give_address(pod: &mut Value, address: &str) {
    pod["status"]["podIP"] = address.into();
    pod["status"]["phase"] = "Running".into();
}
