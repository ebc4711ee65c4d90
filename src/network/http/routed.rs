//! The answer: what the client gets, from which backend, by which rule, and which rules nearly matched.

use serde::Serialize;

use super::{
    headers::{HeaderEdit, Headers},
    request::Scheme,
    target::Target,
};

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Routed {
    /// What the client sees; that of the greatest share where backends differ. `None`: nobody listens, or nobody can say.
    pub status: Option<u16>,
    /// Who took the request: `Gateway shop/web, listener http`, `Ingress class nginx`.
    pub by: String,
    /// Why, in one sentence.
    pub reason: String,
    /// The page that decides it.
    pub page: &'static str,
    pub rule: Option<Matched>,
    /// Rules that lack one condition, or were outranked; the closest first.
    pub near: Vec<NearMiss>,
    /// Every backend that may get it; none is drawn.
    pub backends: Vec<Backend>,
    pub redirect: Option<Redirect>,
    /// Headers that the gateway adds to, or takes from, any response.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<HeaderEdit>,
    pub certificate: Option<Certificate>,
    /// What else one should know.
    pub notes: Vec<String>,
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matched {
    /// `HTTPRoute shop/web`.
    pub object: String,
    /// `spec.rules[0].matches[1]`.
    pub place: String,
    /// What it asks for.
    pub text: String,
}

/// A rule that did not decide, though little was missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearMiss {
    #[serde(flatten)]
    pub rule: Matched,
    pub why: String,
}

/// One backend and its share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backend {
    #[serde(flatten)]
    pub target: Target,
    pub weight: u32,
    /// Of all requests that the rule takes, in percent.
    pub percent: f64,
    /// `None`: what answers is not known.
    pub status: Option<u16>,
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect: Option<Redirect>,
    /// What arrives there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestAtBackend>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<HeaderEdit>,
}

/// Where the client is sent instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redirect {
    pub scheme: Scheme,
    pub host: String,
    /// Left out where it is the scheme's own.
    pub port: Option<u16>,
    pub path: String,
    pub location: String,
}

/// A request after the filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestAtBackend {
    pub method: String,
    pub host: String,
    /// With its query.
    pub path: String,
    pub headers: Headers,
}

/// What the client is shown in the TLS handshake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    pub server_name: String,
    /// `namespace/name`; `None`: the controller's own, which no client trusts.
    pub secret: Option<String>,
    /// Whose the controller's own is, where that is shown and known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_subject: Option<&'static str>,
}

impl Redirect {
    pub fn new(scheme: Scheme, host: &str, port: Option<u16>, path: String) -> Self {
        let port = port.filter(|port| *port != scheme.port());
        let authority = port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let location = format!("{scheme}://{authority}{path}");
        Self { scheme, host: host.to_owned(), port, path, location }
    }
}

impl Routed {
    /// An answer with a sentence, and nothing behind it.
    pub fn plain(
        status: Option<u16>,
        by: impl Into<String>,
        reason: impl Into<String>,
        page: &'static str,
    ) -> Self {
        Self {
            status,
            by: by.into(),
            reason: reason.into(),
            page,
            rule: None,
            near: vec![],
            backends: vec![],
            redirect: None,
            response: vec![],
            certificate: None,
            notes: vec![],
        }
    }

    /// Whether every request is answered by a backend or redirected.
    pub fn is_answered(&self) -> bool {
        let good = |status: Option<u16>| status.is_some_and(|status| status < 400);
        good(self.status) && self.backends.iter().filter(|one| one.weight > 0).all(|one| good(one.status))
    }

    /// The backend of the greatest share that answers.
    pub fn backend(&self) -> Option<&Backend> {
        let answering = self.backends.iter().filter(|one| one.weight > 0 && one.status == Some(200));
        answering.reduce(|best, one| if one.weight > best.weight { one } else { best })
    }

    /// What the client gets of a backend's response headers.
    pub fn at_client(&self, mut headers: Headers) -> Headers {
        let own = self.backend().map(|backend| backend.response.as_slice()).unwrap_or_default();
        for edit in own.iter().chain(&self.response) {
            edit.apply(&mut headers);
        }
        headers
    }

    /// The statuses that clients see, the greatest share first.
    pub fn statuses(&self) -> Vec<(Option<u16>, f64)> {
        let mut all: Vec<(Option<u16>, f64)> = Vec::new();
        for backend in self.backends.iter().filter(|backend| backend.weight > 0) {
            match all.iter_mut().find(|(status, _)| *status == backend.status) {
                Some((_, percent)) => *percent += backend.percent,
                None => all.push((backend.status, backend.percent)),
            }
        }
        all.sort_by(|one, two| two.1.total_cmp(&one.1));
        all
    }

    /// Takes status, reason and redirect of the backends together.
    #[must_use]
    pub(super) fn with_backends(mut self, backends: Vec<Backend>) -> Self {
        self.backends = backends;
        let statuses = self.statuses();
        let Some((status, _)) = statuses.first() else { return self };
        self.status = *status;
        let deciding = self.backends.iter().find(|one| one.weight > 0 && one.status == *status);
        if let Some(first) = deciding {
            self.redirect.clone_from(&first.redirect);
            self.reason = if statuses.len() == 1 {
                first.reason.clone()
            } else {
                let word = |status: Option<u16>| {
                    status.map_or_else(|| "unknown".to_owned(), |status| status.to_string())
                };
                let shares: Vec<String> = statuses
                    .iter()
                    .map(|(status, percent)| format!("{percent:.0} % {}", word(*status)))
                    .collect();
                let bad = self
                    .backends
                    .iter()
                    .find(|one| one.weight > 0 && one.status.is_none_or(|status| status >= 400));
                format!("{}: {}", shares.join(", "), bad.unwrap_or(first).reason)
            };
        }
        self
    }
}
