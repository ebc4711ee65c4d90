//! Which records of the cluster a question means: Services, endpoints, Pods.

use std::net::IpAddr;

use super::{
    miss::Miss,
    question::{Asked, Request, ServiceRequest},
};
use crate::network::dns::{
    name,
    objects::{EndpointAddress, KnownService, Objects, ServiceName, Slice},
    plugin::{Kubernetes, Pods},
};

/// What a record points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    Address(IpAddr),
    Name(String),
}

/// One thing found: an address with its port, or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub host: Host,
    pub port: Option<u16>,
    /// Its own name: the target of SRV records.
    pub key: String,
}

/// The cluster through the eyes of one `kubernetes` stanza.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub settings: &'a Kubernetes,
    pub objects: &'a Objects,
}

impl<'a> Sight<'a> {
    /// Everything that the name means. An empty list: the name exists and has nothing.
    pub fn find(&self, asked: &Asked) -> Result<Vec<Found>, Miss> {
        let request = Request::read(&asked.below).map_err(Miss::Schema)?;
        let in_reverse = name::is_reverse(&asked.name.to_ascii_lowercase());
        match request {
            Request::Branch => Ok(vec![]),
            _ if in_reverse => Err(Miss::ReverseZone),
            Request::Pod { namespace, address } => self.pods(&namespace, &address, &asked.zone),
            Request::Service(request) => self.services(&request, &asked.zone),
        }
    }

    pub fn check_namespace(&self, namespace: &str) -> Result<(), Miss> {
        let labels =
            self.objects.namespaces.get(namespace).ok_or_else(|| Miss::NoNamespace(namespace.to_owned()))?;
        let listed = self.settings.namespaces.is_empty() || self.settings.namespaces.contains(namespace);
        let selected =
            self.settings.namespace_labels.as_ref().is_none_or(|selector| selector.matches(labels));
        if listed && selected { Ok(()) } else { Err(Miss::NamespaceNotServed(namespace.to_owned())) }
    }

    fn pods(&self, namespace: &str, label: &str, zone: &str) -> Result<Vec<Found>, Miss> {
        if self.settings.pods == Pods::Disabled {
            return Err(Miss::PodsDisabled);
        }
        self.check_namespace(namespace)?;
        if label.is_empty() {
            return Ok(vec![]);
        }
        let four = label.matches('-').count() == 3 && !label.contains("--");
        let written = if four { label.replace('-', ".") } else { label.replace('-', ":") };
        let address: IpAddr = written.parse().map_err(|_| Miss::NotAnAddress(label.to_owned()))?;
        let there = || {
            let pods = self.objects.pods.get(&address).into_iter().flatten();
            pods.filter(|(_, labels)| {
                self.settings.labels.as_ref().is_none_or(|selector| selector.matches(labels))
            })
            .any(|(own, _)| own == namespace)
        };
        if self.settings.pods == Pods::Verified && !there() {
            return Err(Miss::NoPod { namespace: namespace.to_owned(), address });
        }
        Ok(vec![Found {
            host: Host::Address(address),
            port: None,
            key: format!("{label}.{namespace}.pod.{zone}"),
        }])
    }

    /// A Service that the plugin's `labels` let it see.
    pub fn service(&self, name: &ServiceName) -> Option<&'a KnownService> {
        let service = self.objects.services.get(name)?;
        self.settings
            .labels
            .as_ref()
            .is_none_or(|selector| selector.matches(&service.labels))
            .then_some(service)
    }

    /// The slices it sees. The controller copies a Service's labels to its slices; ours may lack them, so either's do.
    pub fn slices(&self, name: &ServiceName) -> impl Iterator<Item = &'a Slice> {
        let selector = self.settings.labels.as_ref().filter(|_| self.service(name).is_none());
        let slices = self.objects.slices.get(name).filter(|_| self.settings.endpoints).into_iter().flatten();
        slices.filter(move |slice| selector.is_none_or(|selector| selector.matches(&slice.labels)))
    }

    fn services(&self, request: &ServiceRequest, zone: &str) -> Result<Vec<Found>, Miss> {
        self.check_namespace(&request.namespace)?;
        if request.service.is_empty() {
            return Ok(vec![]);
        }
        let name = (request.namespace.clone(), request.service.clone());
        let (namespace, service) = name.clone();
        let Some(known) = self.service(&name) else {
            let there = self.objects.services.contains_key(&name);
            return Err(if there {
                Miss::ServiceNotServed { namespace, service }
            } else {
                Miss::NoService { namespace, service }
            });
        };
        let key = format!("{service}.{namespace}.svc.{zone}");
        if let Some(target) = &known.external_name {
            return external(request, target, key);
        }
        let empty = || !self.slices(&name).any(|slice| !slice.addresses.is_empty());
        if self.settings.ignore_empty_service && !known.headless && empty() {
            return Err(Miss::EmptyService { namespace, service });
        }
        let found = if known.headless || !request.endpoint.is_empty() {
            self.endpoints(request, &name, &key)
        } else {
            let ports = known.ports.iter().filter(|port| port.is_asked(&request.port, &request.protocol));
            let each = |number| known.cluster_ips.iter().map(move |ip| (*ip, number));
            ports
                .flat_map(|port| each(port.number))
                .map(|(ip, port)| Found { host: Host::Address(ip), port, key: key.clone() })
                .collect()
        };
        if !found.is_empty() {
            return Ok(found);
        }
        Err(match request {
            ServiceRequest { endpoint, .. } if !endpoint.is_empty() => {
                Miss::NoEndpoint { service, endpoint: endpoint.clone() }
            }
            _ if known.headless && empty() => Miss::NoReadyEndpoint { namespace, service },
            ServiceRequest { port, protocol, .. } => {
                Miss::NoPort { service, port: port.clone(), protocol: protocol.to_uppercase() }
            }
        })
    }

    fn endpoints(&self, request: &ServiceRequest, name: &ServiceName, key: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for slice in self.slices(name) {
            for address in &slice.addresses {
                let hostname = self.hostname(address);
                if !request.endpoint.is_empty() && !hostname.eq_ignore_ascii_case(&request.endpoint) {
                    continue;
                }
                for port in slice.ports.iter().filter(|port| port.is_asked(&request.port, &request.protocol))
                {
                    found.push(Found {
                        host: Host::Address(address.ip),
                        port: port.number,
                        key: format!("{hostname}.{key}"),
                    });
                }
            }
        }
        found
    }

    /// The name of an endpoint below its Service: its hostname, its Pod's name if so configured, or its address with dashes.
    pub fn hostname(&self, address: &EndpointAddress) -> String {
        let pod = address.target.as_ref().filter(|_| self.settings.endpoint_pod_names);
        let named = address.hostname.as_ref().or(pod).cloned();
        named.unwrap_or_else(|| address.ip.to_string().replace(['.', ':'], "-"))
    }
}

fn external(request: &ServiceRequest, target: &str, key: String) -> Result<Vec<Found>, Miss> {
    let service = request.service.clone();
    if [&request.endpoint, &request.port, &request.protocol].iter().any(|label| !label.is_empty()) {
        return Err(Miss::BelowExternalName(service));
    }
    if target.is_empty() || target.parse::<IpAddr>().is_ok() {
        return Err(Miss::ExternalNameIsAddress { service, target: target.to_owned() });
    }
    Ok(vec![Found { host: Host::Name(target.to_owned()), port: None, key }])
}
