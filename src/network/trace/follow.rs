//! A request from its first word to its ends, and what they come to as a whole.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Service;

use super::{
    dial::{Arrival, Dialled},
    hop::{Dns, Effect, End, Hop, Outcome, Stage, Trace},
    lookup::Lookup,
    ports::is_headless,
    request::{Host, Port, Request, RequestError, To},
    tracer::{Source, Tracer},
};
use crate::{
    cluster::{Object, Protocol},
    network::{
        http::Entry,
        policy::{Connection, PAGE, Party, Verdict},
        service::{PAGE as SERVICE_PAGE, facts},
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
        let from = request.from.to_string();
        match &request.to {
            To::Pod { namespace, name } => self.to_pod(request, &source, (namespace, name), from),
            To::Address(address) => {
                let way = Way { addresses: vec![*address], headless: None, path: None };
                self.to_addresses(request, &source, &way, Head { from, to: address.to_string(), dns: None, hops: vec![], sometimes: false })
            }
            To::Url { scheme, host, path } => {
                if let Some(entry) = self.door(&source, host, self.is_service(host)) {
                    return self.to_door(request, (scheme, host, path), from, &entry);
                }
                let path = (scheme == "http").then_some(path.as_str());
                let text = |host: &dyn std::fmt::Display| format!("{scheme}://{host}");
                match host {
                    Host::Address(address) => {
                        let way = Way { addresses: vec![*address], headless: None, path };
                        self.to_addresses(request, &source, &way, Head { from, to: text(address), dns: None, hops: vec![], sometimes: false })
                    }
                    Host::Name(name) => self.to_name(request, &source, name, path, (from, text(name))),
                }
            }
            To::Name(name) => self.to_name(request, &source, name, None, (from, name.clone())),
        }
    }

    fn is_service(&self, host: &Host) -> bool {
        let Host::Name(name) = host else { return false };
        let mut labels = name.trim_end_matches('.').split('.');
        let (service, namespace) = (labels.next().unwrap_or_default(), labels.next().unwrap_or("default"));
        self.cluster.fetch::<Service>(namespace, service).is_some()
    }

    fn to_door(&self, request: &Request, (scheme, host, path): (&str, &Host, &str), from: String, entry: &Entry) -> Result<Trace, RequestError> {
        let host = match host {
            Host::Address(address) => address.to_string(),
            Host::Name(name) => name.clone(),
        };
        let (arrival, port, status) = self.through_door(request, scheme, (&host, path), entry)?;
        let head = Head { from, to: format!("{scheme}://{host}{path}"), dns: None, hops: vec![], sometimes: false };
        let mut trace = head.finish(Some(port), Protocol::Tcp, arrival);
        trace.status = status;
        Ok(trace)
    }

    fn to_pod(&self, request: &Request, source: &Source<'c>, (namespace, name): (&str, &str), from: String) -> Result<Trace, RequestError> {
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
        let end = self.end(source, (party, address), Connection { port, protocol }, &Default::default(), None);
        Ok(head.finish(Some(port), protocol, Arrival { hops: vec![], ends: vec![end], stop: None }))
    }

    fn to_name(&self, request: &Request, source: &Source<'c>, name: &str, path: Option<&str>, (from, to): (String, String)) -> Result<Trace, RequestError> {
        if source.party.as_pod().is_none()
            && let Some((hop, address, port)) = self.entrance_of(request, name)?
        {
            let way = Way { addresses: vec![address], headless: None, path };
            let request = Request { port: Some(Port::Number(port)), ..request.clone() };
            return self.to_addresses(&request, source, &way, Head { from, to, dns: None, hops: vec![hop], sometimes: false });
        }
        let lookup = self.lookup(source, name);
        let Lookup { dns, addresses, answered, outside, sometimes, hops } = lookup;
        let head = Head { from, to, dns: Some(dns), hops, sometimes };
        let protocol = request.protocol.unwrap_or_default();
        if let Some(outside) = outside {
            return self.to_outside_name(request, source, &outside, head);
        }
        if addresses.is_empty() {
            let number = request.port.as_ref().and_then(|port| if let Port::Number(number) = port { Some(*number) } else { None });
            return Ok(head.finish(number, protocol, Arrival { stop: Some((Verdict::Undefined, Outcome::Unknown)), ..Arrival::default() }));
        }
        let headless = answered.and_then(|name| self.service_named(&name)).filter(|(_, service)| is_headless(service));
        self.to_addresses(request, source, &Way { addresses, headless, path }, head)
    }

    fn to_outside_name(&self, request: &Request, source: &Source<'c>, outside: &str, mut head: Head) -> Result<Trace, RequestError> {
        let port = match &request.port {
            Some(Port::Number(number)) => *number,
            Some(Port::Named(name)) => return Err(RequestError::new(format!("{outside} is outside the cluster and has no port named {name:?}"), "say its number: --port NUMBER")),
            None => return Err(RequestError::new(format!("no port is given, and {outside} is outside the cluster"), "say which: --port NUMBER")),
        };
        let protocol = request.protocol.unwrap_or_default();
        let verdict = self.judge_unknown_destination(source, Connection { port, protocol });
        let (effect, outcome, text) = match verdict {
            Verdict::Allow => (Effect::Unknown, Outcome::Unknown, format!("leaves the cluster; what answers at {outside} is not in the manifests")),
            Verdict::Deny => (Effect::Dropped, Outcome::TimedOut, format!("policies isolate {} for egress, and no rule allows {protocol} {port} to anywhere outside", source.name)),
            Verdict::Undefined => (Effect::Unknown, Outcome::Unknown, format!("whether policies let {} go there depends on the address of {outside}, which is not known here", source.name)),
        };
        head.hops.push(Hop::new(Stage::Egress, effect, text, PAGE));
        Ok(head.finish(Some(port), protocol, Arrival { stop: Some((verdict, outcome)), ..Arrival::default() }))
    }

    fn to_addresses(&self, request: &Request, source: &Source<'c>, way: &Way<'_>, head: Head) -> Result<Trace, RequestError> {
        let first = way.addresses.first().copied().unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let (port, protocol) = self.port_at(first, way.headless, request.port.as_ref(), request.protocol)?;
        let mut whole = Arrival::default();
        for address in &way.addresses {
            let arrival = self.dial(source, Dialled { address: *address, port, protocol, path: way.path });
            whole.hops.extend(arrival.hops);
            whole.ends.extend(arrival.ends);
            whole.stop = whole.stop.or(arrival.stop);
        }
        let mut trace = head.finish(Some(port), protocol, whole);
        if let Some((object, service)) = way.headless.filter(|_| matches!(trace.outcome, Outcome::Refused | Outcome::Partial)) {
            trace.reason += &headless_hint(object, service, port);
        }
        Ok(trace)
    }

    /// From outside there is no cluster DNS: a Service's name stands for its way in. `None` when no Service is meant.
    fn entrance_of(&self, request: &Request, name: &str) -> Result<Option<(Hop, IpAddr, u16)>, RequestError> {
        let mut labels = name.trim_end_matches('.').split('.');
        let (service_name, namespace) = (labels.next().unwrap_or_default(), labels.next().unwrap_or("default"));
        let Some((object, service)) = self.cluster.fetch::<Service>(namespace, service_name) else { return Ok(None) };
        let Some(spec) = &service.spec else { return Ok(None) };
        let ports = spec.ports.as_deref().unwrap_or_default();
        let meant = ports.iter().find(|port| match &request.port {
            Some(Port::Number(number)) => facts::port_number(port) == Some(*number) || facts::node_port(port) == Some(*number),
            Some(Port::Named(name)) => port.name.as_deref() == Some(name),
            None => ports.len() == 1,
        });
        let Some(port) = meant else {
            let list = super::service_hop::ports(service);
            return Err(RequestError::new(format!("Service {} has the ports {list}", object.full_name()), "say which: --port NUMBER or NAME"));
        };
        let balancer = facts::load_balancer_addresses(service).into_iter().map(|(address, _)| address);
        let outside = balancer.chain(facts::external_addresses(spec)).next().filter(|_| request.node.is_none());
        let hop = |text: String| Hop::new(Stage::Address, Effect::Passed, text, SERVICE_PAGE).of(object.key().to_string());
        if let (Some(address), Some(number)) = (outside, facts::port_number(port)) {
            return Ok(Some((hop(format!("outside the cluster, Service {} is entered at {address}:{number}", object.full_name())), address, number)));
        }
        let node = self.node_addresses(request.node.as_deref()).first().copied();
        let (Some(number), Some(address)) = (facts::node_port(port), node) else { return Ok(None) };
        let pending = if facts::is_load_balancer(spec) && facts::load_balancer_addresses(service).is_empty() { " (its load balancer has no address: <pending>)" } else { "" };
        Ok(Some((hop(format!("outside the cluster, Service {} is entered at node port {address}:{number}{pending}", object.full_name())), address, number)))
    }
}

fn headless_hint(object: &Object, service: &Service, port: u16) -> String {
    use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
    let ports = service.spec.as_ref().and_then(|spec| spec.ports.as_deref()).unwrap_or_default();
    let differs = ports.iter().filter(|one| facts::port_number(one) == Some(port)).find_map(|one| match &one.target_port {
        Some(IntOrString::Int(target)) if *target != i32::from(port) => Some(target.to_string()),
        Some(IntOrString::String(target)) => Some(target.clone()),
        _ => None,
    });
    let Some(target) = differs else { return String::new() };
    format!("; Service {} is headless: its targetPort {target} is not applied, the client dials the Pod's port itself", object.full_name())
}

/// What is known before the ways part.
struct Head {
    from: String,
    to: String,
    dns: Option<Dns>,
    hops: Vec<Hop>,
    sometimes: bool,
}

impl Head {
    fn finish(mut self, port: Option<u16>, protocol: Protocol, arrival: Arrival) -> Trace {
        let Arrival { hops, ends, stop } = arrival;
        self.hops.extend(hops);
        let (policy, mut outcome) = whole(&ends, stop);
        let mut reason = reason(&self.hops, &ends, outcome);
        let lookup = |stage| self.hops.iter().find(|hop| hop.stage == stage).map(|hop| hop.text.clone()).unwrap_or_default();
        let by_dns = match self.dns {
            None | Some(Dns::Resolved | Dns::Passed) => None,
            Some(Dns::NameNotFound) => Some((Outcome::NameNotFound, lookup(Stage::Address))),
            Some(Dns::LookupTimeout) => Some((Outcome::LookupTimeout, lookup(Stage::Lookup))),
            Some(dns) => {
                let decisive = self.hops.iter().find(|hop| hop.is_decisive()).map(|hop| hop.text.clone());
                let outcome = if dns == Dns::LookupFailed { Outcome::LookupFailed } else { Outcome::Unknown };
                Some((outcome, decisive.unwrap_or_default()))
            }
        };
        if let Some(by_dns) = by_dns {
            (outcome, reason) = by_dns;
        } else if self.sometimes && outcome != Outcome::LookupTimeout {
            outcome = Outcome::Partial;
            reason = lookup(Stage::Lookup);
        }
        Trace { from: self.from, to: self.to, port, protocol, policy, outcome, dns: self.dns, status: None, reason, hops: self.hops, ends }
    }
}

/// Policy: `deny` as soon as one end is denied, for a client can not rely on the others. Outcome: all ends together.
fn whole(ends: &[End], stop: Option<(Verdict, Outcome)>) -> (Verdict, Outcome) {
    let stop_verdict = stop.map(|(verdict, _)| verdict);
    let policy = ends.iter().map(|end| end.policy).chain(stop_verdict.filter(|_| ends.is_empty())).reduce(Verdict::and);
    let outcome = Outcome::of_all(ends.iter().map(|end| end.outcome).chain(stop.map(|(_, outcome)| outcome)));
    (policy.unwrap_or(Verdict::Undefined), outcome.unwrap_or(Outcome::Unknown))
}

fn reason(hops: &[Hop], ends: &[End], outcome: Outcome) -> String {
    if let Some(hop) = hops.iter().rfind(|hop| hop.is_decisive()) {
        return hop.text.clone();
    }
    let Some(first) = ends.first() else { return hops.last().map(|hop| hop.text.clone()).unwrap_or_default() };
    if outcome == Outcome::Delivered && ends.len() > 1 {
        return format!("each of the {} endpoints accepts: {}, the others likewise", ends.len(), first.reason);
    }
    if outcome != Outcome::Partial {
        return first.reason.clone();
    }
    let good = ends.iter().filter(|end| end.outcome == Outcome::Delivered).count();
    let bad = ends.iter().find(|end| end.outcome != Outcome::Delivered).unwrap_or(first);
    format!("{good} of {} endpoints can be reached; {}: {}", ends.len(), bad.address, bad.reason)
}
