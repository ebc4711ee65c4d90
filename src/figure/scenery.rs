//! The small cluster that a text speaks of: manifests, and what is said to be given.

use serde_json::{Value, json};

use crate::cluster::{Cluster, LoadOptions, Source, load};
use crate::course::{Drawing, Given, GivenPod, GivenPort, GivenService, Listens, is_titled};

/// Loads manifests (title and text) and what is given, as from files: controllers have run, Pods have addresses.
///
/// # Errors
/// What the loading door says.
pub fn cluster(given: &[Given], manifests: &[(&str, &str)]) -> Result<Cluster, String> {
    let objects: Vec<String> = given.iter().filter_map(object).map(|object| object.to_string()).collect();
    let objects = objects.join("\n");
    let mut sources: Vec<Source<'_>> =
        manifests.iter().map(|(name, text)| Source { name, bytes: text.as_bytes() }).collect();
    if !objects.is_empty() {
        sources.push(Source { name: "given", bytes: objects.as_bytes() });
    }
    let mut options = LoadOptions::default();
    options.settings.plugin.enforces_policies = !given.contains(&Given::NoEnforcement);
    match load(&sources, &options) {
        Ok(loaded) => Ok(loaded.cluster),
        Err(problems) => Err(problems.first().map(ToString::to_string).unwrap_or_default()),
    }
}

/// The cluster of a figure, with these of its manifests too.
pub(super) fn of_drawing(drawing: &Drawing, more: &[String]) -> Result<Cluster, String> {
    let wanted = |own: &str| drawing.with.iter().chain(more).any(|title| is_titled(own, title));
    let manifests = drawing.manifests.iter().filter(|(own, _)| wanted(own));
    let manifests: Vec<(&str, &str)> =
        manifests.map(|(title, text)| (title.as_str(), text.as_str())).collect();
    cluster(&drawing.given, &manifests).map_err(|why| format!("its cluster can not be made: {why}"))
}

fn object(given: &Given) -> Option<Value> {
    Some(match given {
        Given::Pod(given) => pod(given),
        Given::Service(given) => service(given),
        Given::Namespace { name, labels } => {
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": map(labels)}})
        }
        Given::Node { name, labels } => json!({
            "apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": map(labels)},
            "status": {"conditions": [{"type": "Ready", "status": "True"}]},
        }),
        Given::NoEnforcement => return None,
    })
}

fn map(labels: &[(String, String)]) -> Value {
    labels
        .iter()
        .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn pod(given: &GivenPod) -> Value {
    let silent = [json!({"name": "main", "image": "busybox:1.36", "command": ["sleep", "86400"]})];
    let listening: Vec<Value> =
        given.listens.iter().enumerate().map(|(index, port)| container(index, port)).collect();
    let mut containers = if listening.is_empty() { silent.to_vec() } else { listening };
    if given.unready {
        // Asked where nobody listens, so that it stays so when its kubelet looks.
        containers[0]["readinessProbe"] = json!({"tcpSocket": {"port": 1}});
    }
    let mut spec = json!({"containers": containers});
    if let Some(node) = &given.node {
        spec["nodeName"] = node.as_str().into();
    }
    if given.host_network {
        spec["hostNetwork"] = true.into();
    }
    let mut status = json!({});
    if given.unready {
        status["conditions"] = json!([{"type": "Ready", "status": "False"}]);
        status["phase"] = "Running".into();
    }
    if let Some(address) = &given.address {
        status["podIP"] = address.as_str().into();
        status["podIPs"] = json!([{"ip": address}]);
        status["phase"] = "Running".into();
    }
    let mut pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"namespace": given.namespace, "name": given.name, "labels": map(&given.labels)},
        "spec": spec,
    });
    if status != json!({}) {
        pod["status"] = status;
    }
    pod
}

/// A process that listens on one port and no other, as `nc` does.
fn container(index: usize, listens: &Listens) -> Value {
    let Listens { port, protocol, name, localhost } = listens;
    let port_text = port.to_string();
    let mut command = if *localhost {
        vec!["python", "-m", "http.server", "--bind", "127.0.0.1", &port_text]
    } else {
        vec!["nc", "-l", "-k", "-p", &port_text]
    };
    if protocol == "UDP" {
        command.push("-u");
    }
    let mut declared = json!({"containerPort": port, "protocol": protocol});
    if let Some(name) = name {
        declared["name"] = name.as_str().into();
    }
    json!({"name": format!("c{index}"), "image": "busybox:1.36", "command": command, "ports": [declared]})
}

fn service(given: &GivenService) -> Value {
    let ports: Vec<Value> = given
        .ports
        .iter()
        .enumerate()
        .map(|(index, GivenPort { port, target, protocol, name })| {
            let target: Value = target.parse::<u16>().map_or_else(|_| target.as_str().into(), Value::from);
            let mut written = json!({"port": port, "targetPort": target, "protocol": protocol});
            let by_place = || (given.ports.len() > 1).then(|| format!("p{index}"));
            if let Some(name) = name.clone().or_else(by_place) {
                written["name"] = name.into();
            }
            written
        })
        .collect();
    let mut spec = json!({"ports": ports});
    if !given.selector.is_empty() {
        spec["selector"] = map(&given.selector);
    }
    if given.headless {
        spec["clusterIP"] = "None".into();
    }
    json!({
        "apiVersion": "v1", "kind": "Service",
        "metadata": {"namespace": given.namespace, "name": given.name}, "spec": spec,
    })
}
