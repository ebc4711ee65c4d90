//! For property tests: random small clusters in which everything happens that policies look at.

use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};

use crate::cluster::{Cluster, LoadOptions, Source, load};

const NAMESPACES: [&str; 3] = ["red", "blue", "green"];

fn labels() -> impl Strategy<Value = Value> {
    (option::of(select(vec!["a", "b"])), option::of(select(vec!["x", "y"]))).prop_map(|(app, tier)| {
        Value::Object(
            [("app", app), ("tier", tier)]
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?.into())))
                .collect(),
        )
    })
}

fn selector() -> impl Strategy<Value = Value> {
    let expression = (
        select(vec!["app", "tier"]),
        select(vec!["In", "NotIn", "Exists", "DoesNotExist"]),
        select(vec!["a", "x"]),
    )
        .prop_map(|(key, operator, value)| {
            let values = if operator.ends_with("In") { json!([value]) } else { Value::Null };
            json!({"matchExpressions": [{"key": key, "operator": operator, "values": values}]})
        });
    prop_oneof![Just(json!({})), labels().prop_map(|labels| json!({"matchLabels": labels})), expression]
}

fn peer() -> impl Strategy<Value = Value> {
    let namespace = prop_oneof![
        Just(json!({})),
        select(NAMESPACES.to_vec())
            .prop_map(|name| json!({"matchLabels": {"kubernetes.io/metadata.name": name}})),
        Just(json!({"matchExpressions": [{"key": "team", "operator": "Exists"}]})),
    ];
    prop_oneof![
        selector().prop_map(|pods| json!({"podSelector": pods})),
        namespace.clone().prop_map(|namespaces| json!({"namespaceSelector": namespaces})),
        (namespace, selector()).prop_map(|(namespaces, pods)| json!({"namespaceSelector": namespaces, "podSelector": pods})),
        select(vec!["10.0.0.0/8", "10.0.0.4/30", "198.51.100.0/24", "192.0.2.0/24", "0.0.0.0/0"])
            .prop_map(|cidr| json!({"ipBlock": {"cidr": cidr, "except": if cidr.ends_with("/8") { json!(["10.0.0.2/32"]) } else { json!([]) }}})),
    ]
}

fn port() -> impl Strategy<Value = Value> {
    let number = select(vec![json!(80), json!(8080), json!("http"), json!("dns"), Value::Null]);
    (number, option::of(select(vec!["TCP", "UDP"])), any::<bool>()).prop_map(|(port, protocol, range)| {
        let end = if range && port.is_number() { json!(9000) } else { Value::Null };
        json!({"port": port, "protocol": protocol, "endPort": end})
    })
}

/// One rule of the given direction.
pub fn rule(peers: &'static str) -> impl Strategy<Value = Value> {
    (option::of(vec(peer(), 0..3)), option::of(vec(port(), 0..3)))
        .prop_map(move |(found, ports)| json!({peers: found, "ports": ports}))
}

fn policy() -> impl Strategy<Value = Value> {
    let types = option::of(select(vec![
        json!(["Ingress"]),
        json!(["Egress"]),
        json!(["Ingress", "Egress"]),
        json!([]),
    ]));
    (select(NAMESPACES.to_vec()), selector(), types, option::of(vec(rule("from"), 0..3)), option::of(vec(rule("to"), 0..3))).prop_map(
        |(namespace, pods, types, ingress, egress)| {
            json!({
                "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"namespace": namespace},
                "spec": {"podSelector": pods, "policyTypes": types, "ingress": ingress, "egress": egress},
            })
        },
    )
}

fn pod() -> impl Strategy<Value = Value> {
    let phase = prop_oneof![9 => Just("Running"), 1 => Just("Succeeded")];
    let host_network = prop_oneof![5 => Just(false), 1 => Just(true)];
    (select(NAMESPACES.to_vec()), labels(), select(vec!["n1", "n2"]), host_network, phase, select(vec![80, 8080])).prop_map(
        |(namespace, labels, node, host_network, phase, http)| {
            json!({
                "apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": namespace, "labels": labels},
                "spec": {"nodeName": node, "hostNetwork": host_network, "containers": [{"name": "c", "ports": [
                    {"name": "http", "containerPort": http}, {"name": "dns", "containerPort": 80, "protocol": "UDP"}]}]},
                "status": {"phase": phase},
            })
        },
    )
}

/// The objects of a cluster: two nodes with addresses, three namespaces, Pods `pN`, policies `nN`.
pub fn objects() -> impl Strategy<Value = Vec<Value>> {
    (vec(pod(), 1..9), vec(policy(), 0..5)).prop_map(|(pods, policies)| {
        let mut items = vec![
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "red", "labels": {"team": "r"}}}),
            node("n1", "192.0.2.1"),
            node("n2", "192.0.2.2"),
        ];
        for (index, mut pod) in pods.into_iter().enumerate() {
            pod["metadata"]["name"] = format!("p{index}").into();
            if pod["spec"]["hostNetwork"] == false && pod["status"]["phase"] == "Running" {
                pod["status"]["podIP"] = format!("10.0.0.{}", index + 1).into();
            }
            items.push(pod);
        }
        for (index, mut policy) in policies.into_iter().enumerate() {
            policy["metadata"]["name"] = format!("n{index}").into();
            items.push(policy);
        }
        items
    })
}

fn node(name: &str, address: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}, "status": {"addresses": [{"type": "InternalIP", "address": address}]}})
}

/// Loads objects; they are good.
pub fn cluster(objects: &[Value]) -> Cluster {
    let bytes = json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string();
    match load(&[Source { name: "random", bytes: bytes.as_bytes() }], &LoadOptions::default()) {
        Ok(loaded) => loaded.cluster,
        Err(problems) => panic!("{problems:#?}"),
    }
}
