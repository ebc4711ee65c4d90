//! Clusters for tests: Services with ready Pods, and whatever a test adds.

use crate::cluster::{Cluster, LoadOptions, Source, load};

/// A cluster of YAML documents.
pub fn cluster(yaml: &str) -> Cluster {
    let loaded = load(&[Source { name: "test.yaml", bytes: yaml.as_bytes() }], &LoadOptions::default());
    loaded.unwrap_or_else(|problems| panic!("{problems:#?}\n{yaml}")).cluster
}

/// A Service on port 80 with one ready Pod for each name (`NAMESPACE/NAME`), as YAML.
pub fn services(names: &[&str]) -> String {
    let one = |full: &&str| {
        let (namespace, name) = full.split_once('/').unwrap_or(("default", full));
        format!(
            "
---
{{apiVersion: v1, kind: Service, metadata: {{namespace: {namespace}, name: {name}}}, spec: {{selector: {{app: {name}}}, ports: [{{name: http, port: 80, targetPort: 8080}}]}}}}
---
{{apiVersion: v1, kind: Pod, metadata: {{namespace: {namespace}, name: {name}, labels: {{app: {name}}}}}, spec: {{containers: [{{name: c, image: example, ports: [{{containerPort: 8080}}]}}]}}}}"
        )
    };
    names.iter().map(one).collect()
}

/// An Ingress of class `web`; `rules` are `HOST PATHTYPE PATH SERVICE`, host `-` for none.
pub fn ingress(name: &str, rules: &[&str]) -> String {
    let rule = |text: &&str| {
        let words: Vec<&str> = text.split(' ').collect();
        let [host, kind, path, service] = words.as_slice() else { panic!("{text}") };
        let host = if *host == "-" { String::new() } else { format!("host: \"{host}\", ") };
        format!(
            "{{{host}http: {{paths: [{{path: \"{path}\", pathType: {kind}, backend: {{service: {{name: {service}, port: {{number: 80}}}}}}}}]}}}}"
        )
    };
    let rules: Vec<String> = rules.iter().map(rule).collect();
    format!(
        "
---
{{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {{name: {name}, annotations: {{}}}}, spec: {{ingressClassName: web, rules: [{}]}}}}",
        rules.join(", ")
    )
}

pub const CLASS: &str = "
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: web}, spec: {controller: example.com/web}}
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}, spec: {controller: k8s.io/ingress-nginx}}";

/// A class and a Gateway `default/gw` with one listener; `more` are further fields of the listener.
pub fn gateway(more: &str) -> String {
    format!(
        "
---
{{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {{name: example}}, spec: {{controllerName: example.com/gw}}}}
---
{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{name: gw}}, spec: {{gatewayClassName: example, listeners: [{{name: http, port: 80, protocol: HTTP{more}}}]}}}}"
    )
}

/// An `HTTPRoute` (`NAMESPACE/NAME`) to `default/gw`; `spec` are the fields beside `parentRefs`.
pub fn route(full: &str, metadata: &str, spec: &str) -> String {
    let (namespace, name) = full.split_once('/').unwrap_or(("default", full));
    format!(
        "
---
{{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {{namespace: {namespace}, name: {name}{metadata}}}, spec: {{parentRefs: [{{name: gw, namespace: default}}], {spec}}}}}"
    )
}
