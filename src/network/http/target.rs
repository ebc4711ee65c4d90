//! A backend Service and its port, looked up once: which endpoints can answer, or why none can.

use std::sync::Arc;

use k8s_openapi::api::core::v1::{Service, ServicePort};
use serde::Serialize;

use crate::{
    cluster::Cluster,
    network::service::{Endpoint, Form, endpoints, facts},
};

/// A Service's port as a backend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    pub namespace: String,
    pub name: String,
    /// The Service's port; `None` where the reference names none that it has.
    pub port: Option<u16>,
    #[serde(skip)]
    pub state: State,
}

/// What is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// These answer. Proxies of HTTP send to endpoints themselves; the Service's own address is not used.
    Ready(Arc<[Endpoint]>),
    /// The Service and its port are there, no ready endpoint is.
    NoEndpoints(String),
    /// The reference leads nowhere.
    Invalid(Fault),
    /// An `ExternalName`: what answers is not in the cluster.
    Outside(String),
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NotFound(String),
    InvalidKind(String),
    NotPermitted(String),
}

impl Fault {
    pub fn text(&self) -> &str {
        match self {
            Self::NotFound(text) | Self::InvalidKind(text) | Self::NotPermitted(text) => text,
        }
    }
}

/// A port as Ingress (number or name) and Gateway API (number) name it.
#[derive(Debug, Clone, Copy)]
pub enum PortRef<'a> {
    Number(u16),
    Name(&'a str),
    Missing,
}

impl Target {
    pub fn find(cluster: &Cluster, namespace: &str, name: &str, wanted: PortRef<'_>) -> Self {
        let (port, state) = find(cluster, namespace, name, wanted);
        Self { namespace: namespace.to_owned(), name: name.to_owned(), port, state }
    }

    pub fn faulty(namespace: &str, name: &str, fault: Fault) -> Self {
        Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            port: None,
            state: State::Invalid(fault),
        }
    }

    pub fn endpoints(&self) -> &[Endpoint] {
        match &self.state {
            State::Ready(endpoints) => endpoints,
            _ => &[],
        }
    }

    pub fn fault(&self) -> Option<&Fault> {
        match &self.state {
            State::Invalid(fault) => Some(fault),
            _ => None,
        }
    }

    /// `shop/web:80`.
    pub fn text(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}/{}{port}", self.namespace, self.name)
    }
}

fn find(cluster: &Cluster, namespace: &str, name: &str, wanted: PortRef<'_>) -> (Option<u16>, State) {
    let fault = |text: String| State::Invalid(Fault::NotFound(text));
    let number = if let PortRef::Number(number) = wanted { Some(number) } else { None };
    let Some((object, service)) = cluster.fetch::<Service>(namespace, name) else {
        let elsewhere: Vec<String> = cluster
            .services()
            .filter(|(object, _)| object.name() == name)
            .map(|(object, _)| object.namespace().to_owned())
            .take(3)
            .collect();
        let hint = if elsewhere.is_empty() {
            String::new()
        } else {
            format!("; one of that name is in {}", elsewhere.join(", "))
        };
        return (number, fault(format!("there is no Service {namespace}/{name}{hint}")));
    };
    let Some(spec) = &service.spec else {
        return (number, fault(format!("Service {} has no spec", object.full_name())));
    };
    let ports = spec.ports.as_deref().unwrap_or_default();
    let port = ports.iter().find(|port| match wanted {
        PortRef::Number(number) => facts::port_number(port) == Some(number),
        PortRef::Name(name) => port.name.as_deref() == Some(name),
        PortRef::Missing => false,
    });
    if facts::form(spec) == Form::ExternalName {
        return (number, State::Outside(spec.external_name.clone().unwrap_or_default()));
    }
    let Some(port) = port else { return (number, fault(no_port(&object.full_name(), ports, wanted))) };
    let name_of_port = port.name.as_deref().unwrap_or_default();
    let found = endpoints(cluster, namespace, name, name_of_port, facts::port_protocol(port));
    let ready: Vec<Endpoint> = found.iter().filter(|one| one.ready).cloned().collect();
    let serving = || found.iter().filter(|one| one.serving && one.terminating).cloned().collect();
    let ready: Vec<Endpoint> = if ready.is_empty() { serving() } else { ready };
    let state = match (ready.is_empty(), found.is_empty()) {
        (false, _) => State::Ready(ready.into()),
        (true, false) => {
            State::NoEndpoints(format!("Service {} has endpoints, but none is ready", object.full_name()))
        }
        (true, true) => {
            State::NoEndpoints(format!("Service {} has no endpoints{}", object.full_name(), selected(spec)))
        }
    };
    (facts::port_number(port), state)
}

fn no_port(service: &str, ports: &[ServicePort], wanted: PortRef<'_>) -> String {
    let list: Vec<String> = ports.iter().map(facts::port_text).collect();
    let list = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    match wanted {
        PortRef::Number(number) => format!(
            "Service {service} has no port {number}: it has {list} (a backend names the Service's port, not the Pod's)"
        ),
        PortRef::Name(name) => format!("Service {service} has no port named {name:?}: it has {list}"),
        PortRef::Missing => format!("the backend names no port of Service {service}, which has {list}"),
    }
}

fn selected(spec: &k8s_openapi::api::core::v1::ServiceSpec) -> String {
    let selector = spec.selector.as_ref().filter(|selector| !selector.is_empty());
    selector.map_or_else(String::new, |selector| {
        let pairs: Vec<String> = selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
        format!(": no Pod matches its selector ({}) and port", pairs.join(","))
    })
}
