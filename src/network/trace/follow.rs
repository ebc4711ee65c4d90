//! A request from its first word to its ends, and what they come to as a whole.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Service;

use super::{
    dial::{Arrival, Dialled},
    hop::{Effect, Hop, Outcome, Stage, Trace},
    judge::Rewriting,
    lookup::Lookup,
    ports::is_headless,
    request::{Host, Port, Request, RequestError, To},
    tracer::{Source, Tracer},
    whole::Head,
};
use crate::{
    cluster::{Object, pod},
    network::{
        policy::{Connection, PAGE, Party, Verdict},
        service::facts,
    },
};

/// A way that is about to be dialled.
struct Way<'a> {
    addresses: Vec<IpAddr>,
    headless: Option<(&'a Object, &'a Service)>,
    path: Option<&'a str>,
}

impl<'c> Tracer<'c> {
    /// Follows one connection.
    ///
    /// # Errors
    /// When the question can not be asked: no such Pod or node, no port given and none to choose.
    pub fn trace(&self, request: &Request) -> Result<Trace, RequestError> {
        let node = request.node.as_deref().map(|node| self.node(node)).transpose()?;
        let source = self.source(&request.from, node)?;
        if let Some((object, pod)) = source.party.as_pod().filter(|(_, pod)| pod::is_finished(pod)) {
            let what =
                format!("Pod {} has ended ({}): it sends nothing", object.full_name(), pod::phase(pod));
            return Err(RequestError::new(what, "ask from a Pod that runs"));
        }
        let from = request.from.to_string();
        match &request.to {
            To::Pod { namespace, name } => self.to_pod(request, &source, (namespace, name), from),
            To::Node(name) => {
                self.to_address(request, &source, self.address_of_node(name)?, (from, format!("node/{name}")))
            }
            To::Address(address) => self.to_address(request, &source, *address, (from, address.to_string())),
            To::Url { scheme, host, path } => {
                if let Some(entry) = self.door(&source, host, self.is_service(host)) {
                    return self.to_door(request, (scheme, host, path), &entry);
                }
                let path = (scheme == "http").then_some(path.as_str());
                let text = |host: &dyn std::fmt::Display| format!("{scheme}://{host}");
                match host {
                    Host::Address(address) => {
                        let way = Way { addresses: vec![*address], headless: None, path };
                        self.to_addresses(
                            request,
                            &source,
                            &way,
                            Head { from, to: text(address), dns: None, hops: vec![], sometimes: false },
                        )
                    }
                    Host::Name(name) => self.to_name(request, &source, name, path, (from, text(name))),
                }
            }
            To::Name(name) => self.to_name(request, &source, name, None, (from, name.clone())),
        }
    }

    fn to_pod(
        &self,
        request: &Request,
        source: &Source<'c>,
        (namespace, name): (&str, &str),
        from: String,
    ) -> Result<Trace, RequestError> {
        let party = self.pod(namespace, name)?;
        let Party::Pod(object, pod) = party else { return Err(RequestError::new("not a Pod", "")) };
        let (port, protocol) = Self::port_of_pod(object, pod, request.port.as_ref(), request.protocol)?;
        let head = Head { from, to: object.full_name(), dns: None, hops: vec![], sometimes: false };
        let Some(address) = party.addresses().first().copied() else {
            let text = format!("Pod {} has no address: it has not started", object.full_name());
            let hop = Hop::new(Stage::Address, Effect::Dropped, text, PAGE).of(object.key().to_string());
            let policy = self.policies.decide(source.party, party, Connection { port, protocol }).verdict;
            let arrival = Arrival { hops: vec![hop], ends: vec![], stop: Some((policy, Outcome::TimedOut)) };
            return Ok(head.finish(Some(port), protocol, arrival));
        };
        // By the Pod itself, not by its address: one on the host network shares its node's.
        let end =
            self.end(source, (party, address), Connection { port, protocol }, &Rewriting::default(), None);
        Ok(head.finish(Some(port), protocol, Arrival { hops: vec![], ends: vec![end], stop: None }))
    }

    fn to_address(
        &self,
        request: &Request,
        source: &Source<'c>,
        address: IpAddr,
        (from, to): (String, String),
    ) -> Result<Trace, RequestError> {
        let way = Way { addresses: vec![address], headless: None, path: None };
        let head = Head { from, to, dns: None, hops: vec![], sometimes: false };
        self.to_addresses(request, source, &way, head)
    }

    fn to_name(
        &self,
        request: &Request,
        source: &Source<'c>,
        name: &str,
        path: Option<&str>,
        (from, to): (String, String),
    ) -> Result<Trace, RequestError> {
        if source.party.as_pod().is_none()
            && let Some((hop, address, port)) = self.entrance_of(request, name)?
        {
            let way = Way { addresses: vec![address], headless: None, path };
            let request = Request { port: Some(Port::Number(port)), ..request.clone() };
            return self.to_addresses(
                &request,
                source,
                &way,
                Head { from, to, dns: None, hops: vec![hop], sometimes: false },
            );
        }
        let lookup = self.lookup(source, name);
        let Lookup { dns, addresses, answered, outside, sometimes, hops } = lookup;
        let head = Head { from, to, dns: Some(dns), hops, sometimes };
        let protocol = request.protocol.unwrap_or_default();
        if let Some(outside) = outside {
            return self.to_outside_name(request, source, &outside, head);
        }
        if addresses.is_empty() {
            let number = request
                .port
                .as_ref()
                .and_then(|port| if let Port::Number(number) = port { Some(*number) } else { None });
            return Ok(head.finish(
                number,
                protocol,
                Arrival { stop: Some((Verdict::Undefined, Outcome::Unknown)), ..Arrival::default() },
            ));
        }
        let headless =
            answered.and_then(|name| self.service_named(&name)).filter(|(_, service)| is_headless(service));
        self.to_addresses(request, source, &Way { addresses, headless, path }, head)
    }

    fn to_outside_name(
        &self,
        request: &Request,
        source: &Source<'c>,
        outside: &str,
        mut head: Head,
    ) -> Result<Trace, RequestError> {
        let port = match &request.port {
            Some(Port::Number(number)) => *number,
            Some(Port::Named(name)) => {
                return Err(RequestError::new(
                    format!("{outside} is outside the cluster and has no port named {name:?}"),
                    "say its number: --port NUMBER",
                ));
            }
            None => {
                return Err(RequestError::new(
                    format!("no port is given, and {outside} is outside the cluster"),
                    "say which: --port NUMBER",
                ));
            }
        };
        let protocol = request.protocol.unwrap_or_default();
        let verdict = self.judge_unknown_destination(source, Connection { port, protocol });
        let (effect, outcome, text) = match verdict {
            Verdict::Allow => (
                Effect::Unknown,
                Outcome::Unknown,
                format!("leaves the cluster; what answers at {outside} is not in the manifests"),
            ),
            Verdict::Deny => (
                Effect::Dropped,
                Outcome::TimedOut,
                format!(
                    "policies isolate {} for egress, and no rule allows {protocol} {port} to anywhere outside",
                    source.name
                ),
            ),
            Verdict::Undefined => (
                Effect::Unknown,
                Outcome::Unknown,
                format!(
                    "whether policies let {} go there depends on the address of {outside}, which is not known here",
                    source.name
                ),
            ),
        };
        head.hops.push(Hop::new(Stage::Egress, effect, text, PAGE));
        Ok(head.finish(
            Some(port),
            protocol,
            Arrival { stop: Some((verdict, outcome)), ..Arrival::default() },
        ))
    }

    fn to_addresses(
        &self,
        request: &Request,
        source: &Source<'c>,
        way: &Way<'_>,
        head: Head,
    ) -> Result<Trace, RequestError> {
        let first = way.addresses.first().copied().unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let (port, protocol) = self.port_at(first, way.headless, request.port.as_ref(), request.protocol)?;
        let mut whole = Arrival::default();
        for address in &way.addresses {
            let arrival = self
                .dial(source, Dialled { address: *address, port, protocol, at_home: false, path: way.path });
            whole.hops.extend(arrival.hops);
            whole.ends.extend(arrival.ends);
            whole.stop = whole.stop.or(arrival.stop);
        }
        let mut trace = head.finish(Some(port), protocol, whole);
        if let Some((object, service)) =
            way.headless.filter(|_| matches!(trace.outcome, Outcome::Refused | Outcome::Partial))
        {
            trace.reason += &headless_hint(object, service, port);
        }
        Ok(trace)
    }
}

fn headless_hint(object: &Object, service: &Service, port: u16) -> String {
    use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
    let ports = service.spec.as_ref().and_then(|spec| spec.ports.as_deref()).unwrap_or_default();
    let differs = ports.iter().filter(|one| facts::port_number(one) == Some(port)).find_map(|one| match &one
        .target_port
    {
        Some(IntOrString::Int(target)) if *target != i32::from(port) => Some(target.to_string()),
        Some(IntOrString::String(target)) => Some(target.clone()),
        _ => None,
    });
    let Some(target) = differs else { return String::new() };
    format!(
        "; Service {} is headless: its targetPort {target} is not applied, the client dials the Pod's port itself",
        object.full_name()
    )
}
