//! For tests: a small cluster in a few lines.

use std::fmt::Write as _;

use super::{Connection, Party, Policies, PolicyDecision};
use crate::cluster::{Cluster, LoadOptions, Protocol, Source, load};

/// A cluster, one object a line: `ns NAME LABELS`, `pod NS/NAME ADDRESS LABELS | SPEC`, `policy NS/NAME SPEC`, or a
/// document in YAML's flow style.
pub fn cluster(lines: &str) -> Cluster {
    let mut yaml = String::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let _ = match line.split_once(' ') {
            Some(("ns", rest)) => {
                let (name, labels) = rest.split_once(' ').unwrap_or((rest, ""));
                write!(
                    yaml,
                    "---\n{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}, labels: {{{labels}}}}}}}\n"
                )
            }
            Some(("pod", rest)) => {
                let (name, rest) = rest.split_once(' ').unwrap();
                let (address, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                let (labels, more) = rest.split_once(" | ").unwrap_or((rest, ""));
                let (namespace, name) = name.split_once('/').unwrap();
                write!(
                    yaml,
                    "---\n{{apiVersion: v1, kind: Pod, metadata: {{namespace: {namespace}, name: {name}, labels: {{{labels}}}}}, \
                     status: {{podIP: {address}}}, spec: {{nodeName: n1, {}containers: [{{name: c, ports: \
                     [{{name: http, containerPort: 8080}}, {{name: dns, containerPort: 53, protocol: UDP}}]}}]}}}}\n",
                    if more.is_empty() { String::new() } else { format!("{more}, ") }
                )
            }
            Some(("policy", rest)) => {
                let (name, spec) = rest.split_once(' ').unwrap();
                let (namespace, name) = name.split_once('/').unwrap();
                write!(
                    yaml,
                    "---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, \
                     metadata: {{namespace: {namespace}, name: {name}}}, spec: {{{spec}}}}}\n"
                )
            }
            _ => write!(yaml, "---\n{line}\n"),
        };
    }
    let source = Source { name: "example", bytes: yaml.as_bytes() };
    match load(&[source], &LoadOptions::default()) {
        Ok(loaded) => loaded.cluster,
        Err(problems) => panic!("{problems:#?}\n{yaml}"),
    }
}

/// Decides `a/b -> c/d` (or an address) on a port such as `80` or `53/UDP`.
pub fn decide(cluster: &Cluster, from: &str, to: &str, port: &str) -> PolicyDecision {
    let party = |name: &str| match name.split_once('/') {
        Some((namespace, pod)) => {
            Party::pod(cluster, namespace, pod).unwrap_or_else(|| panic!("no Pod {name}"))
        }
        None => Party::at(cluster, name.parse().unwrap_or_else(|_| panic!("{name}"))),
    };
    let (number, protocol) = port.split_once('/').unwrap_or((port, "TCP"));
    let connection =
        Connection { port: number.parse().unwrap(), protocol: Protocol::read(protocol).unwrap() };
    Policies::compile(cluster).decide(party(from), party(to), connection)
}

/// The verdict's word.
pub fn verdict(cluster: &Cluster, from: &str, to: &str, port: &str) -> &'static str {
    decide(cluster, from, to, port).verdict.name()
}
