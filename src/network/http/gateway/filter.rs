//! Filters: what is done to a request on its way to a backend, to its response, or in place of a backend.
//! <https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter>

use super::{api, cors::Cors};
use crate::network::http::{
    headers::HeaderEdit,
    path::{self, PathRule},
    request::{HttpRequest, Scheme},
    routed::{Redirect, RequestAtBackend},
};

/// All filters of a rule, or of a backend.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    pub request: Vec<HeaderEdit>,
    pub response: Vec<HeaderEdit>,
    redirect: Option<api::RedirectFilter>,
    rewrite: Option<api::RewriteFilter>,
    pub cors: Option<Cors>,
    /// Backends that get a copy; their answers are thrown away.
    pub mirrors: Vec<api::ObjectRef>,
    /// Something that is not supported, or fields that can not stand together.
    pub fault: Option<Unsupported>,
}

/// Why a route with such filters is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    pub reason: &'static str,
    pub why: String,
}

impl Filters {
    pub fn read(all: &[api::Filter]) -> Self {
        let mut filters = Self::default();
        for one in all {
            let edit = |spec: &Option<api::HeaderFilter>| spec.as_ref().map(header_edit);
            match one.kind.as_str() {
                "RequestHeaderModifier" => filters.request.extend(edit(&one.request_header_modifier)),
                "ResponseHeaderModifier" => filters.response.extend(edit(&one.response_header_modifier)),
                "RequestRedirect" => {
                    filters.redirect = Some(one.request_redirect.clone().unwrap_or_default());
                }
                "URLRewrite" => filters.rewrite = Some(one.url_rewrite.clone().unwrap_or_default()),
                "RequestMirror" => {
                    filters.mirrors.extend(one.request_mirror.clone().map(|mirror| mirror.backend_ref));
                }
                "CORS" => filters.cors = one.cors.as_ref().map(Cors::read),
                other => {
                    let why = format!(
                        "the filter {other:?} is not supported: requests that it should see get a 500"
                    );
                    filters.fault = Some(Unsupported { reason: "UnsupportedValue", why });
                }
            }
        }
        if filters.redirect.is_some() && filters.rewrite.is_some() {
            let why = "RequestRedirect and URLRewrite can not stand together: a server refuses the route"
                .to_owned();
            filters.fault = Some(Unsupported { reason: "IncompatibleFilters", why });
        }
        filters
    }

    /// Where the client is sent, if it is, and with which status.
    pub fn redirect(&self, request: &HttpRequest, port: u16, matched: &PathRule) -> Option<(u16, Redirect)> {
        let filter = self.redirect.as_ref()?;
        let scheme = filter.scheme.as_deref().and_then(Scheme::read);
        // A scheme brings its own port; without one, the listener's stays.
        let port = filter.port.or_else(|| if scheme.is_some() { None } else { Some(port) });
        let host = filter.hostname.clone().unwrap_or_else(|| request.bare_host());
        let path = modified(filter.path.as_ref(), &request.path, matched);
        Some((
            filter.status_code.unwrap_or(302),
            Redirect::new(scheme.unwrap_or(request.scheme), &host, port, path),
        ))
    }

    /// What the request is after these filters.
    pub fn apply(&self, request: &mut RequestAtBackend, matched: &PathRule) {
        for edit in &self.request {
            edit.apply(&mut request.headers);
        }
        if let Some(rewrite) = &self.rewrite {
            if let Some(host) = &rewrite.hostname {
                request.host.clone_from(host);
            }
            request.path = modified(rewrite.path.as_ref(), &request.path, matched);
        }
    }
}

/// The query stays.
fn modified(modifier: Option<&api::PathModifier>, target: &str, matched: &PathRule) -> String {
    let (own, query) = path::split(target);
    let path = match modifier.map(|one| (one.kind.as_str(), one)) {
        Some(("ReplaceFullPath", one)) => one.replace_full_path.clone().unwrap_or_else(|| "/".to_owned()),
        Some(("ReplacePrefixMatch", one)) => {
            matched.replace_prefix(own, one.replace_prefix_match.as_deref().unwrap_or_default())
        }
        _ => own.to_owned(),
    };
    query.map_or_else(|| path.clone(), |query| format!("{path}?{query}"))
}

fn header_edit(spec: &api::HeaderFilter) -> HeaderEdit {
    let pairs = |all: &[api::Header]| all.iter().map(|one| (one.name.clone(), one.value.clone())).collect();
    HeaderEdit { set: pairs(&spec.set), add: pairs(&spec.add), remove: spec.remove.clone() }
}
