//! DNS answers, case by case as the vectors have them from `CoreDNS` and from the DNS specification of Kubernetes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests are tests")]

#[path = "support/vectors.rs"]
mod vectors;

use std::fmt::Write;

use kubedrill::{
    cluster::{self, Cluster, LoadOptions, Source},
    network::dns::{Answer, Dns, NodeResolver, Record, RecordType, Server},
};
use serde_json::{Value, json};
use vectors::vectors;

/// Cases left out, each with its reason.
const LEFT_OUT: &[(&str, &str)] = &[];

fn texts<'a>(value: &'a Value, field: &str) -> Vec<&'a str> {
    value[field].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn corefile(options: &Value) -> String {
    let zones = texts(options, "zones");
    let zones = if zones.is_empty() { vec!["cluster.local."] } else { zones };
    let mut text = format!(".:53 {{\n    kubernetes {} {{\n", zones.join(" "));
    if let Some(pods) = options["pods"].as_str() {
        let _ = writeln!(text, "        pods {pods}");
    }
    let namespaces = texts(options, "namespaces");
    if !namespaces.is_empty() {
        let _ = writeln!(text, "        namespaces {}", namespaces.join(" "));
    }
    if options["ignore_empty_service"] == true {
        text.push_str("        ignore empty_service\n");
    }
    text + "    }\n}\n"
}

fn load(objects: &Value) -> Cluster {
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string();
    let options = LoadOptions { assume_system: false, ..LoadOptions::default() };
    cluster::load(&[Source { name: "case", bytes: list.as_bytes() }], &options).unwrap().cluster
}

/// A record as text; what the case leaves open (`*`, no TTL, data of a SOA record) is left out on both sides.
fn comparable(record: &Value, pattern: &Value) -> String {
    let data = |value: &Value| value["data"].as_str().unwrap_or_default().to_owned();
    let wanted = data(pattern);
    let data: Vec<String> = data(record)
        .split(' ')
        .enumerate()
        .map(
            |(index, word)| {
                if wanted.split(' ').nth(index) == Some("*") { "*".to_owned() } else { word.to_owned() }
            },
        )
        .collect();
    let ttl = if pattern["ttl"].is_null() { Value::Null } else { record["ttl"].clone() };
    let soa = record["type"] == "SOA";
    format!(
        "{} {} {} {}",
        record["name"],
        record["type"],
        if soa { &Value::Null } else { &ttl },
        if soa { String::new() } else { data.join(" ") }
    )
}

fn section(found: &[Record], wanted: &Value) -> (Vec<String>, Vec<String>) {
    let pattern = wanted.get(0).cloned().unwrap_or_default();
    let found = found.iter().map(|record| comparable(&serde_json::to_value(record).unwrap(), &pattern));
    let wanted = wanted.as_array().into_iter().flatten().map(|record| comparable(record, record));
    let (mut found, mut wanted): (Vec<_>, Vec<_>) = (found.collect(), wanted.collect());
    found.sort();
    wanted.sort();
    (found, wanted)
}

fn compare(query: &Value, answer: &Answer) -> Result<(), String> {
    if query["rcode"] != answer.rcode.name() {
        return Err(format!("rcode {}, wanted {}: {:?}", answer.rcode, query["rcode"], answer.steps));
    }
    for (name, records) in
        [("answers", &answer.answers), ("additional", &answer.additional), ("authority", &answer.authority)]
    {
        if let Some(wanted) = query.get(name) {
            let (found, wanted) = section(records, wanted);
            if found != wanted {
                return Err(format!("{name}:\n  found  {found:#?}\n  wanted {wanted:#?}"));
            }
        }
    }
    Ok(())
}

fn run(file: &str) {
    let Some(vectors) = vectors(&format!("dns/{file}")) else { return };
    assert_eq!(vectors["format"], "dns-queries-v1");
    let (mut cases, mut queries, mut left_out) = (0, 0, 0);
    for case in vectors["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        if LEFT_OUT.iter().any(|(left, _)| *left == id) {
            left_out += 1;
            continue;
        }
        let cluster = load(&case["objects"]);
        let server = Server::read(&corefile(&case["options"])).unwrap();
        let dns = Dns::with(&cluster, Ok(server), NodeResolver::assumed(&cluster));
        cases += 1;
        for query in case["queries"].as_array().unwrap() {
            let (name, kind) = (query["name"].as_str().unwrap(), query["type"].as_str().unwrap());
            let kind = RecordType::read(kind).unwrap_or_else(|| panic!("{id}: type {kind}"));
            let answer = dns.answer(name, kind).unwrap();
            if let Err(difference) = compare(query, &answer) {
                panic!("{id}: {name} {kind}: {difference}");
            }
            queries += 1;
        }
    }
    println!("{file}: {cases} cases, {queries} queries, {left_out} cases left out");
    for (id, reason) in LEFT_OUT {
        println!("left out: {id}: {reason}");
    }
    assert!(cases > 0 && queries > 0);
}

#[test]
fn a_run_of_coredns() {
    run("coredns_run.json");
}

#[test]
fn the_tables_of_coredns() {
    run("coredns_tables.json");
}

#[test]
fn the_dns_specification() {
    run("dns_spec.json");
}
