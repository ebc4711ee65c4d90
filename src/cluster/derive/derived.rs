//! What follows from given objects, and what is supplied.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::{Endpoints, Pod, Service};

use crate::cluster::{Cluster, Kind, LoadOptions, Origin, Source, load, pod};

fn cluster(text: &str) -> Cluster {
    match load(&[Source { name: "f.yaml", bytes: text.as_bytes() }], &LoadOptions::default()) {
        Ok(loaded) => loaded.cluster,
        Err(problems) => panic!("{problems:#?}"),
    }
}

fn names(cluster: &Cluster) -> Vec<String> {
    cluster.pods_asked_about().into_iter().map(|(object, _)| object.full_name()).collect()
}

const DEPLOYMENT: &str = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3, selector: {matchLabels: {app: web}}, \
    template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}}}}";

#[test]
fn what_every_cluster_has_is_assumed_and_not_asked_about() {
    let empty = cluster("");
    assert!(names(&empty).is_empty());
    assert!(empty.all().all(|object| object.origin() == Origin::Assumed));
    for (kind, namespace, name) in [
        (Kind::Namespace, "", "default"),
        (Kind::Namespace, "", "kube-system"),
        (Kind::ConfigMap, "kube-system", "coredns"),
        (Kind::Deployment, "kube-system", "coredns"),
        (Kind::Service, "kube-system", "kube-dns"),
        (Kind::Service, "default", "kubernetes"),
        (Kind::EndpointSlice, "default", "kubernetes"),
        (Kind::Node, "", "worker"),
    ] {
        assert!(empty.find(kind, namespace, name).is_some(), "{kind} {namespace}/{name}");
    }
    let dns = empty.slices_of("kube-system", "kube-dns").next().unwrap().1;
    assert_eq!(dns.endpoints.as_ref().unwrap().len(), 2);
    assert_eq!(
        empty
            .fetch::<Service>("kube-system", "kube-dns")
            .unwrap()
            .1
            .spec
            .as_ref()
            .unwrap()
            .cluster_ip
            .as_deref(),
        Some("10.96.0.10")
    );
}

#[test]
fn what_is_given_is_not_supplied_again() {
    let own = cluster(
        "{apiVersion: v1, kind: Service, metadata: {name: kube-dns, namespace: kube-system}, spec: {clusterIP: 10.43.0.10, selector: {k8s-app: kube-dns}, ports: [{port: 53}]}}\n---\n\
         {apiVersion: v1, kind: Pod, metadata: {name: coredns-1, namespace: kube-system, labels: {k8s-app: kube-dns}}, spec: {nodeName: k3s, containers: []}}",
    );
    assert_eq!(own.settings.dns_address.to_string(), "10.43.0.10");
    assert!(own.find(Kind::Deployment, "kube-system", "coredns").is_none());
    assert_eq!(own.pods().count(), 1);
    assert_eq!(own.nodes().map(|(node, _)| node.name()).collect::<Vec<_>>(), ["k3s"]);
}

#[test]
fn a_deployment_makes_pods_through_a_replica_set() {
    let one = cluster(DEPLOYMENT);
    assert_eq!(one.pods_asked_about().len(), 3);
    for (object, pod) in one.pods_asked_about() {
        assert_eq!(object.origin(), Origin::Derived);
        assert!(
            object.labels().contains_key("pod-template-hash")
                && pod::is_ready(pod)
                && pod::address(pod).is_some()
        );
        assert_eq!(pod::named_port(pod, "http", pod::Protocol::Tcp), Some(8080));
    }
    let addresses: BTreeSet<_> = one.pods().filter_map(|(_, pod)| pod::address(pod)).collect();
    assert_eq!(addresses.len(), one.pods().count());
}

#[test]
fn a_workload_whose_pods_are_loaded_makes_none() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web-1, labels: {app: web}}, spec: {containers: []}, status: {phase: Running, podIP: 10.244.1.2}}";
    let both = cluster(&format!("{DEPLOYMENT}\n---\n{pod}"));
    assert_eq!(names(&both), ["default/web-1"]);
    assert!(both.objects(Kind::ReplicaSet).all(|set| set.origin() == Origin::Assumed));
    // No Pod that gets an address gets this one.
    assert_eq!(both.pods().filter(|(_, pod)| pod::address(pod) == "10.244.1.2".parse().ok()).count(), 1);
}

#[test]
fn a_stateful_set_numbers_its_pods_and_a_daemon_set_follows_the_nodes() {
    let sets = cluster(
        "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {serviceName: db, replicas: 2, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: []}}}}\n---\n\
         {apiVersion: v1, kind: Service, metadata: {name: db}, spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}}\n---\n\
         {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: log}, spec: {selector: {matchLabels: {app: log}}, template: {metadata: {labels: {app: log}}, spec: {containers: []}}}}",
    );
    assert_eq!(
        sets.fetch::<Pod>("default", "db-1").unwrap().1.spec.as_ref().unwrap().subdomain.as_deref(),
        Some("db")
    );
    let slice = sets.slices_of("default", "db").next().unwrap().1;
    let hosts: Vec<_> =
        slice.endpoints.iter().flatten().map(|endpoint| endpoint.hostname.as_deref()).collect();
    assert_eq!(hosts, [Some("db-0"), Some("db-1")]);
    // One for each worker: the control plane's taint is not tolerated.
    let nodes: Vec<_> = sets
        .pods()
        .filter(|(object, _)| object.name().starts_with("log-"))
        .filter_map(|(_, pod)| pod::node(pod))
        .collect();
    assert_eq!(nodes.len(), 2, "{nodes:?}");
}

#[test]
fn services_get_addresses_node_ports_and_endpoints() {
    let text = format!(
        "{DEPLOYMENT}\n---\n{{apiVersion: v1, kind: Service, metadata: {{name: web}}, spec: {{type: NodePort, selector: {{app: web}}, ports: [{{name: a, port: 80, targetPort: http}}, {{name: b, port: 81, targetPort: nothing}}]}}}}\n---\n\
         {{apiVersion: v1, kind: Service, metadata: {{name: other}}, spec: {{type: NodePort, ports: [{{port: 80, nodePort: 30086}}]}}}}\n---\n\
         {{apiVersion: v1, kind: Service, metadata: {{name: outside}}, spec: {{type: ExternalName, externalName: example.com}}}}\n---\n\
         {{apiVersion: v1, kind: Pod, metadata: {{name: sick, labels: {{app: web}}}}, spec: {{containers: []}}, status: {{phase: Running, podIP: 10.9.0.1, conditions: [{{type: Ready, status: 'False'}}]}}}}\n---\n\
         {{apiVersion: v1, kind: Pod, metadata: {{name: done, labels: {{app: web}}}}, spec: {{containers: []}}, status: {{phase: Succeeded, podIP: 10.9.0.2}}}}"
    );
    let one = cluster(&text);
    let spec = |name: &str| one.fetch::<Service>("default", name).unwrap().1.spec.clone().unwrap();
    assert_eq!(spec("web").cluster_ip.as_deref(), Some("10.96.1.1"));
    let ports: Vec<_> = spec("web").ports.unwrap().iter().map(|port| port.node_port).collect();
    assert_eq!(ports, [Some(30087), Some(30088)]);
    assert_eq!(spec("outside").cluster_ip, None);
    // The Pod that is not ready has no port of that name: a slice of its own, without ports.
    let slices: Vec<_> = one.slices_of("default", "web").map(|(_, slice)| slice).collect();
    let mut seen: Vec<_> = slices
        .iter()
        .flat_map(|slice| slice.endpoints.iter().flatten())
        .map(|endpoint| (endpoint.addresses[0].clone(), endpoint.conditions.as_ref().unwrap().ready))
        .collect();
    seen.sort();
    assert_eq!(
        seen,
        [("10.9.0.1".to_owned(), Some(false))],
        "a loaded Pod matches the Deployment's selector: none is made, and the finished one is no endpoint"
    );
    // The old object leaves out a Pod that has none of the ports.
    let endpoints = one.fetch::<Endpoints>("default", "web").unwrap().1;
    assert!(endpoints.subsets.as_ref().is_none_or(Vec::is_empty), "{:?}", endpoints.subsets);
}

#[test]
fn endpoints_written_by_hand_are_mirrored() {
    let one = cluster(
        "{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {ports: [{port: 5432}]}}\n---\n\
         {apiVersion: v1, kind: Endpoints, metadata: {name: db}, subsets: [{addresses: [{ip: 203.0.113.5}], notReadyAddresses: [{ip: 203.0.113.6}], ports: [{port: 5432}]}]}",
    );
    let slice = one.slices_of("default", "db").next().unwrap().1;
    let ready: Vec<_> = slice
        .endpoints
        .iter()
        .flatten()
        .map(|endpoint| endpoint.conditions.as_ref().unwrap().ready)
        .collect();
    assert_eq!((ready, slice.ports.as_ref().unwrap()[0].port), (vec![Some(true), Some(false)], Some(5432)));
}

#[test]
fn a_pod_on_the_host_network_has_its_nodes_address() {
    let one = cluster(
        "{apiVersion: v1, kind: Pod, metadata: {name: agent}, spec: {hostNetwork: true, nodeName: n1, containers: []}}",
    );
    let node =
        one.nodes().next().unwrap().1.status.as_ref().unwrap().addresses.as_ref().unwrap()[0].address.clone();
    assert_eq!(pod::address(one.fetch::<Pod>("default", "agent").unwrap().1).unwrap().to_string(), node);
}
