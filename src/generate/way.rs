//! The ways of the packets that a question is about, hop by hop, to be gone one step after the other.

use super::{
    insight::Look,
    of_id,
    what_if::{Toggle, left},
    world,
};
use crate::{
    cluster::{Cluster, Origin, Protocol, pod},
    course::Question,
    network::{
        dns::{self, Rcode, RecordType},
        http::{Entry, HttpRequest, Missing, Routes, Scheme},
        policy::Connection,
        trace::{Effect, From, Hop, Packet, Port, Request, Sender, Stage, To, Trace, Tracer, Way},
    },
};

/// The ways in the cluster of a generated question with these things taken away; what the question asks about comes first.
/// None where there is nothing to follow.
pub fn ways(question: &Question, without: &[Toggle]) -> Vec<Way> {
    let Some(made) = of_id(&question.id) else { return Vec::new() };
    let objects = left(made.objects, without);
    world::cluster(&objects).map_or_else(Vec::new, |cluster| of_look(&cluster, &made.look))
}

pub(super) fn of_look(cluster: &Cluster, look: &Look) -> Vec<Way> {
    match look {
        Look::Nothing => Vec::new(),
        Look::Matrix { port, protocol, between } => {
            pairs(cluster, Connection { port: *port, protocol: *protocol }, between.as_ref())
        }
        Look::Hops { from, to, port, node } => {
            let trace = world::trace(&Tracer::new(cluster), from, to, *port, node.as_deref());
            trace.map_or_else(Vec::new, |trace| trace.ways())
        }
        Look::Lookup { from, name, kind } => lookup(cluster, from, name, *kind).into_iter().collect(),
        Look::Request { host, path } => request(cluster, host, path).into_iter().collect(),
    }
}

/// Every connection from Pod to Pod; that between the two asked about first.
fn pairs(cluster: &Cluster, connection: Connection, between: Option<&(String, String)>) -> Vec<Way> {
    let tracer = Tracer::new(cluster);
    let given = cluster.pods().filter(|(object, _)| object.origin() != Origin::Assumed);
    let names: Vec<(String, String)> =
        given.map(|(object, _)| (object.namespace().to_owned(), object.name().to_owned())).collect();
    let mut found: Vec<Way> = Vec::new();
    for from in &names {
        for to in names.iter().filter(|to| *to != from) {
            let trace = tracer.trace(&Request {
                from: From::Pod { namespace: from.0.clone(), name: from.1.clone() },
                to: To::Pod { namespace: to.0.clone(), name: to.1.clone() },
                port: Some(Port::Number(connection.port)),
                protocol: Some(connection.protocol),
                node: None,
            });
            found.extend(trace.iter().flat_map(Trace::ways));
        }
    }
    if let Some((from, to)) = between {
        let own = format!("{to},");
        // Stable: the others stay in the order of their names.
        found.sort_by_key(|way| !(way.from == *from && way.to.starts_with(&own)));
    }
    found
}

/// Every question that the Pod's resolver asks, and the records that it gets.
fn lookup(cluster: &Cluster, from: &(String, String), name: &str, kind: RecordType) -> Option<Way> {
    let tracer = Tracer::new(cluster);
    let (object, pod) = tracer.find_pod(&from.0, &from.1).ok()?;
    let resolution = tracer.dns().resolve(object.namespace(), pod, name, kind);
    let page = dns::Step { plugin: "kubernetes", line: 0, text: String::new() }.page();
    let asked = resolution.tried.iter().map(|tried| {
        let (effect, more) = match tried.rcode {
            Rcode::NoError if tried.no_data => (Effect::NotFound, ", without a record of this type"),
            Rcode::NoError => (Effect::Passed, ""),
            Rcode::NameError => (Effect::NotFound, ": there is no such name, so the next one is tried"),
            Rcode::Passed | Rcode::Unsupported => (Effect::Unknown, ""),
            _ => (Effect::Failed, ""),
        };
        let hop = Hop::new(Stage::Lookup, effect, format!("{}{more}", tried.rcode), &page).of(&tried.name);
        match tried.server.parse() {
            Ok(server) => hop.carrying(Packet {
                source: Sender::of(pod::address(pod)),
                destination: server,
                port: 53,
                protocol: Protocol::Udp,
            }),
            Err(_) => hop,
        }
    });
    let records = resolution
        .answers
        .iter()
        .map(|record| Hop::new(Stage::Address, Effect::Passed, record.to_string(), "").of(&record.name));
    Some(Way { from: object.full_name(), to: name.to_owned(), hops: asked.chain(records).collect() })
}

/// A request from outside: who takes it, by which rule, which rules nearly would, and what comes of it.
fn request(cluster: &Cluster, host: &str, path: &str) -> Option<Way> {
    let routes = Routes::compile(cluster, Missing::Assumed);
    let routed = routes.route(&HttpRequest::get(Scheme::Http, host, path), &Entry::Only).ok()?;
    let hop = |effect, object: &str, text: String| {
        let hop = Hop::new(Stage::Http, effect, text, routed.page);
        if object.is_empty() { hop } else { hop.of(object) }
    };
    let mut hops = vec![hop(Effect::Passed, &routed.by, format!("takes the request for {host}{path}"))];
    if let Some(rule) = &routed.rule {
        hops.push(hop(Effect::Translated, &rule.object, format!("{} ({})", rule.text, rule.place)));
    }
    hops.extend(
        routed.near.iter().map(|near| {
            hop(Effect::NotFound, &near.rule.object, format!("{}: {}", near.rule.text, near.why))
        }),
    );
    let status = routed.status.map_or_else(String::new, |status| format!("{status}: "));
    let effect = match routed.status {
        None => Effect::Unknown,
        Some(status) if status < 400 => Effect::Passed,
        Some(_) => Effect::Failed,
    };
    hops.push(hop(effect, "", format!("{status}{}", routed.reason)));
    Some(Way { from: "a client outside".to_owned(), to: format!("http://{host}{path}"), hops })
}
