//! How what happened is told to a learner: a connection, its end, a port, a Pod that was made for a question.

use super::empty;
use super::loss::Loss;
use super::witness;
use crate::{
    cluster::{Cluster, Kind},
    course::lab::PortAsked,
    network::trace::{Dns, Outcome, Trace},
};

pub fn port(port: &PortAsked) -> String {
    match port {
        PortAsked::Number(number) => number.to_string(),
        PortAsked::Named(name) => name.clone(),
    }
}

/// Who asks: a Pod that was made for the question has no name that a learner could look up.
pub fn client(from: &str) -> String {
    match from.split_once('/') {
        Some((namespace, pod)) if pod.starts_with(witness::NAME) => {
            format!("a new Pod in Namespace {namespace}")
        }
        _ => from
            .strip_prefix("ip:")
            .map_or_else(|| from.to_owned(), |address| format!("the address {address}")),
    }
}

/// `app/web-1 to db.data:3306`.
pub fn way(trace: &Trace) -> String {
    let port = trace.port.map(|port| format!(":{port}")).unwrap_or_default();
    let is_url = trace.to.contains("://");
    format!("{} to {}{}", client(&trace.from), trace.to, if is_url { "" } else { &port })
}

/// Why a connection that should pass does not.
pub fn not_delivered(trace: &Trace, cluster: &Cluster) -> Loss {
    if let Some(why) = no_such_service(trace, cluster) {
        return Loss::of(format!("{} fails: the name leads nowhere", way(trace)), why);
    }
    let what = match trace.outcome {
        Outcome::Delivered => "is delivered",
        Outcome::Partial => "comes through only sometimes",
        Outcome::Refused => "is refused",
        Outcome::TimedOut => "times out",
        Outcome::NameNotFound => "fails: there is no such name",
        Outcome::LookupTimeout => "fails: the question for the name is not answered",
        Outcome::LookupFailed => "fails: DNS gives no answer",
        Outcome::HttpError => "is answered with an error",
        Outcome::Unknown => "leaves the cluster, and what answers there is not known",
    };
    let status = trace.status.map(|status| format!(" ({status})")).unwrap_or_default();
    // Where names fail, the reason of the main connection would say nothing.
    let lookup = trace.dns.filter(|dns| !matches!(dns, Dns::Resolved | Dns::Passed));
    let reason = match lookup.and_then(|_| trace.hops.iter().find(|hop| hop.is_decisive())) {
        Some(hop) => &hop.text,
        None => &trace.reason,
    };
    let cause = match empty::of_trace(trace, cluster) {
        Some(empty) => format!("{reason}; {empty}"),
        None => reason.clone(),
    };
    Loss::of(format!("{} {what}{status}", way(trace)), cause)
}

/// A name that is none in the cluster, though it looks like a Service's: DNS asks outside then, and who reads that looks
/// in the wrong place.
fn no_such_service(trace: &Trace, cluster: &Cluster) -> Option<String> {
    if !matches!(trace.outcome, Outcome::NameNotFound | Outcome::Unknown) {
        return None;
    }
    let (_, rest) = trace.to.split_once("://").unwrap_or(("", &trace.to));
    let host = rest.split(['/', ':']).next()?.trim_end_matches('.');
    if host.parse::<std::net::IpAddr>().is_ok() {
        return None;
    }
    let mut labels = host.split('.');
    let service = labels.next().filter(|label| !label.is_empty())?;
    let own = trace.from.split_once('/').map(|(namespace, _)| namespace);
    let namespace = labels.next().or(own)?;
    let kind = labels.next();
    if kind.is_some_and(|kind| kind != "svc") {
        return None;
    }
    if cluster.find(Kind::Namespace, "", namespace).is_none() {
        // Perhaps a name of the world's.
        return kind.map(|_| format!("there is no Namespace {namespace}"));
    }
    let is_there = cluster.find(Kind::Service, namespace, service).is_some();
    (!is_there).then(|| format!("there is no Service {service} in Namespace {namespace}"))
}

/// At most three of a list, and how many more there are.
pub fn some_of(mut list: Vec<String>) -> String {
    let more = list.len().saturating_sub(3);
    list.truncate(3);
    let joined = list.join("; ");
    if more == 0 { joined } else { format!("{joined}; and {more} more") }
}
