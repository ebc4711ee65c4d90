//! The map of a lab's cluster: Namespaces, their Pods, what leads to them and what guards them, and what has changed since
//! the start.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Pod, Service};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::Value;

use crate::app::{Page, Role, Run, wrap_runs};
use crate::cluster::{Cluster, Kind, Object, pod};

/// Namespaces that are only shown when something in them has changed.
const SYSTEM: &[&str] = &["kube-system", "kube-public", "kube-node-lease"];
/// Kinds that are made by others, or say nothing about the network.
const UNSEEN: &[Kind] = &[Kind::ReplicaSet, Kind::Endpoints, Kind::EndpointSlice, Kind::Event, Kind::Node];
/// Kinds that have lines of their own.
const DRAWN: &[Kind] = &[Kind::Pod, Kind::Service, Kind::NetworkPolicy, Kind::Ingress, Kind::HTTPRoute];

pub fn page(start: &Cluster, now: &Cluster, width: usize) -> Page {
    let mut map = Map { start, now, page: Page::default(), width };
    map.head();
    for namespace in now.objects(Kind::Namespace) {
        map.namespace(namespace.name());
    }
    map.others("", "Cluster");
    map.page
}

struct Map<'a> {
    start: &'a Cluster,
    now: &'a Cluster,
    page: Page,
    width: usize,
}

impl Map<'_> {
    fn head(&mut self) {
        self.page.push_line([
            Run::new("The cluster", Role::Title),
            Run::new("   + new   ~ changed   - gone", Role::Muted),
        ]);
    }

    fn namespace(&mut self, name: &str) {
        let system = SYSTEM.contains(&name);
        let pods: Vec<(&Object, &Pod)> = self.now.list_in::<Pod>(name).collect();
        let before = self.page.lines.len();
        self.page.gap();
        self.page.push_line([Run::new("Namespace ", Role::Muted), Run::new(name, Role::Heading)]);
        let heading = self.page.lines.len();
        if !system {
            self.pods(&pods);
            self.services(name);
            self.policies(name);
            self.routes(name);
        }
        self.others(name, "");
        if self.page.lines.len() == heading && (system || name == "default") {
            self.page.lines.truncate(before);
        }
    }

    /// Pods that are alike stand on one line: by their labels, but for the one that tells revisions apart.
    fn pods(&mut self, pods: &[(&Object, &Pod)]) {
        let mut groups: BTreeMap<String, Vec<(&Object, &Pod)>> = BTreeMap::new();
        for (object, pod) in pods {
            let own = |key: &str| !key.ends_with("-hash") && !key.contains("/pod-");
            let labels: Vec<String> = object
                .labels()
                .iter()
                .filter(|(key, _)| own(key))
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            let labels = if labels.is_empty() { object.name().to_owned() } else { labels.join(",") };
            groups.entry(labels).or_default().push((object, pod));
        }
        for (labels, pods) in groups {
            let ready = pods.iter().filter(|(_, pod)| pod::is_ready(pod)).count();
            let (sign, role) = if ready == pods.len() { ("●", Role::Good) } else { ("○", Role::Warning) };
            let addresses: Vec<String> = pods
                .iter()
                .filter_map(|(_, pod)| pod::address(pod))
                .take(3)
                .map(|address| address.to_string())
                .collect();
            let mark = pods.iter().map(|(object, _)| self.mark(object)).max().unwrap_or(' ');
            let word = if pods.len() == 1 { "Pod" } else { "Pods" };
            let text = format!("{labels}  {ready}/{} {word} ready  {}", pods.len(), addresses.join(" "));
            self.line(mark, &Run::new(sign, role), &text);
        }
    }

    fn services(&mut self, namespace: &str) {
        let services: Vec<(&Object, &Service)> = self.now.list_in::<Service>(namespace).collect();
        for (object, service) in services {
            if object.full_name() == "default/kubernetes" {
                continue;
            }
            let Some(spec) = &service.spec else { continue };
            let kind = spec.type_.as_deref().unwrap_or("ClusterIP");
            let ports: Vec<String> = spec
                .ports
                .iter()
                .flatten()
                .map(|port| match port.node_port.filter(|port| *port > 0) {
                    Some(node) => format!("{}:{node}", port.port),
                    None => port.port.to_string(),
                })
                .collect();
            let ready = self.ready_endpoints(namespace, object.name());
            let (arrow, role) = match (kind, ready) {
                ("ExternalName", _) => {
                    (format!("→ {}", spec.external_name.as_deref().unwrap_or_default()), Role::Good)
                }
                (_, 0) => ("→ no endpoints".to_owned(), Role::Bad),
                (_, 1) => ("→ 1 endpoint".to_owned(), Role::Good),
                (_, many) => (format!("→ {many} endpoints"), Role::Good),
            };
            let address = spec.cluster_ip.as_deref().unwrap_or("-");
            let selector: Vec<String> =
                spec.selector.iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
            let text = format!(
                "Service {}  {arrow}  {kind} {address}  {}  {}",
                object.name(),
                ports.join(","),
                selector.join(",")
            );
            let mark = self.mark(object);
            self.line(mark, &Run::new(if role == Role::Bad { "✗" } else { "▸" }, role), &text);
        }
    }

    fn ready_endpoints(&self, namespace: &str, service: &str) -> usize {
        let mut addresses: Vec<&str> = self
            .now
            .slices_of(namespace, service)
            .flat_map(|(_, slice)| slice.endpoints.iter().flatten())
            .filter(|endpoint| {
                endpoint.conditions.as_ref().is_none_or(|conditions| conditions.ready != Some(false))
            })
            .filter_map(|endpoint| endpoint.addresses.first().map(String::as_str))
            .collect();
        addresses.sort_unstable();
        addresses.dedup();
        addresses.len()
    }

    fn policies(&mut self, namespace: &str) {
        let policies: Vec<(&Object, &NetworkPolicy)> = self.now.list_in::<NetworkPolicy>(namespace).collect();
        for (object, policy) in policies {
            let Some(spec) = &policy.spec else { continue };
            let selector = object.json().pointer("/spec/podSelector").map_or(String::new(), selector_words);
            let types = spec.policy_types.clone().unwrap_or_default().join(" and ");
            let text = format!("NetworkPolicy {}  isolates {selector}  for {types}", object.name());
            let mark = self.mark(object);
            self.line(mark, &Run::new("◆", Role::Accent), &text);
        }
    }

    fn routes(&mut self, namespace: &str) {
        for kind in [Kind::Ingress, Kind::HTTPRoute] {
            let objects: Vec<_> = self.now.objects_in(kind, namespace).cloned().collect();
            for object in objects {
                let mark = self.mark(&object);
                for way in ways(kind, object.json()) {
                    let text = format!("{kind} {}  {way}", object.name());
                    self.line(mark, &Run::new("▹", Role::Accent), &text);
                }
            }
        }
    }

    /// What else has changed, and what is gone.
    fn others(&mut self, namespace: &str, title: &str) {
        let mut lines: Vec<(char, String)> = Vec::new();
        for object in self.now.all().filter(|object| object.namespace() == namespace) {
            let drawn = DRAWN.contains(&object.kind()) && !SYSTEM.contains(&namespace);
            let mark = self.mark(object);
            if mark != ' ' && !drawn && !UNSEEN.contains(&object.kind()) && object.kind() != Kind::Namespace {
                lines.push((mark, format!("{} {}", object.kind(), object.name())));
            }
        }
        for object in self.start.all().filter(|object| object.namespace() == namespace) {
            let of_namespace = !UNSEEN.contains(&object.kind()) && object.kind() != Kind::Pod;
            if of_namespace && self.now.get(object.key()).is_none() {
                lines.push(('-', format!("{} {}", object.kind(), object.name())));
            }
        }
        if !lines.is_empty() && !title.is_empty() {
            self.page.gap();
            self.page.push_line([Run::new(title, Role::Heading)]);
        }
        for (mark, text) in lines {
            self.line(mark, &Run::new("·", Role::Muted), &text);
        }
    }

    /// `+` new, `~` changed, a blank as it was.
    fn mark(&self, object: &Object) -> char {
        match self.start.get(object.key()) {
            None => '+',
            Some(before) if is_same(before.json(), object.json()) => ' ',
            Some(_) => '~',
        }
    }

    fn line(&mut self, mark: char, sign: &Run, text: &str) {
        let lines = wrap_runs(&[Run::new(text, Role::Text)], self.width.saturating_sub(7).max(1));
        for (index, line) in lines.into_iter().enumerate() {
            let lead = if index == 0 {
                [Run::new(format!("{mark} "), Role::Accent), sign.clone(), Run::new(" ", Role::Text)]
            } else {
                // What goes on stands deeper than what begins.
                [Run::new("      ", Role::Text), Run::default(), Run::default()]
            };
            self.page.push_line(lead.into_iter().chain(line));
        }
    }
}

/// Whether what the learner may change is the same: not what controllers and the server keep.
fn is_same(one: &Value, other: &Value) -> bool {
    ["spec", "data", "rules"].iter().all(|field| one.get(field) == other.get(field))
        && one.pointer("/metadata/labels") == other.pointer("/metadata/labels")
}

/// A label selector in the notation of `-l`.
fn selector_words(selector: &Value) -> String {
    let mut words: Vec<String> = selector
        .get("matchLabels")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()))
        .collect();
    if selector.get("matchExpressions").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
        words.push("(expressions)".to_owned());
    }
    if words.is_empty() { "every Pod".to_owned() } else { words.join(",") }
}

/// `host/path → Service:port`, one for each path or match.
fn ways(kind: Kind, json: &Value) -> Vec<String> {
    let list =
        |value: &Value, field: &str| value.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value, pointer: &str| {
        value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let number =
        |value: &Value, pointer: &str| value.pointer(pointer).map(ToString::to_string).unwrap_or_default();
    let mut ways = Vec::new();
    let rules = json.pointer("/spec").map(|spec| list(spec, "rules")).unwrap_or_default();
    if kind == Kind::Ingress {
        for rule in &rules {
            let host = text(rule, "/host");
            for path in rule.get("http").map(|http| list(http, "paths")).unwrap_or_default() {
                let service = text(&path, "/backend/service/name");
                let port = number(&path, "/backend/service/port/number");
                ways.push(format!(
                    "{host}{} ({}) → {service}:{port}",
                    text(&path, "/path"),
                    text(&path, "/pathType")
                ));
            }
        }
        return ways;
    }
    let hosts: Vec<String> = json
        .pointer("/spec")
        .map(|spec| list(spec, "hostnames"))
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .map(ToOwned::to_owned)
        .collect();
    for rule in &rules {
        let backends: Vec<String> = list(rule, "backendRefs")
            .iter()
            .map(|backend| format!("{}:{}", text(backend, "/name"), number(backend, "/port")))
            .collect();
        let matches = list(rule, "matches");
        let paths: Vec<String> = matches.iter().map(|one| text(one, "/path/value")).collect();
        let paths = if paths.is_empty() { "/".to_owned() } else { paths.join(" ") };
        ways.push(format!("{} {paths} → {}", hosts.join(","), backends.join(", ")));
    }
    ways
}
