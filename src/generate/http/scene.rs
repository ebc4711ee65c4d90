//! Services with their Pods, and the doors in front of them.

use serde_json::{Value, json};

use crate::{
    cluster::Cluster,
    generate::{
        objects::{labels, namespace, pod, port, service},
        words::App,
        world,
    },
    network::http::{Entry, HttpRequest, Missing, Routed, Routes, Scheme},
};

/// The class of Ingresses and of Gateways in these questions.
pub const CLASS: &str = "edge";
pub const GATEWAY: &str = "front";

/// Namespaces and classes: what is there before the question begins.
pub fn ground(namespaces: &[&str]) -> Vec<Value> {
    let mut objects: Vec<Value> = namespaces.iter().map(|name| namespace(name, &labels(&[]))).collect();
    objects.push(json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": CLASS},
        "spec": {"controller": "example.com/edge"},
    }));
    objects.push(json!({
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "GatewayClass", "metadata": {"name": CLASS},
        "spec": {"controllerName": "example.com/edge"},
    }));
    objects
}

/// A Service on port 80 with a ready Pod.
pub fn backend(space: &str, app: App) -> Vec<Value> {
    let selector = labels(&[("app", app.name)]);
    let own =
        service(space, app.name, &selector, &[json!({"name": "http", "port": 80, "targetPort": app.port})]);
    vec![own, pod(space, &format!("{}-0", app.name), &selector, &[port("http", app.port, app.protocol)])]
}

/// One rule: a path with its type, and the Service that it leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// Empty: any host.
    pub host: String,
    pub path: String,
    pub exact: bool,
    pub service: &'static str,
}

/// An Ingress of rules; those of one host that follow each other share an entry.
pub fn ingress(space: &str, name: &str, rules: &[Rule], default: Option<&str>) -> Value {
    let to = |service: &str| json!({"service": {"name": service, "port": {"number": 80}}});
    let mut entries: Vec<Value> = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let path = json!({"path": rule.path, "pathType": if rule.exact { "Exact" } else { "Prefix" }, "backend": to(rule.service)});
        let same = index > 0 && rules.get(index - 1).is_some_and(|before| before.host == rule.host);
        match entries.last_mut().filter(|_| same).and_then(|entry| entry["http"]["paths"].as_array_mut()) {
            Some(paths) => paths.push(path),
            None if rule.host.is_empty() => entries.push(json!({"http": {"paths": [path]}})),
            None => entries.push(json!({"host": rule.host, "http": {"paths": [path]}})),
        }
    }
    let mut spec = json!({"ingressClassName": CLASS, "rules": entries});
    if let Some(default) = default {
        spec["defaultBackend"] = to(default);
    }
    json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"namespace": space, "name": name}, "spec": spec})
}

/// A Gateway with these listeners.
pub fn gateway(space: &str, listeners: &Value) -> Value {
    json!({
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"namespace": space, "name": GATEWAY},
        "spec": {"gatewayClassName": CLASS, "listeners": listeners},
    })
}

/// An `HTTPRoute`: `spec` beside `parentRefs`.
pub fn route(space: &str, name: &str, parent: &Value, spec: Value) -> Value {
    let mut spec = spec;
    spec["parentRefs"] = json!([parent]);
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"namespace": space, "name": name}, "spec": spec})
}

/// The rules of a route that does what these rules of one host do.
pub fn route_rules(rules: &[Rule]) -> Value {
    let one = |rule: &Rule| {
        json!({
            "matches": [{"path": {"type": if rule.exact { "Exact" } else { "PathPrefix" }, "value": rule.path}}],
            "backendRefs": [{"name": rule.service, "port": 80}],
        })
    };
    rules.iter().map(one).collect()
}

/// The doors of these objects, compiled.
pub fn doors(objects: &[Value]) -> Option<Routes> {
    Some(Routes::compile(&world::cluster(objects)?, Missing::Counts))
}

/// The doors of a cluster with these Ingresses, Gateways and routes too.
pub fn doors_in(cluster: &Cluster, more: &[Value]) -> Option<Routes> {
    Some(Routes::compile(&world::with(cluster, more)?, Missing::Counts))
}

/// What comes of a GET through the only door.
pub fn get(doors: &Routes, host: &str, path: &str) -> Option<Routed> {
    doors.route(&HttpRequest::get(Scheme::Http, host, path), &Entry::Only).ok()
}

/// The Service that answers; `None` where none does.
pub fn answering(routed: &Routed) -> Option<String> {
    routed.backend().map(|backend| backend.target.name.clone())
}
