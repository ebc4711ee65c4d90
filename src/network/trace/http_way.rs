//! A URL that somebody outside asks for, where Ingress or a Gateway takes it: the rule, then a connection of the
//! controller's own to each endpoint, under the policies of the backend.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Pod, Service};

use super::{
    dial::Arrival,
    hop::{Effect, End, Hop, Outcome, Stage, Trace},
    judge::Rewriting,
    packet::Sender,
    request::{Host, Port, Request, RequestError},
    tracer::{Source, Tracer},
    whole::Head,
};
use crate::{
    cluster::{Cluster, Kind, Object, Protocol, controllers, pod},
    network::{
        http::{Backend, Entry, HttpRequest, Missing, Routed, Routes, Scheme},
        policy::{Connection, Party, Verdict},
        service::{Endpoint, Origin},
    },
};

/// Where a controller is not in the manifests, its Pods have an address that nobody has (RFC 5737).
const SOMEBODY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

/// The labels of the Pods of controllers whose image is not known: of the two most used for Ingress, and of Gateways that run in the cluster (GEP-1762).
const INGRESS_PODS: (&str, [&str; 2]) = ("app.kubernetes.io/name", ["ingress-nginx", "traefik"]);
const GATEWAY_PODS: &str = "gateway.networking.k8s.io/gateway-name";

impl<'c> Tracer<'c> {
    /// What is taken to be there although the manifests lack it, for HTTP.
    #[must_use]
    pub fn assuming(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// The rules for HTTP, compiled when first asked for.
    pub fn routes(&self) -> &Routes {
        self.routes.get_or_init(|| Routes::compile(self.cluster, self.missing))
    }

    /// The door that a URL from outside comes to, if Ingress or a Gateway has one for it. A host that a rule names is that rule's;
    /// rules for all hosts come after Services.
    pub(super) fn door(&self, source: &Source<'c>, host: &Host, is_service: bool) -> Option<Entry> {
        if source.is_inside() {
            return None;
        }
        match host {
            Host::Name(name) => {
                let routes = self.routes();
                (routes.names(name) || (!is_service && routes.takes(name))).then_some(Entry::Only)
            }
            Host::Address(address) if self.frontends.owner(*address).is_none() => self.gateway_at(*address),
            Host::Address(_) => None,
        }
    }

    fn gateway_at(&self, address: IpAddr) -> Option<Entry> {
        let has = |object: &&std::sync::Arc<Object>| {
            let addresses = object.json().pointer("/status/addresses").and_then(|all| all.as_array());
            let value = |one: &serde_json::Value| {
                one.get("value").and_then(|value| value.as_str()).and_then(|text| text.parse::<IpAddr>().ok())
            };
            addresses.into_iter().flatten().filter_map(value).any(|own| own == address)
        };
        let object = self.cluster.objects(Kind::Gateway).find(has)?;
        Some(Entry::Gateway { namespace: object.namespace().to_owned(), name: object.name().to_owned() })
    }

    /// From outside, a Service's name stands for its way in.
    pub(super) fn is_service(&self, host: &Host) -> bool {
        let Host::Name(name) = host else { return false };
        let mut labels = name.trim_end_matches('.').split('.');
        let (service, namespace) = (labels.next().unwrap_or_default(), labels.next().unwrap_or("default"));
        self.cluster.fetch::<Service>(namespace, service).is_some()
    }

    /// Follows a URL through a door.
    pub(super) fn to_door(
        &self,
        request: &Request,
        (scheme, host, path): (&str, &Host, &str),
        entry: &Entry,
    ) -> Result<Trace, RequestError> {
        let host = match host {
            Host::Address(address) => address.to_string(),
            Host::Name(name) => name.clone(),
        };
        let (arrival, port, status) = self.through_door(request, scheme, (&host, path), entry)?;
        let (from, to) = (request.from.to_string(), format!("{scheme}://{host}{path}"));
        let mut trace = Head { from, to, dns: None, hops: vec![], sometimes: false }.finish(
            Some(port),
            Protocol::Tcp,
            arrival,
        );
        trace.status = status;
        Ok(trace)
    }

    /// Where it comes to; the status beside it is what the client sees.
    fn through_door(
        &self,
        request: &Request,
        scheme: &str,
        (host, path): (&str, &str),
        entry: &Entry,
    ) -> Result<(Arrival, u16, Option<u16>), RequestError> {
        let scheme = Scheme::read(scheme).unwrap_or_default();
        let port = match &request.port {
            Some(Port::Number(number)) => Some(*number).filter(|number| *number != scheme.port()),
            Some(Port::Named(name)) => {
                return Err(RequestError::new(
                    format!("{host} has no port named {name:?}"),
                    "say its number",
                ));
            }
            None => None,
        };
        let http = HttpRequest { port, ..HttpRequest::get(scheme, host, path) };
        let routed = self
            .routes()
            .route(&http, entry)
            .map_err(|error| RequestError::new(error.message, error.hint))?;
        let mut arrival = Arrival { hops: hops(host, &routed), ends: vec![], stop: None };
        if routed.backends.is_empty() {
            arrival.stop = Some((Verdict::Undefined, plain_outcome(&routed)));
            return Ok((arrival, port.unwrap_or(scheme.port()), routed.status));
        }
        let source = self.controller(&routed);
        for backend in routed.backends.iter().filter(|one| one.weight > 0) {
            if backend.status == Some(200) {
                arrival.ends.extend(
                    backend
                        .target
                        .endpoints()
                        .iter()
                        .map(|endpoint| self.forward(source.as_ref(), backend, endpoint)),
                );
            } else if backend.redirect.is_some() {
                arrival.stop = Some((Verdict::Undefined, Outcome::Delivered));
            } else {
                let outcome = if backend.status.is_some() { Outcome::HttpError } else { Outcome::Unknown };
                arrival.stop = Some((Verdict::Undefined, outcome));
            }
        }
        let status = match Outcome::of_all(arrival.ends.iter().map(|end| end.outcome)) {
            Some(Outcome::TimedOut) if arrival.stop.is_none() => Some(504),
            Some(Outcome::Refused) if arrival.stop.is_none() => Some(502),
            Some(Outcome::Unknown) => None,
            _ => routed.status,
        };
        Ok((arrival, port.unwrap_or(scheme.port()), status))
    }

    /// The first ready Pod of whoever forwards, if the manifests hold it.
    fn controller(&self, routed: &Routed) -> Option<Source<'c>> {
        let gateway = routed
            .by
            .strip_prefix("Gateway ")
            .and_then(|text| text.split([',', ' ']).next()?.split_once('/'));
        let is_own = |object: &Object| match gateway {
            Some((namespace, name)) => {
                object.namespace() == namespace
                    && object.labels().get(GATEWAY_PODS).is_some_and(|own| own == name)
            }
            None => is_ingress_controller(object),
        };
        let (object, pod) = pods(self.cluster).find(|(object, pod)| is_own(object) && pod::is_ready(pod))?;
        let party = Party::Pod(object, pod);
        let origin = Origin::Pod { node: pod::node(pod) };
        Some(Source { party, origin, address: pod::address(pod), name: party.name() })
    }

    /// The connection of the controller to one endpoint.
    fn forward(&self, source: Option<&Source<'c>>, backend: &Backend, endpoint: &Endpoint) -> End {
        let named = endpoint.pod.as_deref().and_then(|pod| pod.split_once('/'));
        let party = named
            .and_then(|(namespace, name)| Party::pod(self.cluster, namespace, name))
            .or_else(|| self.pod_at(endpoint.address));
        let destination = (party.unwrap_or(Party::Address(endpoint.address)), endpoint.address);
        let connection = Connection { port: endpoint.port, protocol: Protocol::Tcp };
        let path = backend.request.as_ref().map(|request| request.path.as_str());
        if let Some(source) = source {
            return self.end(source, destination, connection, &Rewriting::default(), path);
        }
        let somebody = Source {
            party: Party::Address(SOMEBODY),
            origin: Origin::OutsideViaLoadBalancer,
            address: Some(SOMEBODY),
            name: "the controller".to_owned(),
        };
        let mut end = self.end(&somebody, destination, connection, &Rewriting::default(), path);
        for packet in end.hops.iter_mut().filter_map(|hop| hop.packet.as_mut()) {
            packet.source = Sender::Unknown;
        }
        if end.policy == Verdict::Deny {
            (end.policy, end.outcome) = (Verdict::Undefined, Outcome::Unknown);
            let text = "policies isolate it for ingress and do not let everybody in; whether the controller's Pod is among those let in is not known, for it is not in the manifests";
            text.clone_into(&mut end.reason);
            if let Some(hop) = end.hops.iter_mut().find(|hop| hop.is_decisive()) {
                hop.effect = Effect::Undefined;
                text.clone_into(&mut hop.text);
            }
        }
        end
    }
}

/// Whether a Pod runs a controller of Ingress: by the labels of the two most used, or by its image.
pub fn is_ingress_controller(pod: &Object) -> bool {
    let labelled = pod.labels().get(INGRESS_PODS.0).is_some_and(|own| INGRESS_PODS.1.contains(&own.as_str()));
    labelled || controllers::is_ingress_controller(pod)
}

fn pods(cluster: &Cluster) -> impl Iterator<Item = (&Object, &Pod)> {
    cluster.pods().filter(|(_, pod)| !pod::is_finished(pod))
}

/// The name outside, and the rule.
fn hops(host: &str, routed: &Routed) -> Vec<Hop> {
    let text = format!("the world's DNS is not in the manifests: {host} is taken to lead to {}", routed.by);
    let arrived = Hop::new(Stage::Address, Effect::Passed, text, routed.page);
    let effect = match routed.status {
        None => Effect::Unknown,
        Some(status) if status < 400 && routed.is_answered() => Effect::Translated,
        Some(status) if status < 400 => Effect::Passed,
        Some(_) => Effect::Failed,
    };
    let status = routed.status.map(|status| format!("{status}: ")).unwrap_or_default();
    let rule = routed
        .rule
        .as_ref()
        .map(|rule| format!("{} {} ({}): ", rule.object, rule.place, rule.text))
        .unwrap_or_default();
    let mut decided = Hop::new(Stage::Http, effect, format!("{rule}{status}{}", routed.reason), routed.page);
    decided.object = routed.rule.as_ref().map(|rule| rule.object.clone());
    vec![arrived, decided]
}

fn plain_outcome(routed: &Routed) -> Outcome {
    match routed.status {
        Some(status) if status < 400 => Outcome::Delivered,
        Some(_) => Outcome::HttpError,
        None => Outcome::Refused,
    }
}
