//! What a namespace has from its beginning, and a cluster that was loaded.

use serde_json::json;

use super::{COMPLETE, Lab, deployment, pod, run};
use crate::cluster::{Cluster, Kind, LoadOptions, Object, load};

#[test]
fn each_namespace_has_its_account_and_its_certificate() {
    let mut lab = Lab::new();
    lab.create(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}));
    assert!(lab.cluster.find(Kind::ServiceAccount, "shop", "default").is_some());
    assert!(lab.cluster.find(Kind::ConfigMap, "shop", "kube-root-ca.crt").is_some());
    let shop = lab.cluster.find(Kind::Namespace, "", "shop").unwrap();
    assert_eq!((&shop.json()["status"]["phase"], shop.labels().len()), (&json!("Active"), 1));
}

#[test]
fn what_was_loaded_is_taken_over_as_it_is() {
    let yaml = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: nginx, image: nginx}]}}}}";
    let source = crate::cluster::Source { name: "f.yaml", bytes: yaml.as_bytes() };
    let mut cluster = load(&[source], &LoadOptions::default()).unwrap().cluster;
    let names = |cluster: &Cluster| -> Vec<String> {
        cluster.objects_in(Kind::Pod, "default").map(|pod| pod.name().to_owned()).collect()
    };
    let loaded = names(&cluster);
    run(&mut cluster, "2026-11-27T08:00:00Z");
    assert_eq!(names(&cluster), loaded);
    let mut lab = Lab { cluster, minute: 0 };
    assert_eq!(
        (lab.sets(), lab.conditions(Kind::Deployment, "web")),
        (vec![(3, 3, 3)], COMPLETE.map(str::to_owned).to_vec())
    );
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 2}}));
    assert_eq!(lab.sets(), [(2, 2, 2)]);
    assert!(names(&lab.cluster).iter().all(|name| loaded.contains(name)));
}

#[test]
fn a_node_that_is_deleted_stays_away_and_its_pods_go() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 4));
    lab.create(json!({"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "agent"}, "spec": {
        "selector": {"matchLabels": {"app": "agent"}},
        "template": {"metadata": {"labels": {"app": "agent"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}}}));
    let mut lost = pod("lost", json!({"image": "nginx"}));
    lost["spec"]["nodeName"] = "nowhere".into();
    lab.create(lost);
    let nodes =
        |lab: &Lab| -> Vec<String> { lab.cluster.nodes().map(|(node, _)| node.name().to_owned()).collect() };
    let here = |lab: &Lab, node: &str| {
        let on_it = |pod: &&&Object| pod.json()["spec"]["nodeName"] == node;
        lab.all(Kind::Pod).iter().filter(on_it).count()
    };
    assert_eq!((nodes(&lab).len(), here(&lab, "worker"), here(&lab, "worker2")), (3, 3, 3));
    lab.delete(Kind::Node, "worker");
    assert_eq!(nodes(&lab), ["control-plane", "worker2"]);
    assert_eq!((here(&lab, "worker"), here(&lab, "worker2"), here(&lab, "nowhere")), (0, 5, 1));
    assert_eq!(lab.sets(), [(4, 4, 4)]);
    let daemons = lab.status(Kind::DaemonSet, "agent");
    assert_eq!((&daemons["desiredNumberScheduled"], &daemons["numberReady"]), (&json!(1), &json!(1)));
    assert!(!lab.events(Kind::DaemonSet).iter().any(|event| event.starts_with("SuccessfulDelete")));
    // A node that joins brings back neither the deleted one nor one that only a Pod names.
    lab.create(json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker3"}}));
    assert_eq!(nodes(&lab), ["control-plane", "worker2", "worker3"]);
    assert_eq!(here(&lab, "worker3"), 1, "the daemon");
}
