//! The cells of Services and of their endpoints.

use std::net::IpAddr;

use k8s_openapi::api::{
    core::v1::{Endpoints, LoadBalancerStatus, Service},
    discovery::v1::EndpointSlice,
};

use super::{Shown, first_three, or, workload::pairs};

/// `<pending>` while a load balancer gave no address.
pub fn external_address(shown: &Shown<'_>) -> String {
    let Some(service) = shown.object.typed::<Service>() else { return String::new() };
    let spec = service.spec.clone().unwrap_or_default();
    let outside = spec.external_ips.unwrap_or_default();
    match spec.type_.as_deref().unwrap_or("ClusterIP") {
        "ExternalName" => spec.external_name.unwrap_or_default(),
        "LoadBalancer" => {
            let balancer = service.status.as_ref().and_then(|status| status.load_balancer.as_ref());
            let given = balancer.map(given).unwrap_or_default();
            or(&[given, outside].concat().join(","), "<pending>").to_owned()
        }
        _ => or(&outside.join(","), "<none>").to_owned(),
    }
}

/// The addresses, or names, that a load balancer gave, sorted.
fn given(status: &LoadBalancerStatus) -> Vec<String> {
    let all = status.ingress.iter().flatten();
    let mut given: Vec<String> = all
        .filter_map(|one| one.ip.clone().filter(|ip| !ip.is_empty()).or_else(|| one.hostname.clone()))
        .filter(|text| !text.is_empty())
        .collect();
    given.sort();
    given.dedup();
    given
}

/// `80/TCP,443:30443/TCP`.
pub fn ports(shown: &Shown<'_>) -> String {
    let Some(service) = shown.object.typed::<Service>() else { return String::new() };
    let ports = service.spec.iter().flat_map(|spec| spec.ports.iter().flatten());
    let shown: Vec<String> = ports
        .map(|port| {
            let protocol = port.protocol.as_deref().unwrap_or("TCP");
            match port.node_port.filter(|number| *number > 0) {
                Some(node_port) => format!("{}:{node_port}/{protocol}", port.port),
                None => format!("{}/{protocol}", port.port),
            }
        })
        .collect();
    or(&shown.join(","), "<none>").to_owned()
}

pub fn selector(shown: &Shown<'_>) -> String {
    let service = shown.object.typed::<Service>();
    pairs(service.and_then(|service| service.spec.as_ref()?.selector.as_ref()))
}

/// The ready addresses, each with each port.
pub fn endpoints(shown: &Shown<'_>) -> String {
    let subsets = shown.object.typed::<Endpoints>().and_then(|endpoints| endpoints.subsets.as_deref());
    let Some(subsets) = subsets.filter(|subsets| !subsets.is_empty()) else { return "<none>".to_owned() };
    let mut all = Vec::new();
    for subset in subsets {
        let addresses = || subset.addresses.iter().flatten().map(|address| address.ip.as_str());
        match subset.ports.as_deref().unwrap_or_default() {
            [] => all.extend(addresses().map(str::to_owned)),
            ports => {
                for port in ports {
                    all.extend(addresses().map(|address| with_port(address, port.port)));
                }
            }
        }
    }
    first_three(&all)
}

fn with_port(address: &str, port: i32) -> String {
    match address.parse() {
        Ok(IpAddr::V6(_)) => format!("[{address}]:{port}"),
        _ => format!("{address}:{port}"),
    }
}

pub fn slice_ports(shown: &Shown<'_>) -> String {
    let ports =
        shown.object.typed::<EndpointSlice>().and_then(|slice| slice.ports.as_deref()).unwrap_or_default();
    let ports: Vec<String> = ports
        .iter()
        .map(|port| match (port.port, &port.name) {
            (Some(number), _) => number.to_string(),
            (None, Some(name)) => name.clone(),
            (None, None) => "*".to_owned(),
        })
        .collect();
    or(&first_three(&ports), "<unset>").to_owned()
}

pub fn slice_endpoints(shown: &Shown<'_>) -> String {
    let endpoints = shown.object.typed::<EndpointSlice>().and_then(|slice| slice.endpoints.as_deref());
    let all: Vec<String> =
        endpoints.unwrap_or_default().iter().flat_map(|endpoint| endpoint.addresses.clone()).collect();
    or(&first_three(&all), "<unset>").to_owned()
}
