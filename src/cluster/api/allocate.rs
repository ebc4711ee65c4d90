//! Addresses and ports that a Service asks for by number: in range and free, or refused. What it leaves open is given by
//! [`settle`](crate::cluster::derive::settle).

use std::net::Ipv4Addr;

use k8s_openapi::api::core::v1::ServiceSpec;
use serde_json::json;

use super::{
    faults::Faults,
    status::{Reason, Status},
};
use crate::cluster::{Cluster, Kind, Object, Typed};

/// What is wrong with the numbers a Service asks for; `object` is not stored yet.
pub(super) fn check(cluster: &Cluster, object: &Object) -> Result<(), Status> {
    let Typed::Service(service) = object.as_typed() else { return Ok(()) };
    let Some(spec) = &service.spec else { return Ok(()) };
    let mut faults = Faults::default();
    if spec.type_.as_deref() != Some("ExternalName") {
        families(spec, &mut faults);
        if faults.is_empty() {
            address(cluster, object, spec.cluster_ip.as_deref().unwrap_or_default(), &mut faults);
        }
    }
    let others = || cluster.services().filter(|(other, _)| other.key() != object.key());
    for (index, port) in spec.ports.iter().flatten().enumerate() {
        let Some(wanted) = port.node_port.filter(|port| *port != 0) else { continue };
        let field = format!("spec.ports[{index}].nodePort");
        let range = &cluster.settings.node_ports;
        let in_range = u16::try_from(wanted).is_ok_and(|wanted| range.contains(&wanted));
        let taken = || {
            others().any(|(_, service)| {
                let ports = service.spec.iter().flat_map(|spec| spec.ports.iter().flatten());
                let health_check = service.spec.as_ref().and_then(|spec| spec.health_check_node_port);
                health_check == Some(wanted)
                    || ports
                        .into_iter()
                        .any(|other| other.node_port == Some(wanted) && other.protocol == port.protocol)
            })
        };
        if !in_range {
            let why = format!(
                "provided port is not in the valid range. The range of valid ports is {}-{}",
                range.start(),
                range.end()
            );
            faults.invalid(field, wanted, &why);
        } else if taken() {
            faults.invalid(field, wanted, "provided port is already allocated");
        }
    }
    if faults.is_empty() {
        health_check(cluster, object, spec)
    } else {
        // The server's allocators stop at the first.
        let first = faults.into_list().into_iter().take(1).collect();
        Err(Status::invalid(Kind::Service, object.name(), first))
    }
}

/// The port of the health check has no number of its own in the list of faults: the server calls it an error of its own.
fn health_check(cluster: &Cluster, object: &Object, spec: &ServiceSpec) -> Result<(), Status> {
    let Some(wanted) = spec.health_check_node_port.filter(|port| *port != 0) else { return Ok(()) };
    let range = &cluster.settings.node_ports;
    let is_node_port =
        |spec: &ServiceSpec| spec.ports.iter().flatten().any(|port| port.node_port == Some(wanted));
    let taken = |spec: &ServiceSpec| spec.health_check_node_port == Some(wanted) || is_node_port(spec);
    let mut others = cluster.services().filter(|(other, _)| other.key() != object.key());
    let why = if !u16::try_from(wanted).is_ok_and(|wanted| range.contains(&wanted)) {
        format!(
            "provided port is not in the valid range. The range of valid ports is {}-{}",
            range.start(),
            range.end()
        )
    } else if is_node_port(spec) || others.any(|(_, other)| other.spec.as_ref().is_some_and(taken)) {
        "provided port is already allocated".to_owned()
    } else {
        return Ok(());
    };
    let message =
        format!("Internal error occurred: failed to allocate requested HealthCheck NodePort {wanted}: {why}");
    Err(Status::plain(Reason::InternalError, message))
}

/// The cluster has one family of addresses, IPv4.
fn families(spec: &ServiceSpec, faults: &mut Faults) {
    for (index, family) in spec.ip_families.iter().flatten().enumerate() {
        if family != "IPv4" {
            let field = format!("spec.ipFamilies[{index}]");
            faults.invalid(field, family.as_str(), "not configured on this cluster");
        }
    }
    if spec.ip_family_policy.as_deref() == Some("RequireDualStack") {
        let why = "this cluster is not configured for dual-stack services";
        faults.invalid("spec.ipFamilyPolicy", "RequireDualStack", why);
    }
}

fn address(cluster: &Cluster, object: &Object, wanted: &str, faults: &mut Faults) {
    let Ok(address) = wanted.parse::<Ipv4Addr>() else { return };
    let range = cluster.settings.service_range;
    let usable = address != range.network() && address != range.broadcast();
    let taken = cluster.services().any(|(other, service)| {
        other.key() != object.key()
            && service.spec.as_ref().is_some_and(|spec| spec.cluster_ip.as_deref() == Some(wanted))
    });
    // No ServiceCIDR holds an address outside of the range, so nobody is there to say which range it is.
    // <https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/>
    let why = if !range.contains(&address) {
        "the provided network does not match the current range".to_owned()
    } else if !usable {
        format!("the provided IP ({address}) is not in the valid range. The range of valid IPs is {range}")
    } else if taken {
        "provided IP is already allocated".to_owned()
    } else {
        return;
    };
    faults.invalid("spec.clusterIPs", json!([wanted]), &format!("failed to allocate IP {address}: {why}"));
}
