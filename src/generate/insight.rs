//! What can be shown after the answer: who reaches whom, or the hops of the way; computed when somebody looks.

use serde_json::Value;

use super::{of_id, way, world};
use crate::{
    cluster::{Cluster, Protocol},
    course::Question,
    network::{
        dns::RecordType,
        matrix::{Matrix, PortAsked, Question as Asked},
        policy::Policies,
        trace::Way,
    },
};

/// What is worth looking at, as a maker says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Look {
    #[default]
    Nothing,
    /// Who reaches whom on this port; `between` are the two that the question is about, `namespace/name`, if it is about two.
    Matrix { port: u16, protocol: Protocol, between: Option<(String, String)> },
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
    /// What happened, one step after the other; several where the ways part.
    Hops(Vec<Way>),
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
        Look::Matrix { port, protocol, .. } => Some(matrix(&cluster, *port, *protocol)),
        Look::Hops { .. } | Look::Lookup { .. } | Look::Request { .. } => {
            Some(Insight::Hops(way::of_look(&cluster, look)))
                .filter(|seen| *seen != Insight::Hops(Vec::new()))
        }
    }
}

pub(super) fn matrix(cluster: &Cluster, port: u16, protocol: Protocol) -> Insight {
    let asked = Asked { port: PortAsked::Number(port), protocol };
    let matrix = Matrix::compute(cluster, &Policies::compile(cluster), &asked, &[]);
    Insight::Matrix { port, protocol, names: matrix.names().to_vec(), rows: matrix.rows().collect() }
}
