//! What a manifest speaks of and does not bring: the Namespaces, Pods and Services that it needs to show anything.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// Labels of one Pod.
type Labels = BTreeMap<String, String>;

/// What is there for the manifests of a section.
#[derive(Debug, Default)]
pub struct Supply {
    /// Names with their labels.
    namespaces: BTreeMap<String, Labels>,
    /// Pods that only ask, by Namespace.
    clients: BTreeSet<(String, Labels)>,
    /// Pods that listen on a port, with a Service of their name before them.
    servers: BTreeMap<(String, Labels), u16>,
    /// Labels of the Pods that the manifests bring themselves.
    brought: BTreeSet<(String, Labels)>,
    services: BTreeSet<(String, String)>,
}

/// Pods at most: enough to see a difference.
const MOST: usize = 12;
/// The label that every Namespace has by itself.
const NAME: &str = "kubernetes.io/metadata.name";
/// A Pod that no selector means, to see who is kept out.
const BYSTANDER: &str = "batch";

impl Supply {
    /// What the objects of `documents` need.
    pub fn of(documents: &[Value]) -> Self {
        let mut supply = Self::default();
        for document in documents {
            let namespace = text(document, "/metadata/namespace", "default");
            supply.namespaces.entry(namespace.clone()).or_default();
            supply.bring(document, &namespace);
        }
        for document in documents {
            let namespace = text(document, "/metadata/namespace", "default");
            match document["kind"].as_str() {
                Some("NetworkPolicy") => supply.for_policy(&document["spec"], &namespace),
                Some("Service") => supply.for_service(&document["spec"], &namespace),
                Some("Ingress") => supply.for_backends(&document["spec"], &namespace),
                _ => {}
            }
        }
        supply
    }

    /// What the manifests have of their own needs no help.
    fn bring(&mut self, document: &Value, namespace: &str) {
        match document["kind"].as_str() {
            Some("Pod") => {
                self.brought.insert((namespace.to_owned(), labels(&document["metadata"]["labels"])));
            }
            Some("Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet") => {
                let labels = labels(&document["spec"]["template"]["metadata"]["labels"]);
                self.brought.insert((namespace.to_owned(), labels));
            }
            Some("Service") => {
                self.services.insert((namespace.to_owned(), text(document, "/metadata/name", "")));
            }
            Some("Namespace") => {
                let name = text(document, "/metadata/name", "default");
                self.namespaces.insert(name, labels(&document["metadata"]["labels"]));
            }
            _ => {}
        }
    }

    /// The Pods that a policy selects, and for each Namespace that it names those whom it lets in and one whom it does not.
    fn for_policy(&mut self, spec: &Value, own: &str) {
        let rules = |way: &str| spec[way].as_array().cloned().unwrap_or_default();
        let (ingress, egress) = (rules("ingress"), rules("egress"));
        let port = ingress.iter().chain(&egress).find_map(|rule| number(&rule["ports"][0]["port"]));
        let mut subject = labels(&spec["podSelector"]["matchLabels"]);
        if subject.is_empty() {
            subject = app("web");
        }
        self.server(own, subject, if ingress.is_empty() { 80 } else { port.unwrap_or(80) });
        let mut places = BTreeSet::from([own.to_owned()]);
        let mut peers = BTreeSet::from([app(BYSTANDER)]);
        let one = |rule: &Value, field: &str| rule[field].as_array().cloned().unwrap_or_default();
        let from = ingress.iter().flat_map(|rule| one(rule, "from"));
        let to: Vec<Value> = egress.iter().flat_map(|rule| one(rule, "to")).collect();
        for peer in from.chain(to.iter().cloned()) {
            let selector = labels(&peer["namespaceSelector"]["matchLabels"]);
            if let Some(place) = selector.get(NAME).or_else(|| selector.values().next()) {
                let known = self.namespaces.entry(place.clone()).or_default();
                known.extend(
                    selector.iter().filter(|(key, _)| *key != NAME).map(|(k, v)| (k.clone(), v.clone())),
                );
                places.insert(place.clone());
            }
            let pods = labels(&peer["podSelector"]["matchLabels"]);
            if !pods.is_empty() {
                peers.insert(pods);
            }
        }
        places.remove("kube-system");
        for place in &places {
            for peer in &peers {
                if to.is_empty() {
                    self.client(place, peer.clone());
                } else {
                    self.server(place, peer.clone(), port.filter(|port| *port != 53).unwrap_or(80));
                }
            }
        }
    }

    fn for_service(&mut self, spec: &Value, namespace: &str) {
        let selector = labels(&spec["selector"]);
        if !selector.is_empty() {
            let port = &spec["ports"][0];
            let port = number(&port["targetPort"]).or_else(|| number(&port["port"])).unwrap_or(80);
            self.server(namespace, selector, port);
            self.client(namespace, app("tool"));
        }
    }

    /// The Services behind an Ingress.
    fn for_backends(&mut self, spec: &Value, namespace: &str) {
        let paths = spec["rules"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|rule| rule["http"]["paths"].as_array().cloned().unwrap_or_default());
        for path in paths {
            let service = &path["backend"]["service"];
            if let Some(name) = service["name"].as_str() {
                self.server(namespace, app(name), number(&service["port"]["number"]).unwrap_or(80));
            }
        }
    }

    fn has(&self, namespace: &str, wanted: &Labels) -> bool {
        let fits = |(place, labels): &(String, Labels)| {
            place == namespace && wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
        };
        self.brought.iter().any(fits) || self.servers.keys().any(fits) || self.clients.iter().any(fits)
    }

    fn client(&mut self, namespace: &str, labels: Labels) {
        if !self.has(namespace, &labels) && self.clients.len() < MOST {
            self.clients.insert((namespace.to_owned(), labels));
        }
    }

    fn server(&mut self, namespace: &str, labels: Labels, port: u16) {
        if !self.has(namespace, &labels) && self.servers.len() < MOST {
            self.servers.insert((namespace.to_owned(), labels), port);
        }
    }

    /// The manifests of all of it; empty where nothing is missing.
    pub fn manifests(&self) -> Option<String> {
        let mut objects: Vec<Value> = Vec::new();
        for (name, labels) in &self.namespaces {
            if !matches!(name.as_str(), "default" | "kube-system") {
                objects.push(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}));
            }
        }
        for (namespace, labels) in &self.clients {
            let container =
                json!({"name": "main", "image": "nicolaka/netshoot", "command": ["sleep", "infinity"]});
            objects.push(pod(namespace, labels, &container));
        }
        for ((namespace, labels), port) in &self.servers {
            let container = match port {
                80 => json!({"name": "main", "image": "nginx", "ports": [{"containerPort": 80}]}),
                _ => {
                    json!({"name": "main", "image": "nicolaka/netshoot", "command": ["nc", "-lk", "-p", port.to_string()],
                            "ports": [{"containerPort": port}]})
                }
            };
            objects.push(pod(namespace, labels, &container));
            let name = named(labels);
            if !self.services.contains(&(namespace.clone(), name.clone())) {
                objects.push(json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": namespace},
                    "spec": {"selector": labels, "ports": [{"port": port, "targetPort": port}]}}));
            }
        }
        let texts: Vec<String> = objects.iter().map(ToString::to_string).collect();
        (!texts.is_empty()).then(|| texts.join("\n---\n"))
    }

    /// The Pods as they are called: `shop/web`.
    pub fn pods(&self) -> Vec<String> {
        let pods = self.clients.iter().chain(self.servers.keys());
        pods.map(|(namespace, labels)| format!("{namespace}/{}", named(labels))).collect()
    }

    /// A line that asks a Pod of this supply for another one.
    pub fn trial(&self) -> Option<String> {
        let ((namespace, labels), port) = self.servers.iter().next()?;
        let (from, client) =
            self.clients.iter().find(|(_, labels)| *labels != app(BYSTANDER)).or(self.clients.first())?;
        let (client, server) = (named(client), named(labels));
        Some(format!("kubectl exec -n {from} {client} -- nc -zv -w 2 {server}.{namespace} {port}"))
    }
}

fn app(name: &str) -> Labels {
    Labels::from([("app".to_owned(), name.to_owned())])
}

/// A Pod is called as its first label says.
fn named(labels: &Labels) -> String {
    labels.get("app").or_else(|| labels.values().next()).cloned().unwrap_or_else(|| "pod".to_owned())
}

fn pod(namespace: &str, labels: &Labels, container: &Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": named(labels), "namespace": namespace, "labels": labels},
        "spec": {"containers": [container]}})
}

fn text(value: &Value, pointer: &str, otherwise: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or(otherwise).to_owned()
}

fn number(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|number| u16::try_from(number).ok()).filter(|number| *number > 0)
}

fn labels(value: &Value) -> Labels {
    let pairs = value.as_object().into_iter().flatten();
    pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_gets_whom_it_selects_whom_it_lets_in_and_whom_it_does_not() {
        let policy = json!({"kind": "NetworkPolicy", "metadata": {"name": "p", "namespace": "data"}, "spec": {
            "podSelector": {"matchLabels": {"app": "db"}},
            "ingress": [{"from": [{"namespaceSelector": {"matchLabels": {NAME: "shop"}}, "podSelector": {"matchLabels": {"app": "web"}}}],
                         "ports": [{"port": 5432}]}]}});
        let supply = Supply::of(&[policy]);
        assert_eq!(supply.pods(), ["data/batch", "data/web", "shop/batch", "shop/web", "data/db"]);
        assert_eq!(supply.trial().unwrap(), "kubectl exec -n data web -- nc -zv -w 2 db.data 5432");
    }

    #[test]
    fn what_the_manifests_bring_is_not_made_twice() {
        let pod = json!({"kind": "Pod", "metadata": {"name": "web", "labels": {"app": "web", "x": "y"}}});
        let service = json!({"kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}});
        assert_eq!(Supply::of(&[pod, service.clone()]).pods(), ["default/tool"]);
        let supply = Supply::of(&[service]);
        assert_eq!(supply.pods(), ["default/tool", "default/web"]);
        assert!(
            !supply.manifests().unwrap().contains("\"Service\""),
            "the learner's own Service is applied later"
        );
    }
}
