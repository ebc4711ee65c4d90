//! What a server makes of manifests of Gateway API: defaults, and refusals in the words of the definitions.

use serde_json::{Value, json};

use crate::cluster::{
    Cluster, Kind, LoadOptions,
    api::{self, Body, How, Target},
    load,
};

fn created(kind: &str, spec: Value) -> Result<Value, String> {
    let mut cluster: Cluster = load(&[], &LoadOptions::default()).unwrap().cluster;
    let mut body =
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": kind, "metadata": {"name": "web"}});
    body["spec"] = spec;
    let kind = api::kind_of_body(&body).unwrap();
    let namespace = if kind.namespaced() { "default" } else { "" };
    let target = Target { kind, namespace, name: "" };
    let how = How::at("2026-11-27T09:00:00Z");
    match api::create(&mut cluster, &target, &Body::from(body), &how) {
        Ok(object) => Ok(object.json()["spec"].clone()),
        Err(status) => Err(status.message),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
fn gateway(listeners: Value) -> Result<Value, String> {
    created("Gateway", json!({"gatewayClassName": "example", "listeners": listeners}))
}

#[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
fn route(rules: Value) -> Result<Value, String> {
    created("HTTPRoute", json!({"parentRefs": [{"name": "web"}], "rules": rules}))
}

/// The refusal's words after `The KIND "web" is invalid: `.
fn why(answer: Result<Value, String>) -> String {
    let message = answer.unwrap_err();
    message.split_once(" is invalid: ").map(|(_, why)| why.to_owned()).unwrap_or(message)
}

#[test]
fn a_gateway_has_the_defaults_of_its_definition() {
    let spec = gateway(json!([
        {"name": "http", "port": 80, "protocol": "HTTP"},
        {"name": "https", "port": 443, "protocol": "HTTPS", "tls": {"certificateRefs": [{"name": "c"}]},
         "allowedRoutes": {"kinds": [{"kind": "HTTPRoute"}]}},
    ]));
    assert_eq!(
        spec.unwrap()["listeners"],
        json!([
            {"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": {"namespaces": {"from": "Same"}}},
            {"name": "https", "port": 443, "protocol": "HTTPS",
             "tls": {"mode": "Terminate", "certificateRefs": [{"group": "", "kind": "Secret", "name": "c"}]},
             "allowedRoutes": {"namespaces": {"from": "Same"}, "kinds": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute"}]}},
        ])
    );
}

#[test]
fn a_route_has_the_defaults_of_its_definition() {
    let spec = route(json!([
        {"backendRefs": [{"name": "a", "port": 80}]},
        {"matches": [{"headers": [{"name": "x", "value": "1"}]}], "filters": [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https"}}]},
    ]));
    let path = json!({"type": "PathPrefix", "value": "/"});
    assert_eq!(
        spec.unwrap(),
        json!({
            "parentRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "web"}],
            "rules": [
                {"matches": [{"path": path}], "backendRefs": [{"group": "", "kind": "Service", "name": "a", "port": 80, "weight": 1}]},
                {"matches": [{"path": path, "headers": [{"type": "Exact", "name": "x", "value": "1"}]}],
                 "filters": [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 302}}]},
            ],
        })
    );
    assert_eq!(created("HTTPRoute", json!({})).unwrap()["rules"], json!([{"matches": [{"path": path}]}]));
    let grpc = created("GRPCRoute", json!({"rules": [{"matches": [{"method": {"service": "shop.Cart"}}]}]}));
    assert_eq!(
        grpc.unwrap()["rules"],
        json!([{"matches": [{"method": {"type": "Exact", "service": "shop.Cart"}}]}])
    );
}

#[test]
fn listeners_are_refused_in_the_words_of_the_definition() {
    let one = |more: Value| {
        let mut listener = json!({"name": "one", "port": 80, "protocol": "HTTP"});
        listener.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        why(gateway(json!([listener])))
    };
    for (more, expected) in [
        (
            json!({"tls": {"certificateRefs": [{"name": "c"}]}}),
            "spec.listeners: Invalid value: tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
        ),
        (
            json!({"protocol": "HTTPS", "tls": {"mode": "Passthrough"}}),
            "spec.listeners: Invalid value: tls mode must be Terminate for protocol HTTPS",
        ),
        (
            json!({"protocol": "HTTPS", "tls": {}}),
            "spec.listeners[0].tls: Invalid value: certificateRefs or options must be specified when mode is Terminate",
        ),
        (
            json!({"protocol": "TCP", "hostname": "a.example.com"}),
            "spec.listeners: Invalid value: hostname must not be specified for protocols ['TCP', 'UDP']",
        ),
        (json!({"protocol": "TLS"}), "spec.listeners: Invalid value: tls mode must be set for protocol TLS"),
    ] {
        assert_eq!(one(more), expected);
    }
    let wrong = one(json!({"port": "80"}));
    assert!(
        wrong.starts_with(r#"[spec.listeners[0].port: Invalid value: "string": spec.listeners[0].port in body must be of type integer: "string", <nil>: "#),
        "{wrong}"
    );
    let twice =
        json!([{"name": "a", "port": 80, "protocol": "HTTP"}, {"name": "b", "port": 80, "protocol": "HTTP"}]);
    assert_eq!(
        why(gateway(twice)),
        "spec.listeners: Invalid value: Combination of port, protocol and hostname must be unique for each listener"
    );
    // HTTPS without `tls` is for the controller to refuse.
    assert!(gateway(json!([{"name": "a", "port": 443, "protocol": "HTTPS"}])).is_ok());
}

#[test]
fn routes_are_refused_in_the_words_of_the_definition() {
    let redirect = json!({"type": "RequestRedirect", "requestRedirect": {"scheme": "https"}});
    let rewrite = |path: Value| json!({"type": "URLRewrite", "urlRewrite": {"path": path}});
    let new = json!({"type": "ReplacePrefixMatch", "replacePrefixMatch": "/new"});
    let old = json!({"path": {"type": "PathPrefix", "value": "/old"}});
    let backend = json!({"name": "a", "port": 80});
    for (rule, expected) in [
        (
            json!({"matches": [old], "filters": [redirect, rewrite(new.clone())]}),
            "spec.rules[0].filters: Invalid value: May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both",
        ),
        (
            json!({"filters": [redirect], "backendRefs": [backend]}),
            "spec.rules[0]: Invalid value: RequestRedirect filter must not be used together with backendRefs",
        ),
        (
            json!({"matches": [{"path": {"type": "Exact", "value": "/old"}}], "filters": [rewrite(new)]}),
            "spec.rules[0]: Invalid value: When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        ),
        (
            json!({"backendRefs": [{"name": "a"}]}),
            "spec.rules[0].backendRefs[0]: Invalid value: Must have port for Service reference",
        ),
        (
            json!({"filters": [{"type": "URLRewrite"}]}),
            "spec.rules[0].filters[0]: Invalid value: filter.urlRewrite must be specified for URLRewrite filter.type",
        ),
        (
            json!({"matches": [{"path": {"value": "api"}}]}),
            "spec.rules[0].matches[0].path: Invalid value: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
        ),
    ] {
        assert_eq!(why(route(json!([rule]))), expected);
    }
    let prefix = why(route(json!([{"matches": [{"path": {"type": "Prefix", "value": "/api"}}]}])));
    assert!(
        prefix.starts_with(r#"[spec.rules[0].matches[0].path.type: Unsupported value: "Prefix": supported values: "Exact", "PathPrefix", "RegularExpression", "#),
        "{prefix}"
    );
    let parents = created("HTTPRoute", json!({"parentRefs": [{"name": "a"}, {"name": "a"}]}));
    assert_eq!(
        why(parents),
        "spec.parentRefs: Invalid value: sectionName must be unique when parentRefs includes 2 or more references to the same parent"
    );
    let method = created(
        "GRPCRoute",
        json!({"rules": [{"matches": [{"method": {"type": "Exact", "service": "/shop"}}]}]}),
    );
    assert!(why(method).starts_with(
        "spec.rules[0].matches[0].method: Invalid value: service must only contain valid characters"
    ));
}

#[test]
fn a_misspelt_field_is_named() {
    let mut spec = json!({"gatewayClassName": "example", "listener": []});
    let answer = created("Gateway", spec.clone()).unwrap_err();
    assert!(answer.ends_with(r#"strict decoding error: unknown field "spec.listener""#), "{answer}");
    spec["listeners"] = json!([{"name": "a", "port": 80, "protocol": "HTTP", "allowedRoute": {}}]);
    let answer = created("Gateway", spec).unwrap_err();
    assert!(answer.contains(r#"unknown field "spec.listeners[0].allowedRoute""#), "{answer}");
}

#[test]
fn every_kind_has_its_form() {
    for kind in [Kind::GatewayClass, Kind::Gateway, Kind::HTTPRoute, Kind::GRPCRoute, Kind::ReferenceGrant] {
        assert!(kind.declaration().form.is_some(), "{kind}");
    }
    let class = created("GatewayClass", json!({"controllerName": "example"}));
    assert!(why(class).starts_with(
        r#"spec.controllerName: Invalid value: "example": spec.controllerName in body should match '"#
    ));
}
