//! The statuses of Gateway API, and the addresses of Gateways.

use kubedrill::cluster::{Cluster, Kind};
use serde_json::{Value, json};

use super::{conditions, create, install, patch, start};

#[test]
fn classes_gateways_and_routes_are_told_how_they_stand() {
    let mut cluster = start();
    let status = |cluster: &Cluster, kind: Kind, name: &str| {
        let namespace = if kind == Kind::GatewayClass { "" } else { "default" };
        cluster.find(kind, namespace, name).unwrap().json()["status"].clone()
    };
    let gateway = "gateway.networking.k8s.io/v1";
    create(
        &mut cluster,
        "default",
        json!({"apiVersion": gateway, "kind": "Gateway", "metadata": {"name": "web"}, "spec": {
        "gatewayClassName": "nginx", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}),
    );
    assert_eq!(
        conditions(&status(&cluster, Kind::Gateway, "web")["conditions"]),
        ["Accepted=Unknown Pending", "Programmed=Unknown Pending"]
    );
    create(
        &mut cluster,
        "",
        json!({"apiVersion": gateway, "kind": "GatewayClass", "metadata": {"name": "nginx"}, "spec": {"controllerName": "gateway.nginx.org/nginx-gateway-controller"}}),
    );
    assert_eq!(
        conditions(&status(&cluster, Kind::GatewayClass, "nginx")["conditions"]),
        ["Accepted=True Accepted"]
    );
    assert_eq!(
        conditions(&status(&cluster, Kind::Gateway, "web")["conditions"]),
        ["Accepted=True Accepted", "Programmed=False AddressNotAssigned"]
    );
    cluster.settings.load_balancers = Some([192, 0, 2, 10].into()..=[192, 0, 2, 20].into());
    create(
        &mut cluster,
        "default",
        json!({"apiVersion": gateway, "kind": "HTTPRoute", "metadata": {"name": "shop"}, "spec": {
        "parentRefs": [{"name": "web"}], "rules": [{"backendRefs": [{"name": "shop", "port": 80}]}]}}),
    );
    let web = status(&cluster, Kind::Gateway, "web");
    assert_eq!(conditions(&web["conditions"]), ["Accepted=True Accepted", "Programmed=True Programmed"]);
    assert_eq!(
        (&web["addresses"][0]["value"], &web["listeners"][0]["attachedRoutes"]),
        (&json!("192.0.2.20"), &json!(1))
    );
    let parent = |cluster: &Cluster| status(cluster, Kind::HTTPRoute, "shop")["parents"][0].clone();
    assert_eq!(parent(&cluster)["controllerName"], "gateway.nginx.org/nginx-gateway-controller");
    assert_eq!(
        conditions(&parent(&cluster)["conditions"]),
        ["Accepted=True Accepted", "ResolvedRefs=False BackendNotFound"]
    );
    create(
        &mut cluster,
        "default",
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}, "spec": {"ports": [{"port": 80}]}}),
    );
    assert_eq!(
        conditions(&parent(&cluster)["conditions"]),
        ["Accepted=True Accepted", "ResolvedRefs=True ResolvedRefs"]
    );
    patch(
        &mut cluster,
        Kind::HTTPRoute,
        "default",
        "shop",
        &json!({"spec": {"parentRefs": [{"name": "web", "sectionName": "https"}]}}),
    );
    assert_eq!(conditions(&parent(&cluster)["conditions"])[0], "Accepted=False NoMatchingParent");
    assert_eq!(parent(&cluster)["conditions"][0]["observedGeneration"], 2);
}

const METALLB: &str = include_str!("../../assets/manifests/metallb.yaml");
const GATEWAY: &str = "gateway.networking.k8s.io/v1";

fn gateway(cluster: &mut Cluster) {
    create(
        cluster,
        "",
        json!({"apiVersion": GATEWAY, "kind": "GatewayClass", "metadata": {"name": "edge"}, "spec": {"controllerName": "example.com/edge"}}),
    );
    create(
        cluster,
        "default",
        json!({"apiVersion": GATEWAY, "kind": "Gateway", "metadata": {"name": "web"}, "spec": {
            "gatewayClassName": "edge", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}),
    );
}

fn web(cluster: &Cluster) -> &Value {
    &cluster.find(Kind::Gateway, "default", "web").unwrap().json()["status"]
}

#[test]
fn a_gateway_is_programmed_once_a_pool_gives_it_an_address() {
    let mut cluster = start();
    gateway(&mut cluster);
    install(&mut cluster, METALLB);
    assert_eq!(conditions(&web(&cluster)["conditions"])[1], "Programmed=False AddressNotAssigned");
    create(
        &mut cluster,
        "metallb-system",
        json!({"apiVersion": "metallb.io/v1beta1", "kind": "IPAddressPool", "metadata": {"name": "outside"}, "spec": {"addresses": ["198.51.100.8/30"]}}),
    );
    assert_eq!(conditions(&web(&cluster)["conditions"])[1], "Programmed=True Programmed");
    assert_eq!(web(&cluster)["addresses"], json!([{"type": "IPAddress", "value": "198.51.100.11"}]));
}

#[test]
fn a_grpc_route_is_told_how_it_stands() {
    let mut cluster = start();
    gateway(&mut cluster);
    let backend = json!({"name": "cart", "port": 9000});
    create(
        &mut cluster,
        "default",
        json!({"apiVersion": GATEWAY, "kind": "GRPCRoute", "metadata": {"name": "cart"}, "spec": {
            "parentRefs": [{"name": "web"}], "hostnames": ["cart.example.com"],
            "rules": [{"matches": [{"method": {"service": "shop.Cart"}}], "backendRefs": [backend]}]}}),
    );
    let parent = |cluster: &Cluster| {
        cluster.find(Kind::GRPCRoute, "default", "cart").unwrap().json()["status"]["parents"][0].clone()
    };
    assert_eq!(parent(&cluster)["controllerName"], "example.com/edge");
    assert_eq!(
        conditions(&parent(&cluster)["conditions"]),
        ["Accepted=True Accepted", "ResolvedRefs=False BackendNotFound"]
    );
    create(
        &mut cluster,
        "default",
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "cart"}, "spec": {"ports": [{"port": 9000}]}}),
    );
    assert_eq!(conditions(&parent(&cluster)["conditions"])[1], "ResolvedRefs=True ResolvedRefs");
    let listener = &web(&cluster)["listeners"][0];
    assert_eq!(
        (&listener["attachedRoutes"], &listener["supportedKinds"][1]["kind"]),
        (&json!(1), &json!("GRPCRoute"))
    );
    // A Service of another namespace needs a grant for GRPCRoutes; one for HTTPRoutes is none.
    let far = json!({"name": "cart", "namespace": "kube-system", "port": 9000});
    patch(
        &mut cluster,
        Kind::GRPCRoute,
        "default",
        "cart",
        &json!({"spec": {"rules": [{"backendRefs": [far]}]}}),
    );
    let grant = |kind: &str| {
        json!({"apiVersion": GATEWAY, "kind": "ReferenceGrant", "metadata": {"name": kind.to_lowercase()}, "spec": {
            "from": [{"group": "gateway.networking.k8s.io", "kind": kind, "namespace": "default"}], "to": [{"group": "", "kind": "Service"}]}})
    };
    create(&mut cluster, "kube-system", grant("HTTPRoute"));
    assert_eq!(conditions(&parent(&cluster)["conditions"])[1], "ResolvedRefs=False RefNotPermitted");
    create(&mut cluster, "kube-system", grant("GRPCRoute"));
    assert_eq!(conditions(&parent(&cluster)["conditions"])[1], "ResolvedRefs=False BackendNotFound");
    // A listener that takes HTTPRoutes alone.
    let listener = json!({"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": {"kinds": [{"kind": "HTTPRoute"}]}});
    patch(&mut cluster, Kind::Gateway, "default", "web", &json!({"spec": {"listeners": [listener]}}));
    assert_eq!(conditions(&parent(&cluster)["conditions"])[0], "Accepted=False NotAllowedByListeners");
    assert_eq!(web(&cluster)["listeners"][0]["attachedRoutes"], 0);
}
