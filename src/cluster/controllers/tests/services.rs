//! Endpoints and load balancers follow from Services and Pods.

use serde_json::json;

use super::{Lab, deployment};
use crate::cluster::{Key, Kind};

#[test]
fn endpoints_follow_pods_and_keep_their_place() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 2));
    lab.create(json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}));
    let addresses = |lab: &Lab| {
        let subsets = lab.get(Kind::Endpoints, "web").json()["subsets"].clone();
        subsets[0]["addresses"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(addresses(&lab), 2);
    let slice = lab.cluster.slices_of("default", "web").next().unwrap().0.clone();
    assert!(slice.annotation("endpoints.kubernetes.io/last-change-trigger-time").is_some());
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 0}}));
    assert_eq!(addresses(&lab), 0);
    let emptied = lab.cluster.slices_of("default", "web").next().unwrap().0.clone();
    assert_eq!((emptied.uid(), emptied.json()["endpoints"].clone()), (slice.uid(), json!([])));
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 1}}));
    lab.cluster.remove(&Key::new(Kind::EndpointSlice, "default", slice.name()));
    lab.patch(Kind::Service, "web", json!({"metadata": {"labels": {"a": "b"}}}));
    assert_eq!(lab.cluster.slices_of("default", "web").count(), 1);
    lab.delete(Kind::Service, "web");
    assert_eq!(
        lab.cluster.slices_of("default", "web").count()
            + lab.all(Kind::Endpoints).iter().filter(|one| one.name() == "web").count(),
        0
    );
}

#[test]
fn a_load_balancer_has_an_address_only_where_somebody_gives_it() {
    let mut lab = Lab::new();
    let service = |name: &str| json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}});
    lab.create(service("a"));
    assert_eq!(lab.get(Kind::Service, "a").json()["status"], json!({"loadBalancer": {}}));
    lab.cluster.settings.load_balancers = Some([192, 0, 2, 10].into()..=[192, 0, 2, 10].into());
    lab.create(service("b"));
    assert_eq!(
        lab.get(Kind::Service, "a").json()["status"]["loadBalancer"]["ingress"][0]["ip"],
        "192.0.2.10"
    );
    assert_eq!(lab.get(Kind::Service, "b").json()["status"], json!({"loadBalancer": {}}));
    lab.delete(Kind::Service, "a");
    assert_eq!(
        lab.get(Kind::Service, "b").json()["status"]["loadBalancer"]["ingress"][0]["ip"],
        "192.0.2.10"
    );
}
