//! Cases of our own, one for each rule; the vectors are in `tests/vectors_dns.rs`.

mod corefiles;
mod pods;
mod properties;
mod services;
mod setup;

use std::fmt::Write;

use k8s_openapi::api::core::v1::Pod;

use super::{Dns, NodeResolver, RecordType, Resolution, Server};
use crate::cluster::{self, Cluster, LoadOptions, Source};

/// Loads YAML documents, with the system that every cluster has.
pub fn cluster(yaml: &str) -> Cluster {
    let source = Source { name: "test.yaml", bytes: yaml.as_bytes() };
    cluster::load(&[source], &LoadOptions::default()).unwrap().cluster
}

pub fn dns(yaml: &str) -> Dns {
    Dns::of(&cluster(yaml))
}

/// The same by another Corefile.
pub fn dns_by(yaml: &str, corefile: &str) -> Dns {
    let cluster = cluster(yaml);
    Dns::with(&cluster, Ok(Server::read(corefile).unwrap()), NodeResolver::assumed(&cluster))
}

/// `NOERROR 10.0.0.1 10.0.0.2`: the code and the data, sorted.
pub fn ask(dns: &Dns, name: &str, kind: RecordType) -> String {
    let answer = dns.answer(name, kind).unwrap();
    let mut data: Vec<String> = answer.answers.iter().map(|record| record.data.to_string()).collect();
    data.sort();
    data.insert(0, answer.rcode.to_string());
    data.join(" ")
}

pub fn a(dns: &Dns, name: &str) -> String {
    ask(dns, name, RecordType::A)
}

/// What the Pod `shop/client` gets.
pub fn resolve(cluster: &Cluster, name: &str) -> Resolution {
    let (_, pod) = cluster.fetch::<Pod>("shop", "client").unwrap();
    Dns::of(cluster).resolve("shop", pod, name, RecordType::A)
}

/// A Pod with a label, an address and readiness.
pub fn pod(name: &str, app: &str, ip: &str, ready: bool, spec: &str) -> String {
    let mut text = format!(
        "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: shop, labels: {{app: {app}}}}}, "
    );
    let _ = writeln!(
        text,
        "spec: {{containers: [{{name: c, image: x}}]{spec}}}, status: {{phase: Running, podIP: {ip}, conditions: [{{type: Ready, status: '{}'}}]}}}}",
        if ready { "True" } else { "False" }
    );
    text
}

/// A Service with its spec.
pub fn service(name: &str, spec: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: shop}}, spec: {{{spec}}}}}\n"
    )
}
