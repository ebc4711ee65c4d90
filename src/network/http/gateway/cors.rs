//! The CORS filter: which response headers a browser's question gets.
//! <https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter>

use super::api;
use crate::network::http::{headers::HeaderEdit, request::HttpRequest};

/// The filter made ready.
#[derive(Debug, Clone)]
pub struct Cors {
    origins: Vec<String>,
    credentials: bool,
    methods: Vec<String>,
    headers: Vec<String>,
    exposed: Vec<String>,
    /// Seconds; the API's default is 5.
    max_age: u64,
}

impl Cors {
    pub fn read(spec: &api::CorsFilter) -> Self {
        Self {
            origins: spec.allow_origins.clone(),
            credentials: spec.allow_credentials.unwrap_or(false),
            methods: spec.allow_methods.clone(),
            headers: spec.allow_headers.clone(),
            exposed: spec.expose_headers.clone(),
            max_age: spec.max_age.unwrap_or(5),
        }
    }

    /// Whether the gateway answers itself: a browser asks before it sends.
    pub fn is_preflight(request: &HttpRequest) -> bool {
        request.method == "OPTIONS"
            && request.headers.has("Origin")
            && request.headers.has("Access-Control-Request-Method")
    }

    /// The headers that the response gets; none where the origin is not allowed.
    pub fn response(&self, request: &HttpRequest) -> Option<HeaderEdit> {
        let origin = request.headers.get("Origin")?;
        let mut set = Vec::new();
        let mut tell = |name: &str, value: String| set.push((name.to_owned(), value));
        let any = self.origins.iter().any(|one| one == "*");
        if !any && !self.origins.iter().any(|allowed| is_allowed(allowed, &origin)) {
            return None;
        }
        // With credentials a browser takes no `*`.
        tell("Access-Control-Allow-Origin", if any && !self.credentials { "*".to_owned() } else { origin });
        if self.credentials {
            tell("Access-Control-Allow-Credentials", "true".to_owned());
        }
        if !self.exposed.is_empty() {
            tell("Access-Control-Expose-Headers", self.exposed.join(", "));
        }
        if Self::is_preflight(request) {
            let asked = |name: &str| request.headers.get(name).filter(|_| self.credentials);
            let list = |own: &[String], asked: Option<String>| {
                if own.iter().any(|one| one == "*") {
                    asked.unwrap_or_else(|| "*".to_owned())
                } else {
                    own.join(", ")
                }
            };
            if !self.methods.is_empty() {
                tell(
                    "Access-Control-Allow-Methods",
                    list(&self.methods, asked("Access-Control-Request-Method")),
                );
            }
            if !self.headers.is_empty() {
                tell(
                    "Access-Control-Allow-Headers",
                    list(&self.headers, asked("Access-Control-Request-Headers")),
                );
            }
            tell("Access-Control-Max-Age", self.max_age.to_string());
        }
        Some(HeaderEdit { set, ..HeaderEdit::default() })
    }
}

/// `https://*.example.com` allows any number of labels there.
fn is_allowed(allowed: &str, origin: &str) -> bool {
    match allowed.split_once('*') {
        None => allowed.eq_ignore_ascii_case(origin),
        Some((start, end)) => {
            let middle = origin.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            middle.is_some_and(|middle| !middle.is_empty() && !middle.contains('/'))
        }
    }
}
