//! What a Service's fields say, with the API server's defaults.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use serde::Serialize;

use super::traffic_policy::TrafficPolicies;
use crate::cluster::Protocol;

/// How a Service is reached at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Form {
    /// It has a virtual address that proxies translate; its type may add ways in from outside.
    Virtual,
    /// `clusterIP: None`: its name gives the endpoints' own addresses, nothing is translated.
    Headless,
    /// A CNAME in DNS, and nothing else.
    ExternalName,
}

pub fn form(spec: &ServiceSpec) -> Form {
    if spec.type_.as_deref() == Some("ExternalName") {
        Form::ExternalName
    } else if spec.cluster_ip.as_deref() == Some("None") {
        Form::Headless
    } else {
        Form::Virtual
    }
}

/// `clusterIP` and `clusterIPs`.
pub fn cluster_addresses(spec: &ServiceSpec) -> Vec<IpAddr> {
    parsed(spec.cluster_ip.iter().chain(spec.cluster_ips.iter().flatten()))
}

pub fn external_addresses(spec: &ServiceSpec) -> Vec<IpAddr> {
    parsed(spec.external_ips.iter().flatten())
}

/// The addresses that a load balancer was given, and whether nodes translate them themselves (`ipMode: VIP`).
pub fn load_balancer_addresses(service: &Service) -> Vec<(IpAddr, bool)> {
    let status = service.status.as_ref().and_then(|status| status.load_balancer.as_ref());
    let entries = status.and_then(|status| status.ingress.as_deref()).unwrap_or_default();
    let is_virtual = |mode: Option<&str>| mode != Some("Proxy");
    entries
        .iter()
        .filter_map(|entry| Some((entry.ip.as_deref()?.parse().ok()?, is_virtual(entry.ip_mode.as_deref()))))
        .collect()
}

fn parsed<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<IpAddr> {
    let mut found: Vec<IpAddr> = Vec::new();
    for address in texts.filter_map(|text| text.parse().ok()) {
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

pub fn is_load_balancer(spec: &ServiceSpec) -> bool {
    spec.type_.as_deref() == Some("LoadBalancer")
}

pub fn traffic_policies(service: &Service) -> TrafficPolicies {
    let nothing = ServiceSpec::default();
    let spec = service.spec.as_ref().unwrap_or(&nothing);
    let is_local = |field: &Option<String>| field.as_deref() == Some("Local");
    TrafficPolicies {
        internal_local: is_local(&spec.internal_traffic_policy),
        external_local: is_local(&spec.external_traffic_policy),
        external: spec.ports.iter().flatten().any(|port| node_port(port).is_some())
            || !external_addresses(spec).is_empty()
            || !load_balancer_addresses(service).is_empty(),
    }
}

/// `timeoutSeconds` of `sessionAffinity: ClientIP`: a client keeps its backend that long.
pub fn affinity_seconds(spec: &ServiceSpec) -> Option<i32> {
    let wanted = spec.session_affinity.as_deref() == Some("ClientIP");
    let config = spec.session_affinity_config.as_ref().and_then(|config| config.client_ip.as_ref());
    wanted.then(|| config.and_then(|config| config.timeout_seconds).unwrap_or(10_800))
}

pub fn port_number(port: &ServicePort) -> Option<u16> {
    u16::try_from(port.port).ok()
}

pub fn node_port(port: &ServicePort) -> Option<u16> {
    port.node_port.and_then(|number| u16::try_from(number).ok()).filter(|number| *number != 0)
}

pub fn port_protocol(port: &ServicePort) -> Protocol {
    Protocol::of_field(port.protocol.as_deref()).unwrap_or_default()
}

/// `http 80/TCP`, or `80/TCP` when it has no name.
pub fn port_text(port: &ServicePort) -> String {
    let number = format!("{}/{}", port.port, port_protocol(port));
    match port.name.as_deref() {
        Some(name) if !name.is_empty() => format!("{name} {number}"),
        _ => number,
    }
}
