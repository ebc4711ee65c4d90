//! A route, its Gateway and its Service, drawn with what may be at fault between them: attaching, host names, references.

use serde_json::{Value, json};

use super::scene::{GATEWAY, backend, gateway, ground, route};
use crate::generate::{Level, draw::Draw, objects::NAME_LABEL, words::App};

/// From where the listener lets routes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Allowed {
    All,
    /// Left out: the Gateway's own namespace.
    Same,
    /// The namespace that has this name.
    Named(&'static str),
}

/// What can be at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    NotAllowed,
    Hostname,
    NoListener,
    NotPermitted,
    NoBackend,
}

impl Fault {
    pub const ALL: [Self; 5] =
        [Self::NotAllowed, Self::Hostname, Self::NoListener, Self::NotPermitted, Self::NoBackend];

    /// The reason in the route's status.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NotAllowed => "NotAllowedByListeners",
            Self::Hostname => "NoMatchingListenerHostname",
            Self::NoListener => "NoMatchingParent",
            Self::NotPermitted => "RefNotPermitted",
            Self::NoBackend => "BackendNotFound",
        }
    }
}

pub struct Attachment {
    infra: &'static str,
    home: &'static str,
    app: App,
    pub route_space: &'static str,
    service_space: &'static str,
    host: String,
    from: Allowed,
    listener_host: Option<String>,
    section: Option<&'static str>,
    port: u16,
    /// The namespace of a `ReferenceGrant`, and that from which it permits references.
    grant: Option<(&'static str, &'static str)>,
}

impl Attachment {
    pub fn draw(
        draw: &mut Draw,
        level: Level,
        (infra, home): (&'static str, &'static str),
        app: App,
    ) -> Option<Self> {
        // Where the route stands beside its Gateway, and the Service beside its route.
        let apart = draw.chance(60);
        let route_space = if apart { home } else { infra };
        let service_apart = level != Level::EASY && draw.chance(40);
        let service_space = match (service_apart, apart) {
            (false, _) => route_space,
            (true, true) => infra,
            (true, false) => home,
        };
        let from = match draw.between(0, 3) {
            0 | 1 => Allowed::All,
            2 if level != Level::EASY => Allowed::Named(if draw.chance(60) { route_space } else { "edge" }),
            _ => Allowed::Same,
        };
        let host = format!("{home}.example.com");
        let listener_host = match draw.between(0, 4) {
            0 => Some("*.example.com".to_owned()),
            1 => Some(host.clone()),
            2 => Some("*.example.org".to_owned()),
            _ => None,
        };
        let section = if draw.chance(30) { Some(*draw.pick(&["http", "https"])?) } else { None };
        let port = if draw.chance(12) { app.port } else { 80 };
        // A grant may be there, and may be written the wrong way round: it belongs to the Service's namespace.
        let grant = (service_apart && draw.chance(50)).then(|| {
            let wrong_way = level == Level::HARD && draw.chance(40);
            if wrong_way { (route_space, service_space) } else { (service_space, route_space) }
        });
        Some(Self {
            infra,
            home,
            app,
            route_space,
            service_space,
            host,
            from,
            listener_host,
            section,
            port,
            grant,
        })
    }

    /// Everything that is at fault, each by itself.
    pub fn faults(&self) -> Vec<Fault> {
        let allowed = match self.from {
            Allowed::All => true,
            Allowed::Same => self.route_space == self.infra,
            Allowed::Named(name) => name == self.route_space,
        };
        let shares =
            self.listener_host.as_ref().is_none_or(|own| *own == self.host || own == "*.example.com");
        let permitted = self.service_space == self.route_space
            || self.grant == Some((self.service_space, self.route_space));
        let fine = |fault: &Fault| match fault {
            Fault::NotAllowed => allowed,
            Fault::Hostname => shares,
            Fault::NoListener => self.section.is_none_or(|name| name == "http"),
            Fault::NotPermitted => permitted,
            Fault::NoBackend => self.port == 80,
        };
        Fault::ALL.into_iter().filter(|fault| !fine(fault)).collect()
    }

    /// Why this is not at fault.
    pub fn fine(&self, fault: Fault) -> String {
        let Self { route_space, service_space, host, .. } = self;
        match fault {
            Fault::NotAllowed => match self.from {
                Allowed::All => "`from: All` lets routes of every namespace attach.".to_owned(),
                Allowed::Same => {
                    "`allowedRoutes` left out means `Same`, and the route is in the Gateway's namespace.".to_owned()
                }
                Allowed::Named(_) => format!(
                    "The `Selector` asks for the label with its own name that every namespace has, and that of `{route_space}` fits."
                ),
            },
            Fault::Hostname => match &self.listener_host {
                None => "The listener has no host name, so every host name fits.".to_owned(),
                Some(own) if own == host => "Listener and route have the same host name.".to_owned(),
                Some(own) => format!("The listener's `{own}` covers `{host}`."),
            },
            Fault::NoListener => match self.section {
                None => {
                    "`parentRefs` names no listener (`sectionName`), so any of the Gateway's may take the route.".to_owned()
                }
                Some(name) => format!("`sectionName: {name}` names a listener that the Gateway has."),
            },
            Fault::NotPermitted if service_space == route_space => {
                "The Service is in the route's own namespace, so no ReferenceGrant is needed.".to_owned()
            }
            Fault::NotPermitted => format!(
                "The ReferenceGrant in `{service_space}`, where the Service is, permits what HTTPRoutes of `{route_space}` refer to."
            ),
            Fault::NoBackend => {
                format!("The Service `{}` is there, and 80 is its port.", self.app.name)
            }
        }
    }

    /// What is at fault, with the names of this scene.
    pub fn here(&self, fault: Fault) -> String {
        let Self { infra, route_space, service_space, host, app, .. } = self;
        match (fault, self.from) {
            (Fault::NotAllowed, Allowed::Named(name)) => format!(
                "Here the `Selector` fits namespaces with the name `{name}` only, and the route is in `{route_space}`."
            ),
            (Fault::NotAllowed, _) => format!(
                "Here `allowedRoutes` is left out: the Gateway is in `{infra}`, the route in `{route_space}`."
            ),
            (Fault::Hostname, _) => format!(
                "Here the listener has `{}`, which does not cover the route's `{host}`.",
                self.listener_host.as_deref().unwrap_or_default()
            ),
            (Fault::NoListener, _) => format!(
                "Here the Gateway has the one listener `http`, and the route asks for `{}`.",
                self.section.unwrap_or_default()
            ),
            (Fault::NotPermitted, _) if self.grant.is_some() => format!(
                "Here the ReferenceGrant is in `{route_space}`, which is the route's namespace; it belongs in `{service_space}`."
            ),
            (Fault::NotPermitted, _) => {
                format!("Here the Service is in `{service_space}`, and no ReferenceGrant is there.")
            }
            (Fault::NoBackend, _) => format!(
                "Here the route asks for port {}, on which the Pods listen; the Service `{}` has only port 80.",
                self.port, app.name
            ),
        }
    }

    /// Namespaces, classes and Pods.
    pub fn told(&self) -> Vec<Value> {
        let mut told = ground(&[self.infra, self.home]);
        told.extend(backend(self.service_space, self.app).into_iter().skip(1));
        told
    }

    /// Gateway, route, Service and grant.
    pub fn shown(&self) -> Vec<Value> {
        let mut listener = json!({"name": "http", "port": 80, "protocol": "HTTP"});
        match self.from {
            Allowed::All => listener["allowedRoutes"] = json!({"namespaces": {"from": "All"}}),
            Allowed::Same => {}
            Allowed::Named(name) => {
                listener["allowedRoutes"] = json!({"namespaces": {"from": "Selector", "selector": {"matchLabels": {NAME_LABEL: name}}}});
            }
        }
        if let Some(host) = &self.listener_host {
            listener["hostname"] = host.as_str().into();
        }
        let mut parent = json!({"name": GATEWAY});
        if self.route_space != self.infra {
            parent["namespace"] = self.infra.into();
        }
        if let Some(section) = self.section {
            parent["sectionName"] = section.into();
        }
        let mut reference = json!({"name": self.app.name, "port": self.port});
        if self.service_space != self.route_space {
            reference["namespace"] = self.service_space.into();
        }
        let spec = json!({"hostnames": [self.host], "rules": [{"backendRefs": [reference]}]});
        let mut shown =
            vec![gateway(self.infra, &json!([listener])), route(self.route_space, "web", &parent, spec)];
        shown.extend(backend(self.service_space, self.app).into_iter().take(1));
        shown.extend(self.grant.map(|(at, from)| json!({
            "apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant", "metadata": {"namespace": at, "name": "routes"},
            "spec": {"from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": from}], "to": [{"group": "", "kind": "Service"}]},
        })));
        shown
    }
}
