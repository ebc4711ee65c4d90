//! `EndpointSlice`s of hand-written `Endpoints`: those of a Service without selector are mirrored.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#mirroring>

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{EndpointAddress, EndpointPort, EndpointSubset, Endpoints, Service};
use serde_json::{Value, json};

use super::hash::suffix;
use crate::cluster::{
    listing::SERVICE_NAME,
    object::{Object, Origin},
    store::Cluster,
};

const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
const MIRROR: &str = "endpointslicemirroring-controller.k8s.io";

/// The slices that the mirroring controller makes. None where a dump has them already.
pub fn slices(cluster: &Cluster) -> Vec<Value> {
    let written = cluster
        .endpoints()
        .filter(|(object, _)| object.origin() == Origin::Given && is_mirrored(cluster, object));
    written.flat_map(|(object, endpoints)| mirror(object, endpoints)).collect()
}

fn is_mirrored(cluster: &Cluster, endpoints: &Object) -> bool {
    let without_selector = cluster
        .fetch::<Service>(endpoints.namespace(), endpoints.name())
        .and_then(|(_, service)| service.spec.as_ref())
        .is_some_and(|spec| spec.selector.as_ref().is_none_or(std::collections::BTreeMap::is_empty));
    let skipped = endpoints
        .labels()
        .get("endpointslice.kubernetes.io/skip-mirror")
        .is_some_and(|value| value == "true");
    let mirrored = cluster.slices_of(endpoints.namespace(), endpoints.name()).any(|(slice, _)| {
        slice.origin() == Origin::Given && slice.labels().get(MANAGED_BY).is_some_and(|by| by == MIRROR)
    });
    without_selector && !skipped && !mirrored
}

fn mirror(object: &Object, endpoints: &Endpoints) -> Vec<Value> {
    let mut slices = Vec::new();
    for (index, subset) in endpoints.subsets.iter().flatten().enumerate() {
        for (family, v6) in [("IPv4", false), ("IPv6", true)] {
            let entries = entries(subset, v6);
            if entries.is_empty() {
                continue;
            }
            let name = format!(
                "{}-{}",
                object.name(),
                suffix(&format!("{}/mirror/{index}/{family}", object.full_name()), 5)
            );
            let mut labels = json!(object.labels());
            labels[SERVICE_NAME] = object.name().into();
            labels[MANAGED_BY] = MIRROR.into();
            slices.push(json!({
                "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
                "metadata": {"name": name, "namespace": object.namespace(), "labels": labels},
                "addressType": family,
                "endpoints": entries,
                "ports": subset.ports.iter().flatten().map(port).collect::<Vec<_>>(),
            }));
        }
    }
    slices
}

fn entries(subset: &EndpointSubset, v6: bool) -> Vec<Value> {
    let of = |list: &Option<Vec<EndpointAddress>>, ready| {
        let family =
            |address: &&EndpointAddress| address.ip.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv6() == v6);
        list.iter().flatten().filter(family).map(move |address| entry(address, ready)).collect::<Vec<_>>()
    };
    [of(&subset.addresses, true), of(&subset.not_ready_addresses, false)].concat()
}

fn entry(address: &EndpointAddress, ready: bool) -> Value {
    let mut json = json!({"addresses": [address.ip], "conditions": {"ready": ready}});
    for (field, text) in [("nodeName", &address.node_name), ("hostname", &address.hostname)] {
        if let Some(text) = text {
            json[field] = text.as_str().into();
        }
    }
    if let Some(target) = &address.target_ref {
        json["targetRef"] = json!(target);
    }
    json
}

fn port(port: &EndpointPort) -> Value {
    let protocol = port.protocol.as_deref().unwrap_or("TCP");
    json!({"name": port.name.as_deref().unwrap_or_default(), "port": port.port, "protocol": protocol})
}
