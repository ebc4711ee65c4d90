//! The controllers that know the network, in a cluster that answers requests: CoreDNS as a process, Gateway API's statuses.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

use kubedrill::{
    cluster::{
        self, Cluster, Kind, LoadOptions, Object,
        api::{self, Body, How, PatchType, Target},
        controllers, derive,
    },
    network::{
        self,
        dns::{Dns, Rcode, RecordType},
    },
};
use serde_json::{Value, json};

#[path = "installed/gateways.rs"]
mod gateways;
#[path = "installed/ingress_classes.rs"]
mod ingress_classes;
#[path = "installed/load_balancers.rs"]
mod load_balancers;

const HOW: How<'static> = How::at("2026-11-27T09:00:00Z");

fn start() -> Cluster {
    let mut cluster = cluster::load(&[], &LoadOptions::default()).unwrap().cluster;
    cluster.install(network::CONTROLLERS);
    derive::assume_control_plane(&mut cluster);
    controllers::run(&mut cluster, "2026-11-26T09:00:00Z");
    cluster
}

fn create(cluster: &mut Cluster, namespace: &str, manifest: Value) {
    let kind = api::served_kind(cluster, &manifest).unwrap();
    let namespace = if kind.namespaced() { namespace } else { "" };
    api::create(cluster, &Target { kind, namespace, name: "" }, &Body::from(manifest), &HOW).unwrap();
}

fn patch(cluster: &mut Cluster, kind: Kind, namespace: &str, name: &str, patch: &Value) {
    api::patch(cluster, &Target { kind, namespace, name }, PatchType::Merge, patch, &HOW).unwrap();
}

fn corefile(cluster: &Cluster) -> String {
    let map = cluster.find(Kind::ConfigMap, "kube-system", "coredns").unwrap();
    map.json()["data"]["Corefile"].as_str().unwrap().to_owned()
}

fn servers(cluster: &Cluster) -> Vec<&Object> {
    let pods = cluster.objects_in(Kind::Pod, "kube-system");
    pods.filter(|pod| pod.labels().get("k8s-app").is_some_and(|label| label == "kube-dns"))
        .map(AsRef::as_ref)
        .collect()
}

fn edit(cluster: &mut Cluster, text: &str) {
    patch(cluster, Kind::ConfigMap, "kube-system", "coredns", &json!({"data": {"Corefile": text}}));
}

/// `Running`, or what each server waits for.
fn states(cluster: &Cluster) -> Vec<String> {
    let state = |pod: &&Object| {
        let state = &pod.json()["status"]["containerStatuses"][0]["state"];
        state["waiting"]["reason"].as_str().unwrap_or("Running").to_owned()
    };
    servers(cluster).iter().map(state).collect()
}

fn resolves(cluster: &Cluster, name: &str) -> Option<Rcode> {
    Dns::of(cluster).answer(name, RecordType::A).ok().map(|answer| answer.rcode)
}

#[test]
fn a_control_plane_runs_and_can_be_looked_at() {
    let cluster = start();
    let names: Vec<&str> = cluster.objects_in(Kind::Pod, "kube-system").map(|pod| pod.name()).collect();
    for component in ["etcd-control-plane", "kube-apiserver-control-plane", "kube-scheduler-control-plane"] {
        assert!(names.contains(&component), "{names:?}");
    }
    for daemon in ["kube-proxy-", "calico-node-"] {
        assert_eq!(names.iter().filter(|name| name.starts_with(daemon)).count(), 3, "{daemon} {names:?}");
    }
    let not_running: Vec<&Object> = cluster
        .objects_in(Kind::Pod, "kube-system")
        .filter(|pod| pod.json()["status"]["containerStatuses"][0]["ready"] != true)
        .map(AsRef::as_ref)
        .collect();
    assert!(not_running.is_empty(), "{:?}", not_running[0].json());
    assert!(cluster.pods_asked_about().is_empty());
    for pod in cluster.objects_in(Kind::Pod, "kube-system") {
        let class = &pod.json()["spec"]["priorityClassName"];
        let priority = if class == "system-node-critical" { 2_000_001_000_u32 } else { 0 };
        assert_eq!(pod.json()["spec"]["priority"], priority, "{}", pod.name());
    }
}

#[test]
fn a_good_corefile_is_taken_over_and_a_broken_one_is_not() {
    let mut cluster = start();
    let good = corefile(&cluster);
    assert_eq!(
        (states(&cluster).len(), resolves(&cluster, "kubernetes.default.svc.cluster.local.")),
        (2, Some(Rcode::NoError))
    );
    // Another domain: the name is the old one's no more.
    let other = good.replace("kubernetes cluster.local", "kubernetes example.internal");
    edit(&mut cluster, &other);
    assert_eq!(resolves(&cluster, "kubernetes.default.svc.example.internal."), Some(Rcode::NoError));
    assert_eq!(states(&cluster), ["Running", "Running"]);
    edit(&mut cluster, &good.replace("kubernetes cluster.local", "kubernets cluster.local"));
    assert_eq!(
        resolves(&cluster, "kubernetes.default.svc.example.internal."),
        Some(Rcode::NoError),
        "the old one answers on"
    );
    let log = cluster.process(servers(&cluster)[0]).unwrap().log.join("\n");
    assert!(
        log.contains("[INFO] Reloading complete")
            && log.contains("[ERROR] Restart failed: /etc/coredns/Corefile:"),
        "{log}"
    );
    // A Pod that is made anew starts by what is written now.
    for name in servers(&cluster).iter().map(|pod| pod.name().to_owned()).collect::<Vec<_>>() {
        api::delete(&mut cluster, &Target { kind: Kind::Pod, namespace: "kube-system", name: &name }, &HOW)
            .unwrap();
    }
    assert_eq!(states(&cluster), ["CrashLoopBackOff", "CrashLoopBackOff"]);
    assert_eq!(resolves(&cluster, "kubernetes.default.svc.cluster.local."), None);
    let slices: Vec<Value> = cluster
        .slices_of("kube-system", "kube-dns")
        .flat_map(|(slice, _)| slice.json()["endpoints"].as_array().cloned().unwrap())
        .collect();
    assert!(slices.iter().all(|one| one["conditions"]["ready"] == false));
    edit(&mut cluster, &good);
    assert_eq!(
        (states(&cluster), resolves(&cluster, "kubernetes.default.svc.cluster.local.")),
        (vec!["Running".to_owned(); 2], Some(Rcode::NoError))
    );
}

#[test]
fn without_the_plugin_nothing_is_reloaded() {
    let mut cluster = start();
    let without = corefile(&cluster).replace("    reload\n", "");
    edit(&mut cluster, &without);
    edit(&mut cluster, &without.replace("kubernetes cluster.local", "kubernetes example.internal"));
    assert_eq!(resolves(&cluster, "kubernetes.default.svc.cluster.local."), Some(Rcode::NoError));
}

/// The text of one of the manifests that the lab's shell serves, sent to the API.
fn install(cluster: &mut Cluster, manifest: &str) {
    for (_, document) in cluster::read_documents("manifest", manifest).unwrap() {
        let namespace = document["metadata"]["namespace"].as_str().unwrap_or("default").to_owned();
        create(cluster, &namespace, document);
    }
}

/// `reason: message` of the events about an object, oldest first.
fn events(cluster: &Cluster, kind: Kind, name: &str) -> Vec<String> {
    let about = |event: &&Object| {
        let object = &event.json()["involvedObject"];
        object["kind"] == kind.name() && object["name"] == name
    };
    let mut all: Vec<&Object> = cluster.objects(Kind::Event).map(AsRef::as_ref).filter(about).collect();
    all.sort_by_key(|event| event.serial());
    let text = |event: &Object, field: &str| event.json()[field].as_str().unwrap_or_default().to_owned();
    all.into_iter().map(|event| format!("{}: {}", text(event, "reason"), text(event, "message"))).collect()
}

/// `type=status reason` of conditions.
fn conditions(list: &Value) -> Vec<String> {
    let text = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
    list.as_array()
        .into_iter()
        .flatten()
        .map(|one| format!("{}={} {}", text(one, "type"), text(one, "status"), text(one, "reason")))
        .collect()
}
