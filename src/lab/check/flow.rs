//! Connections that must be delivered: every client at every target.

use super::clients::with_clients;
use crate::{
    cluster::{Cluster, Kind, Protocol},
    course::lab::{Flow, Namespaced, PortAsked, Target, Transport},
    lab::{find, loss::Loss, scene::Scene, words},
    network::{
        service::facts,
        trace::{From, Outcome, Port, Request, To, Trace, Tracer},
    },
};

pub fn met(flow: &Flow, scene: &Scene<'_>) -> Result<(), Loss> {
    with_clients(scene, &flow.from, |tracer, clients| delivered(flow, scene, tracer, clients))
}

fn delivered(flow: &Flow, scene: &Scene<'_>, tracer: &Tracer<'_>, clients: &[From]) -> Result<(), Loss> {
    let answering = match &flow.answered_by {
        Some(pods) => Some((pods, find::pods(scene.cluster, pods)?)),
        None => None,
    };
    for target in &flow.to {
        for (to, port) in dialled(scene.cluster, target, flow.port.as_ref(), flow.transport)? {
            for from in clients.iter().filter(|from| !is_itself(from, &to)) {
                let trace = follow(tracer, from, &to, port.clone(), flow.transport)?;
                if trace.outcome != Outcome::Delivered {
                    return Err(words::not_delivered(&trace, scene.cluster));
                }
                let Some((wanted, answering)) = &answering else { continue };
                let is_wanted = |name: &str| answering.iter().any(|(object, _)| object.full_name() == name);
                if let Some(stranger) =
                    trace.ends.iter().find(|end| !end.pod.as_deref().is_some_and(is_wanted))
                {
                    let who = stranger.pod.clone().unwrap_or_else(|| stranger.address.to_string());
                    let way = words::way(&trace);
                    return Err(format!("{way} comes to {who}, which is not one of {wanted}").into());
                }
            }
        }
    }
    Ok(())
}

fn is_itself(from: &From, to: &To) -> bool {
    matches!((from, to), (From::Pod { namespace, name }, To::Pod { namespace: own, name: other }) if namespace == own && name == other)
}

fn follow(
    tracer: &Tracer<'_>,
    from: &From,
    to: &To,
    port: Option<Port>,
    transport: Transport,
) -> Result<Trace, String> {
    let request =
        Request { from: from.clone(), to: to.clone(), port, protocol: Some(protocol(transport)), node: None };
    tracer.trace(&request).map_err(|error| format!("{error}: {}", error.hint))
}

pub fn protocol(transport: Transport) -> Protocol {
    match transport {
        Transport::Tcp => Protocol::Tcp,
        Transport::Udp => Protocol::Udp,
        Transport::Sctp => Protocol::Sctp,
    }
}

/// Each address or name that a target is, with the port to dial there.
fn dialled(
    cluster: &Cluster,
    target: &Target,
    port: Option<&PortAsked>,
    transport: Transport,
) -> Result<Vec<(To, Option<Port>)>, String> {
    let asked = port.map(|port| match port {
        PortAsked::Number(number) => Port::Number(*number),
        PortAsked::Named(name) => Port::Named(name.clone()),
    });
    let told = |error: crate::network::trace::RequestError| format!("{error}: {}", error.hint);
    Ok(match target {
        Target::Pods(pods) => find::pods(cluster, pods)?
            .into_iter()
            .map(|(object, _)| {
                let to = To::Pod { namespace: object.namespace().to_owned(), name: object.name().to_owned() };
                (to, asked.clone())
            })
            .collect(),
        Target::Name(name) => vec![(To::Name(name.clone()), asked)],
        Target::Address(address) => vec![(To::Address(*address), asked)],
        Target::Url(url) => vec![To::read(url).map_err(told)?],
        Target::Service(service) => {
            let addresses = find::virtual_addresses(find::service(cluster, service)?);
            if addresses.is_empty() {
                return Err(format!("Service {service} has no virtual address"));
            }
            addresses.into_iter().map(|address| (To::Address(address), asked.clone())).collect()
        }
        Target::Balancer(service) => {
            let addresses = facts::load_balancer_addresses(find::service(cluster, service)?);
            if addresses.is_empty() {
                return Err(format!("no load balancer has given Service {service} an address"));
            }
            addresses.into_iter().map(|(address, _)| (To::Address(address), asked.clone())).collect()
        }
        Target::NodePort(service) => {
            let number = node_port(cluster, service, port, transport)?;
            let nodes = cluster.objects(Kind::Node).filter_map(|node| find::node_address(node));
            nodes.map(|address| (To::Address(address), Some(Port::Number(number)))).collect()
        }
    })
}

/// The node port behind a Service's port.
fn node_port(
    cluster: &Cluster,
    service: &Namespaced,
    port: Option<&PortAsked>,
    transport: Transport,
) -> Result<u16, String> {
    let spec = find::service(cluster, service)?.spec.as_ref();
    let ports = spec.and_then(|spec| spec.ports.as_deref()).unwrap_or_default();
    let is_meant = |one: &&k8s_openapi::api::core::v1::ServicePort| {
        facts::port_protocol(one) == protocol(transport)
            && match port {
                None => true,
                Some(PortAsked::Number(number)) => facts::port_number(one) == Some(*number),
                Some(PortAsked::Named(name)) => one.name.as_ref() == Some(name),
            }
    };
    let found = ports.iter().find(is_meant).ok_or_else(|| match port {
        Some(port) => format!("Service {service} has no port {}", words::port(port)),
        None => format!("Service {service} has no port"),
    })?;
    facts::node_port(found)
        .ok_or_else(|| format!("Service {service} has no node port: its type is not NodePort"))
}
