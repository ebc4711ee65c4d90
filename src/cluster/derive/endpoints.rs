//! `EndpointSlice`s and `Endpoints` of Services with a selector, from the Pods that match.
//!
//! As the endpoint slice controller of Kubernetes does (`pkg/controller/endpointslice`): a Pod that has finished is no
//! endpoint; `serving` is the Pod's readiness; `ready` is that too but for a terminating Pod, and always true under
//! `publishNotReadyAddresses`. A Service whose slices were loaded keeps those: a dump is believed.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use k8s_openapi::api::core::v1::{Pod, Service, ServiceSpec};
use serde_json::{Value, json};

use super::{
    endpoint::Endpoint,
    endpoint_mirror,
    endpoint_ports::{Port, ports},
    hash::suffix,
    put,
};
use crate::cluster::{
    daemon::CONTROL_PLANE_ROLE,
    key::Key,
    kind::Kind,
    listing::SERVICE_NAME,
    object::{Object, Origin},
    pod,
    selector::Selector,
    store::Cluster,
};

/// kubeadm keeps the old name for `CoreDNS`'s Service.
pub const DNS_SERVICE: &str = "kube-dns";

/// `--max-endpoints-per-slice`.
const PER_SLICE: usize = 100;
/// `Endpoints` are cut off at this many addresses. <https://kubernetes.io/docs/concepts/services-networking/service/#over-capacity-endpoints>
const PER_ENDPOINTS: usize = 1_000;

const HEADLESS: &str = "service.kubernetes.io/headless";
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";

/// What follows from one Service: key, object, origin.
pub type Made = (Key, Value, Origin);

pub fn settle(cluster: &mut Cluster) {
    let made: Vec<Made> =
        cluster.services().flat_map(|(object, service)| of_service(cluster, object, service, true)).collect();
    let kept: BTreeSet<&Key> = made.iter().map(|(key, ..)| key).collect();
    let stale: Vec<Key> = [Kind::EndpointSlice, Kind::Endpoints]
        .into_iter()
        .flat_map(|kind| cluster.objects(kind))
        .filter(|object| object.origin() != Origin::Given && !kept.contains(object.key()))
        .map(|object| object.key().clone())
        .collect();
    for key in stale {
        cluster.remove(&key);
    }
    put_all(cluster, made);
}

/// Those of Services that are not assumed; nothing was taken away, so nothing is stale.
pub fn settle_added(cluster: &mut Cluster) {
    let services = cluster.services().filter(|(object, _)| object.is_asked_about());
    let made = services.flat_map(|(object, service)| of_service(cluster, object, service, true)).collect();
    put_all(cluster, made);
}

fn put_all(cluster: &mut Cluster, made: Vec<Made>) {
    for (key, json, origin) in made {
        if cluster.get(&key).is_none_or(|old| *old.json() != json) {
            put(cluster, key.kind, json, origin);
        }
    }
}

/// The slices and `Endpoints` of a Service. `believing`: what was loaded of them is not written anew.
pub fn of_service(cluster: &Cluster, object: &Object, service: &Service, believing: bool) -> Vec<Made> {
    let Some(spec) = &service.spec else { return Vec::new() };
    let origin = if object.is_asked_about() { Origin::Derived } else { Origin::Assumed };
    let (namespace, name) = (object.namespace(), object.name());
    let given = |other: &Object| believing && other.origin() == Origin::Given;
    let given_slices = cluster.slices_of(namespace, name).any(|(slice, _)| given(slice));
    let slices = |list: Vec<Value>| -> Vec<Made> {
        let list = list.into_iter().filter(|_| !given_slices);
        list.map(|json| (key_of(Kind::EndpointSlice, &json), json, origin)).collect()
    };
    if is_api_server(object) && !given_slices {
        let slice = api_server(cluster, object);
        let endpoints = slice.as_ref().filter(|_| !believing).map(api_server_endpoints);
        let mut made = slices(slice.into_iter().collect());
        made.extend(endpoints.map(|json| (key_of(Kind::Endpoints, &json), json, origin)));
        return made;
    }
    let Some(selector) = selecting(spec) else {
        let outside = spec.type_.as_deref() == Some("ExternalName");
        return if outside { Vec::new() } else { slices(endpoint_mirror::slices(cluster, object)) };
    };
    let found = Found::of(cluster, object, service, &selector);
    let mut made = slices(found.slices(object).collect());
    let key = Key::new(Kind::Endpoints, namespace, name);
    if !cluster.get(&key).is_some_and(|old| given(old)) {
        made.push((key, found.endpoints(object), origin));
    }
    made
}

fn is_api_server(service: &Object) -> bool {
    service.namespace() == "default" && service.name() == "kubernetes"
}

fn selecting(spec: &ServiceSpec) -> Option<Selector> {
    let selector = spec.selector.as_ref().filter(|selector| !selector.is_empty())?;
    (spec.type_.as_deref() != Some("ExternalName")).then(|| Selector::of_pairs(selector))
}

/// The API servers themselves keep this slice: one endpoint for each control-plane node, or for the first node.
fn api_server(cluster: &Cluster, service: &Object) -> Option<Value> {
    let control_plane = |object: &&Object| object.labels().contains_key(CONTROL_PLANE_ROLE);
    let nodes = || cluster.nodes().map(|(object, _)| object);
    let chosen: Vec<&Object> = nodes().filter(control_plane).collect();
    let chosen = if chosen.is_empty() { nodes().take(1).collect() } else { chosen };
    let addresses: Vec<&str> =
        chosen.iter().filter_map(|node| super::nodes::internal_address(node.json())).collect();
    let endpoints: Vec<Value> = addresses
        .iter()
        .map(|address| json!({"addresses": [address], "conditions": {"ready": true}}))
        .collect();
    let port = service.json().pointer("/spec/ports/0/targetPort").cloned().unwrap_or_else(|| 6443.into());
    (!endpoints.is_empty()).then(|| {
        json!({
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": {"name": "kubernetes", "namespace": "default", "labels": {SERVICE_NAME: "kubernetes"}},
            "addressType": "IPv4", "endpoints": endpoints,
            "ports": [{"name": "https", "port": port, "protocol": "TCP"}],
        })
    })
}

/// The same as the older object.
fn api_server_endpoints(slice: &Value) -> Value {
    let addresses: Vec<Value> = slice["endpoints"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|endpoint| json!({"ip": endpoint["addresses"][0]}))
        .collect();
    json!({
        "apiVersion": "v1", "kind": "Endpoints",
        "metadata": {"name": "kubernetes", "namespace": "default", "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}},
        "subsets": [{"addresses": addresses, "ports": slice["ports"]}],
    })
}

fn key_of(kind: Kind, json: &Value) -> Key {
    let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    Key::new(kind, text("/metadata/namespace"), text("/metadata/name"))
}

/// The endpoints of one Service, by address family and ports.
struct Found {
    groups: BTreeMap<(bool, Vec<Port>), Vec<Endpoint>>,
}

impl Found {
    fn of(cluster: &Cluster, object: &Object, service: &Service, selector: &Selector) -> Self {
        let mut groups: BTreeMap<_, Vec<Endpoint>> = BTreeMap::new();
        let Some(spec) = &service.spec else { return Self { groups } };
        let mut pods: Vec<_> = cluster
            .list_in::<Pod>(object.namespace())
            .filter(|(pod, _)| selector.matches(pod.labels()))
            .collect();
        pods.sort_by_key(|(pod, _)| pod.serial());
        for (pod_object, pod) in pods {
            if pod::is_finished(pod) {
                continue;
            }
            let ports = ports(spec, pod);
            for address in pod::addresses(pod).into_iter().filter(|address| serves(spec, *address)) {
                let endpoint = Endpoint::of(cluster, object, spec, pod_object, pod, address);
                groups.entry((address.is_ipv6(), ports.clone())).or_default().push(endpoint);
            }
        }
        Self { groups }
    }

    fn slices<'a>(&'a self, service: &'a Object) -> impl Iterator<Item = Value> + 'a {
        let headless = is_headless(service);
        let mut labels = json!(service.labels());
        labels[SERVICE_NAME] = service.name().into();
        labels[MANAGED_BY] = "endpointslice-controller.k8s.io".into();
        if headless {
            labels[HEADLESS] = "".into();
        }
        let empty = self.groups.is_empty().then(|| (is_six(service), Vec::new(), &[] as &[Endpoint]));
        let parts = self.groups.iter().flat_map(|((v6, ports), endpoints)| {
            endpoints.chunks(PER_SLICE).map(|part| (*v6, ports.clone(), part))
        });
        parts.chain(empty).enumerate().map(move |(index, (v6, ports, endpoints))| {
            let name = format!("{}-{}", service.name(), suffix(&format!("{}/{index}", service.full_name()), 5));
            json!({
                "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
                "metadata": {
                    "name": name, "generateName": format!("{}-", service.name()), "namespace": service.namespace(), "labels": labels,
                    "ownerReferences": [{"apiVersion": "v1", "kind": "Service", "name": service.name(), "controller": true, "blockOwnerDeletion": true,
                        "uid": service.json().pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default()}],
                },
                "addressType": if v6 { "IPv6" } else { "IPv4" },
                "endpoints": endpoints.iter().map(Endpoint::in_slice).collect::<Vec<_>>(),
                "ports": ports.iter().map(port_json).collect::<Vec<_>>(),
            })
        })
    }

    /// The old object holds one family only: the first that the Pods have.
    fn endpoints(&self, service: &Object) -> Value {
        let first_family = self.groups.keys().map(|(v6, _)| *v6).min();
        // Unlike an `EndpointSlice`, it leaves out Pods that have none of the ports; a headless Service may have none itself.
        let portless = is_headless(service)
            && service.json().pointer("/spec/ports").and_then(Value::as_array).is_none_or(Vec::is_empty);
        let groups = self
            .groups
            .iter()
            .filter(|((v6, ports), _)| Some(*v6) == first_family && (portless || !ports.is_empty()));
        let subsets: Vec<Value> = groups
            .map(|((_, ports), endpoints)| {
                let part = &endpoints[..endpoints.len().min(PER_ENDPOINTS)];
                let list = |ready| {
                    part.iter()
                        .filter(|one| one.ready == ready)
                        .map(Endpoint::in_endpoints)
                        .collect::<Vec<_>>()
                };
                let mut subset = json!({"ports": ports.iter().map(port_json).collect::<Vec<_>>()});
                for (field, addresses) in [("addresses", list(true)), ("notReadyAddresses", list(false))] {
                    if !addresses.is_empty() {
                        subset[field] = addresses.into();
                    }
                }
                subset
            })
            .collect();
        let mut labels = json!(service.labels());
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller".into();
        if is_headless(service) {
            labels[HEADLESS] = "".into();
        }
        let mut json = json!({
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": {"name": service.name(), "namespace": service.namespace(), "labels": labels},
        });
        if !subsets.is_empty() {
            json["subsets"] = subsets.into();
        }
        json
    }
}

fn is_headless(service: &Object) -> bool {
    service.json().pointer("/spec/clusterIP").is_some_and(|address| address == "None")
}

/// The family of a Service that has no endpoints: its first one.
fn is_six(service: &Object) -> bool {
    let text = |pointer: &str| service.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    text("/spec/ipFamilies/0") == "IPv6" || text("/spec/clusterIP").contains(':')
}

/// A Service has endpoints of its own address families only.
fn serves(spec: &ServiceSpec, address: IpAddr) -> bool {
    let family = if address.is_ipv6() { "IPv6" } else { "IPv4" };
    match spec.ip_families.as_deref() {
        Some(families) if !families.is_empty() => families.iter().any(|one| one == family),
        _ => match spec.cluster_ip.as_deref().and_then(|own| own.parse::<IpAddr>().ok()) {
            Some(own) => own.is_ipv6() == address.is_ipv6(),
            None => !address.is_ipv6(),
        },
    }
}

fn port_json(port: &Port) -> Value {
    let mut json = json!({"name": port.name, "port": port.number, "protocol": port.protocol.name()});
    if let Some(app_protocol) = &port.app_protocol {
        json["appProtocol"] = app_protocol.as_str().into();
    }
    json
}
