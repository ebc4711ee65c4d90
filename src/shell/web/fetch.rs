//! One HTTP request from where the shell stands: to a Pod, or through Ingress or a Gateway.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::Value;

use super::{certificate::Certificate, page::page, words};
use crate::{
    cluster::{Door, Kind, Protocol, daemons},
    network::{
        http::{Entry, Headers, HttpRequest, Scheme},
        service::{HealthCheck, health_check},
        trace::{End, From, Tracer, is_ingress_controller},
    },
    shell::{
        dial::{Named, Reach},
        session::Session,
    },
};

/// Where a controller is not in the cluster, its Pods have an address that nobody has (RFC 5737), as in `network::trace`.
const SOMEBODY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    pub scheme: Scheme,
    pub host: &'a str,
    pub port: u16,
    /// `--resolve`: the address to use instead of the name's.
    pub address: Option<IpAddr>,
    /// The header `Host`.
    pub authority: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    pub headers: Headers,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub address: IpAddr,
    pub status: u16,
    pub body: String,
    pub location: Option<String>,
    /// The header; empty where none is sent.
    pub server: String,
    /// What a TLS server shows.
    pub certificate: Option<Certificate>,
}

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    NotFound,
    LookupTimedOut,
    LookupFailed,
    Refused(IpAddr),
    TimedOut(IpAddr),
    /// It accepts, and does not speak HTTP.
    Empty(IpAddr),
    /// It accepts, and does not speak TLS.
    NoTls(IpAddr),
    /// It wants a certificate of the client's.
    NoCertificate(IpAddr),
}

impl Session {
    /// Sends a request.
    ///
    /// # Errors
    /// When no answer comes.
    pub(crate) fn fetch(&mut self, tracer: &Tracer<'_>, ask: &Ask<'_>) -> Result<Answer, Failure> {
        let address = match ask.address {
            Some(address) => address,
            None => match self.look_up(tracer, ask.host) {
                Named::Addresses(addresses) => *addresses.first().ok_or(Failure::NotFound)?,
                Named::NotFound => return Err(Failure::NotFound),
                Named::TimedOut => return Err(Failure::LookupTimedOut),
                Named::Failed => return Err(Failure::LookupFailed),
            },
        };
        let reach = self.dial(tracer, (address, ask.port), Protocol::Tcp, Some(ask.path));
        let door = match &reach {
            Reach::Open(end) => proxy(tracer, end),
            _ => published(tracer, address),
        };
        if let Some((entry, from)) = door {
            return Ok(self.routed(tracer, ask, address, &entry, from));
        }
        match reach {
            Reach::Refused => Err(Failure::Refused(address)),
            Reach::TimedOut => Err(Failure::TimedOut(address)),
            Reach::Open(end) => self.direct(tracer, ask, address, &end),
        }
    }

    /// Through the rules of Ingress or a Gateway, then from the proxy to one of the endpoints.
    fn routed(
        &mut self,
        tracer: &Tracer<'_>,
        ask: &Ask<'_>,
        address: IpAddr,
        entry: &Entry,
        from: From,
    ) -> Answer {
        let bare = ask.authority.split(':').next().unwrap_or_default();
        let request = HttpRequest {
            scheme: ask.scheme,
            host: bare.to_owned(),
            port: None,
            sni: Some(ask.host.to_owned()).filter(|host| host.parse::<IpAddr>().is_err()),
            method: ask.method.to_owned(),
            path: ask.path.to_owned(),
            headers: ask.headers.clone(),
        };
        let routed = tracer.routes().route(&request, entry);
        let shown = routed.as_ref().ok().and_then(|routed| routed.certificate.as_ref());
        let certificate = shown.map(|shown| Certificate::shown(tracer.cluster(), shown));
        let certificate = certificate.or_else(|| {
            (ask.scheme == Scheme::Https).then(|| Certificate::self_signed(format!("CN={bare}")))
        });
        let own = |status: u16| Answer {
            address,
            status,
            body: error_page(status),
            location: None,
            server: "nginx".to_owned(),
            certificate: certificate.clone(),
        };
        let Ok(routed) = routed else { return own(404) };
        let weights: u64 = routed.backends.iter().map(|backend| u64::from(backend.weight)).sum();
        let mut drawn = if weights > 0 { self.random(weights) } else { 0 };
        let backend = routed.backends.iter().find(|backend| {
            let weight = u64::from(backend.weight);
            let chosen = drawn < weight;
            drawn = drawn.saturating_sub(weight);
            chosen
        });
        let redirect = backend.and_then(|backend| backend.redirect.as_ref()).or(routed.redirect.as_ref());
        if let Some(redirect) = redirect {
            let status = routed.status.unwrap_or(302);
            return Answer { location: Some(redirect.location.clone()), ..own(status) };
        }
        let Some(backend) = backend.filter(|backend| backend.status == Some(200)) else {
            let status = backend.and_then(|backend| backend.status).or(routed.status);
            return own(status.unwrap_or(503));
        };
        let endpoints = backend.target.endpoints();
        let drawn = usize::try_from(self.random(endpoints.len() as u64)).unwrap_or(0);
        let Some(endpoint) = endpoints.get(drawn) else { return own(503) };
        let path = backend.request.as_ref().map_or(ask.path, |request| request.path.as_str());
        match self.dial_as(tracer, from, (endpoint.address, endpoint.port), Protocol::Tcp, Some(path)) {
            Reach::Open(end) => match page(self, tracer, &end, path) {
                Some(page) => Answer { status: page.status, body: page.body, ..own(page.status) },
                None => own(502),
            },
            Reach::Refused => own(502),
            Reach::TimedOut => own(504),
        }
    }

    /// From the Pod itself, or a process of the node.
    fn direct(
        &self,
        tracer: &Tracer<'_>,
        ask: &Ask<'_>,
        address: IpAddr,
        end: &End,
    ) -> Result<Answer, Failure> {
        let pod = end.pod.as_deref().and_then(|pod| pod.split_once('/'));
        let is_api = pod.is_some_and(|(_, name)| name.starts_with("kube-apiserver")) || end.port == 6443;
        let certificate = if is_api {
            Certificate::signed("CN=kube-apiserver", "CN=kubernetes")
        } else {
            Certificate::self_signed(format!("CN={}", ask.host))
        };
        let answer = |status: u16, body: String, server: String| Answer {
            address,
            status,
            body,
            location: None,
            server,
            certificate: (ask.scheme == Scheme::Https).then(|| certificate.clone()),
        };
        let door = if is_api { Some(Door::Health) } else { door(tracer, end) };
        if let Some(door) = door.filter(|door| *door != Door::Silent) {
            let (status, body) = at_door(door, ask, address)?;
            return Ok(answer(status, body, String::new()));
        }
        let node = tracer.node_at(end.address).filter(|_| pod.is_none() && ask.scheme == Scheme::Http);
        if let Some(check) = node.and_then(|node| health_check(tracer.cluster(), node, end.port)) {
            let status = if check.local == 0 { 503 } else { 200 };
            return Ok(answer(status, health(&check), String::new()));
        }
        if ask.scheme == Scheme::Https && !matches!(end.port, 443 | 8443) {
            return Err(Failure::NoTls(address));
        }
        match page(self, tracer, end, ask.path) {
            Some(page) => Ok(answer(page.status, page.body, page.server)),
            None => Err(Failure::Empty(address)),
        }
    }
}

/// Of the process that every node has at this port.
fn door(tracer: &Tracer<'_>, end: &End) -> Option<Door> {
    let node = tracer.cluster().find(Kind::Node, "", tracer.node_at(end.address)?)?;
    daemons(node).find(|daemon| daemon.port == end.port).map(|daemon| daemon.door)
}

/// The status and body for somebody whom the process does not know.
fn at_door(door: Door, ask: &Ask<'_>, address: IpAddr) -> Result<(u16, String), Failure> {
    let path = ask.path.split('?').next().unwrap_or(ask.path);
    Ok(match (door, ask.scheme) {
        (Door::Silent, _) | (Door::Mutual, Scheme::Http) => return Err(Failure::Empty(address)),
        (Door::Mutual, Scheme::Https) => return Err(Failure::NoCertificate(address)),
        (Door::Plain(_), Scheme::Https) => return Err(Failure::NoTls(address)),
        (Door::Plain(health), Scheme::Http) if path == "/healthz" => (200, health.to_owned()),
        (Door::Plain(_), Scheme::Http) => (404, "404 page not found\n".to_owned()),
        (Door::Health | Door::Known, Scheme::Http) => {
            (400, "Client sent an HTTP request to an HTTPS server.\n".to_owned())
        }
        (Door::Health, Scheme::Https) if matches!(path, "/healthz" | "/livez" | "/readyz") => {
            (200, "ok".to_owned())
        }
        (Door::Health, Scheme::Https) => (403, forbidden(path)),
        (Door::Known, Scheme::Https) => (401, "Unauthorized".to_owned()),
    })
}

fn error_page(status: u16) -> String {
    if status < 300 {
        return String::new();
    }
    let title = format!("{status} {}", words(status));
    format!(
        "<html>\n<head><title>{title}</title></head>\n<body>\n<center><h1>{title}</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n"
    )
}

/// A Pod that is a proxy for Ingress or a Gateway, by its labels.
fn proxy(tracer: &Tracer<'_>, end: &End) -> Option<(Entry, From)> {
    let (namespace, name) = end.pod.as_deref()?.split_once('/')?;
    let pod = tracer.cluster().find(Kind::Pod, namespace, name)?;
    let from = From::Pod { namespace: namespace.to_owned(), name: name.to_owned() };
    if let Some(gateway) = pod.labels().get("gateway.networking.k8s.io/gateway-name") {
        let entry = Entry::Gateway { namespace: namespace.to_owned(), name: gateway.clone() };
        return Some((entry, from));
    }
    is_ingress_controller(pod).then_some((Entry::Only, from))
}

/// An address that an Ingress or a Gateway says it is reached at.
fn published(tracer: &Tracer<'_>, address: IpAddr) -> Option<(Entry, From)> {
    let cluster = tracer.cluster();
    let has = |json: &Value, pointer: &str, field: &str| {
        let list = json.pointer(pointer).and_then(Value::as_array);
        let own = |one: &Value| one.get(field).and_then(Value::as_str)?.parse::<IpAddr>().ok();
        list.into_iter().flatten().filter_map(own).any(|own| own == address)
    };
    let from = From::Address(SOMEBODY);
    if let Some(gateway) =
        cluster.objects(Kind::Gateway).find(|one| has(one.json(), "/status/addresses", "value"))
    {
        let entry =
            Entry::Gateway { namespace: gateway.namespace().to_owned(), name: gateway.name().to_owned() };
        return Some((entry, from));
    }
    let mut ingresses = cluster.objects(Kind::Ingress);
    let ingress = ingresses.find(|one| has(one.json(), "/status/loadBalancer/ingress", "ip"))?;
    let class = ingress.json().pointer("/spec/ingressClassName").and_then(Value::as_str);
    Some((class.map_or(Entry::Only, |class| Entry::Class(class.to_owned())), from))
}

/// As kube-proxy writes it.
fn health(check: &HealthCheck<'_>) -> String {
    format!(
        "{{\n\t\"service\": {{\n\t\t\"namespace\": {:?},\n\t\t\"name\": {:?}\n\t}},\n\t\"localEndpoints\": {},\n\t\"serviceProxyHealthy\": true\n}}",
        check.service.namespace(),
        check.service.name(),
        check.local
    )
}

/// What the API server says to somebody it does not know.
fn forbidden(path: &str) -> String {
    let bare = path.split('?').next().unwrap_or(path);
    format!(
        "{{\n  \"kind\": \"Status\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {{}},\n  \"status\": \"Failure\",\n  \"message\": \"forbidden: User \\\"system:anonymous\\\" cannot get path \\\"{bare}\\\"\",\n  \"reason\": \"Forbidden\",\n  \"details\": {{}},\n  \"code\": 403\n}}\n"
    )
}
