//! What `CoreDNS` knows of the cluster: the objects it watches, indexed for its questions. Compiled once per cluster state.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use k8s_openapi::api::{core::v1::Service, discovery::v1::EndpointSlice};

use crate::cluster::{Cluster, Labels, SERVICE_NAME, pod};

/// Namespace and name, as written in the objects: in lower case, for the API allows nothing else.
pub type ServiceName = (String, String);

/// Namespaces, Services, endpoints and Pods.
#[derive(Debug, Clone, Default)]
pub struct Objects {
    pub namespaces: BTreeMap<String, Labels>,
    pub services: BTreeMap<ServiceName, KnownService>,
    pub slices: BTreeMap<ServiceName, Vec<Slice>>,
    pub cluster_ips: BTreeMap<IpAddr, Vec<ServiceName>>,
    pub endpoint_ips: BTreeMap<IpAddr, BTreeSet<ServiceName>>,
    /// Pods that have not finished, by `status.podIP`.
    pub pods: BTreeMap<IpAddr, Vec<(String, Labels)>>,
    /// The addresses of the `CoreDNS` Pods.
    pub servers: Vec<IpAddr>,
}

#[derive(Debug, Clone)]
pub struct KnownService {
    pub labels: Labels,
    /// The target, of a Service of type `ExternalName`.
    pub external_name: Option<String>,
    pub headless: bool,
    pub cluster_ips: Vec<IpAddr>,
    pub ports: Vec<Port>,
}

/// The ready endpoints of one `EndpointSlice`.
#[derive(Debug, Clone)]
pub struct Slice {
    pub labels: Labels,
    pub addresses: Vec<EndpointAddress>,
    pub ports: Vec<Port>,
}

#[derive(Debug, Clone)]
pub struct EndpointAddress {
    pub ip: IpAddr,
    pub hostname: Option<String>,
    /// The name of the Pod behind it.
    pub target: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Port {
    pub name: String,
    pub protocol: String,
    /// `None`: nothing declares a port; there are addresses then, but no SRV records.
    pub number: Option<u16>,
}

/// The label of the `CoreDNS` Pods, from the days of its predecessor.
const DNS_LABEL: (&str, &str) = ("k8s-app", "kube-dns");

impl Objects {
    pub fn of(cluster: &Cluster) -> Self {
        let mut objects = Self::default();
        for (object, _) in cluster.namespaces() {
            objects.namespaces.insert(object.name().to_owned(), object.labels().clone());
        }
        for (object, service) in cluster.services() {
            let name = (object.namespace().to_owned(), object.name().to_owned());
            let known = KnownService::of(object.labels(), service);
            for ip in &known.cluster_ips {
                objects.cluster_ips.entry(*ip).or_default().push(name.clone());
            }
            objects.services.insert(name, known);
        }
        for (object, slice) in cluster.endpoint_slices() {
            let Some(service) = object.labels().get(SERVICE_NAME) else { continue };
            let name = (object.namespace().to_owned(), service.clone());
            let slice = Slice::of(object.labels(), slice);
            for address in &slice.addresses {
                objects.endpoint_ips.entry(address.ip).or_default().insert(name.clone());
            }
            objects.slices.entry(name).or_default().push(slice);
        }
        for (object, found) in cluster.pods().filter(|(_, found)| !pod::is_finished(found)) {
            let Some(ip) = pod::address(found) else { continue };
            if object.namespace() == "kube-system"
                && object.labels().get(DNS_LABEL.0).is_some_and(|label| label == DNS_LABEL.1)
            {
                objects.servers.push(ip);
            }
            objects
                .pods
                .entry(ip)
                .or_default()
                .push((object.namespace().to_owned(), object.labels().clone()));
        }
        objects
    }
}

impl KnownService {
    fn of(labels: &Labels, service: &Service) -> Self {
        let spec = service.spec.clone().unwrap_or_default();
        let external = spec.type_.as_deref() == Some("ExternalName");
        let single = spec.cluster_ip.into_iter().collect();
        let written = spec.cluster_ips.filter(|ips| !ips.is_empty()).unwrap_or(single);
        let port = |number: i32, name: Option<String>, protocol: Option<String>| {
            Port::new(u16::try_from(number).ok(), name, protocol)
        };
        let ports = spec
            .ports
            .unwrap_or_default()
            .into_iter()
            .map(|one| port(one.port, one.name, one.protocol))
            .collect();
        Self {
            labels: labels.clone(),
            external_name: external.then(|| spec.external_name.unwrap_or_default()),
            headless: written.first().is_some_and(|ip| ip == "None"),
            cluster_ips: written.iter().filter_map(|ip| ip.parse().ok()).collect(),
            ports: Port::or_none(ports),
        }
    }
}

impl Slice {
    fn of(labels: &Labels, slice: &EndpointSlice) -> Self {
        let ready = slice.endpoints.iter().flatten().filter(|endpoint| {
            endpoint.conditions.as_ref().and_then(|conditions| conditions.ready).unwrap_or(true)
        });
        let addresses = ready.flat_map(|endpoint| {
            let hostname = endpoint.hostname.clone().filter(|hostname| !hostname.is_empty());
            let target = endpoint.target_ref.as_ref().and_then(|target| target.name.clone());
            let of_ip = move |ip| EndpointAddress { ip, hostname: hostname.clone(), target: target.clone() };
            endpoint.addresses.iter().filter_map(|address| address.parse().ok()).map(of_ip)
        });
        let number = |port: Option<i32>| port.and_then(|port| u16::try_from(port).ok());
        let ports = slice
            .ports
            .iter()
            .flatten()
            .map(|port| Port::new(number(port.port), port.name.clone(), port.protocol.clone()));
        Self { labels: labels.clone(), addresses: addresses.collect(), ports: Port::or_none(ports.collect()) }
    }
}

impl Port {
    fn new(number: Option<u16>, name: Option<String>, protocol: Option<String>) -> Self {
        Self {
            name: name.unwrap_or_default(),
            protocol: protocol.unwrap_or_else(|| "TCP".to_owned()),
            number,
        }
    }

    fn or_none(ports: Vec<Self>) -> Vec<Self> {
        if ports.is_empty() {
            vec![Self { name: String::new(), protocol: String::new(), number: None }]
        } else {
            ports
        }
    }

    /// Whether a question's `_name._protocol` means this port; empty ones mean any.
    pub fn is_asked(&self, name: &str, protocol: &str) -> bool {
        (name.is_empty() || self.name.eq_ignore_ascii_case(name))
            && (protocol.is_empty() || self.protocol.eq_ignore_ascii_case(protocol))
    }
}
