//! The cases of `../shared/vectors/services`: slices made from Pods, and the endpoints that a node uses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeSet;

use kubedrill::{
    cluster::{self, Cluster, LoadOptions, Source},
    network::service::{
        Endpoint,
        traffic_policy::{Locality, TrafficPolicies, usable},
    },
};
use serde_json::{Value, json};
use vectors::vectors;

/// Cases that are not run: id and reason.
const LEFT_OUT: &[(&str, &str)] = &[];

/// The cases of a file, or `None` where the vectors are not there.
fn cases(file: &str) -> Option<Vec<Value>> {
    Some(vectors(&format!("services/{file}"))?["cases"].as_array().unwrap().clone())
}

fn text<'a>(json: &'a Value, field: &str) -> &'a str {
    json[field].as_str().unwrap_or_else(|| panic!("{field} in {json}"))
}

fn left_out(id: &str) -> bool {
    let reason = LEFT_OUT.iter().find(|(left_out, _)| *left_out == id);
    if let Some((id, reason)) = reason {
        println!("left out: {id}: {reason}");
    }
    reason.is_some()
}

#[test]
fn slices_are_those_of_the_controller() {
    let Some(cases) = cases("endpointslices_run.json") else { return };
    let (mut run, mut probes) = (0, 0);
    for case in cases.iter().filter(|case| !left_out(text(case, "id"))) {
        let items: Vec<Value> =
            ["services", "pods"].iter().flat_map(|list| case[list].as_array().unwrap().clone()).collect();
        let bytes = json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string();
        let loaded = cluster::load(
            &[Source { name: text(case, "id"), bytes: bytes.as_bytes() }],
            &LoadOptions::default(),
        );
        let cluster = loaded.unwrap_or_else(|problems| panic!("{}: {problems:?}", case["id"])).cluster;
        for expected in case["expect"].as_array().unwrap() {
            let (namespace, service) = text(expected, "service").split_once('/').unwrap();
            let ours = slices(&cluster, namespace, service);
            let theirs: BTreeSet<String> = match expected["slices"].as_array() {
                Some(slices) => slices.iter().map(comparable).collect(),
                None => BTreeSet::new(),
            };
            assert_eq!(ours, theirs, "{}: {namespace}/{service}", case["id"]);
            probes += 1;
        }
        run += 1;
    }
    println!("endpointslices_run.json: {run} cases, {probes} probes");
    assert_eq!((run, probes), (4, 20));
}

/// Slices in the vectors' form, as text.
fn slices(cluster: &Cluster, namespace: &str, service: &str) -> BTreeSet<String> {
    let of = cluster.slices_of(namespace, service);
    of.map(|(object, _)| {
        let json = object.json();
        let endpoints = json["endpoints"].as_array().cloned().unwrap_or_default();
        let endpoints: Vec<Value> = endpoints
            .iter()
            .map(|one| {
                let mut entry = json!({"addresses": one["addresses"], "pod": one["targetRef"]["name"], "ready": one["conditions"]["ready"]});
                if !one["hostname"].is_null() {
                    entry["hostname"] = one["hostname"].clone();
                }
                entry
            })
            .collect();
        let labels = &json["metadata"]["labels"];
        comparable(&json!({"addressType": json["addressType"], "endpoints": endpoints, "ports": json["ports"], "labels": labels}))
    })
    .collect()
}

/// Endpoints and ports are sets; keys are sorted by the JSON library.
fn comparable(slice: &Value) -> String {
    let mut slice = slice.clone();
    for list in ["endpoints", "ports"] {
        let mut items: Vec<Value> = slice[list].as_array().cloned().unwrap_or_default();
        items.sort_by_key(Value::to_string);
        slice[list] = items.into();
    }
    slice.to_string()
}

#[test]
fn a_node_uses_the_endpoints_that_kube_proxy_uses() {
    let Some(cases) = cases("kube_proxy_endpoints.json") else { return };
    let mut run = 0;
    for case in cases.iter().filter(|case| !left_out(text(case, "id"))) {
        let service = &case["service"];
        let policies = TrafficPolicies {
            internal_local: service["internalTrafficPolicy"] == "Local",
            external_local: service["externalTrafficPolicy"] == "Local",
            external: service["externally_accessible"] == true,
        };
        let endpoints: Vec<Endpoint> = case["endpoints"].as_array().unwrap().iter().map(endpoint).collect();
        let found = usable(&endpoints, policies, Locality { node: Some("here"), zone: None });
        let list = |endpoints: &[&Endpoint]| {
            let texts: BTreeSet<String> =
                endpoints.iter().map(|one| format!("{}:{}", one.address, one.port)).collect();
            json!(texts)
        };
        let or_null = |endpoints: &Option<Vec<&Endpoint>>| endpoints.as_deref().map_or(Value::Null, list);
        let ours = json!({"cluster": or_null(&found.cluster), "local": or_null(&found.local), "all": list(&found.all()), "has_any": found.any});
        assert_eq!(ours, case["expect"], "{}: {}", case["id"], case["source"]);
        run += 1;
    }
    println!("kube_proxy_endpoints.json: {run} cases");
    assert_eq!(run, 15);
}

fn endpoint(json: &Value) -> Endpoint {
    let address: std::net::SocketAddr = text(json, "address").parse().unwrap();
    let node = if json["local_to_node"] == true { "here" } else { "elsewhere" };
    let condition = |name: &str| json["conditions"][name].as_bool().unwrap();
    Endpoint {
        address: address.ip(),
        port: address.port(),
        pod: None,
        node: Some(node.to_owned()),
        ready: condition("ready"),
        serving: condition("serving"),
        terminating: condition("terminating"),
        for_zones: BTreeSet::new(),
        for_nodes: BTreeSet::new(),
    }
}
