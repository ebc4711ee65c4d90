//! What a namespace has from its beginning, and a cluster that was loaded.

use serde_json::json;

use super::{COMPLETE, Lab, run};
use crate::cluster::{Cluster, Kind, LoadOptions, load};

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
