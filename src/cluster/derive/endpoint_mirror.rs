//! Slices of Services without selector, from the `Endpoints` that someone wrote for them: readers of endpoints then need
//! to know slices only.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#endpointslice-mirroring>

use k8s_openapi::api::core::v1::{EndpointAddress, EndpointSubset, Endpoints};
use serde_json::{Value, json};

use super::hash::suffix;
use crate::cluster::{listing::SERVICE_NAME, object::Object, store::Cluster};

/// The slices that mirror a Service's `Endpoints`; none when nobody wrote any.
pub fn slices(cluster: &Cluster, service: &Object) -> Vec<Value> {
    let Some((_, endpoints)) = cluster.fetch::<Endpoints>(service.namespace(), service.name()) else {
        return Vec::new();
    };
    let subsets = endpoints.subsets.iter().flatten().enumerate();
    subsets
        .flat_map(|(index, subset)| {
            [false, true].into_iter().filter_map(move |v6| slice(service, subset, index, v6))
        })
        .collect()
}

fn slice(service: &Object, subset: &EndpointSubset, index: usize, v6: bool) -> Option<Value> {
    let list = |addresses: &Option<Vec<EndpointAddress>>, ready: bool| -> Vec<Value> {
        let of_family = addresses.iter().flatten().filter(|address| address.ip.contains(':') == v6);
        of_family.map(|address| endpoint(address, ready)).collect()
    };
    let endpoints = [list(&subset.addresses, true), list(&subset.not_ready_addresses, false)].concat();
    let family = if v6 { "IPv6" } else { "IPv4" };
    let name =
        format!("{}-{}", service.name(), suffix(&format!("{}/{index}/{family}", service.full_name()), 5));
    let ports: Vec<Value> = subset
        .ports
        .iter()
        .flatten()
        .map(|port| {
            without_nulls(json!({"name": port.name.clone().unwrap_or_default(), "port": port.port,
                "protocol": port.protocol.clone().unwrap_or_else(|| "TCP".to_owned()), "appProtocol": port.app_protocol}))
        })
        .collect();
    (!endpoints.is_empty()).then(|| {
        json!({
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": {"name": name, "namespace": service.namespace(), "labels": {
                SERVICE_NAME: service.name(), "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io"}},
            "addressType": family, "endpoints": endpoints, "ports": ports,
        })
    })
}

fn endpoint(address: &EndpointAddress, ready: bool) -> Value {
    without_nulls(json!({
        "addresses": [address.ip], "conditions": {"ready": ready, "serving": ready, "terminating": false},
        "hostname": address.hostname, "nodeName": address.node_name, "targetRef": address.target_ref,
    }))
}

/// A server writes no fields that are not there.
fn without_nulls(mut json: Value) -> Value {
    if let Value::Object(fields) = &mut json {
        fields.retain(|_, value| !value.is_null());
    }
    json
}
