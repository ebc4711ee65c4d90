//! The nodes of a question: two workers with addresses, and Pods on them.

use serde_json::{Value, json};

use crate::generate::{
    objects::{Labels, give_address, pod, port},
    words::App,
};

/// The nodes that every question's cluster has, and their addresses.
pub const NODES: [(&str, &str); 2] = [("worker", "172.30.0.11"), ("worker2", "172.30.0.12")];

/// The node as an object: its address is told in the question, so it is given here, not supplied.
pub fn objects() -> Vec<Value> {
    let node = |(name, address): (&str, &str)| {
        json!({
            "apiVersion": "v1", "kind": "Node",
            "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name}},
            "status": {"addresses": [{"type": "InternalIP", "address": address}], "conditions": [{"type": "Ready", "status": "True"}]},
        })
    };
    NODES.into_iter().map(node).collect()
}

/// A Pod on a node, with an address.
pub fn placed(
    namespace: &str,
    name: &str,
    labels: &Labels,
    app: App,
    (node, address): (&str, &str),
) -> Value {
    let mut object = pod(namespace, name, labels, &[port(app.port_name, app.port, app.protocol)]);
    object["spec"]["nodeName"] = node.into();
    give_address(&mut object, address);
    object
}
