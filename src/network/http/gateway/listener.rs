//! One listener: which requests and routes it takes, and whether it works at all.

use k8s_openapi::api::core::v1::Secret;

use super::{
    api::{self, GROUP},
    condition::Condition,
    grant::{Grants, Referrer},
};
use crate::{
    cluster::{Cluster, Kind, Selector},
    network::http::{Missing, host::Pattern, ingress},
};

/// A listener as its Gateway says it, made ready.
#[derive(Debug)]
pub struct Listener {
    pub name: String,
    pub port: u16,
    pub protocol: String,
    pub host: Pattern,
    from: From,
    /// The kinds of routes that may attach.
    kinds: Vec<&'static str>,
    /// `namespace/name` of the certificate.
    pub certificate: Option<String>,
    pub accepted: Condition,
    pub resolved: Condition,
    pub conflicted: Condition,
    pub note: Option<String>,
}

#[derive(Debug)]
enum From {
    Same(String),
    All,
    Selected(Selector),
    None,
}

impl Listener {
    pub fn read(
        cluster: &Cluster,
        gateway: &str,
        spec: &api::Listener,
        grants: &Grants,
        missing: Missing,
    ) -> Self {
        let kinds = &spec.allowed_routes.kinds;
        let by_protocol: &[&'static str] = if matches!(spec.protocol.as_str(), "HTTP" | "HTTPS") {
            &["HTTPRoute", "GRPCRoute"]
        } else {
            &[]
        };
        let named = |own: &&&'static str| {
            let is_it =
                |kind: &api::RouteKind| kind.kind == **own && kind.group.as_deref().unwrap_or(GROUP) == GROUP;
            kinds.is_empty() || kinds.iter().any(is_it)
        };
        let taken = by_protocol.iter().filter(named).copied().collect();
        let known = |kind: &&api::RouteKind| {
            kind.group.as_deref().unwrap_or(GROUP) == GROUP
                && matches!(
                    (spec.protocol.as_str(), kind.kind.as_str()),
                    ("HTTP" | "HTTPS", "HTTPRoute" | "GRPCRoute")
                        | ("TLS", "TLSRoute" | "TCPRoute")
                        | ("TCP", "TCPRoute")
                        | ("UDP", "UDPRoute")
                )
        };
        let unknown = kinds.iter().find(|kind| !known(kind)).map(|kind| kind.kind.clone());
        let (certificate, fault, note) = certificate(cluster, gateway, spec, grants, missing);
        let resolved = match (fault, unknown) {
            (Some((reason, why)), _) => Condition::no("ResolvedRefs", reason, why),
            (None, Some(kind)) => Condition::no(
                "ResolvedRefs",
                "InvalidRouteKinds",
                format!("routes of kind {kind} can not be attached to protocol {}", spec.protocol),
            ),
            (None, None) => Condition::yes("ResolvedRefs", "ResolvedRefs"),
        };
        let accepted = if matches!(spec.protocol.as_str(), "HTTP" | "HTTPS" | "TLS" | "TCP" | "UDP") {
            Condition::yes("Accepted", "Accepted")
        } else {
            Condition::no(
                "Accepted",
                "UnsupportedProtocol",
                format!("{:?} is no protocol of listeners", spec.protocol),
            )
        };
        let namespaces = &spec.allowed_routes.namespaces;
        let from = match namespaces.from.as_deref() {
            None | Some("Same") => From::Same(gateway.to_owned()),
            Some("All") => From::All,
            // A selector that is missing or wrong selects nothing.
            Some("Selector") => {
                From::Selected(Selector::compile(namespaces.selector.as_ref()).unwrap_or(Selector::Nothing))
            }
            Some(_) => From::None,
        };
        let host = Pattern::read(spec.hostname.as_deref());
        let conflicted = Condition::no("Conflicted", "NoConflicts", "");
        Self {
            name: spec.name.clone(),
            port: spec.port,
            protocol: spec.protocol.clone(),
            host,
            from,
            kinds: taken,
            certificate,
            accepted,
            resolved,
            conflicted,
            note,
        }
    }

    /// Finds the listeners that are in each other's way.
    /// <https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec> (`listeners`: "distinct")
    pub fn mark_conflicts(listeners: &mut [Self]) {
        let family =
            |protocol: &str| if protocol == "TLS" { "HTTPS".to_owned() } else { protocol.to_owned() };
        let all: Vec<(u16, String, Pattern)> =
            listeners.iter().map(|one| (one.port, family(&one.protocol), one.host.clone())).collect();
        for (place, listener) in listeners.iter_mut().enumerate() {
            let Some((port, own, host)) = all.get(place) else { continue };
            let others = || all.iter().enumerate().filter(|(other, one)| *other != place && one.0 == *port);
            let conflict = if others()
                .any(|(_, (_, protocol, _))| protocol != own && (protocol == "UDP") == (own == "UDP"))
            {
                Some(("ProtocolConflict", format!("another listener has port {port} with another protocol")))
            } else if others().any(|(_, (_, protocol, other))| protocol == own && other == host) {
                Some((
                    "HostnameConflict",
                    format!("another listener has port {port}, protocol {own} and {host}"),
                ))
            } else {
                None
            };
            if let Some((reason, why)) = conflict {
                listener.conflicted = Condition {
                    status: super::condition::Truth::True,
                    ..Condition::no("Conflicted", reason, why.clone())
                };
                listener.accepted = Condition::no("Accepted", reason, why);
            }
        }
    }

    /// Whether it is open for connections, or why not.
    pub fn fault(&self) -> Option<&str> {
        [&self.accepted, &self.resolved].into_iter().find(|one| !one.holds()).map(|one| one.message.as_str())
    }

    /// The kinds of routes that it takes.
    pub fn kinds(&self) -> &[&'static str] {
        &self.kinds
    }

    pub fn speaks_http(&self) -> bool {
        matches!(self.protocol.as_str(), "HTTP" | "HTTPS")
    }

    /// Whether a route of that kind and namespace may attach, or why not.
    pub fn allows(&self, cluster: &Cluster, kind: &str, namespace: &str) -> Result<(), String> {
        if !self.kinds.contains(&kind) {
            return Err(format!(
                "listener {} (protocol {}) takes no routes of kind {kind}",
                self.name, self.protocol
            ));
        }
        let ok = match &self.from {
            From::All => true,
            From::Same(own) => own == namespace,
            From::None => false,
            From::Selected(selector) => cluster
                .find(Kind::Namespace, "", namespace)
                .is_some_and(|object| selector.matches(object.labels())),
        };
        let from = match &self.from {
            From::Same(own) => format!(
                "its own namespace {own} only (allowedRoutes.namespaces.from is Same, which is the default)"
            ),
            From::Selected(_) => "the namespaces only whose labels its selector matches".to_owned(),
            From::All | From::None => "no namespace".to_owned(),
        };
        ok.then_some(()).ok_or_else(|| {
            format!("listener {} takes routes of {from}; this one is in {namespace}", self.name)
        })
    }
}

/// The certificate of an HTTPS listener; reason and sentence of what is wrong; what was assumed.
type Found = (Option<String>, Option<(&'static str, String)>, Option<String>);

fn certificate(
    cluster: &Cluster,
    gateway: &str,
    spec: &api::Listener,
    grants: &Grants,
    missing: Missing,
) -> Found {
    if spec.protocol != "HTTPS" {
        return (None, None, None);
    }
    let fault = |reason, why: String| (None, Some((reason, why)), None);
    let tls = spec.tls.clone().unwrap_or_default();
    if tls.mode.as_deref() == Some("Passthrough") {
        return fault(
            "InvalidCertificateRef",
            format!(
                "listener {} has protocol HTTPS and tls.mode Passthrough: only TLS passes through",
                spec.name
            ),
        );
    }
    let Some(reference) = tls.certificate_refs.first() else {
        return fault(
            "InvalidCertificateRef",
            format!("listener {} terminates TLS and names no certificate (tls.certificateRefs)", spec.name),
        );
    };
    let (namespace, name) = (reference.namespace.as_deref().unwrap_or(gateway), reference.name.as_str());
    if !reference.group.as_deref().unwrap_or_default().is_empty()
        || reference.kind.as_deref().unwrap_or("Secret") != "Secret"
    {
        return fault(
            "InvalidCertificateRef",
            format!("listener {} names a certificate that is no Secret", spec.name),
        );
    }
    let referrer = Referrer { kind: "Gateway", namespace: gateway };
    if !grants.permit(referrer, "Secret", namespace, name) {
        return fault("RefNotPermitted", Grants::refusal(referrer, "Secret", namespace, name));
    }
    let full = format!("{namespace}/{name}");
    let tls_secrets =
        || cluster.list::<Secret>().any(|(_, secret)| secret.type_.as_deref() == Some("kubernetes.io/tls"));
    if missing == Missing::Assumed && cluster.find(Kind::Secret, namespace, name).is_none() && !tls_secrets()
    {
        let note = format!("no TLS Secret is in the manifests: {full} is assumed");
        return (Some(full), None, Some(note));
    }
    match ingress::certificate_fault(cluster, namespace, name) {
        Some(why) => fault("InvalidCertificateRef", why),
        None => (Some(full), None, None),
    }
}
