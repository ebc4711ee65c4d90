//! Addresses, ports and protocols of Pods, Services and `EndpointSlices`.

use std::net::IpAddr;

use k8s_openapi::{
    api::{
        core::v1::{Pod, Service},
        discovery::v1::EndpointSlice,
    },
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::check::Findings;
use crate::cluster::pod::Protocol;

/// A port number must be 1 to 65535.
pub fn port(field: &str, number: i32, findings: &mut Findings) {
    if !(1..=65_535).contains(&number) {
        findings.error(field, format!("port {number} is out of range: must be between 1 and 65535"));
    }
}

pub fn protocol(field: &str, text: Option<&str>, findings: &mut Findings) {
    if let Some(text) = text.filter(|text| Protocol::read(text).is_none()) {
        findings.error(field, format!("{text:?} is no protocol: use TCP, UDP or SCTP (upper case)"));
    }
}

fn address(field: &str, text: Option<&str>, findings: &mut Findings) {
    if let Some(text) = text.filter(|text| !text.is_empty() && text.parse::<IpAddr>().is_err()) {
        findings.error(field, format!("{text:?} is no IP address"));
    }
}

pub fn pod(pod: &Pod, findings: &mut Findings) {
    let spec = pod.spec.iter();
    for (index, container) in spec.flat_map(|spec| &spec.containers).enumerate() {
        for (at, declared) in container.ports.iter().flatten().enumerate() {
            let field = format!("spec.containers[{index}].ports[{at}]");
            port(&format!("{field}.containerPort"), declared.container_port, findings);
            protocol(&format!("{field}.protocol"), declared.protocol.as_deref(), findings);
        }
    }
    if let Some(status) = &pod.status {
        address("status.podIP", status.pod_ip.as_deref(), findings);
        for (index, one) in status.pod_ips.iter().flatten().enumerate() {
            address(&format!("status.podIPs[{index}].ip"), Some(&one.ip), findings);
        }
    }
}

pub fn service(service: &Service, findings: &mut Findings) {
    let Some(spec) = &service.spec else { return };
    for (index, one) in spec.ports.iter().flatten().enumerate() {
        let field = format!("spec.ports[{index}]");
        port(&format!("{field}.port"), one.port, findings);
        protocol(&format!("{field}.protocol"), one.protocol.as_deref(), findings);
        if let Some(IntOrString::Int(number)) = one.target_port {
            port(&format!("{field}.targetPort"), number, findings);
        }
        if let Some(number) = one.node_port.filter(|number| *number != 0) {
            port(&format!("{field}.nodePort"), number, findings);
        }
    }
    address("spec.clusterIP", spec.cluster_ip.as_deref().filter(|text| *text != "None"), findings);
    for (index, text) in spec.external_ips.iter().flatten().enumerate() {
        address(&format!("spec.externalIPs[{index}]"), Some(text), findings);
    }
}

pub fn slice(slice: &EndpointSlice, findings: &mut Findings) {
    for (index, one) in slice.ports.iter().flatten().enumerate() {
        if let Some(number) = one.port {
            port(&format!("ports[{index}].port"), number, findings);
        }
        protocol(&format!("ports[{index}].protocol"), one.protocol.as_deref(), findings);
    }
    if slice.address_type == "FQDN" {
        return;
    }
    for (index, endpoint) in slice.endpoints.iter().flatten().enumerate() {
        for (at, text) in endpoint.addresses.iter().enumerate() {
            address(&format!("endpoints[{index}].addresses[{at}]"), Some(text), findings);
        }
    }
}
