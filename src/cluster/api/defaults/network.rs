//! Defaults of `Service`, `Endpoints`, `EndpointSlice`, `NetworkPolicy` and `Ingress`.

use serde_json::{Map, Value, json};

use super::{each, fill, text, within};

/// <https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/>
pub fn service(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        fill(spec, "type", "ClusterIP");
        fill(spec, "sessionAffinity", "None");
        match text(spec, "sessionAffinity") {
            "None" => {
                spec.remove("sessionAffinityConfig");
            }
            "ClientIP" => within(spec, "sessionAffinityConfig", |config| {
                within(config, "clientIP", |client| fill(client, "timeoutSeconds", 10_800));
            }),
            _ => {}
        }
        for port in each(spec, "ports") {
            fill(port, "protocol", "TCP");
            let number = port.get("port").cloned().unwrap_or_else(|| 0.into());
            if port.get("targetPort").is_some_and(|target| *target == 0) {
                port.remove("targetPort");
            }
            fill(port, "targetPort", number);
        }
        let kind = text(spec, "type").to_owned();
        let external_addresses =
            spec.get("externalIPs").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
        if matches!(kind.as_str(), "NodePort" | "LoadBalancer") || kind == "ClusterIP" && external_addresses {
            fill(spec, "externalTrafficPolicy", "Cluster");
        }
        if matches!(kind.as_str(), "ClusterIP" | "NodePort" | "LoadBalancer") {
            fill(spec, "internalTrafficPolicy", "Cluster");
            fill(spec, "ipFamilyPolicy", "SingleStack");
            fill(spec, "ipFamilies", json!(["IPv4"]));
        }
        if kind == "LoadBalancer" {
            fill(spec, "allocateLoadBalancerNodePorts", true);
        }
        both_forms(spec);
    });
    within(object, "status", |status| fill(status, "loadBalancer", json!({})));
}

/// `clusterIP` and the first of `clusterIPs` say the same.
fn both_forms(spec: &mut Map<String, Value>) {
    let one = text(spec, "clusterIP").to_owned();
    let list = spec.get("clusterIPs").and_then(Value::as_array).filter(|list| !list.is_empty());
    match (one.as_str(), list) {
        ("", None) => {
            spec.remove("clusterIP");
            spec.remove("clusterIPs");
        }
        ("", Some(list)) => {
            let first = list[0].clone();
            spec.insert("clusterIP".to_owned(), first);
        }
        (_, None) => {
            spec.insert("clusterIPs".to_owned(), json!([one]));
        }
        _ => {}
    }
}

pub fn endpoints(object: &mut Map<String, Value>) {
    for subset in each(object, "subsets") {
        each(subset, "ports").for_each(|port| fill(port, "protocol", "TCP"));
    }
}

pub fn endpoint_slice(object: &mut Map<String, Value>) {
    for port in each(object, "ports") {
        port.entry("name").or_insert_with(|| "".into());
        fill(port, "protocol", "TCP");
    }
}

/// A policy without `policyTypes` is for incoming connections, and for outgoing ones if it has rules for them.
pub fn network_policy(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        fill(spec, "podSelector", json!({}));
        for direction in ["ingress", "egress"] {
            for rule in each(spec, direction) {
                each(rule, "ports").for_each(|port| fill(port, "protocol", "TCP"));
            }
        }
        let unset = spec.get("policyTypes").and_then(Value::as_array).is_none_or(Vec::is_empty);
        if unset {
            let outgoing =
                spec.get("egress").and_then(Value::as_array).is_some_and(|rules| !rules.is_empty());
            let types = if outgoing { json!(["Ingress", "Egress"]) } else { json!(["Ingress"]) };
            spec.insert("policyTypes".to_owned(), types);
        }
    });
}

pub fn ingress(object: &mut Map<String, Value>) {
    within(object, "status", |status| fill(status, "loadBalancer", json!({})));
}
