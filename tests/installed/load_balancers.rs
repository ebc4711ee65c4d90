//! `MetalLB`: Services get their addresses out of its pools, once its controller runs.

use kubedrill::{
    cluster::{
        Cluster, Kind,
        api::{self, Target},
    },
    network::trace::{From, Outcome, Port, Request, To, Tracer},
};
use serde_json::{Value, json};

use super::{HOW, create, events, install, patch, start};

const METALLB: &str = include_str!("../../assets/manifests/metallb.yaml");

fn service(cluster: &mut Cluster, name: &str, annotations: &Value) {
    create(
        cluster,
        "default",
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "annotations": annotations},
            "spec": {"type": "LoadBalancer", "selector": {"app": "web"}, "ports": [{"port": 80}]}}),
    );
}

fn pool(cluster: &mut Cluster, name: &str, addresses: &str, more: &Value) {
    let mut spec = json!({"addresses": [addresses]});
    spec.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    create(
        cluster,
        "metallb-system",
        json!({"apiVersion": "metallb.io/v1beta1", "kind": "IPAddressPool", "metadata": {"name": name}, "spec": spec}),
    );
}

fn address(cluster: &Cluster, name: &str) -> Value {
    cluster.find(Kind::Service, "default", name).unwrap().json()["status"]["loadBalancer"]["ingress"][0]["ip"]
        .clone()
}

#[test]
fn without_a_pool_a_service_waits_and_is_told_why() {
    let mut cluster = start();
    service(&mut cluster, "web", &json!({}));
    assert!(events(&cluster, Kind::Service, "web").is_empty(), "nobody is there to say anything");
    install(&mut cluster, METALLB);
    assert_eq!(address(&cluster, "web"), Value::Null);
    assert!(events(&cluster, Kind::Service, "web").is_empty(), "without any pool it says nothing");
    pool(&mut cluster, "asked", "203.0.113.0/28", &json!({"autoAssign": false}));
    assert_eq!(
        events(&cluster, Kind::Service, "web"),
        [r#"AllocationFailed: Failed to allocate IP for "default/web": no available IPs"#]
    );
    pool(&mut cluster, "outside", "198.51.100.10-198.51.100.11", &json!({}));
    assert_eq!(address(&cluster, "web"), "198.51.100.10");
    let web = cluster.find(Kind::Service, "default", "web").unwrap();
    assert_eq!(web.annotation("metallb.io/ip-allocated-from-pool"), Some("outside"));
    assert_eq!(events(&cluster, Kind::Service, "web")[1], r#"IPAllocated: Assigned IP ["198.51.100.10"]"#);
    // The pool is spent by the second; the third waits until one is given back.
    service(&mut cluster, "two", &json!({}));
    service(&mut cluster, "three", &json!({}));
    assert_eq!((address(&cluster, "two"), address(&cluster, "three")), (json!("198.51.100.11"), Value::Null));
    patch(&mut cluster, Kind::Service, "default", "two", &json!({"spec": {"type": "ClusterIP"}}));
    assert_eq!((address(&cluster, "two"), address(&cluster, "three")), (Value::Null, json!("198.51.100.11")));
    let two = cluster.find(Kind::Service, "default", "two").unwrap();
    assert_eq!(two.annotation("metallb.io/ip-allocated-from-pool"), None);
}

#[test]
fn a_pool_without_its_controller_gives_nothing() {
    let mut cluster = start();
    let (definitions, _) = METALLB.split_once("kind: Deployment").unwrap();
    install(&mut cluster, definitions.rsplit_once("---").unwrap().0);
    pool(&mut cluster, "outside", "198.51.100.0/28", &json!({}));
    service(&mut cluster, "web", &json!({}));
    assert_eq!(address(&cluster, "web"), Value::Null);
}

#[test]
fn a_service_may_ask_for_a_pool_or_an_address() {
    let mut cluster = start();
    install(&mut cluster, METALLB);
    pool(&mut cluster, "a", "198.51.100.0/28", &json!({}));
    pool(&mut cluster, "asked", "203.0.113.0/28", &json!({"autoAssign": false}));
    pool(&mut cluster, "others", "192.0.2.0/28", &json!({"serviceAllocation": {"namespaces": ["infra"]}}));
    for (name, annotations, expected) in [
        ("any", json!({}), json!("198.51.100.0")),
        ("pool", json!({"metallb.io/address-pool": "asked"}), json!("203.0.113.0")),
        ("one", json!({"metallb.io/loadBalancerIPs": "203.0.113.7"}), json!("203.0.113.7")),
        ("far", json!({"metallb.io/loadBalancerIPs": "10.0.0.1"}), Value::Null),
        ("unknown", json!({"metallb.io/address-pool": "none"}), Value::Null),
        ("others", json!({"metallb.io/loadBalancerIPs": "192.0.2.7"}), Value::Null),
    ] {
        service(&mut cluster, name, &annotations);
        assert_eq!(address(&cluster, name), expected, "{name}");
    }
    assert_eq!(
        events(&cluster, Kind::Service, "unknown"),
        [r#"AllocationFailed: Failed to allocate IP for "default/unknown": unknown pool "none""#]
    );
}

#[test]
fn a_speaker_announces_an_address_once_there_is_an_endpoint() {
    let mut cluster = start();
    install(&mut cluster, METALLB);
    pool(&mut cluster, "outside", "198.51.100.0/28", &json!({}));
    service(&mut cluster, "web", &json!({}));
    create(
        &mut cluster,
        "metallb-system",
        json!({"apiVersion": "metallb.io/v1beta1", "kind": "L2Advertisement", "metadata": {"name": "all"}}),
    );
    let announced = |cluster: &Cluster| -> Vec<String> {
        let all = events(cluster, Kind::Service, "web");
        all.into_iter().filter(|event| event.starts_with("nodeAssigned")).collect()
    };
    assert!(announced(&cluster).is_empty());
    create(
        &mut cluster,
        "default",
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}),
    );
    assert_eq!(
        announced(&cluster),
        [r#"nodeAssigned: announcing from node "control-plane" with protocol "layer2""#]
    );
}

/// A kind of `MetalLB`'s, by its name.
fn kind(cluster: &Cluster, name: &str) -> Kind {
    api::served_kind(cluster, &json!({"apiVersion": "metallb.io/v1beta1", "kind": name})).unwrap()
}

fn remove(cluster: &mut Cluster, name: &str, object: &str) {
    let target = Target { kind: kind(cluster, name), namespace: "metallb-system", name: object };
    api::delete(cluster, &target, &HOW).unwrap();
}

fn undefine(cluster: &mut Cluster, plural: &str) {
    let name = format!("{plural}.metallb.io");
    let target = Target { kind: Kind::CustomResourceDefinition, namespace: "", name: &name };
    api::delete(cluster, &target, &HOW).unwrap();
}

#[test]
fn without_the_definition_of_pools_what_was_given_stays() {
    let mut cluster = start();
    install(&mut cluster, METALLB);
    pool(&mut cluster, "a", "198.51.100.0/28", &json!({}));
    service(&mut cluster, "web", &json!({}));
    undefine(&mut cluster, "ipaddresspools");
    patch(&mut cluster, Kind::Service, "default", "web", &json!({"metadata": {"labels": {"a": "b"}}}));
    assert_eq!(address(&cluster, "web"), "198.51.100.0");
}

#[test]
fn an_address_that_leaves_all_pools_is_taken_back_and_another_one_chosen() {
    let mut cluster = start();
    install(&mut cluster, METALLB);
    pool(&mut cluster, "a", "198.51.100.0/28", &json!({}));
    service(&mut cluster, "web", &json!({}));
    assert_eq!(address(&cluster, "web"), "198.51.100.0");
    let pools = kind(&cluster, "IPAddressPool");
    patch(&mut cluster, pools, "metallb-system", "a", &json!({"spec": {"addresses": ["198.51.100.0/29"]}}));
    assert_eq!(address(&cluster, "web"), "198.51.100.0", "it is still allowed");
    patch(&mut cluster, pools, "metallb-system", "a", &json!({"spec": {"addresses": ["203.0.113.8/30"]}}));
    assert_eq!(address(&cluster, "web"), "203.0.113.8");
    let cleared = r#"ClearAssignment: current IP for "default/web" not allowed by config, will attempt for new IP assignment: ["198.51.100.0"] is not allowed in config"#;
    assert_eq!(events(&cluster, Kind::Service, "web")[1], cleared);
    // The Service may change its mind.
    pool(&mut cluster, "b", "192.0.2.0/28", &json!({}));
    let wish = |name: &str, value: Value| json!({"metadata": {"annotations": {name: value}}});
    patch(&mut cluster, Kind::Service, "default", "web", &wish("metallb.io/address-pool", json!("b")));
    assert_eq!(address(&cluster, "web"), "192.0.2.0");
    patch(
        &mut cluster,
        Kind::Service,
        "default",
        "web",
        &wish("metallb.io/loadBalancerIPs", json!("192.0.2.7")),
    );
    assert_eq!(address(&cluster, "web"), "192.0.2.7");
    patch(&mut cluster, Kind::Service, "default", "web", &wish("metallb.io/loadBalancerIPs", Value::Null));
    assert_eq!(address(&cluster, "web"), "192.0.2.7", "who asks for no address keeps what it has");
    patch(&mut cluster, Kind::Service, "default", "web", &wish("metallb.io/address-pool", Value::Null));
    remove(&mut cluster, "IPAddressPool", "b");
    assert_eq!(address(&cluster, "web"), "203.0.113.8");
    remove(&mut cluster, "IPAddressPool", "a");
    assert_eq!(address(&cluster, "web"), Value::Null);
    let web = cluster.find(Kind::Service, "default", "web").unwrap();
    assert_eq!(web.annotation("metallb.io/ip-allocated-from-pool"), None);
}

#[test]
fn who_is_outside_reaches_an_address_only_while_it_is_announced() {
    let mut cluster = start();
    install(&mut cluster, METALLB);
    pool(&mut cluster, "a", "198.51.100.0/28", &json!({}));
    service(&mut cluster, "web", &json!({}));
    let advertise = |cluster: &mut Cluster, pool: &str| {
        let manifest = json!({"apiVersion": "metallb.io/v1beta1", "kind": "L2Advertisement", "metadata": {"name": pool}, "spec": {"ipAddressPools": [pool]}});
        create(cluster, "metallb-system", manifest);
    };
    let outcome = |cluster: &Cluster, from: &str| {
        let (from, to) = (From::read(from).unwrap(), To::read("198.51.100.0").unwrap().0);
        let port = Some(Port::Number(80));
        Tracer::new(cluster).trace(&Request { from, to, port, protocol: None, node: None }).unwrap().outcome
    };
    let pod = |name: &str| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": name}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}});
    create(&mut cluster, "default", pod("web"));
    assert_eq!(outcome(&cluster, "ip:203.0.113.9"), Outcome::TimedOut);
    assert_eq!(outcome(&cluster, "default/web"), Outcome::Delivered, "nodes know it");
    advertise(&mut cluster, "others");
    assert_eq!(outcome(&cluster, "ip:203.0.113.9"), Outcome::TimedOut);
    advertise(&mut cluster, "a");
    assert_eq!(outcome(&cluster, "ip:203.0.113.9"), Outcome::Delivered);
    // Of what routers are told nothing is known here, and neither is what there is of a kind without its definition.
    let mut by_routers = cluster.clone();
    remove(&mut by_routers, "L2Advertisement", "a");
    assert_eq!(outcome(&by_routers, "ip:203.0.113.9"), Outcome::TimedOut);
    let mut undefined = by_routers.clone();
    undefine(&mut undefined, "l2advertisements");
    assert_eq!(outcome(&undefined, "ip:203.0.113.9"), Outcome::Delivered);
    create(
        &mut by_routers,
        "",
        json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "bgpadvertisements.metallb.io"},
            "spec": {"group": "metallb.io", "scope": "Namespaced", "names": {"kind": "BGPAdvertisement", "plural": "bgpadvertisements", "singular": "bgpadvertisement"},
                "versions": [{"name": "v1beta1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}]}}),
    );
    assert_eq!(outcome(&by_routers, "ip:203.0.113.9"), Outcome::TimedOut);
    create(
        &mut by_routers,
        "metallb-system",
        json!({"apiVersion": "metallb.io/v1beta1", "kind": "BGPAdvertisement", "metadata": {"name": "all"}}),
    );
    assert_eq!(outcome(&by_routers, "ip:203.0.113.9"), Outcome::Delivered);
    let target = Target { kind: Kind::Pod, namespace: "default", name: "web" };
    api::delete(&mut cluster, &target, &HOW).unwrap();
    assert_eq!(
        outcome(&cluster, "ip:203.0.113.9"),
        Outcome::TimedOut,
        "without an endpoint nobody answers for it"
    );
    create(&mut cluster, "default", pod("other"));
    assert_eq!(outcome(&cluster, "default/other"), Outcome::Refused);
}
