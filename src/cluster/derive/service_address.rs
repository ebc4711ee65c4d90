//! Cluster IPs and node ports where a Service has none: the lowest that is free, so that the same input gives the same.
//!
//! A real API server draws both at random from the upper part of the range (KEP-3070, KEP-3668); which one is never
//! promised, so being repeatable is worth more here.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
};

use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use serde_json::{Value, json};

use super::{Note, change, namespaces::map_of};
use crate::cluster::{key::Key, store::Cluster};

/// The first ports of the range are kept for those who ask for a number: min(max(16, size/32), 128), here 86.
fn reserved(range: &std::ops::RangeInclusive<u16>) -> u16 {
    let size = range.end().saturating_sub(*range.start()).saturating_add(1);
    (size / 32).clamp(16, 128).min(size / 2)
}

pub fn settle(cluster: &mut Cluster, notes: &mut Vec<Note>) {
    let mut needing: Vec<_> = cluster
        .services()
        .filter(|(_, service)| {
            needs_address(service) || needs_node_ports(service) || needs_health_check(service)
        })
        .collect();
    needing.sort_by_key(|(object, _)| object.serial());
    let needing: Vec<(Key, bool, [bool; 2])> = needing
        .into_iter()
        .map(|(object, service)| {
            let ports = [needs_node_ports(service), needs_health_check(service)];
            (object.key().clone(), needs_address(service), ports)
        })
        .collect();
    if needing.is_empty() {
        return;
    }
    let used: BTreeSet<IpAddr> =
        cluster.services().filter_map(|(_, service)| cluster_address(service)).collect();
    let dns = cluster.settings.dns_address;
    let mut addresses = cluster
        .settings
        .service_range
        .hosts()
        .skip(reserved_addresses())
        .filter(move |address| *address != dns && !used.contains(&IpAddr::V4(*address)));
    let taken: BTreeSet<u16> = cluster.services().flat_map(|(_, service)| node_ports(service)).collect();
    let range = cluster.settings.node_ports.clone();
    let first = range.start() + reserved(&range);
    let mut ports =
        (first..=*range.end()).chain(*range.start()..first).filter(move |port| !taken.contains(port));
    for (key, address, [node_ports, health_check]) in needing {
        let address: Option<Option<Ipv4Addr>> = address.then(|| addresses.next());
        if address == Some(None) {
            notes.push(Note::new(&key, "no cluster IP is left for it"));
        }
        change(cluster, &key, |json| {
            let Some(spec) = map_of(json, "spec") else { return };
            if let Some(address) = address.flatten() {
                spec.insert("clusterIP".to_owned(), address.to_string().into());
                spec.insert("clusterIPs".to_owned(), json!([address.to_string()]));
            }
            if node_ports {
                let list = spec.get_mut("ports").and_then(Value::as_array_mut);
                for port in list.into_iter().flatten().filter_map(Value::as_object_mut) {
                    if port.get("nodePort").and_then(Value::as_i64).unwrap_or(0) == 0
                        && let Some(number) = ports.next()
                    {
                        port.insert("nodePort".to_owned(), number.into());
                    }
                }
            }
            if let Some(number) = health_check.then(|| ports.next()).flatten() {
                spec.insert("healthCheckNodePort".to_owned(), number.into());
            }
        });
    }
}

/// Addresses low in the range are for those who ask for one, such as the DNS Service's.
fn reserved_addresses() -> usize {
    256
}

fn kind(spec: &ServiceSpec) -> &str {
    spec.type_.as_deref().unwrap_or("ClusterIP")
}

fn needs_address(service: &Service) -> bool {
    service.spec.as_ref().is_some_and(|spec| {
        kind(spec) != "ExternalName" && spec.cluster_ip.as_deref().unwrap_or_default().is_empty()
    })
}

fn needs_node_ports(service: &Service) -> bool {
    service.spec.as_ref().is_some_and(|spec| {
        let wants = match kind(spec) {
            "NodePort" => true,
            "LoadBalancer" => spec.allocate_load_balancer_node_ports.unwrap_or(true),
            _ => false,
        };
        wants && spec.ports.iter().flatten().any(|port| port.node_port.unwrap_or(0) == 0)
    })
}

/// <https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip>
fn needs_health_check(service: &Service) -> bool {
    service.spec.as_ref().is_some_and(|spec| {
        kind(spec) == "LoadBalancer"
            && spec.external_traffic_policy.as_deref() == Some("Local")
            && spec.health_check_node_port.unwrap_or(0) == 0
    })
}

fn cluster_address(service: &Service) -> Option<IpAddr> {
    service.spec.as_ref()?.cluster_ip.as_deref()?.parse().ok()
}

/// All that it has of the range of node ports.
fn node_ports(service: &Service) -> impl Iterator<Item = u16> {
    let ports = service.spec.iter().flat_map(|spec| spec.ports.iter().flatten());
    let health_check = service.spec.iter().filter_map(|spec| spec.health_check_node_port);
    ports.filter_map(|port| port.node_port).chain(health_check).filter_map(|port| u16::try_from(port).ok())
}
