//! Ingresses have an address, and are served, where a controller of their class runs.

use kubedrill::{
    cluster::{
        Cluster, Kind,
        api::{self, Target},
    },
    network::http::{Entry, HttpRequest, Missing, Routes, Scheme},
};
use serde_json::{Value, json};

use super::{HOW, create, install, start};

#[test]
fn an_ingress_has_an_address_where_a_controller_of_its_class_runs() {
    let mut cluster = start();
    create(
        &mut cluster,
        "",
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "nginx"}, "spec": {"controller": "k8s.io/ingress-nginx"}}),
    );
    create(
        &mut cluster,
        "default",
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "shop"}, "spec": {
        "ingressClassName": "nginx", "defaultBackend": {"service": {"name": "shop", "port": {"number": 80}}}}}),
    );
    let address = |cluster: &Cluster| {
        cluster.find(Kind::Ingress, "default", "shop").unwrap().json()["status"]["loadBalancer"]["ingress"][0]
            ["ip"]
            .clone()
    };
    assert_eq!(address(&cluster), Value::Null);
    create(
        &mut cluster,
        "",
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ingress-nginx"}}),
    );
    let labels = json!({"app": "controller"});
    create(
        &mut cluster,
        "ingress-nginx",
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "controller"}, "spec": {
        "selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "c", "image": "registry.k8s.io/ingress-nginx/controller:v1.14.0"}]}}}}),
    );
    let node = cluster.find(Kind::Node, "", "worker").unwrap().json()["status"]["addresses"].clone();
    assert!(node.as_array().unwrap().iter().any(|one| one["address"] == address(&cluster)), "{node}");
}

/// Class and manifest of each controller of the course, with the Deployment that it runs as.
const CONTROLLERS: [(&str, &str, (&str, &str)); 5] = [
    (
        "nginx",
        include_str!("../../assets/manifests/ingress-nginx.yaml"),
        ("ingress-nginx", "ingress-nginx-controller"),
    ),
    ("traefik", include_str!("../../assets/manifests/traefik.yaml"), ("traefik", "traefik")),
    (
        "haproxy",
        include_str!("../../assets/manifests/haproxy-ingress.yaml"),
        ("haproxy-controller", "haproxy-kubernetes-ingress"),
    ),
    ("contour", include_str!("../../assets/manifests/contour.yaml"), ("projectcontour", "envoy")),
    ("kong", include_str!("../../assets/manifests/kong.yaml"), ("kong", "kong-proxy")),
];

fn shop(cluster: &mut Cluster, class: &str) {
    create(
        cluster,
        "default",
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}, "spec": {"ports": [{"port": 80}]}}),
    );
    create(
        cluster,
        "default",
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "shop"}, "spec": {
            "ingressClassName": class, "defaultBackend": {"service": {"name": "shop", "port": {"number": 80}}}}}),
    );
}

fn address(cluster: &Cluster) -> &Value {
    &cluster.find(Kind::Ingress, "default", "shop").unwrap().json()["status"]["loadBalancer"]["ingress"][0]["ip"]
}

/// Whether somebody answers a request from outside, if only to say that the Service has no Pods.
fn is_served(cluster: &Cluster) -> bool {
    let request = HttpRequest::get(Scheme::Http, "shop.example.com", "/");
    let routed = Routes::compile(cluster, Missing::Counts).route(&request, &Entry::Only);
    routed.is_ok_and(|routed| routed.status.is_some_and(|status| status != 404))
}

#[test]
fn each_controller_of_the_course_gives_its_class_an_address_once_it_runs() {
    for (class, manifest, (namespace, name)) in CONTROLLERS {
        let mut cluster = start();
        install(&mut cluster, manifest);
        shop(&mut cluster, class);
        assert!(address(&cluster).is_string(), "{class}");
        assert!(is_served(&cluster), "{class}");
        // The class stays, the controller goes: nobody answers.
        let target = Target { kind: Kind::Deployment, namespace, name };
        api::delete(&mut cluster, &target, &HOW).unwrap();
        assert!(!is_served(&cluster), "{class}");
    }
}

#[test]
fn a_class_alone_gives_no_address_and_serves_nobody() {
    let mut cluster = start();
    for (class, manifest, _) in CONTROLLERS {
        let (_, rest) = manifest.split_once("kind: IngressClass").unwrap();
        let controller = rest.split_once("controller: ").unwrap().1.lines().next().unwrap();
        create(
            &mut cluster,
            "",
            json!({"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": class}, "spec": {"controller": controller}}),
        );
    }
    shop(&mut cluster, "contour");
    assert_eq!((address(&cluster), is_served(&cluster)), (&Value::Null, false));
}
