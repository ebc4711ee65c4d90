//! `trace`, `matrix` and `resolve` as users run them: through their arguments and streams.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::format_collect,
    reason = "a test"
)]

#[path = "support/vectors.rs"]
mod vectors;

use std::io::Write;

use clap::{Parser, Subcommand};
use kubedrill::cli::tools::{Matrix, Resolve, Streams, Trace};
use serde_json::{Value, json};
use vectors::bench;

const SHOP: &str = "tests/manifests/three-tier.yaml";

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Subcommand)]
enum Tool {
    Trace(Trace),
    Matrix(Matrix),
    Resolve(Resolve),
}

struct Ran {
    code: u8,
    out: String,
    err: String,
}

/// Runs a command line; words are separated by one space.
fn run_with(line: &str, input: &[u8]) -> Ran {
    let words = std::iter::once("kubedrill").chain(line.split(' '));
    let arguments = Arguments::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
    let (mut input, mut out, mut err) = (input, Vec::new(), Vec::new());
    let mut streams =
        Streams { input: &mut input, out: &mut out, err: &mut err, colour: false, columns: 100 };
    let ended = match arguments.tool {
        Tool::Trace(trace) => trace.run(&mut streams),
        Tool::Matrix(matrix) => matrix.run(&mut streams),
        Tool::Resolve(resolve) => resolve.run(&mut streams),
    };
    Ran {
        code: ended.unwrap().code(),
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

fn run(line: &str) -> Ran {
    run_with(line, b"")
}

fn matrix(line: &str) -> (Vec<String>, Vec<String>) {
    let json: Value = serde_json::from_str(&run(&format!("matrix -o json {line}")).out).unwrap();
    let list = |field: &str| {
        json[field].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    };
    (list("pods"), list("rows"))
}

/// The first Pod whose name begins so.
fn pod(start: &str) -> String {
    matrix(&format!("-f {SHOP} --port 80")).0.into_iter().find(|name| name.starts_with(start)).unwrap()
}

fn batch(file: &str, questions: &[Value]) -> (u8, Vec<Value>) {
    let text: String = questions.iter().map(|question| format!("{question}\n")).collect();
    let ran = run_with(&format!("trace -f {file} --batch -"), text.as_bytes());
    (ran.code, ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn the_shop_does_what_its_author_says() {
    let (web, api) = (pod("shop/web"), pod("shop/api"));
    let (web, api) = (web.as_str(), api.as_str());
    #[rustfmt::skip]
    let table = [
        // from, to, port, policy, outcome, dns
        (web, "api", json!(80), "allow", "delivered", json!("resolved")),
        (web, "api", json!("http"), "allow", "delivered", json!("resolved")),
        (web, "api.shop.svc.cluster.local.", Value::Null, "allow", "delivered", json!("resolved")),
        (web, "api", json!(8080), "undefined", "timed_out", json!("resolved")),
        (web, "db", Value::Null, "deny", "timed_out", json!("resolved")),
        (api, "db", json!("pg"), "allow", "delivered", json!("resolved")),
        (api, "db-0.db", json!(5432), "allow", "delivered", json!("resolved")),
        (api, "shop/db-1", json!("pg"), "allow", "delivered", Value::Null),
        (api, "cache", Value::Null, "allow", "refused", json!("resolved")),
        (api, "shop/cache", json!(6379), "allow", "delivered", Value::Null),
        (api, "reports", Value::Null, "allow", "refused", json!("resolved")),
        (api, "legacy", Value::Null, "allow", "unknown", json!("resolved")),
        (api, "pay", json!(443), "allow", "unknown", json!("passed")),
        // Two words may be a name outside: a server outside decides.
        (api, "nowhere.shop", json!(80), "allow", "unknown", json!("passed")),
        (api, "kubernetes.default", Value::Null, "allow", "delivered", json!("resolved")),
        (api, "http://web/", Value::Null, "allow", "delivered", json!("resolved")),
        (api, "10.99.0.1", json!(80), "undefined", "timed_out", Value::Null),
        ("monitoring/prometheus", "api", json!(80), "undefined", "name_not_found", json!("name_not_found")),
        ("monitoring/prometheus", "api.shop", json!(80), "deny", "timed_out", json!("resolved")),
        ("monitoring/prometheus", "web.shop", json!(80), "allow", "delivered", json!("resolved")),
        ("monitoring/prometheus", "shop/db-0", json!(9187), "allow", "refused", Value::Null),
        ("shop/lonely", "web", json!(80), "deny", "lookup_timeout", json!("lookup_timeout")),
        ("ip:203.0.113.9", "192.168.10.21", json!(30080), "allow", "delivered", Value::Null),
        ("ip:203.0.113.9", "192.168.10.21", json!(30081), "allow", "refused", Value::Null),
        ("ip:203.0.113.9", "web.shop", json!(80), "allow", "delivered", Value::Null),
    ];
    let questions: Vec<Value> =
        table.iter().map(|(from, to, port, ..)| json!({"from": from, "to": to, "port": port})).collect();
    let (code, answers) = batch(SHOP, &questions);
    assert_eq!(code, 0);
    for ((from, to, port, policy, outcome, dns), answer) in table.iter().zip(&answers) {
        let got = (&answer["policy"], &answer["outcome"], &answer["dns"]);
        assert_eq!(got, (&json!(policy), &json!(outcome), dns), "{from} -> {to} {port}: {answer}");
    }
    assert_eq!(answers.len(), table.len());
}

#[test]
fn exit_codes_and_reasons_of_a_single_trace() {
    let (web, api) = (pod("shop/web"), pod("shop/api"));
    let good = run(&format!("trace -f {SHOP} --from {web} --to api"));
    assert_eq!((good.code, good.err.as_str()), (0, ""));
    assert!(good.out.contains("shop/api-from-web ingress[0].from[0].ports[0] allows it"), "{}", good.out);
    let denied = run(&format!("trace -f {SHOP} --from {web} --to db"));
    assert_eq!(denied.code, 1);
    assert!(
        denied.out.contains("names this port, but not this peer")
            && denied.out.contains("see https://kubernetes.io/"),
        "{}",
        denied.out
    );
    let refused = run(&format!("trace -f {SHOP} --from {api} --to cache"));
    assert!(refused.code == 1 && refused.out.contains("it listens on 6379/TCP"), "{}", refused.out);
    let http = run(&format!("trace -f {SHOP} --from {api} --to http://web/ -o json"));
    let json: Value = serde_json::from_str(&http.out).unwrap();
    assert_eq!(
        (json["ends"][0]["http"]["status"].as_u64(), json["ends"].as_array().map(Vec::len)),
        (Some(200), Some(3))
    );
    assert!(
        json["ends"][0]["hops"]
            .as_array()
            .unwrap()
            .iter()
            .all(|hop| hop["page"].as_str().unwrap().starts_with("https://"))
    );
    for text in [&good.out, &denied.out, &refused.out] {
        assert!(text.lines().all(|line| line.chars().count() <= 100 || line.contains("https://")), "{text}");
    }
}

#[test]
fn a_node_is_named_as_kubectl_names_it() {
    let manifests = json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "one"}, "status": {"addresses": [{"type": "InternalIP", "address": "172.18.0.7"}]}},
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "two"}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "labels": {"app": "web"}}, "spec": {"nodeName": "one", "containers": [{"name": "c", "image": "nginx"}]}},
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"type": "NodePort", "selector": {"app": "web"}, "ports": [{"port": 80, "nodePort": 30080}]}},
    ]})
    .to_string();
    let asked = |line: &str| run_with(&format!("trace -f - {line}"), manifests.as_bytes());
    for line in [
        "--from ip:203.0.113.9 --to node/two:30080",
        "--from default/web --to node/one --port 30080",
        "--from node/two --to default/web --port 80",
        "--from node/two --to 172.18.0.7:30080",
        "--from node/two --to node/one:30080 --port 30080",
    ] {
        let ran = asked(line);
        assert_eq!(ran.code, 0, "{line}: {}{}", ran.out, ran.err);
    }
    let by_name: Value =
        serde_json::from_str(&asked("--from node/two --to node/one:30080 -o json").out).unwrap();
    let mut by_address: Value =
        serde_json::from_str(&asked("--from node/two --to 172.18.0.7 --port 30080 -o json").out).unwrap();
    assert_eq!((&by_name["from"], &by_name["to"]), (&json!("node/two"), &json!("node/one")));
    by_address["to"] = "node/one".into();
    assert_eq!(by_name, by_address);
    for line in ["--from node/three --to default/web --port 80", "--from default/web --to node/three:30080"] {
        let ran = asked(line);
        assert_eq!(ran.code, 2, "{line}");
        assert_eq!(
            ran.err, "kubedrill: there is no node \"three\"\nhint: the nodes are one, two\n",
            "{line}"
        );
    }
    assert!(asked("--from default/web --to node/one").err.contains("port"));
    let differ = asked("--from default/web --to node/one:30080 --port 81");
    assert_eq!(differ.code, 2);
    assert!(differ.err.contains("says port 30080, and beside it port 81"), "{}", differ.err);
}

#[test]
fn the_matrix_is_what_traces_say() {
    let (pods, rows) = matrix(&format!("-f {SHOP} --port 80"));
    let mut questions = Vec::new();
    for from in &pods {
        questions.extend(pods.iter().map(|to| json!({"from": from, "to": to, "port": 80})));
    }
    let (_, answers) = batch(SHOP, &questions);
    let mut answers = answers.iter();
    for (from, row) in rows.iter().enumerate() {
        for (to, cell) in row.chars().enumerate() {
            let policy = answers.next().unwrap()["policy"].as_str().unwrap().to_owned();
            let expected = match (from == to, policy.as_str()) {
                (true, _) | (_, "undefined") => '-',
                (_, "allow") => '.',
                _ => 'X',
            };
            assert_eq!(cell, expected, "{} -> {}", pods[from], pods[to]);
        }
    }
}

#[test]
fn the_bench_matrix_has_the_checksum_of_other_engines() {
    use sha2::{Digest, Sha256};
    let Some(file) = bench("matrix-100.yaml") else { return };
    let file = file.to_str().unwrap();
    let (pods, rows) = matrix(&format!("-f {file} --port 80"));
    let mut lines = Vec::new();
    for (from, row) in pods.iter().zip(&rows) {
        for (to, cell) in pods.iter().zip(row.chars()).filter(|(to, _)| *to != from) {
            lines.push(format!("{from} {to} {}\n", if cell == '.' { "allow" } else { "deny" }));
        }
    }
    lines.sort();
    assert_eq!(lines.iter().filter(|line| line.ends_with("allow\n")).count(), 5_873);
    let sum: String = Sha256::digest(lines.concat()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(sum, "d359c59ab27a2407eeaca69045c0f62bd42280da8f5c67e53f44593c27cbc0be");
    let text = run(&format!("matrix -f {file} --port 80"));
    assert!(text.out.contains("100 Pods, 9900 pairs: 5873 allowed, 4027 denied."), "{}", text.out);
}

#[test]
fn a_table_of_thirty_different_pods_fits_a_hundred_columns() {
    let mut manifests = String::new();
    for index in 0..30 {
        let name = format!("a-rather-long-name-of-an-application-{index}");
        manifests += &json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "production", "labels": {"app": name}}, "spec": {"containers": []}}).to_string();
        let from = json!([{"podSelector": {"matchLabels": {"app": format!("a-rather-long-name-of-an-application-{}", (index + 1) % 30)}}}]);
        manifests += &json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": name, "namespace": "production"},
            "spec": {"podSelector": {"matchLabels": {"app": name}}, "ingress": [{"from": from}]}}).to_string();
    }
    let ran = run_with("matrix -f - --port 80", manifests.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let table: Vec<&str> = ran.out.lines().collect();
    assert!(table.iter().all(|line| line.chars().count() <= 100), "{}", ran.out);
    let rows = table.iter().filter(|line| line.contains("  production/a") && !line.contains("Pod: "));
    let labels: std::collections::BTreeSet<String> =
        rows.clone().map(|line| line.chars().skip(4).take(35).collect()).collect();
    assert_eq!((rows.count(), labels.len()), (30, 30), "one block of thirty rows, told apart: {}", ran.out);
}

#[test]
fn outside_addresses_named_ports_and_csv() {
    let (names, rows) = matrix(&format!("-f {SHOP} --port http --external 203.0.113.9"));
    assert_eq!(names.last().unwrap(), "ip:203.0.113.9");
    let cells: Vec<(&str, char)> =
        names.iter().map(String::as_str).zip(rows.last().unwrap().chars()).collect();
    let all = |start: &str, letter| {
        cells.iter().filter(|(name, _)| name.starts_with(start)).all(|(_, cell)| *cell == letter)
    };
    assert!(all("shop/web", '.') && all("shop/api", 'X'), "{cells:?}");
    assert!(all("shop/cache", '-'), "a Pod without the port is not asked: {cells:?}");
    let csv = run(&format!("matrix -f {SHOP} --port 80 -o csv"));
    let first = csv.out.lines().next().unwrap();
    assert!(
        first.starts_with("from,shop/")
            && csv.out.lines().all(|line| line.split(',').count() == first.split(',').count()),
        "{}",
        csv.out
    );
}

#[test]
fn a_difference_says_what_yours_also_allows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("open.yaml");
    let policy = json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "api-from-web", "namespace": "shop"},
        "spec": {"podSelector": {"matchLabels": {"app": "api"}}, "ingress": [{"ports": [{"port": 8080}]}]}});
    std::fs::write(&path, policy.to_string()).unwrap();
    let ran = run(&format!("matrix -f {SHOP} --port 8080 --diff {}", path.display()));
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("put on top of yours") && ran.out.contains("The other also allows"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("Yours also allows"), "{}", ran.out);
    let same = run(&format!("matrix -f {SHOP} --port 8080 --diff {SHOP}"));
    assert_eq!((same.code, same.out.as_str()), (0, "No difference for TCP 8080: both allow the same.\n"));
}

#[test]
fn names_as_coredns_and_as_a_pod_resolve_them() {
    let web = pod("shop/web");
    let json = |line: &str| {
        let ran = run(&format!("resolve -f {SHOP} -o json {line}"));
        (ran.code, serde_json::from_str::<Value>(&ran.out).unwrap())
    };
    let (code, found) = json(&format!("--from {web} db"));
    assert_eq!(
        (code, &found["rcode"], found["answers"].as_array().unwrap().len()),
        (0, &json!("NOERROR"), 2)
    );
    assert_eq!(found["tried"].as_array().unwrap().len(), 1);
    let (code, absolute) = json("db");
    assert_eq!((code, &absolute["rcode"]), (1, &json!("PASSED")));
    let (_, missing) = json("nope.shop.svc.cluster.local");
    assert_eq!(missing["rcode"], "NXDOMAIN");
    let (code, blocked) = json("--from shop/lonely api");
    assert_eq!((code, &blocked["reached"]), (1, &json!(false)));
    let (_, service) = json("--type SRV _http._tcp.api.shop.svc.cluster.local");
    assert_eq!(service["answers"][0]["data"], "0 100 80 api.shop.svc.cluster.local.");
    assert_eq!(run(&format!("resolve -f {SHOP} --type XX api")).code, 2);
    assert_eq!(run(&format!("resolve -f {SHOP} a..b")).code, 2);
}

#[test]
fn a_dump_with_unknown_kinds_is_read_and_they_are_counted() {
    let dump = json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x", "uid": "1", "managedFields": []}, "spec": {"containers": [{"name": "c", "image": "nginx"}], "nodeName": "n1"},
         "status": {"phase": "Running", "podIP": "10.1.0.5", "conditions": [{"type": "Ready", "status": "True"}]}},
        {"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "c", "namespace": "x"}},
        {"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "d", "namespace": "x"}},
        {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "j", "namespace": "x"}},
    ]});
    let ran = run_with("trace -f - --from ip:10.1.0.5 --to x/a --port 80", dump.to_string().as_bytes());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("skipped 3 objects") && ran.err.contains("2 cert-manager.io/v1 Certificate"),
        "{}",
        ran.err
    );
}

#[test]
fn bad_input_is_told_at_once_with_its_places() {
    let bad = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: x}\nspec:\n  podSelector: {}\n  ingress:\n  - from:\n    - ipBlock: {cidr: 10.0.0/8}\n    ports:\n    - port: 99999\n";
    let ran = run_with("matrix -f - --port 80", bad.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("<stdin>:8") && ran.err.contains("<stdin>:10") && ran.err.contains("ports[0].port"),
        "{}",
        ran.err
    );
    assert!(ran.err.lines().last().unwrap().starts_with("hint: "), "{}", ran.err);
    let syntax = run_with("matrix -f - --port 80", b"a: [1\nb: 2\n");
    assert!(syntax.code == 2 && syntax.err.starts_with("kubedrill: <stdin>:"), "{}", syntax.err);
    for line in [
        "matrix -f no/such/file.yaml --port 80",
        "matrix -f tests/manifests/three-tier.yaml --port 0",
        "matrix -f tests/manifests/three-tier.yaml --port 80 --protocol ICMP",
        "trace -f tests/manifests/three-tier.yaml --from shop/nobody --to api",
        "trace -f tests/manifests/three-tier.yaml --from shop/lonely --to shop/web --port 80",
        "trace -f tests/manifests/three-tier.yaml --from shop/lonely --to shop/lonely",
        "trace -f tests/manifests/three-tier.yaml --from ip:1.2.3.4 --to shop/cache --node nowhere",
        "trace -f - -f - --from a/b --to c",
        "trace -f - --batch -",
    ] {
        let ran = run(line);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{line}");
        let lines: Vec<&str> = ran.err.lines().collect();
        assert!(
            lines.len() == 2 && lines[0].starts_with("kubedrill: ") && lines[1].starts_with("hint: "),
            "{line}: {}",
            ran.err
        );
    }
}

#[test]
fn a_batch_answers_every_line_in_order() {
    let questions = b"{\"from\":\"shop/cache\",\"to\":\"shop/lonely\",\"port\":80}\n\nnot json\n{\"from\":\"shop/cache\",\"to\":\"web\",\"protocl\":\"UDP\"}\n{\"from\":\"shop/cache\",\"to\":\"nobody/x\",\"port\":1}\n{\"from\":\"shop/cache\",\"to\":\"web\"}";
    let ran = run_with(&format!("trace -f {SHOP} --batch -"), questions);
    assert_eq!(ran.code, 2);
    let answers: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let lines: Vec<Option<u64>> = answers.iter().map(|answer| answer["line"].as_u64()).collect();
    assert_eq!(lines, [None, Some(3), Some(4), Some(5), None]);
    assert_eq!((answers[4]["port"].as_u64(), &answers[4]["protocol"]), (Some(80), &json!("TCP")));
    let keys = ["from", "to", "port", "protocol", "policy", "outcome", "dns", "reason"];
    assert!(
        ran.out.lines().next().unwrap().split("\",\"").count() > 0
            && keys.iter().all(|key| answers[0].get(*key).is_some()),
        "{}",
        ran.out
    );
}

#[test]
fn folders_and_several_files_are_one_cluster_and_the_same_input_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    let text = std::fs::read_to_string(SHOP).unwrap();
    let (policies, rest): (Vec<&str>, Vec<&str>) =
        text.split("\n---\n").partition(|part| part.contains("kind: NetworkPolicy"));
    std::fs::write(folder.path().join("a.yaml"), rest.join("\n---\n")).unwrap();
    std::fs::write(folder.path().join("policies/b.yml"), policies.join("\n---\n")).unwrap();
    std::fs::write(folder.path().join("notes.txt"), "not a manifest: [").unwrap();
    let whole = run(&format!("matrix -f {SHOP} --port 80"));
    let parts = run(&format!("matrix -f {} --port 80", folder.path().display()));
    assert_eq!(whole.out, parts.out);
    let several = run(&format!("matrix -f {0}/a.yaml -f {0}/policies --port 80", folder.path().display()));
    assert_eq!(whole.out, several.out);
    let api = pod("shop/api");
    for line in [
        format!("trace -f {SHOP} --from {api} --to web -o json"),
        format!("resolve -f {SHOP} --from {api} web"),
    ] {
        assert_eq!(run(&line).out, run(&line).out);
    }
}

#[test]
fn nothing_raw_of_a_manifest_reaches_the_terminal() {
    let mut text = Vec::new();
    write!(text, "{}", json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x"}, "spec": {"containers": [{"name": "c\u{1b}[31m", "image": "\u{1b}]0;x"}]}})).unwrap();
    let ran = run_with("trace -f - --from x/a --to 10.244.1.2 --port 81", &text);
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{}{}", ran.out, ran.err);
    let ran = run_with("trace -f - --from ip:1.1.1.1 --to x/a --port 81", &text);
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{}{}", ran.out, ran.err);
}
