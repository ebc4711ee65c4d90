//! How what happened is told to a learner: a connection, its end, a port.

use crate::{
    course::lab::PortAsked,
    network::trace::{Dns, Outcome, Trace},
};

pub fn port(port: &PortAsked) -> String {
    match port {
        PortAsked::Number(number) => number.to_string(),
        PortAsked::Named(name) => name.clone(),
    }
}

/// `app/web-1 to db.data:3306`.
pub fn way(trace: &Trace) -> String {
    let port = trace.port.map(|port| format!(":{port}")).unwrap_or_default();
    let is_url = trace.to.contains("://");
    format!("{} to {}{}", trace.from, trace.to, if is_url { "" } else { &port })
}

/// Why a connection that should pass does not.
pub fn not_delivered(trace: &Trace) -> String {
    let what = match trace.outcome {
        Outcome::Delivered => "is delivered",
        Outcome::Partial => "comes through only sometimes",
        Outcome::Refused => "is refused",
        Outcome::TimedOut => "times out",
        Outcome::NameNotFound => "fails: there is no such name",
        Outcome::LookupTimeout => "fails: the question for the name is not answered",
        Outcome::LookupFailed => "fails: DNS can not answer",
        Outcome::HttpError => "is answered with an error",
        Outcome::Unknown => "comes to an end that is not known",
    };
    let status = trace.status.map(|status| format!(" ({status})")).unwrap_or_default();
    // Where names fail, the reason of the main connection would say nothing.
    let lookup = trace.dns.filter(|dns| !matches!(dns, Dns::Resolved | Dns::Passed));
    let reason = match lookup.and_then(|_| trace.hops.iter().find(|hop| hop.is_decisive())) {
        Some(hop) => &hop.text,
        None => &trace.reason,
    };
    format!("{} {what}{status}: {reason}", way(trace))
}

/// At most three of a list, and how many more there are.
pub fn some_of(mut list: Vec<String>) -> String {
    let more = list.len().saturating_sub(3);
    list.truncate(3);
    let joined = list.join("; ");
    if more == 0 { joined } else { format!("{joined}; and {more} more") }
}
