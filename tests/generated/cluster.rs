//! The little of a cluster that the second way needs: labels, Pods with addresses, who is ready, endpoints.

use std::collections::BTreeMap;

use serde_json::Value;

pub type Labels = BTreeMap<String, String>;

#[derive(Debug, Clone, PartialEq)]
pub struct Pod {
    pub namespace: String,
    pub name: String,
    pub labels: Labels,
    pub address: String,
    pub node: String,
    pub ready: bool,
    /// Name, number, protocol.
    pub ports: Vec<(String, u64, String)>,
}

pub fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

pub fn labels(value: &Value) -> Labels {
    let map = value.as_object().into_iter().flatten();
    map.map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned())).collect()
}

pub fn pods(objects: &[Value]) -> Vec<Pod> {
    objects.iter().filter(|object| object["kind"] == "Pod").map(pod).collect()
}

fn pod(object: &Value) -> Pod {
    let ready = object["status"]["conditions"]
        .as_array()
        .is_none_or(|all| all.iter().all(|one| one["status"] == "True"));
    let ports =
        object.pointer("/spec/containers/0/ports").and_then(Value::as_array).into_iter().flatten().map(
            |port| {
                let protocol = port["protocol"].as_str().unwrap_or("TCP").to_owned();
                (text(port, "/name").to_owned(), port["containerPort"].as_u64().unwrap(), protocol)
            },
        );
    Pod {
        namespace: text(object, "/metadata/namespace").to_owned(),
        name: text(object, "/metadata/name").to_owned(),
        labels: labels(&object["metadata"]["labels"]),
        address: text(object, "/status/podIP").to_owned(),
        node: text(object, "/spec/nodeName").to_owned(),
        ready,
        ports: ports.collect(),
    }
}

/// Every wanted label is there with its value.
pub fn has_all(own: &Labels, wanted: &Labels) -> bool {
    wanted.iter().all(|(key, value)| own.get(key) == Some(value))
}

/// Whether a selector of a policy means these labels.
pub fn selects(selector: &Value, own: &Labels) -> bool {
    let expressions = selector["matchExpressions"].as_array().into_iter().flatten();
    has_all(own, &labels(&selector["matchLabels"]))
        && expressions.into_iter().all(|one| {
            let value = own.get(text(one, "/key")).map(String::as_str);
            let listed = || one["values"].as_array().unwrap().iter().any(|each| each.as_str() == value);
            match text(one, "/operator") {
                "In" => value.is_some() && listed(),
                "NotIn" => value.is_none() || !listed(),
                "Exists" => value.is_some(),
                "DoesNotExist" => value.is_none(),
                other => panic!("{other}"),
            }
        })
}

/// The Pods that a Service selects, with the port at which each is reached through the Service's port `index`.
pub fn endpoints<'p>(service: &Value, index: usize, pods: &'p [Pod]) -> Vec<(&'p Pod, u64)> {
    let selector = labels(&service["spec"]["selector"]);
    let port = &service["spec"]["ports"][index];
    let protocol = port["protocol"].as_str().unwrap_or("TCP");
    let target = if port["targetPort"].is_null() { &port["port"] } else { &port["targetPort"] };
    let number = |pod: &Pod| match target {
        Value::String(name) => pod
            .ports
            .iter()
            .find(|(own, _, speaks)| own == name && speaks == protocol)
            .map(|(_, number, _)| *number),
        number => number.as_u64(),
    };
    let selected = pods.iter().filter(|pod| {
        pod.namespace == text(service, "/metadata/namespace") && has_all(&pod.labels, &selector)
    });
    if selector.is_empty() {
        Vec::new()
    } else {
        selected.filter_map(|pod| Some((pod, number(pod)?))).collect()
    }
}
