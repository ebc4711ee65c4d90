//! What a rule makes of a request: an answer of the gateway's own, or backends with what arrives at each.

use super::{
    PAGE,
    action::{Action, WeightedTarget},
    cors::Cors,
    listener::Listener,
    table::Rule,
};
use crate::network::http::{
    host::Pattern,
    request::HttpRequest,
    routed::{Backend, RequestAtBackend, Routed},
    target::State,
};

/// What a rule does with a request.
pub(super) fn acted(
    request: &HttpRequest,
    listener: &Listener,
    host: &Pattern,
    rule: &Rule,
    by: String,
) -> Routed {
    let mut routed = Routed::plain(None, by, "", PAGE);
    routed.rule = Some(rule.matched(host));
    let action: &Action = &rule.action;
    let (filters, path) = (&action.filters, &rule.matching.path);
    if let Some(fault) = &filters.fault {
        routed.status = Some(500);
        routed.reason.clone_from(&fault.why);
        return routed;
    }
    routed.response.extend(filters.response.iter().cloned());
    if let Some(cors) = &filters.cors {
        routed.response.extend(cors.response(request));
        if Cors::is_preflight(request) {
            routed.status = Some(204);
            "the CORS filter answers a browser's question (preflight) itself".clone_into(&mut routed.reason);
            return routed;
        }
    }
    if let Some((status, redirect)) = filters.redirect(request, listener.port, path) {
        routed.status = Some(status);
        routed.reason = format!("redirected to {}", redirect.location);
        routed.redirect = Some(redirect);
        return routed;
    }
    let total: u64 = action.backends.iter().map(|one| u64::from(one.weight)).sum();
    if total == 0 {
        routed.status = Some(500);
        let why = if action.backends.is_empty() {
            "the rule has no backendRefs, and no filter that answers"
        } else {
            "all backends have weight 0"
        };
        why.clone_into(&mut routed.reason);
        return routed;
    }
    let mut sent = RequestAtBackend {
        method: request.method.clone(),
        host: request.host.clone(),
        path: request.path.clone(),
        headers: request.headers.clone(),
    };
    filters.apply(&mut sent, path);
    if !filters.mirrors.is_empty() {
        let names: Vec<&str> = filters.mirrors.iter().map(|one| one.name.as_str()).collect();
        routed.notes.push(format!("a copy goes to {}; its answer is thrown away", names.join(", ")));
    }
    let backends = action.backends.iter().map(|one| backend(request, listener, &sent, one, rule, total));
    routed.with_backends(backends.collect())
}

#[allow(clippy::cast_precision_loss, reason = "weights are at most a million")]
fn percent(weight: u32, total: u64) -> f64 {
    f64::from(weight) * 100.0 / total as f64
}

fn backend(
    request: &HttpRequest,
    listener: &Listener,
    sent: &RequestAtBackend,
    one: &WeightedTarget,
    rule: &Rule,
    total: u64,
) -> Backend {
    let mut answer = Backend {
        target: one.target.clone(),
        weight: one.weight,
        percent: percent(one.weight, total),
        status: Some(500),
        reason: String::new(),
        redirect: None,
        request: None,
        response: one.filters.response.clone(),
    };
    // <https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule> (`backendRefs`): 500 for the share of an invalid reference,
    // 503 for a Service without endpoints.
    match &one.target.state {
        State::Invalid(fault) => fault.text().clone_into(&mut answer.reason),
        State::NoEndpoints(why) => {
            answer.status = Some(503);
            answer.reason.clone_from(why);
        }
        State::Outside(name) => {
            answer.status = None;
            answer.reason = format!(
                "Service {} is an ExternalName ({name}): whether a controller follows it is its own affair",
                one.target.text()
            );
        }
        State::Ready(endpoints) => {
            if let Some(fault) = &one.filters.fault {
                answer.reason.clone_from(&fault.why);
            } else if let Some((status, redirect)) =
                one.filters.redirect(request, listener.port, &rule.matching.path)
            {
                answer.status = Some(status);
                answer.reason = format!("redirected to {}", redirect.location);
                answer.redirect = Some(redirect);
            } else {
                let mut own = sent.clone();
                one.filters.apply(&mut own, &rule.matching.path);
                answer.status = Some(200);
                answer.reason = format!(
                    "forwarded to Service {}, of which {} endpoints are ready",
                    one.target.text(),
                    endpoints.len()
                );
                answer.request = Some(own);
            }
        }
    }
    answer
}
