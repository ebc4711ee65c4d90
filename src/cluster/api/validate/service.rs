//! Rules for a `Service`.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/>

use std::collections::BTreeSet;

use k8s_openapi::{
    api::core::v1::{ServicePort, ServiceSpec},
    apimachinery::pkg::util::intstr::IntOrString,
};
use serde_json::json;

use super::Candidate;
use super::{
    names::{address, cidr, label, not_special, port_name, port_number, qualified, subdomain},
    selector::labels,
};
use crate::cluster::{Typed, api::faults::Faults};

const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];
/// `PreferClose` is the old name of `PreferSameZone`.
const DISTRIBUTIONS: &[&str] = &["PreferClose", "PreferSameZone", "PreferSameNode"];
const TYPES: &[&str] = &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

pub fn service(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::Service(service) = typed else { return };
    let none = ServiceSpec::default();
    let spec = service.spec.as_ref().unwrap_or(&none);
    let kind = spec.type_.as_deref().unwrap_or_default();
    let headless = spec.cluster_ip.as_deref() == Some("None");
    let ports = spec.ports.as_deref().unwrap_or_default();
    if ports.is_empty() && !headless && kind != "ExternalName" {
        faults.required("spec.ports", "");
    }
    if headless && matches!(kind, "NodePort" | "LoadBalancer") {
        faults.invalid(
            "spec.clusterIPs[0]",
            "None",
            &format!("may not be set to 'None' for {kind} services"),
        );
    }
    if kind == "ExternalName" {
        if spec.cluster_ips.as_ref().is_some_and(|list| !list.is_empty()) {
            faults.forbidden("spec.clusterIPs", "may not be set for ExternalName services");
        }
        match spec.external_name.as_deref().unwrap_or_default() {
            "" => faults.required("spec.externalName", ""),
            name => {
                faults.rule("spec.externalName", name, subdomain(name.strip_suffix('.').unwrap_or(name)));
            }
        }
    }
    let mut names = BTreeSet::new();
    for (index, one) in ports.iter().enumerate() {
        port(&format!("spec.ports[{index}]"), one, ports.len() > 1, &mut names, faults);
    }
    if let Some(selector) = &spec.selector {
        labels("spec.selector", selector, faults);
    }
    affinity(spec, faults);
    addresses(spec, kind, faults);
    if !TYPES.contains(&kind) {
        faults.not_supported("spec.type", kind, TYPES);
    }
    clashes(ports, kind, faults);
    balancer(spec, kind, faults);
    policies(spec, kind, faults);
}

fn port<'a>(
    field: &str,
    port: &'a ServicePort,
    must_be_named: bool,
    names: &mut BTreeSet<&'a str>,
    faults: &mut Faults,
) {
    let at = |name: &str| format!("{field}.{name}");
    match port.name.as_deref().unwrap_or_default() {
        "" if must_be_named => faults.required(at("name"), ""),
        "" => {}
        name => {
            faults.rule(&at("name"), name, label(name));
            if !names.insert(name) {
                faults.duplicate(at("name"), name);
            }
        }
    }
    for why in port_number(port.port.into()) {
        faults.invalid(at("port"), port.port, &why);
    }
    let protocol = port.protocol.as_deref().unwrap_or_default();
    if !PROTOCOLS.contains(&protocol) {
        faults.not_supported(at("protocol"), protocol, PROTOCOLS);
    }
    match &port.target_port {
        Some(IntOrString::Int(number)) => {
            for why in port_number((*number).into()) {
                faults.invalid(at("targetPort"), *number, &why);
            }
        }
        Some(IntOrString::String(name)) => faults.rule(&at("targetPort"), name, port_name(name)),
        None => {}
    }
    if let Some(protocol) = &port.app_protocol {
        faults.rule(&at("appProtocol"), protocol, qualified(protocol));
    }
}

fn affinity(spec: &ServiceSpec, faults: &mut Faults) {
    match spec.session_affinity.as_deref().unwrap_or_default() {
        "None" => {}
        "ClientIP" => {
            let config = spec.session_affinity_config.as_ref().and_then(|config| config.client_ip.as_ref());
            let seconds = config.and_then(|config| config.timeout_seconds).unwrap_or(10_800);
            if !(1..=86_400).contains(&seconds) {
                let field = "spec.sessionAffinityConfig.clientIP.timeoutSeconds";
                faults.invalid(field, seconds, "must be greater than 0 and less than 86400");
            }
        }
        other => faults.not_supported("spec.sessionAffinity", other, &["ClientIP", "None"]),
    }
}

fn addresses(spec: &ServiceSpec, kind: &str, faults: &mut Faults) {
    for (index, own) in spec.cluster_ips.iter().flatten().enumerate() {
        if own != "None" && kind != "ExternalName" {
            faults.rule(&format!("spec.clusterIPs[{index}]"), own, address(own));
        }
    }
    for (index, external) in spec.external_ips.iter().flatten().enumerate() {
        let wrong = address(external);
        let wrong = if wrong.is_empty() { not_special(external) } else { wrong };
        faults.rule(&format!("spec.externalIPs[{index}]"), external, wrong);
    }
}

/// Ports that exclude each other.
fn clashes(ports: &[ServicePort], kind: &str, faults: &mut Faults) {
    let (mut own, mut on_nodes) = (BTreeSet::new(), BTreeSet::new());
    for (index, port) in ports.iter().enumerate() {
        let node_port = port.node_port.unwrap_or(0);
        if kind == "ClusterIP" && node_port != 0 {
            let why = "may not be used when `type` is 'ClusterIP'";
            faults.forbidden(format!("spec.ports[{index}].nodePort"), why);
        } else if node_port != 0 && !on_nodes.insert((&port.protocol, node_port)) {
            faults.duplicate(format!("spec.ports[{index}].nodePort"), node_port);
        }
    }
    for (index, port) in ports.iter().enumerate() {
        if !own.insert((&port.protocol, port.port)) {
            // The server prints its own type, of which only these two are filled in.
            let shown = format!(
                r#"{{"Name":"","Protocol":{:?},"AppProtocol":null,"Port":{},"TargetPort":0,"NodePort":0}}"#,
                port.protocol.as_deref().unwrap_or_default(),
                port.port
            );
            faults.duplicate_shown(format!("spec.ports[{index}]"), &shown);
        }
    }
}

fn balancer(spec: &ServiceSpec, kind: &str, faults: &mut Faults) {
    const ONLY: &str = "may only be used when `type` is 'LoadBalancer'";
    if let Some(ranges) = spec.load_balancer_source_ranges.as_ref().filter(|ranges| !ranges.is_empty()) {
        if kind != "LoadBalancer" {
            faults.forbidden("spec.LoadBalancerSourceRanges", ONLY);
        }
        for (index, range) in ranges.iter().enumerate() {
            faults.rule(&format!("spec.LoadBalancerSourceRanges[{index}]"), range, cidr(range.trim()));
        }
    }
    if kind == "LoadBalancer" {
        if let Some(class) = spec.load_balancer_class.as_deref() {
            faults.rule("spec.loadBalancerClass", class, qualified(class));
        }
    } else {
        if spec.allocate_load_balancer_node_ports.is_some() {
            faults.forbidden("spec.allocateLoadBalancerNodePorts", ONLY);
        }
        if spec.load_balancer_class.is_some() {
            faults.forbidden("spec.loadBalancerClass", ONLY);
        }
    }
}

fn policies(spec: &ServiceSpec, kind: &str, faults: &mut Faults) {
    const POLICIES: &[&str] = &["Cluster", "Local"];
    let external = spec.external_traffic_policy.as_deref().filter(|policy| !policy.is_empty());
    let from_outside = matches!(kind, "NodePort" | "LoadBalancer")
        || kind == "ClusterIP" && spec.external_ips.as_ref().is_some_and(|list| !list.is_empty());
    match external {
        Some(policy) if !from_outside => faults.invalid(
            "spec.externalTrafficPolicy",
            policy,
            "may only be set for externally-accessible services",
        ),
        Some(policy) if !POLICIES.contains(&policy) => {
            faults.not_supported("spec.externalTrafficPolicy", policy, POLICIES);
        }
        _ => {}
    }
    if let Some(port) = spec.health_check_node_port.filter(|port| *port != 0)
        && !(kind == "LoadBalancer" && external == Some("Local"))
    {
        let why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
        faults.invalid("spec.healthCheckNodePort", port, why);
    }
    if let Some(policy) = spec.internal_traffic_policy.as_deref().filter(|policy| !POLICIES.contains(policy))
    {
        faults.not_supported("spec.internalTrafficPolicy", policy, POLICIES);
    }
    let distribution = spec.traffic_distribution.as_deref();
    if let Some(wanted) = distribution.filter(|wanted| !DISTRIBUTIONS.contains(wanted)) {
        faults.not_supported("spec.trafficDistribution", wanted, DISTRIBUTIONS);
    }
}

pub fn service_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let (Typed::Service(old), Typed::Service(new)) = (old, new) else { return };
    let (Some(old), Some(new)) = (&old.spec, &new.spec) else { return };
    let outside = |spec: &ServiceSpec| spec.type_.as_deref() == Some("ExternalName");
    let (was, is) =
        (old.cluster_ips.as_deref().unwrap_or_default(), new.cluster_ips.as_deref().unwrap_or_default());
    if !outside(old) && !outside(new) && !was.is_empty() && was.first() != is.first() {
        faults.invalid("spec.clusterIPs[0]", json!(is), "may not change once set");
    }
    let balanced = |spec: &ServiceSpec| spec.type_.as_deref() == Some("LoadBalancer");
    if !balanced(old) || !balanced(new) {
        return;
    }
    if old.load_balancer_class != new.load_balancer_class {
        faults.invalid("spec.loadBalancerClass", json!(new.load_balancer_class), "may not change once set");
    }
    let local = |spec: &ServiceSpec| spec.external_traffic_policy.as_deref() == Some("Local");
    if local(old) && local(new) && old.health_check_node_port != new.health_check_node_port {
        faults.forbidden("spec.healthCheckNodePort", "field is immutable");
    }
}
