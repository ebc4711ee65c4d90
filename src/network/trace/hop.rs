//! What a trace is made of: outcomes, and hops with the object and rule that decided each.

use std::net::IpAddr;

use serde::Serialize;

use super::packet::Packet;
use crate::{
    cluster::{Protocol, container::HttpAnswer},
    network::policy::{PolicyName, RuleName, Verdict},
};

/// What the client sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Somebody accepts the connection.
    Delivered,
    /// Some of the backends, or of the addresses, give one outcome and some another.
    Partial,
    /// Rejected at once: nobody listens, or the Service has no endpoints.
    Refused,
    /// Dropped without a word: the client waits until it gives up.
    TimedOut,
    /// The name has no address.
    NameNotFound,
    /// The lookup got no answer: the question was dropped on its way to DNS.
    LookupTimeout,
    /// DNS answered that it could not, or nobody does DNS at all.
    LookupFailed,
    /// Ingress or a Gateway answers with an error of its own: 404, 500, 502, 503, 504.
    HttpError,
    /// Neither Kubernetes nor the manifests say: the reason tells which.
    Unknown,
}

impl Outcome {
    /// As in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::TimedOut => "timed_out",
            Self::NameNotFound => "name_not_found",
            Self::LookupTimeout => "lookup_timeout",
            Self::LookupFailed => "lookup_failed",
            Self::HttpError => "http_error",
            Self::Unknown => "unknown",
        }
    }

    /// Several as one.
    pub fn of_all(outcomes: impl IntoIterator<Item = Self>) -> Option<Self> {
        outcomes.into_iter().reduce(|one, two| if one == two { one } else { Self::Partial })
    }
}

/// How the lookup of the name went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dns {
    Resolved,
    NameNotFound,
    LookupTimeout,
    LookupFailed,
    /// The name is not the cluster's: asked of a server outside, of which nothing is known here.
    Passed,
    /// Whether the question reaches DNS is not defined.
    Undefined,
}

impl Dns {
    pub fn name(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::NameNotFound => "name_not_found",
            Self::LookupTimeout => "lookup_timeout",
            Self::LookupFailed => "lookup_failed",
            Self::Passed => "passed",
            Self::Undefined => "undefined",
        }
    }
}

/// The part of the way that a hop is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Lookup,
    Address,
    Service,
    /// The rule of an Ingress or of a route.
    Http,
    Egress,
    Ingress,
    Listener,
}

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::Address => "address",
            Self::Service => "service",
            Self::Http => "http",
            Self::Egress => "egress",
            Self::Ingress => "ingress",
            Self::Listener => "listener",
        }
    }
}

/// What happened there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    Passed,
    Translated,
    Refused,
    Dropped,
    NotFound,
    Failed,
    Undefined,
    Unknown,
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hop {
    pub stage: Stage,
    pub effect: Effect,
    /// As it arrives here; what a Service makes of it, the next hop has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packet: Option<Packet>,
    /// `Service shop/web`: what decided.
    pub object: Option<String>,
    /// The policies that isolate the Pod in this direction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<PolicyName>,
    /// The rules that allow it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleName>,
    /// A sentence.
    pub text: String,
    /// The page of the documentation that decides it.
    pub page: String,
}

impl Hop {
    pub fn new(stage: Stage, effect: Effect, text: impl Into<String>, page: &str) -> Self {
        Self {
            stage,
            effect,
            packet: None,
            object: None,
            policies: vec![],
            rules: vec![],
            text: text.into(),
            page: page.to_owned(),
        }
    }

    #[must_use]
    pub fn of(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    #[must_use]
    pub fn carrying(mut self, packet: Packet) -> Self {
        self.packet = Some(packet);
        self
    }

    /// Whether a packet is stopped here. A name that is not found stops nothing: the resolver tries the next one.
    pub fn stops(&self) -> bool {
        matches!(self.effect, Effect::Dropped | Effect::Refused)
    }

    /// Whether the way ends here, or nobody can say.
    pub fn is_decisive(&self) -> bool {
        !matches!(self.effect, Effect::Passed | Effect::Translated)
    }
}

/// One end that the connection may come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    pub address: IpAddr,
    pub port: u16,
    /// `namespace/name`, where a Pod has the address.
    pub pod: Option<String>,
    pub policy: Verdict,
    pub outcome: Outcome,
    pub reason: String,
    /// What a GET of the URL's path answers, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http: Option<HttpAnswer>,
    pub hops: Vec<Hop>,
}

/// The whole way of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    pub from: String,
    pub to: String,
    /// As the client dials it.
    pub port: Option<u16>,
    pub protocol: Protocol,
    /// What policies say about the main connection; the lookup is another one.
    pub policy: Verdict,
    pub outcome: Outcome,
    /// `None` when nothing was looked up.
    pub dns: Option<Dns>,
    /// What the client of Ingress or a Gateway sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why, in one sentence.
    pub reason: String,
    /// Before the ways part: lookup, address, Service.
    pub hops: Vec<Hop>,
    /// Every end that is possible; which one a connection gets is drawn at random.
    pub ends: Vec<End>,
}
