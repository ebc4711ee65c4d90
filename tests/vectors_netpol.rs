//! Every case of `../shared/vectors/netpol`: what the upstream projects' own suites say about `NetworkPolicy` and label
//! selectors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

#[path = "support/vectors.rs"]
mod vectors;

use kubedrill::{
    cluster::{Cluster, Kind, Labels, LoadOptions, Origin, Protocol, Selector, Source, derive, load},
    network::policy::{Connection, Party, Policies, Verdict},
};
use serde_json::{Value, json};
use vectors::vectors;

/// Cases that are left out: id and reason.
const LEFT_OUT: &[(&str, &str)] = &[];

/// Cases with a policy that an API server would not take (422), and our loading door does not either; what upstream says
/// about them still holds, and is asked of a cluster into which the objects were put past the door. Id and fault.
const REFUSED: &[(&str, &str)] = &[
    ("nca/network-policy-checks/network-policy-check/checks_policy", "`cidr: 10.0.0.0` is no CIDR"),
    ("nca/withIpBlock2/withIpBlock2/np3", "`except` outside `cidr`"),
];

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} of {value}"))
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

fn items(case: &Value) -> Vec<Value> {
    let namespaces = list(case, "namespaces").iter().map(|namespace| {
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace["name"], "labels": namespace["labels"]}})
    });
    let pods = list(case, "pods").iter().map(|pod| {
        let ports: Vec<Value> = list(pod, "ports")
            .iter()
            .map(|port| json!({"name": port.get("name"), "containerPort": port["port"], "protocol": port["protocol"]}))
            .collect();
        json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"namespace": pod["namespace"], "name": pod["name"], "labels": pod["labels"]},
            "spec": {"containers": [{"name": "main", "ports": ports}]},
            "status": {"podIP": pod["ip"]},
        })
    });
    namespaces.chain(pods).chain(list(case, "policies").iter().cloned()).collect()
}

/// The cluster of a case, through the loading door.
fn cluster(case: &Value) -> Cluster {
    let (id, items) = (text(case, "id"), items(case));
    let bytes = serde_json::to_vec(&json!({"apiVersion": "v1", "kind": "List", "items": items})).unwrap();
    let loaded = load(&[Source { name: id, bytes: &bytes }], &LoadOptions::default());
    match (loaded, REFUSED.iter().any(|(refused, _)| *refused == id)) {
        (Ok(loaded), false) => loaded.cluster,
        (Err(_), true) => past_the_door(items),
        (Ok(_), true) => panic!("{id} loads: it is no longer refused"),
        (Err(problems), false) => panic!("{id}: {problems:#?}"),
    }
}

fn past_the_door(items: Vec<Value>) -> Cluster {
    let mut cluster = Cluster::default();
    for item in items {
        let kind = Kind::of_document(text(&item, "apiVersion"), text(&item, "kind")).expect("a kind");
        cluster.put_json(kind, item, Origin::Given).expect("its types");
    }
    derive::settle(&mut cluster);
    cluster
}

fn party<'a>(cluster: &'a Cluster, id: &str, name: &str) -> Party<'a> {
    if let Some(address) = name.strip_prefix("ip:") {
        return Party::at(cluster, address.parse().unwrap_or_else(|_| panic!("{id}: {name}")));
    }
    let (namespace, pod) = name.split_once('/').unwrap_or_else(|| panic!("{id}: {name}"));
    Party::pod(cluster, namespace, pod).unwrap_or_else(|| panic!("{id}: no Pod {name}"))
}

fn connection(value: &Value) -> Connection {
    let port = value["port"].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port number");
    Connection { port, protocol: Protocol::read(text(value, "protocol")).expect("a protocol") }
}

/// Runs a file; returns how many cases and checks there were.
fn run(file: &str, check: impl Fn(&str, &Value) -> usize) {
    let Some(vectors) = vectors(&format!("netpol/{file}")) else { return };
    let (mut cases, mut checks, mut left_out) = (0, 0, 0);
    for case in list(&vectors, "cases") {
        let id = text(case, "id");
        if let Some((_, reason)) = LEFT_OUT.iter().find(|(left, _)| *left == id) {
            println!("left out: {id}: {reason}");
            left_out += 1;
            continue;
        }
        cases += 1;
        checks += check(id, case);
    }
    println!("{file}: {cases} cases, {checks} checks agree, {left_out} left out");
    assert!(cases > 0, "{file} has no cases");
}

fn probes(file: &str) {
    run(file, |id, case| {
        let cluster = cluster(case);
        let policies = Policies::compile(&cluster);
        for probe in list(case, "probes") {
            let (from, to) = (text(probe, "from"), text(probe, "to"));
            let decision =
                policies.decide(party(&cluster, id, from), party(&cluster, id, to), connection(probe));
            assert_eq!(decision.verdict.name(), text(probe, "expect"), "{id}: {probe}: {decision:#?}");
        }
        list(case, "probes").len()
    });
}

#[test]
fn kubernetes_e2e() {
    probes("k8s_e2e_netpol.json");
}

#[test]
fn two_engines_agreeing() {
    probes("differential.json");
}

#[test]
fn network_config_analyzer() {
    probes("nca_run.json");
}

#[test]
fn netpol_analyzer() {
    probes("netpol_analyzer_golden.json");
}

#[test]
fn recipes() {
    probes("recipes.json");
}

#[test]
fn cyclonus() {
    run("cyclonus_generated.json", |id, case| {
        let cluster = cluster(case);
        let policies = Policies::compile(&cluster);
        let pods: Vec<Party<'_>> = list(case, "pods")
            .iter()
            .map(|pod| party(&cluster, id, &format!("{}/{}", text(pod, "namespace"), text(pod, "name"))))
            .collect();
        let mut checks = 0;
        for table in list(case, "tables") {
            let connection = connection(table);
            for (from, row) in pods.iter().zip(list(table, "rows")) {
                for (to, cell) in pods.iter().zip(row.as_str().unwrap().chars()) {
                    let expected = match cell {
                        '.' => Verdict::Allow,
                        'X' => Verdict::Deny,
                        _ => continue,
                    };
                    checks += 1;
                    let verdict = policies.verdict(*from, *to, connection);
                    assert_eq!(verdict, expected, "{id}: {} -> {} {connection:?}", from.name(), to.name());
                }
            }
        }
        checks
    });
}

#[test]
fn label_selectors() {
    run("label_selectors.json", |id, case| {
        let labels: Labels = serde_json::from_value(case["labels"].clone()).unwrap();
        let selector: Option<_> = serde_json::from_value(case["selector"].clone()).unwrap();
        let compiled = Selector::compile(selector.as_ref());
        if case.get("error").is_some() {
            assert!(compiled.is_err(), "{id}: accepted: {case}");
        } else {
            let selector = compiled.unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(Some(selector.matches(&labels)), case["match"].as_bool(), "{id}: {case}");
        }
        1
    });
}
