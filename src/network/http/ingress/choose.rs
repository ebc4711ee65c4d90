//! A request under the rules of one class: host, then path, then default backend.

use super::{
    NGINX_PAGE, PAGE,
    class::Controller,
    table::{Host, Rule, Table},
};
use crate::network::http::{
    host::{Covers, Pattern},
    path,
    request::{HttpRequest, Scheme},
    routed::{Backend, Matched, NearMiss, RequestAtBackend, Routed},
    target::{Fault, State, Target},
};

/// So many near misses are told.
const MOST_NEAR: usize = 5;

impl Table {
    pub fn route(&self, request: &HttpRequest) -> Routed {
        let (host, path) = (request.bare_host(), request.bare_path());
        let found = self.host(&host);
        let rule = found.and_then(|(_, rules)| {
            rules.rules.iter().find(|rule| rule.fault.is_none() && rule.path.matches(path))
        });
        let mut routed = match (found, rule) {
            (Some((pattern, _)), Some(rule)) => self.forwarded(request, pattern, rule),
            _ => self.by_default(request, &host, found),
        };
        routed.near = self.near(&host, path, found, rule);
        routed.notes.extend(self.notes.iter().cloned());
        if request.scheme == Scheme::Https {
            let (certificate, note) = self.certificates.of(&request.server_name(), self.controller);
            routed.certificate = Some(certificate);
            routed.notes.extend(note);
        } else if self.controller == Controller::IngressNginx && self.certificates.covers(&host) {
            routed.notes.push("ingress-nginx redirects http to https (308) for hosts of a tls section, unless the annotation ssl-redirect is \"false\"; the Ingress API itself does not, and that is what is told here".to_owned());
        }
        routed
    }

    /// The most specific host: its rules decide, others are not asked.
    fn host(&self, host: &str) -> Option<(&Pattern, &Host)> {
        let exact = || self.hosts.get_key_value(&Pattern::Exact(host.to_owned()));
        let wildcard = || {
            let (_, suffix) = host.split_once('.').filter(|(label, _)| !label.is_empty())?;
            self.hosts.get_key_value(&Pattern::Wildcard(format!(".{suffix}")))
        };
        exact().or_else(wildcard).or_else(|| self.hosts.get_key_value(&Pattern::Any))
    }

    fn forwarded(&self, request: &HttpRequest, host: &Pattern, rule: &Rule) -> Routed {
        let mut routed = Routed::plain(None, &self.name, "", PAGE);
        routed.rule = Some(matched(host, rule));
        let (bare, query) = path::split(&request.path);
        let mut target = request.path.clone();
        if let Some(rewrite) = &rule.rewrite {
            target = rewrite.apply(bare);
            if let Some(query) = query {
                target.push(if target.contains('?') { '&' } else { '?' });
                target.push_str(query);
            }
            routed.page = NGINX_PAGE;
            routed.notes.push(format!(
                "the annotation rewrite-target of ingress-nginx makes {} of {}",
                target, request.path
            ));
        }
        let request = RequestAtBackend {
            method: request.method.clone(),
            host: request.host.clone(),
            path: target,
            headers: request.headers.clone(),
        };
        routed.with_backends(vec![backend(&rule.target, request)])
    }

    fn by_default(&self, request: &HttpRequest, host: &str, found: Option<(&Pattern, &Host)>) -> Routed {
        let owners = found.map(|(_, rules)| rules.owners.as_slice()).unwrap_or_default();
        let own = self.defaults.iter().find(|one| owners.contains(&one.ingress));
        let Some(default) = own.or(self.defaults.first()) else {
            let host =
                if host.is_empty() { "a request without host".to_owned() } else { format!("host {host}") };
            let reason = match found {
                None => format!("no rule is for {host}, and no Ingress of this class has a default backend"),
                Some((pattern, _)) => format!(
                    "{host} is that of rules for {pattern}, but none of their paths matches {}, and there is no default backend",
                    request.bare_path()
                ),
            };
            return Routed::plain(Some(404), &self.name, reason, PAGE);
        };
        let mut routed = Routed::plain(None, &self.name, "", PAGE);
        routed.rule = Some(Matched {
            object: default.ingress.clone(),
            place: "spec.defaultBackend".to_owned(),
            text: "whatever no rule matches".to_owned(),
        });
        let request = RequestAtBackend {
            method: request.method.clone(),
            host: request.host.clone(),
            path: request.path.clone(),
            headers: request.headers.clone(),
        };
        routed.with_backends(vec![backend(&default.target, request)])
    }

    /// Rules of the chosen host whose path does not match or that another outranks; rules of other hosts whose path would.
    fn near(
        &self,
        host: &str,
        path: &str,
        found: Option<(&Pattern, &Host)>,
        winner: Option<&Rule>,
    ) -> Vec<NearMiss> {
        let mut near = Vec::new();
        let is = |rule: &Rule, other: Option<&Rule>| other.is_some_and(|other| std::ptr::eq(rule, other));
        if let Some((pattern, rules)) = found {
            for rule in rules.rules.iter().filter(|rule| !is(rule, winner)).take(64) {
                let why = match (&rule.fault, rule.path.matches(path), winner) {
                    (Some(fault), _, _) => fault.clone(),
                    (None, true, Some(winner)) => outranked(rule, winner),
                    _ => unmatched(rule, path),
                };
                near.push(NearMiss { rule: matched(pattern, rule), why });
                if near.len() == MOST_NEAR {
                    return near;
                }
            }
        }
        let others = self.hosts.iter().filter(|(pattern, _)| found.is_none_or(|(own, _)| own != *pattern));
        for (pattern, rules) in others {
            let Some(rule) = rules.rules.iter().find(|rule| rule.path.matches(path)) else { continue };
            let why = match (pattern.matches(host, Covers::OneLabel), found) {
                (true, Some((own, _))) => {
                    format!("{own} is a more specific host than {pattern}: its rules decide alone")
                }
                _ => other_host(pattern, host),
            };
            near.push(NearMiss { rule: matched(pattern, rule), why });
            if near.len() == MOST_NEAR {
                break;
            }
        }
        near
    }
}

fn matched(host: &Pattern, rule: &Rule) -> Matched {
    Matched {
        object: rule.ingress.clone(),
        place: rule.place.clone(),
        text: format!("{host}, {}", rule.text()),
    }
}

fn outranked(rule: &Rule, winner: &Rule) -> String {
    if winner.path.length() > rule.path.length() {
        format!("the longer path {} comes first", winner.text())
    } else if winner.path.is_exact() && !rule.path.is_exact() {
        "of two paths of one length, Exact comes before Prefix".to_owned()
    } else {
        format!(
            "{} has the same path and is older (or first by name); the API does not say which of the two wins",
            winner.ingress
        )
    }
}

fn unmatched(rule: &Rule, path: &str) -> String {
    let own = rule.text();
    let slash = path.strip_suffix('/').unwrap_or(path);
    if rule.path.is_exact() && rule.path.matches(slash) {
        format!("{own} does not match {path}: a final / counts")
    } else if rule.path.matches(&path.to_ascii_lowercase()) {
        format!("{own} does not match {path}: case counts")
    } else if rule.path.is_exact() {
        format!("{own} does not match {path}: Exact means the whole path")
    } else {
        format!("{own} does not match {path}")
    }
}

fn other_host(pattern: &Pattern, host: &str) -> String {
    match pattern {
        Pattern::Wildcard(suffix) if pattern.matches(host, Covers::Labels) => {
            format!("{pattern} covers one label only, and {host} has more before {suffix}")
        }
        Pattern::Wildcard(suffix) if suffix.get(1..) == Some(host) => {
            format!("{pattern} needs a label where the * is: it does not cover {host} itself")
        }
        _ if host.is_empty() => format!("it is for {pattern}, and the request names no host"),
        _ => format!("it is for {pattern}, not for {host}"),
    }
}

/// A controller answers 503 where it has nobody to send to, whatever the cause.
fn backend(target: &Target, request: RequestAtBackend) -> Backend {
    let (status, reason) = match &target.state {
        State::Ready(endpoints) => (
            Some(200),
            format!(
                "forwarded to Service {}, of which {} endpoints are ready",
                target.text(),
                endpoints.len()
            ),
        ),
        State::NoEndpoints(why) => (Some(503), why.clone()),
        State::Invalid(Fault::InvalidKind(why)) => (None, why.clone()),
        State::Invalid(fault) => (Some(503), fault.text().to_owned()),
        State::Outside(name) => (
            None,
            format!(
                "Service {} is an ExternalName: what answers at {name} is not in the cluster",
                target.text()
            ),
        ),
    };
    let request = (status == Some(200)).then_some(request);
    Backend {
        target: target.clone(),
        weight: 1,
        percent: 100.0,
        status,
        reason,
        redirect: None,
        request,
        response: vec![],
    }
}
