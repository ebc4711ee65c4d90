//! Who reaches whom: the engine is asked for each client, each destination, each case.

use k8s_openapi::api::core::v1::Pod;

use super::grid::{Cell, Column, Grid, Row};
use super::{ends, scenery};
use crate::cluster::{Cluster, Origin, pod};
use crate::course::{Case, Drawing};
use crate::network::http::Missing;
use crate::network::trace::{From, Outcome, To, Tracer};

pub fn lines(
    drawing: &Drawing,
    (from, to): (&[String], &[String]),
    cases: &[Case],
    by_node: bool,
) -> Result<Vec<String>, String> {
    let plain = [Case { name: String::new(), with: Vec::new() }];
    let cases = if cases.is_empty() { &plain[..] } else { cases };
    let clusters: Vec<Cluster> =
        cases.iter().map(|case| scenery::of_drawing(drawing, &case.with)).collect::<Result<_, _>>()?;
    let from = match (from, clusters.first()) {
        ([], Some(cluster)) => all_pods(cluster),
        _ => from.to_vec(),
    };
    let tracers: Vec<Tracer<'_>> =
        clusters.iter().map(|cluster| Tracer::new(cluster).assuming(Missing::Assumed)).collect();
    let rows = from.iter().map(|from| {
        let cells = tracers.iter().flat_map(|tracer| to.iter().map(move |to| cell(tracer, from, to)));
        let row = clusters.first().filter(|_| by_node).and_then(|cluster| on_node(cluster, from));
        let row = row.unwrap_or_else(|| Row::of(from));
        Ok(Row { cells: cells.collect::<Result<_, String>>()?, ..row })
    });
    let rows: Vec<Row> = rows.collect::<Result<_, String>>()?;
    let columns = cases.iter().flat_map(|case| {
        to.iter().enumerate().map(|(index, one)| Column {
            begins: (index == 0 && !case.name.is_empty()).then(|| case.name.clone()),
            name: short(one, to),
        })
    });
    Ok(Grid { columns: columns.collect(), rows }.lines())
}

/// The Pods that the figure itself brings, by namespace and name.
fn all_pods(cluster: &Cluster) -> Vec<String> {
    let given = cluster.pods().filter(|(object, _)| object.origin() != Origin::Assumed);
    given.map(|(object, _)| object.full_name()).collect()
}

/// The row of a Pod in the box of its node, with its address.
fn on_node(cluster: &Cluster, from: &str) -> Option<Row> {
    let (namespace, name) = ends::pod(cluster, from).ok()?;
    let (_, pod) = cluster.fetch::<Pod>(&namespace, &name)?;
    let address = pod::address(pod).map(|address| format!("  {address}")).unwrap_or_default();
    Some(Row { namespace: pod::node(pod)?.to_owned(), name: format!("{from}{address}"), cells: Vec::new() })
}

fn cell(tracer: &Tracer<'_>, from: &str, to: &str) -> Result<Cell, String> {
    let request = ends::request(tracer.cluster(), from, to, None)?;
    if let (From::Pod { namespace, name }, To::Pod { namespace: other, name: own }) =
        (&request.from, &request.to)
        && (namespace, name) == (other, own)
    {
        return Ok(Cell { sign: "·", word: "" });
    }
    let trace = tracer.trace(&request).map_err(|error| error.to_string())?;
    Ok(match trace.outcome {
        Outcome::Delivered => Cell { sign: "✓", word: "yes" },
        Outcome::TimedOut => Cell { sign: "✗", word: "time-out" },
        Outcome::Refused => Cell { sign: "✗", word: "refused" },
        Outcome::NameNotFound => Cell { sign: "✗", word: "no name" },
        Outcome::LookupTimeout | Outcome::LookupFailed => Cell { sign: "✗", word: "no DNS" },
        Outcome::HttpError => Cell { sign: "✗", word: "error" },
        Outcome::Partial => Cell { sign: "~", word: "some" },
        Outcome::Unknown => {
            return Err(format!("what comes of {from} to {to} is not known: {}", trace.reason));
        }
    })
}

/// A destination without what every reader knows: the namespace of a Pod, where no other of that name is asked for.
fn short(to: &str, all: &[String]) -> String {
    let bare = |text: &str| -> String {
        if text.contains("://") {
            return text.to_owned();
        }
        let text =
            ["ip:", "node/", "service/"].iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
        // The protocol of a port stands behind a slash, too.
        let (host, port) = text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
        let name = host.rsplit_once('/').map_or(host, |(_, name)| name);
        port.map_or(name.to_owned(), |port| format!("{name}:{port}"))
    };
    let name = bare(to);
    if all.iter().filter(|other| bare(other) == name).count() > 1 { to.to_owned() } else { name }
}
