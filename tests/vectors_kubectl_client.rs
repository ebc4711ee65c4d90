//! kubectl's own output - generators, forms, usage errors - as the vectors have it from genuine binaries.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests are tests")]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use kubedrill::{
    cluster::{self, Cluster, Kind, LoadOptions, Origin, Source},
    shell::{Call, Output, Session, Stream, kubectl},
};
use serde_json::Value;
use vectors::vectors;

const NOW: &str = "2026-11-22T08:14:41Z";

/// Words as a shell would part them: quotes only, which is all that the vectors have.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    for sign in line.chars() {
        match (quote, sign) {
            (Some(mark), sign) if sign == mark => quote = None,
            (None, '\'' | '"') => (quote, open) = (Some(sign), true),
            (None, ' ') => {
                if open || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            (_, sign) => word.push(sign),
        }
    }
    if open || !word.is_empty() {
        words.push(word);
    }
    words
}

/// What a command printed on both streams, and its exit status.
fn run(session: &mut Session, line: &str) -> (String, String, u8) {
    let words = words(line);
    let mut call = Call {
        session,
        name: "kubectl",
        arguments: &words[1..],
        stdin: "",
        terminal: false,
        on_screen: false,
        consumed: 0,
        output: Output::default(),
    };
    let status = kubectl::kubectl(&mut call);
    (call.output.of(Stream::Out), call.output.of(Stream::Err), status)
}

/// Uids are made anew in each cluster.
fn without_uids(text: &str) -> String {
    let mut parts = text.split("\"uid\":\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "\"uid\":\"UID" + part.get(36..).unwrap_or_default())
}

/// Log lines carry a time and a process number.
fn without_stamp(text: &str) -> String {
    let text = without_uids(text);
    let lines = text.lines().map(|line| match line.split_once("] ") {
        Some((head, rest)) if head.starts_with(['W', 'E']) && head.contains(".go:") => format!("LOG] {rest}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n";

fn session(cluster: Cluster, files: &Value) -> Session {
    let mut session = Session::new(cluster, NOW, 7);
    session.run("mkdir files", NOW);
    for (name, text) in files.as_object().unwrap() {
        session.write_file(&format!("files/{name}"), text.as_str().unwrap()).unwrap();
    }
    session.write_file("files/tls.key", PRIVATE_KEY).unwrap();
    session.write_file("files/tls.crt", CERTIFICATE).unwrap();
    session
}

/// Commands that are not compared with their vector, by a part of the line: why, and what is said instead.
type Left = &'static [(&'static str, &'static str)];

fn compare(
    file: &str,
    vectors: &Value,
    mut fresh: impl FnMut(&str) -> Session,
    left: Left,
    newer: fn(&str) -> String,
) {
    let (mut agree, mut superseded, mut differing) = (0, BTreeMap::new(), Vec::new());
    for case in vectors["vectors"].as_array().unwrap() {
        let line = case["cmd"].as_str().unwrap();
        let old = case["stderr"].as_str().unwrap();
        if old.contains("localhost:8080") {
            superseded.insert(line.to_owned(), "recorded without a server; here there is one");
            continue;
        }
        if let Some((_, why)) = left.iter().find(|(part, _)| line == *part) {
            superseded.insert(line.to_owned(), why);
            continue;
        }
        let mut session = fresh(line);
        let (stdout, stderr, status) = run(&mut session, line);
        let wanted = (
            newer(case["stdout"].as_str().unwrap()),
            without_stamp(&newer(old)),
            case["exit"].as_u64().unwrap(),
        );
        let is = (stdout, without_stamp(&stderr), u64::from(status));
        let same_error = is.1 == wanted.1.trim_end() || is.1.trim_end() == wanted.1.trim_end();
        if is.0 == wanted.0 && same_error && is.2 == wanted.2 {
            agree += 1;
        } else {
            differing.push(format!(
                "$ {line}\n--- is {}\n{}{}\n--- wanted {}\n{}{}",
                is.2, is.0, is.1, wanted.2, wanted.0, wanted.1
            ));
        }
    }
    println!("{file}: {agree} agree, {} left out, {} differ", superseded.len(), differing.len());
    for (line, why) in &superseded {
        println!("  left out: {line}: {why}");
    }
    assert!(differing.is_empty(), "{file}: {} differ:\n{}", differing.len(), differing.join("\n"));
}

fn plain_cluster() -> Cluster {
    cluster::load(&[], &LoadOptions::default()).unwrap().cluster
}

#[test]
fn generators_and_usage_errors_are_those_of_1_36() {
    let Some(vectors) = vectors("kubectl/dryrun_1.36.json") else { return };
    let files = vectors["meta"]["files"].clone();
    compare(
        "dryrun_1.36.json",
        &vectors,
        |line| {
            let mut session = session(plain_cluster(), &files);
            if line.starts_with("kubectl config") {
                // Recorded without a kubeconfig.
                session.kubeconfig.contexts.clear();
                session.kubeconfig.current.clear();
            }
            session
        },
        &[],
        str::to_owned,
    );
}

#[test]
fn output_made_by_the_client_is_that_of_kubectl() {
    let Some(vectors) = vectors("kubectl/client_1.32.json") else { return };
    let files = vectors["meta"]["files"].clone();
    // The objects were written down an hour after the commands were recorded.
    let objects =
        serde_json::json!({"apiVersion": "v1", "kind": "List", "items": vectors["meta"]["objects"]})
            .to_string()
            .replace("09:05:38", "08:17:23");
    let loaded =
        cluster::load(&[Source { name: "objects", bytes: objects.as_bytes() }], &LoadOptions::default());
    let mut cluster = loaded.unwrap().cluster;
    // The stub had no controllers, and so neither events nor Pods of the Deployment.
    let made =
        cluster.all().filter(|object| object.kind() == Kind::Event || object.origin() == Origin::Derived);
    let made: Vec<_> = made.map(|object| object.key().clone()).collect();
    for key in &made {
        drop(cluster.remove(key));
    }
    compare(
        "client_1.32.json",
        &vectors,
        |line| {
            let mut session = session(cluster.clone(), &files);
            "2026-11-22T08:17:28Z".clone_into(&mut session.now);
            if line.starts_with("kubectl config") {
                let config = &mut session.kubeconfig;
                "lab".clone_into(&mut config.current);
                for context in &mut config.contexts {
                    "lab".clone_into(&mut context.name);
                    "lab".clone_into(&mut context.cluster);
                    "learner".clone_into(&mut context.user);
                }
                if line.contains("get-contexts") {
                    config.contexts[0].namespace = Some("lab".to_owned());
                }
            }
            session
        },
        STUB,
        |text| text.replace("  creationTimestamp: null\n", ""),
    );
}

/// Where the stub that the vectors were recorded with is not like a server.
const STUB: Left = &[
    (
        "kubectl get svc -l 'app in (web'",
        "the stub took any selector; a server refuses one that is not closed",
    ),
    ("kubectl label svc web 'bad key=x'", "the stub checked no keys; a server refuses this one"),
    ("kubectl describe deploy api", "the stub kept no replica sets"),
    ("kubectl api-resources --namespaced=false", "the stub served other kinds"),
];

#[test]
fn a_pod_of_run_rm_goes_when_its_shell_is_left() {
    let mut session = Session::new(plain_cluster(), NOW, 7);
    session.run("kubectl run tmp --rm -it --image=busybox:1.28 -- sh", NOW);
    assert!(matches!(session.place(), kubedrill::shell::Place::Container { pod, .. } if pod == "tmp"));
    let reply = session.run("exit", NOW);
    let ended = "Session ended, resume using 'kubectl attach tmp -c tmp -n default -i -t' command\n";
    assert_eq!(reply.stdout(), format!("{ended}pod \"tmp\" deleted from default namespace\n"));
    assert!(session.cluster.find(Kind::Pod, "default", "tmp").is_none());
    let reply = session.run("kubectl run tmp --rm -i --restart=Never --image=busybox:1.28 -- hostname", NOW);
    assert_eq!(reply.stdout(), "tmp\npod \"tmp\" deleted from default namespace\n");
}
