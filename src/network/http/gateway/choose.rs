//! A request at a Gateway: port, listener, rule, then filters and backends.

use super::{
    PAGE,
    answer::acted,
    listener::Listener,
    matching::pairs,
    table::{Gateway, HostRules},
};
use crate::network::http::{
    host::{self, Covers},
    request::{HttpRequest, Scheme},
    routed::{Certificate, Routed},
};

/// Where a request arrived.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrived<'a> {
    pub place: usize,
    pub listener: &'a Listener,
}

impl Gateway {
    pub fn route(&self, request: &HttpRequest) -> Routed {
        let mut routed = match self.arrive(request) {
            Ok(arrived) => {
                let mut routed = self.at_listener(request, arrived);
                if request.scheme == Scheme::Https {
                    routed.certificate = Some(Certificate {
                        server_name: request.server_name(),
                        secret: arrived.listener.certificate.clone(),
                        own_subject: None,
                    });
                }
                routed
            }
            Err(routed) => *routed,
        };
        routed.notes.extend(self.notes.iter().cloned());
        routed
    }

    /// The port that the client dials: the one said, that of `Host` if a listener has it, the scheme's, or the only one.
    fn port(&self, request: &HttpRequest) -> u16 {
        let wanted = protocol(request.scheme);
        let has = |port: &u16| self.listeners.iter().any(|one| one.port == *port && one.protocol == wanted);
        let only = || {
            let mut ports = self.listeners.iter().filter(|one| one.protocol == wanted).map(|one| one.port);
            let first = ports.next()?;
            ports.all(|port| port == first).then_some(first)
        };
        let by_host = || host::port(&request.host).filter(has);
        let own = request.scheme.port();
        request.port.or_else(by_host).or_else(|| Some(own).filter(has)).or_else(only).unwrap_or(own)
    }

    /// The listener that takes the connection; the most specific one, and no other.
    fn arrive(&self, request: &HttpRequest) -> Result<Arrived<'_>, Box<Routed>> {
        let port = self.port(request);
        let answer = |status, why: String| Box::new(Routed::plain(status, &self.name, why, PAGE));
        if !self.accepted.holds() {
            let why = format!(
                "{} is not programmed ({}): {}",
                self.name, self.accepted.reason, self.accepted.message
            );
            return Err(answer(None, why));
        }
        let here = || self.listeners.iter().enumerate().filter(|(_, one)| one.port == port);
        let wanted = protocol(request.scheme);
        let speaking: Vec<Arrived<'_>> = here()
            .filter(|(_, one)| one.protocol == wanted)
            .map(|(place, listener)| Arrived { place, listener })
            .collect();
        let working: Vec<Arrived<'_>> =
            speaking.iter().copied().filter(|one| one.listener.fault().is_none()).collect();
        let Some(first) = speaking.first() else { return Err(self.no_listener(request, port)) };
        if working.is_empty() {
            let why = format!(
                "listener {} is not programmed: {}",
                first.listener.name,
                first.listener.fault().unwrap_or_default()
            );
            return Err(answer(None, why));
        }
        let best = |host: &str| {
            let taking =
                working.iter().copied().filter(|one| one.listener.host.matches(host, Covers::Labels));
            taking.max_by_key(|one| one.listener.host.specificity())
        };
        let host = request.bare_host();
        if request.scheme == Scheme::Http {
            return best(&host).ok_or_else(|| {
                answer(
                    Some(404),
                    format!(
                        "no listener on port {port} is for host {host:?}: they are for {}",
                        hosts(&working)
                    ),
                )
            });
        }
        let name = request.server_name();
        let Some(by_name) = best(&name) else {
            return Err(answer(
                None,
                format!(
                    "no listener on port {port} is for {name:?}, so the TLS handshake fails: they are for {}",
                    hosts(&working)
                ),
            ));
        };
        // <https://gateway-api.sigs.k8s.io/reference/spec/#listener> (`hostname`): SNI chooses, and `Host` must not mean another listener.
        match best(&host) {
            Some(by_host) if by_host.place == by_name.place => Ok(by_name),
            Some(by_host) => {
                let why = format!(
                    "the TLS handshake names {name} (listener {}), the request {host}, which is listener {}'s: misdirected",
                    by_name.listener.name, by_host.listener.name
                );
                Err(answer(Some(421), why))
            }
            None => Err(answer(Some(404), format!("no listener on port {port} is for host {host:?}"))),
        }
    }

    fn no_listener(&self, request: &HttpRequest, port: u16) -> Box<Routed> {
        let other = self.listeners.iter().find(|one| one.port == port);
        let (status, why) = match other {
            Some(other) if other.protocol == "HTTPS" => (
                Some(400),
                format!(
                    "listener {} on port {port} speaks TLS, and the request is plain {}",
                    other.name, request.scheme
                ),
            ),
            Some(other) => (
                None,
                format!(
                    "listener {} on port {port} speaks {}, not TLS: the handshake fails",
                    other.name, other.protocol
                ),
            ),
            None => {
                let ports: Vec<String> = self
                    .listeners
                    .iter()
                    .map(|one| format!("{} ({} {})", one.name, one.protocol, one.port))
                    .collect();
                (
                    None,
                    format!(
                        "no listener has port {port}: connection refused; the listeners are {}",
                        ports.join(", ")
                    ),
                )
            }
        };
        Box::new(Routed::plain(status, &self.name, why, PAGE))
    }

    fn at_listener(&self, request: &HttpRequest, arrived: Arrived<'_>) -> Routed {
        let by = format!("{}, listener {}", self.name, arrived.listener.name);
        let (host, path, query) = (request.bare_host(), request.bare_path(), pairs(request.query()));
        let table = self.rules.get(arrived.place).map(Vec::as_slice).unwrap_or_default();
        let found = table.iter().filter(|one| one.host.matches(&host, Covers::Labels)).find_map(|one| {
            let rule = one.rules.iter().find(|rule| rule.matching.lacks(request, path, &query).nothing())?;
            Some((&one.host, rule))
        });
        let mut routed = if let Some((pattern, rule)) = found {
            acted(request, arrived.listener, pattern, rule, by)
        } else {
            Routed::plain(Some(404), by, nothing_matches(table, &host, &arrived.listener.name), PAGE)
        };
        routed.near = self.near(request, (&host, path, &query), arrived, found.map(|(_, rule)| rule));
        routed
    }
}

fn nothing_matches(table: &[HostRules], host: &str, listener: &str) -> String {
    if table.is_empty() {
        format!("no route is attached to listener {listener}")
    } else if table.iter().any(|one| one.host.matches(host, Covers::Labels)) {
        format!("no rule of a route attached to listener {listener} matches")
    } else {
        format!("no route attached to listener {listener} is for host {host:?}")
    }
}

fn protocol(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Http => "HTTP",
        Scheme::Https => "HTTPS",
    }
}

fn hosts(listeners: &[Arrived<'_>]) -> String {
    let hosts: Vec<String> = listeners.iter().map(|one| one.listener.host.to_string()).collect();
    hosts.join(", ")
}
