//! What a client in the shell's place sees of a name and of a connection: the network's answer, in a client's terms.

use std::net::{IpAddr, Ipv4Addr};

use super::{place::Place, session::Session};
use crate::{
    cluster::{
        Protocol,
        container::{Hearing, hearing},
    },
    network::{
        dns::{Rcode, Record, RecordType},
        policy::Verdict,
        trace::{Dns, End, From, Outcome, Port, Request, To, Tracer},
    },
};

/// What came of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    Addresses(Vec<IpAddr>),
    NotFound,
    /// The question was dropped.
    TimedOut,
    /// The server could not answer.
    Failed,
}

/// What came of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Somebody accepts; the end that was drawn of those that are possible.
    Open(Box<End>),
    Refused,
    TimedOut,
}

/// What one question to a DNS server came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Answered { rcode: Rcode, answers: Vec<Record>, name: String },
    TimedOut,
    Refused,
}

impl Session {
    /// Who opens connections here.
    pub(super) fn client(&self) -> From {
        match self.place() {
            Place::Container { namespace, pod, .. } => {
                From::Pod { namespace: namespace.clone(), name: pod.clone() }
            }
            Place::Node(name) => {
                From::Address(self.node_address(name).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)))
            }
            // A machine beside the nodes that is none of them.
            Place::Host => {
                let beside = self.cluster.settings.node_range.hosts().nth(249);
                From::Address(IpAddr::V4(beside.unwrap_or(Ipv4Addr::new(192, 0, 2, 250))))
            }
        }
    }

    pub(super) fn node_address(&self, name: &str) -> Option<IpAddr> {
        let (_, node) = self.cluster.nodes().find(|(object, _)| object.name() == name)?;
        let addresses = node.status.as_ref()?.addresses.as_ref()?;
        addresses.iter().filter(|one| one.type_ == "InternalIP").find_map(|one| one.address.parse().ok())
    }

    /// The addresses of a name, as the resolver of this place finds them: `/etc/hosts`, then DNS.
    pub(super) fn look_up(&self, tracer: &Tracer<'_>, name: &str) -> Named {
        if let Ok(address) = name.trim_matches(['[', ']']).parse() {
            return Named::Addresses(vec![address]);
        }
        if let Some(address) = self.in_hosts(name) {
            return Named::Addresses(vec![address]);
        }
        let Place::Container { namespace, pod, .. } = self.place() else { return Named::NotFound };
        let Ok((_, typed)) = tracer.find_pod(namespace, pod) else { return Named::NotFound };
        match tracer.reaches_dns(namespace, pod, name) {
            Ok(Some((Dns::LookupTimeout | Dns::Undefined, _))) => return Named::TimedOut,
            Ok(Some((Dns::LookupFailed, _))) | Err(_) => return Named::Failed,
            _ => {}
        }
        let resolution = tracer.dns().resolve(namespace, typed, name, RecordType::A);
        let addresses = resolution.addresses();
        if !addresses.is_empty() {
            return Named::Addresses(addresses);
        }
        let six = tracer.dns().resolve(namespace, typed, name, RecordType::AAAA).addresses();
        match resolution.rcode() {
            _ if !six.is_empty() => Named::Addresses(six),
            Rcode::ServerFailure | Rcode::Refused => Named::Failed,
            _ => Named::NotFound,
        }
    }

    fn in_hosts(&self, name: &str) -> Option<IpAddr> {
        let name = name.trim_end_matches('.');
        let hosts = self.read_file("/etc/hosts").unwrap_or_default();
        let found = hosts.lines().find_map(|line| {
            let mut words = line.split('#').next()?.split_whitespace();
            let address = words.next()?.parse().ok()?;
            words.any(|word| word.eq_ignore_ascii_case(name)).then_some(address)
        });
        found.or_else(|| (name == "localhost").then_some(IpAddr::V4(Ipv4Addr::LOCALHOST)))
    }

    /// Connects to an address. `path`: of a URL, when an HTTP answer is wanted.
    pub(super) fn dial(
        &mut self,
        tracer: &Tracer<'_>,
        (address, port): (IpAddr, u16),
        protocol: Protocol,
        path: Option<&str>,
    ) -> Reach {
        if address.is_loopback() {
            return self.dial_itself(tracer, port, protocol, path);
        }
        let client = self.client();
        self.dial_as(tracer, client, (address, port), protocol, path)
    }

    /// Connects as somebody else: a proxy of Ingress or a Gateway.
    pub(super) fn dial_as(
        &mut self,
        tracer: &Tracer<'_>,
        from: From,
        (address, port): (IpAddr, u16),
        protocol: Protocol,
        path: Option<&str>,
    ) -> Reach {
        let to = match path {
            Some(path) => To::Url {
                scheme: "http".to_owned(),
                host: crate::network::trace::Host::Address(address),
                path: path.to_owned(),
            },
            None => To::Address(address),
        };
        let request =
            Request { from, to, port: Some(Port::Number(port)), protocol: Some(protocol), node: None };
        let Ok(trace) = tracer.trace(&request) else { return Reach::TimedOut };
        // Which of several ends a connection gets is drawn, from the session's seed.
        let drawn = if trace.ends.len() > 1 { self.random(trace.ends.len() as u64) } else { 0 };
        let end = usize::try_from(drawn).ok().and_then(|at| trace.ends.get(at));
        match end.map_or(trace.outcome, |end| end.outcome) {
            Outcome::Delivered => end.map_or(Reach::TimedOut, |end| Reach::Open(Box::new(end.clone()))),
            Outcome::Refused => Reach::Refused,
            // Nobody knows what an unknown image listens on: here it does not listen.
            Outcome::Unknown
                if end.is_some_and(|end| end.pod.is_some() && end.policy != Verdict::Undefined) =>
            {
                Reach::Refused
            }
            _ => Reach::TimedOut,
        }
    }

    fn dial_itself(
        &mut self,
        tracer: &Tracer<'_>,
        port: u16,
        protocol: Protocol,
        path: Option<&str>,
    ) -> Reach {
        if let Some(forward) = self.forwards.get(&(self.place().clone(), port)).cloned() {
            // A port that is forwarded arrives inside the Pod, past every policy.
            return self.inside(tracer, (&forward.namespace, &forward.pod), forward.port, protocol, path);
        }
        match self.place().clone() {
            Place::Container { namespace, pod, .. } => {
                self.inside(tracer, (&namespace, &pod), port, protocol, path)
            }
            Place::Node(name) if self.node_address(&name).is_some() => {
                let itself = IpAddr::V4(Ipv4Addr::LOCALHOST);
                self.dial_as(tracer, From::Node(name), (itself, port), protocol, path)
            }
            _ => Reach::Refused,
        }
    }

    fn inside(
        &mut self,
        tracer: &Tracer<'_>,
        (namespace, pod): (&str, &str),
        port: u16,
        protocol: Protocol,
        path: Option<&str>,
    ) -> Reach {
        let Ok((_, typed)) = tracer.find_pod(namespace, pod) else { return Reach::Refused };
        if !matches!(hearing(typed, port, protocol, true), Hearing::Accepted { .. }) {
            return Reach::Refused;
        }
        let Some(address) = crate::cluster::pod::address(typed) else { return Reach::Refused };
        let from = From::Pod { namespace: namespace.to_owned(), name: pod.to_owned() };
        self.dial_as(tracer, from, (address, port), protocol, path)
    }

    /// Asks a DNS server one question for an absolute name.
    pub(super) fn ask(&mut self, tracer: &Tracer<'_>, server: IpAddr, name: &str, kind: RecordType) -> Asked {
        match self.dial(tracer, (server, 53), Protocol::Udp, None) {
            Reach::Open(_) => {}
            Reach::Refused => return Asked::Refused,
            Reach::TimedOut => return Asked::TimedOut,
        }
        let absolute = crate::network::dns::name::absolute(name);
        match tracer.dns().answer(&absolute, kind) {
            Ok(answer) => {
                let rcode = match answer.rcode {
                    // Forwarded out of the cluster, where nobody answers here; a single word has no address anywhere.
                    Rcode::Passed | Rcode::Unsupported if name.trim_end_matches('.').contains('.') => {
                        Rcode::ServerFailure
                    }
                    Rcode::Passed | Rcode::Unsupported => Rcode::NameError,
                    rcode => rcode,
                };
                Asked::Answered { rcode, answers: answer.answers, name: absolute }
            }
            Err(_) => Asked::Refused,
        }
    }

    /// The nameservers and search domains of this place.
    pub(super) fn resolver(&self) -> (Vec<String>, Vec<String>, usize) {
        let file = self.read_file("/etc/resolv.conf").unwrap_or_default();
        let (mut servers, mut search, mut dots) = (Vec::new(), Vec::new(), 1);
        for line in file.lines() {
            let mut words = line.split_whitespace();
            match words.next() {
                Some("nameserver") => servers.extend(words.next().map(str::to_owned)),
                Some("search") => search = words.map(str::to_owned).collect(),
                Some("options") => {
                    let value =
                        words.filter_map(|word| word.strip_prefix("ndots:")?.parse().ok()).next_back();
                    dots = value.unwrap_or(dots);
                }
                _ => {}
            }
        }
        (servers, search, dots)
    }
}
