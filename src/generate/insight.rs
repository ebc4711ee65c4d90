//! What can be shown after the answer: who reaches whom, or the hops of the way; computed when somebody looks.

use serde_json::Value;

use super::{of_id, world};
use crate::{
    cluster::{Cluster, Protocol},
    course::Question,
    network::{
        dns::RecordType,
        http::{Entry, HttpRequest, Missing, Routes, Scheme},
        matrix::{Matrix, PortAsked, Question as Asked},
        policy::Policies,
        trace::Tracer,
    },
};

/// What is worth looking at, as a maker says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Look {
    #[default]
    Nothing,
    /// Who reaches whom on this port.
    Matrix { port: u16, protocol: Protocol },
    /// One connection.
    Hops { from: String, to: String, port: Option<u16>, node: Option<String> },
    /// A lookup from a Pod.
    Lookup { from: (String, String), name: String, kind: RecordType },
    /// A request from outside, through the only door there is.
    Request { host: String, path: String },
}

/// A picture of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insight {
    /// `rows[i]` has a sign for each name: `.` may connect to it, `X` may not, `-` is not asked.
    Matrix { port: u16, protocol: Protocol, names: Vec<String>, rows: Vec<String> },
    /// What happened, one step after the other.
    Hops(Vec<Step>),
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What decided: `Service shop/web`, `search path`; empty where nothing did.
    pub object: String,
    pub text: String,
    /// The page of the documentation.
    pub page: String,
}

/// The picture of a generated question; `None` for other questions, and for those that have none.
pub fn insight(question: &Question) -> Option<Insight> {
    let made = of_id(&question.id)?;
    seen(&made.objects, &made.look)
}

/// The picture of these objects.
pub(super) fn seen(objects: &[Value], look: &Look) -> Option<Insight> {
    let cluster = world::cluster(objects)?;
    match look {
        Look::Nothing => None,
        Look::Matrix { port, protocol } => Some(matrix(&cluster, *port, *protocol)),
        Look::Hops { from, to, port, node } => hops(&cluster, from, to, *port, node.as_deref()),
        Look::Lookup { from, name, kind } => lookup(&cluster, from, name, *kind),
        Look::Request { host, path } => request(&cluster, host, path),
    }
}

pub(super) fn matrix(cluster: &Cluster, port: u16, protocol: Protocol) -> Insight {
    let asked = Asked { port: PortAsked::Number(port), protocol };
    let matrix = Matrix::compute(cluster, &Policies::compile(cluster), &asked, &[]);
    Insight::Matrix { port, protocol, names: matrix.names().to_vec(), rows: matrix.rows().collect() }
}

fn hops(cluster: &Cluster, from: &str, to: &str, port: Option<u16>, node: Option<&str>) -> Option<Insight> {
    let trace = world::trace(&Tracer::new(cluster), from, to, port, node)?;
    let ends = trace.ends.iter().flat_map(|end| &end.hops);
    let step = |hop: &crate::network::trace::Hop| Step {
        object: hop.object.clone().unwrap_or_default(),
        text: hop.text.clone(),
        page: hop.page.clone(),
    };
    Some(Insight::Hops(trace.hops.iter().chain(ends).map(step).collect()))
}

fn lookup(cluster: &Cluster, from: &(String, String), name: &str, kind: RecordType) -> Option<Insight> {
    let tracer = Tracer::new(cluster);
    let (object, pod) = tracer.find_pod(&from.0, &from.1).ok()?;
    let resolution = tracer.dns().resolve(object.namespace(), pod, name, kind);
    let tried = resolution.tried.iter().map(|tried| Step {
        object: tried.name.clone(),
        text: format!(
            "{}{}",
            tried.rcode,
            if tried.no_data { ", without a record of this type" } else { "" }
        ),
        page: crate::network::dns::Step { plugin: "kubernetes", line: 0, text: String::new() }.page(),
    });
    let records = resolution.answers.iter().map(|record| Step {
        object: record.name.clone(),
        text: record.to_string(),
        page: String::new(),
    });
    Some(Insight::Hops(tried.chain(records).collect()))
}

fn request(cluster: &Cluster, host: &str, path: &str) -> Option<Insight> {
    let routes = Routes::compile(cluster, Missing::Assumed);
    let routed = routes.route(&HttpRequest::get(Scheme::Http, host, path), &Entry::Only).ok()?;
    let step =
        |object: &str, text: String| Step { object: object.to_owned(), text, page: routed.page.to_owned() };
    let mut steps = vec![step(&routed.by, format!("takes the request for {host}{path}"))];
    if let Some(rule) = &routed.rule {
        steps.push(step(&rule.object, format!("{} ({})", rule.text, rule.place)));
    }
    steps.extend(
        routed.near.iter().map(|near| step(&near.rule.object, format!("{}: {}", near.rule.text, near.why))),
    );
    let status = routed.status.map_or_else(String::new, |status| format!("{status}: "));
    steps.push(step("", format!("{status}{}", routed.reason)));
    Some(Insight::Hops(steps))
}
