//! From a name to addresses: what DNS says to the Pod, and whether the question reaches DNS at all.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;

use super::{
    dial::{Arrival, Dialled},
    hop::{Dns, Effect, Hop, Outcome, Stage},
    request::{From, RequestError},
    tracer::{Source, Tracer},
};
use crate::{
    cluster::{Object, Protocol},
    network::{
        dns::{self, RecordType, Resolution, name},
        policy::Verdict,
    },
};

pub(super) const DNS_PAGE: &str = "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/";
const DEBUG_PAGE: &str = "https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/";

/// What the client has when the lookup is over.
#[derive(Debug, Clone)]
pub(super) struct Lookup {
    pub dns: Dns,
    /// What DNS knows, even where the question does not arrive there.
    pub addresses: Vec<IpAddr>,
    /// The absolute name that has the addresses.
    pub answered: Option<String>,
    /// The address is outside of the cluster, and not known.
    pub outside: Option<String>,
    /// Some of the DNS Pods are out of reach: some lookups time out.
    pub sometimes: bool,
    pub hops: Vec<Hop>,
}

impl<'c> Tracer<'c> {
    /// The Pod of that name.
    ///
    /// # Errors
    /// When there is none, with what there is.
    pub fn find_pod(&self, namespace: &str, name: &str) -> Result<(&'c Object, &'c Pod), RequestError> {
        self.pod(namespace, name)?.as_pod().ok_or_else(|| RequestError::new("no Pod", ""))
    }

    /// Whether a Pod's question for a name reaches DNS (`Resolved`: it does, whatever the answer), and why.
    ///
    /// # Errors
    /// When there is no such Pod.
    pub fn reaches_dns(
        &self,
        namespace: &str,
        name: &str,
        wanted: &str,
    ) -> Result<Option<(Dns, String)>, RequestError> {
        let source =
            self.source(&From::Pod { namespace: namespace.to_owned(), name: name.to_owned() }, None)?;
        let lookup = self.lookup(&source, wanted);
        let Some(hop) = lookup.hops.iter().find(|hop| hop.stage == Stage::Lookup) else { return Ok(None) };
        let dns = if hop.is_decisive() && !lookup.sometimes { lookup.dns } else { Dns::Resolved };
        Ok(Some((dns, hop.text.clone())))
    }

    pub(super) fn lookup(&self, source: &Source<'c>, wanted: &str) -> Lookup {
        let Some((object, pod)) = source.party.as_pod() else {
            let text = format!(
                "{wanted} is a name of the cluster's DNS if of anything, and {} does not ask that: use an address",
                source.name
            );
            return Lookup::failed(
                Dns::NameNotFound,
                Hop::new(Stage::Address, Effect::NotFound, text, DNS_PAGE),
            );
        };
        let resolve = |kind| self.dns().resolve(object.namespace(), pod, wanted, kind);
        let mut resolution = resolve(RecordType::A);
        if resolution.outcome == dns::resolve::Outcome::NoData {
            let six = resolve(RecordType::AAAA);
            if six.outcome == dns::resolve::Outcome::Found {
                resolution = six;
            }
        }
        let mut lookup = self.answer(wanted, &resolution);
        self.reach(source, &resolution, &mut lookup);
        lookup
    }

    /// What DNS answers, if it is asked.
    fn answer(&self, wanted: &str, resolution: &Resolution) -> Lookup {
        use dns::resolve::Outcome as Said;
        let last = resolution.tried.last().map(|tried| tried.name.clone());
        let names = resolution.tried.len();
        let count =
            if names == 1 { "the only name tried".to_owned() } else { format!("{names} names tried") };
        let hop = |effect, text: String, page| Hop::new(Stage::Address, effect, text, page);
        match &resolution.outcome {
            Said::Found => {
                let addresses = resolution.addresses();
                let shown: Vec<String> = addresses.iter().take(4).map(ToString::to_string).collect();
                let more = if addresses.len() > 4 {
                    format!(" and {} more", addresses.len() - 4)
                } else {
                    String::new()
                };
                let answered = resolution
                    .answers
                    .iter()
                    .rfind(|one| matches!(one.data, dns::Data::Address(_)))
                    .map(|one| one.name.clone())
                    .or(last);
                let full = answered.clone().unwrap_or_default();
                let effect = if addresses.is_empty() { Effect::NotFound } else { Effect::Passed };
                let hop = hop(effect, format!("{wanted} is {full} at {}{more}", shown.join(", ")), DNS_PAGE);
                let dns = if addresses.is_empty() { Dns::NameNotFound } else { Dns::Resolved };
                Lookup { dns, addresses, answered, outside: None, sometimes: false, hops: vec![hop] }
            }
            Said::NameError => Lookup::failed(
                Dns::NameNotFound,
                hop(Effect::NotFound, self.not_found(wanted, resolution, &count), DEBUG_PAGE),
            ),
            Said::NoData => {
                let text = format!(
                    "{wanted} exists, but has no address: a headless Service without ready endpoints, or another type of record"
                );
                Lookup::failed(Dns::NameNotFound, hop(Effect::NotFound, text, DEBUG_PAGE))
            }
            Said::ServerFailure | Said::Refused => {
                let why = resolution
                    .tried
                    .last()
                    .and_then(|tried| tried.steps.last())
                    .map(|step| format!(": {}", step.text))
                    .unwrap_or_default();
                Lookup::failed(
                    Dns::LookupFailed,
                    hop(
                        Effect::Failed,
                        format!("DNS answers {} for {wanted}{why}", resolution.rcode()),
                        DEBUG_PAGE,
                    ),
                )
            }
            Said::NoServer { why } => Lookup::failed(
                Dns::LookupFailed,
                hop(Effect::Failed, format!("nobody answers the question for {wanted}: {why}"), DEBUG_PAGE),
            ),
            // The search path is exhausted and a bare word goes to the node's resolver: no top-level domain has an address.
            Said::Outside { name, .. } if name::labels(name).len() < 2 => {
                let text = format!(
                    "{}; outside the cluster a single word like {} has no address",
                    self.not_found(wanted, resolution, &count),
                    name.trim_end_matches('.')
                );
                Lookup::failed(Dns::NameNotFound, hop(Effect::NotFound, text, DEBUG_PAGE))
            }
            Said::Outside { name, servers } => {
                let typo =
                    if resolution.answers.is_empty() { self.no_such_service(name) } else { String::new() };
                let servers = servers.join(", ");
                let text = format!(
                    "{wanted} is a name outside the cluster ({name}): {servers} decides, and its address is not known here{typo}"
                );
                let mut lookup = Lookup::failed(Dns::Passed, hop(Effect::Passed, text, DNS_PAGE));
                lookup.outside = Some(name.trim_end_matches('.').to_owned());
                lookup
            }
            Said::Unsupported { why } => Lookup::failed(
                Dns::Undefined,
                hop(
                    Effect::Unknown,
                    format!("what DNS says of {wanted} depends on what is not simulated: {why}"),
                    DEBUG_PAGE,
                ),
            ),
        }
    }

    /// `NAME.NAMESPACE` was probably meant to be a Service.
    fn no_such_service(&self, asked: &str) -> String {
        match name::labels(asked).as_slice() {
            [service, namespace]
                if self.cluster.find(crate::cluster::Kind::Namespace, "", namespace).is_some() =>
            {
                format!("; in the cluster, the namespace {namespace} has no Service {service}")
            }
            _ => String::new(),
        }
    }

    /// The usual mistake is the namespace: say where a Service of that name is.
    fn not_found(&self, wanted: &str, resolution: &Resolution, count: &str) -> String {
        let first = name::labels(wanted).first().map(|label| (*label).to_owned()).unwrap_or_default();
        let elsewhere: Vec<String> = self
            .cluster
            .services()
            .filter(|(object, _)| object.name() == first)
            .map(|(object, _)| format!("{}.{}", object.name(), object.namespace()))
            .take(3)
            .collect();
        let hint = if elsewhere.is_empty() {
            format!("no Service is called {first}")
        } else {
            format!("there is {}", elsewhere.join(", "))
        };
        let conf = resolution
            .conf
            .notes
            .iter()
            .find(|note| !note.starts_with("dnsPolicy: ClusterFirst:") && note.contains("dnsPolicy"));
        let conf = conf.map(|note| format!(" ({note})")).unwrap_or_default();
        format!("{wanted} does not exist ({count}); {hint}{conf}")
    }

    /// The lookup is a connection of its own: to the nameserver, UDP 53, under the same policies.
    fn reach(&self, source: &Source<'c>, resolution: &Resolution, lookup: &mut Lookup) {
        let Some(server) = resolution
            .servers()
            .first()
            .copied()
            .or_else(|| resolution.conf.nameservers.first()?.parse().ok())
        else {
            return;
        };
        let asked =
            Dialled { address: server, port: 53, protocol: Protocol::Udp, at_home: false, path: None };
        let (reached, hop) = judge(server, &self.dial(source, asked));
        match reached {
            Reached::Yes => {}
            Reached::Sometimes => lookup.sometimes = true,
            Reached::No(_) | Reached::Undefined if resolution.conf.nameservers.len() > 1 => {
                lookup.dns = Dns::Undefined;
            }
            Reached::No(dns) => lookup.dns = dns,
            Reached::Undefined => lookup.dns = Dns::Undefined,
        }
        lookup.hops.insert(0, hop.carrying(asked.packet(source)));
    }
}

impl Lookup {
    fn failed(dns: Dns, hop: Hop) -> Self {
        Self { dns, addresses: vec![], answered: None, outside: None, sometimes: false, hops: vec![hop] }
    }
}

enum Reached {
    Yes,
    Sometimes,
    No(Dns),
    Undefined,
}

fn judge(server: IpAddr, arrival: &Arrival) -> (Reached, Hop) {
    if let Some((_, outcome)) = arrival.stop {
        let why = arrival.hops.last().map(|hop| hop.text.clone()).unwrap_or_default();
        let (dns, effect) = if outcome == Outcome::Refused {
            (Dns::LookupFailed, Effect::Failed)
        } else {
            (Dns::LookupTimeout, Effect::Dropped)
        };
        return (
            Reached::No(dns),
            Hop::new(
                Stage::Lookup,
                effect,
                format!("the nameserver {server} is out of reach: {why}"),
                DEBUG_PAGE,
            ),
        );
    }
    let blocked = |end: &super::hop::End| end.policy != Verdict::Allow || end.outcome == Outcome::Refused;
    let bad: Vec<_> = arrival.ends.iter().filter(|end| blocked(end)).collect();
    let Some(first) = bad.first() else {
        let by = arrival
            .ends
            .first()
            .and_then(|end| end.pod.as_deref())
            .map(|pod| format!(" ({pod})"))
            .unwrap_or_default();
        return (
            Reached::Yes,
            Hop::new(
                Stage::Lookup,
                Effect::Passed,
                format!("the question reaches the nameserver {server}{by} on UDP 53"),
                DNS_PAGE,
            ),
        );
    };
    let decisive = first.hops.iter().find(|hop| hop.is_decisive());
    let mut hop =
        decisive.cloned().unwrap_or_else(|| Hop::new(Stage::Lookup, Effect::Dropped, "", DEBUG_PAGE));
    hop.stage = Stage::Lookup;
    if bad.len() < arrival.ends.len() {
        hop.text = format!("some questions do not reach the nameserver {server}: {}", first.reason);
        return (Reached::Sometimes, hop);
    }
    hop.text = format!("the question to the nameserver {server} (UDP 53): {}", first.reason);
    let reached = match first.policy {
        Verdict::Deny => Reached::No(Dns::LookupTimeout),
        Verdict::Undefined => Reached::Undefined,
        Verdict::Allow => Reached::No(Dns::LookupFailed),
    };
    (reached, hop)
}
