//! `route` as users run it, and `trace` of a URL through the same doors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use clap::{Parser, Subcommand};
use kubedrill::cli::tools::{Route, Streams, Trace};
use serde_json::{Value, json};

const SHOP: &str = "tests/manifests/shop-http.yaml";

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Subcommand)]
enum Tool {
    Route(Route),
    Trace(Trace),
}

struct Ran {
    code: u8,
    out: String,
    err: String,
}

fn run_words(words: &[&str], input: &[u8]) -> Ran {
    let words = std::iter::once("kubedrill").chain(words.iter().copied());
    let arguments = Arguments::try_parse_from(words).unwrap_or_else(|error| panic!("{error}"));
    let (mut input, mut out, mut err) = (input, Vec::new(), Vec::new());
    let mut streams =
        Streams { input: &mut input, out: &mut out, err: &mut err, colour: false, columns: 100 };
    let ended = match arguments.tool {
        Tool::Route(route) => route.run(&mut streams),
        Tool::Trace(trace) => trace.run(&mut streams),
    };
    Ran {
        code: ended.unwrap().code(),
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// Words are separated by one space.
fn run(line: &str) -> Ran {
    run_words(&line.split(' ').collect::<Vec<_>>(), b"")
}

/// Lines joined again that were broken to fit.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json_of(line: &str) -> (u8, Value) {
    let ran = run(&format!("{line} -o json"));
    (
        ran.code,
        serde_json::from_str(&ran.out)
            .unwrap_or_else(|error| panic!("{line}: {error}: {}{}", ran.out, ran.err)),
    )
}

#[test]
fn the_shop_through_its_ingress() {
    let ask = |rest: &str| json_of(&format!("route -f {SHOP} --class web {rest}"));
    for (rest, code, status, service) in [
        ("--host shop.example.com", 0, 200, json!({"namespace": "shop", "name": "web", "port": 80})),
        (
            "--host shop.example.com --path /api/v1?x=1",
            0,
            200,
            json!({"namespace": "shop", "name": "api", "port": 80}),
        ),
        (
            "--host shop.example.com --path /pay/now",
            0,
            200,
            json!({"namespace": "shop", "name": "web", "port": 80}),
        ),
        ("--host shop.example.com --path /pay", 1, 503, Value::Null),
        ("--host other.example.com", 1, 404, Value::Null),
        ("", 1, 404, Value::Null),
    ] {
        let rest = rest.trim();
        let (own, answer) =
            if rest.is_empty() { json_of(&format!("route -f {SHOP} --class web")) } else { ask(rest) };
        assert_eq!(
            (own, &answer["status"], &answer["backend"]),
            (code, &json!(status), &service),
            "{rest}: {answer:#}"
        );
    }
    let (_, answer) = ask("--host shop.example.com --path /api/v1?x=1 --method POST --header X-Id:7");
    assert_eq!(
        answer["request_at_backend"],
        json!({"method": "POST", "host": "shop.example.com", "path": "/api/v1?x=1", "headers": {"X-Id": "7"}})
    );
    assert_eq!(answer["redirect"], Value::Null);
    assert_eq!(answer["rule"]["place"], "spec.rules[0].http.paths[1]");
    let (_, secure) = ask("--host shop.example.com --scheme https");
    assert_eq!(
        secure["certificate"]["secret"],
        Value::Null,
        "the Secret is not in the manifests: {secure:#}"
    );
    let (code, one) = json_of(&format!("route -f {SHOP} --ingress shop/shop --host shop.example.com"));
    assert_eq!((code, &one["by"]), (0, &json!("Ingress shop/shop")));
}

#[test]
fn the_shop_through_its_gateway() {
    let ask =
        |rest: &str| json_of(&format!("route -f {SHOP} --gateway shop/gw --host shop.example.com {rest}"));
    let (code, moved) = ask("--path /api");
    assert_eq!((code, &moved["status"]), (0, &json!(301)));
    assert_eq!(
        moved["redirect"],
        json!({"scheme": "https", "host": "shop.example.com", "port": null, "path": "/api", "location": "https://shop.example.com/api"})
    );
    let (code, api) = ask("--scheme https --path /api/v1");
    assert_eq!((code, &api["status"], &api["backend"]["name"]), (0, &json!(200), &json!("api")));
    assert_eq!(api["request_at_backend"]["path"], "/v1");
    assert_eq!(api["request_at_backend"]["headers"], json!({"X-From": "gateway"}));
    let shares: Vec<&Value> = api["backends"].as_array().unwrap().iter().map(|one| &one["percent"]).collect();
    assert_eq!(shares, [&json!(90.0), &json!(10.0)]);
    let (code, pay) = ask("--scheme https --path /pay");
    assert_eq!((code, &pay["status"], &pay["backend"]), (1, &json!(503), &Value::Null));
    let (code, misdirected) = ask("--scheme https --sni other.example.com");
    assert_eq!((code, &misdirected["status"]), (0, &json!(200)), "one listener takes every name");
}

#[test]
fn the_text_says_status_backend_rule_and_what_nearly_matched() {
    let ran = run(&format!("route -f {SHOP} --class web --host shop.example.com --path /pay/"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with(
            "GET http://shop.example.com/pay/: 200 from shop/web:80\n  Forwarded to Service shop/web:80"
        ),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains(
            "  rule      Ingress shop/shop spec.rules[0].http.paths[0] (shop.example.com, Prefix /)"
        ),
        "{}",
        ran.out
    );
    assert!(flat(&ran.out).contains("Exact /pay does not match /pay/: a final / counts"), "{}", ran.out);
    let secure =
        run(&format!("route -f {SHOP} --gateway shop/gw --host shop.example.com --scheme https --path /api"));
    for part in [
        "backend   shop/api:80, 90 %, 200: shop/api-",
        "receives  GET / for host \"shop.example.com\", X-From: gateway",
        "tls       Secret shop/shop-tls",
    ] {
        assert!(secure.out.contains(part), "{part}: {}", secure.out);
    }
    assert!(
        secure.out.lines().all(|line| line.chars().count() <= 100 || !line.contains(' ')),
        "{}",
        secure.out
    );
}

#[test]
fn bad_input_is_told_with_what_to_do() {
    for (rest, message, hint) in [
        ("--host shop.example.com", "may come through 2 doors", "say which: --class web, --gateway shop/gw"),
        ("--gateway shop/none", "there is no Gateway shop/none", "there is shop/gw"),
        ("--ingress shop/none", "there is no Ingress shop/none", "there is shop/shop"),
        ("--class none", "there is no IngressClass \"none\"", "there is web"),
        ("--gateway gw", "\"gw\" is not NAMESPACE/NAME", "--gateway default/web"),
        ("--class web --path api", "\"api\" is no path", "begins with /"),
        ("--class web --scheme ftp", "\"ftp\" is no scheme", "http or https"),
        ("--class web --header X", "\"X\" is no header", "NAME:VALUE"),
        ("--class web --header a(b:c", "is no name of a header", "NAME:VALUE"),
        ("--class web --host *.example.com", "is a pattern", "name that it should match"),
        ("--class web --host a/b", "is no host", "www.example.com"),
        ("--class web --method G@T", "is no method", "GET"),
        ("--class web --port 0", "0 is no port", "1 to 65535"),
    ] {
        let ran = run(&format!("route -f {SHOP} {rest}"));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{rest}");
        assert!(ran.err.contains(message) && ran.err.contains(hint), "{rest}: {}", ran.err);
    }
    let none = run_words(&["route", "-f", "-"], b"{apiVersion: v1, kind: Namespace, metadata: {name: x}}");
    assert!(none.code == 2 && none.err.contains("there is no Ingress and no Gateway"), "{}", none.err);
    for line in ["route -f x --gateway a/b --class c", "route --host x", "route -f x --port 99999"] {
        let words = std::iter::once("kubedrill").chain(line.split(' '));
        assert!(Arguments::try_parse_from(words).is_err(), "{line}");
    }
}

#[test]
fn a_gateway_that_no_server_would_take_is_told_and_nothing_panics() {
    for (field, bad) in [
        ("port: 80", "port: 99999"),
        ("port: 80", "port: eighty"),
        ("name: http", "name: 7"),
        ("hostnames: [shop.example.com]", "hostnames: shop.example.com"),
        ("statusCode: 301", "statusCode: -1"),
        ("weight: 90", "weight: -90"),
        ("type: PathPrefix", "type: Prefix"),
        ("value: /api", "value: [1]"),
        ("backendRefs: [{name: web, port: 80}]", "backendRefs: {}"),
        ("protocol: HTTPS", "protocol: SMTP"),
        ("listeners:", "listenerz:"),
    ] {
        let yaml = std::fs::read_to_string(SHOP).unwrap().replace(field, bad);
        for scheme in ["http", "https"] {
            let words = [
                "route",
                "-f",
                "-",
                "--gateway",
                "shop/gw",
                "--host",
                "shop.example.com",
                "--scheme",
                scheme,
            ];
            let ran = run_words(&words, yaml.as_bytes());
            assert!(
                !ran.out.is_empty() || (ran.code == 2 && !ran.err.is_empty()),
                "{bad}: {} {}",
                ran.out,
                ran.err
            );
        }
    }
    let yaml = std::fs::read_to_string(SHOP)
        .unwrap()
        .replace("hostnames: [shop.example.com]", "hostnames: shop.example.com");
    let ran = run_words(
        &["route", "-f", "-", "--gateway", "shop/gw", "--host", "shop.example.com"],
        yaml.as_bytes(),
    );
    assert!(
        ran.code == 1 && flat(&ran.out).contains("a server refuses it: spec.hostnames: invalid type"),
        "{}",
        ran.out
    );
}

#[test]
fn a_trace_of_a_url_goes_through_the_door_to_the_pod_policies_included() {
    // A cluster with an Ingress controller whose Pods the policy of the api lets in.
    let controller = "
---
{apiVersion: v1, kind: Namespace, metadata: {name: ingress-nginx}}
---
{apiVersion: v1, kind: Pod, metadata: {name: controller, namespace: ingress-nginx, labels: {app.kubernetes.io/name: ingress-nginx}}, spec: {containers: [{name: c, image: nginx}]}}";
    let text = std::fs::read_to_string(SHOP).unwrap();
    let only_ingress = text
        .split("---\n")
        .filter(|part| !part.contains("gateway.networking.k8s.io"))
        .collect::<Vec<_>>()
        .join("---\n");
    let trace = |yaml: &str, url: &str| {
        let ran = run_words(
            &["trace", "-f", "-", "--from", "ip:203.0.113.7", "--to", url, "-o", "json"],
            yaml.as_bytes(),
        );
        (
            ran.code,
            serde_json::from_str::<Value>(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err)),
        )
    };
    let (code, web) = trace(&only_ingress, "http://shop.example.com/x");
    assert_eq!(
        (code, &web["outcome"], &web["status"], &web["policy"]),
        (0, &json!("delivered"), &json!(200), &json!("allow")),
        "{web:#}"
    );
    assert_eq!(web["ends"].as_array().unwrap().len(), 2);
    let (code, api) = trace(&only_ingress, "http://shop.example.com/api");
    assert_eq!(
        (code, &api["outcome"], &api["policy"]),
        (1, &json!("unknown"), &json!("undefined")),
        "{api:#}"
    );
    let with = format!("{only_ingress}{controller}");
    let (code, api) = trace(&with, "http://shop.example.com/api");
    assert_eq!((code, &api["outcome"], &api["status"]), (0, &json!("delivered"), &json!(200)), "{api:#}");
    let closed =
        with.replace("kubernetes.io/metadata.name: ingress-nginx", "kubernetes.io/metadata.name: elsewhere");
    let (code, api) = trace(&closed, "http://shop.example.com/api");
    assert_eq!(
        (code, &api["outcome"], &api["status"], &api["policy"]),
        (1, &json!("timed_out"), &json!(504), &json!("deny")),
        "{api:#}"
    );
    let (code, pay) = trace(&with, "http://shop.example.com/pay");
    assert_eq!((code, &pay["outcome"], &pay["status"]), (1, &json!("http_error"), &json!(503)), "{pay:#}");
    assert!(pay["reason"].as_str().unwrap().contains("no Pod matches its selector (app=pay)"), "{pay:#}");
    let (code, missing) = trace(&with, "http://other.example.com/");
    assert_eq!((code, &missing["outcome"]), (1, &json!("name_not_found")), "{missing:#}");
    // Through the Gateway, which answers http with a redirect.
    let gateway = text
        .split("---\n")
        .filter(|part| !part.contains("kind: Ingress\n"))
        .collect::<Vec<_>>()
        .join("---\n");
    let (code, moved) = trace(&gateway, "http://shop.example.com/api");
    assert_eq!(
        (code, &moved["outcome"], &moved["status"]),
        (0, &json!("delivered"), &json!(301)),
        "{moved:#}"
    );
    let (_, web) = trace(&gateway, "https://shop.example.com/");
    assert_eq!((&web["outcome"], &web["status"]), (&json!("delivered"), &json!(200)), "{web:#}");
    let text = run_words(
        &["trace", "-f", "-", "--from", "ip:203.0.113.7", "--to", "http://shop.example.com/pay"],
        with.as_bytes(),
    )
    .out;
    assert!(
        text.contains("an HTTP error (HTTP 503)")
            && text.contains("http      NO  Ingress shop/shop spec.rules[0].http.paths[2]"),
        "{text}"
    );
}

/// `cargo test --release --test route -- --ignored --nocapture`: microseconds for one request among 1,000 rules.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement")]
fn one_request_among_a_thousand_rules() {
    use kubedrill::{
        cluster::{LoadOptions, Source, load},
        network::http::{Entry, HttpRequest, Missing, Routes, Scheme},
    };
    let mut items = vec![
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "gw"},
        "spec": {"gatewayClassName": "x", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}),
    ];
    for number in 0..100 {
        let backend = json!([{"name": format!("s{number}"), "port": 80}]);
        let rules: Vec<Value> = (0..10)
            .map(|path| json!({"matches": [{"path": {"value": format!("/p{path}")}, "headers": [{"name": "v", "value": "1"}]}], "backendRefs": backend}))
            .collect();
        items.push(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": format!("r{number}")},
            "spec": {"parentRefs": [{"name": "gw"}], "hostnames": [format!("h{number}.example")], "rules": rules}}));
        let paths: Vec<Value> = (0..10)
            .map(|path| json!({"path": format!("/p{path}"), "pathType": "Prefix", "backend": {"service": {"name": format!("s{number}"), "port": {"number": 80}}}}))
            .collect();
        items.push(json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": format!("i{number}")},
            "spec": {"ingressClassName": "web", "rules": [{"host": format!("h{number}.example"), "http": {"paths": paths}}]}}));
        items.push(json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": format!("s{number}")}, "spec": {"ports": [{"port": 80}]}}));
    }
    let bytes = serde_json::to_vec(&json!({"apiVersion": "v1", "kind": "List", "items": items})).unwrap();
    let cluster = load(&[Source { name: "bench", bytes: &bytes }], &LoadOptions::default()).unwrap().cluster;
    let start = std::time::Instant::now();
    let routes = Routes::compile(&cluster, Missing::Assumed);
    println!("compile: {:?}", start.elapsed());
    let gateway = Entry::Gateway { namespace: "default".to_owned(), name: "gw".to_owned() };
    for (name, entry) in [("gateway", gateway), ("ingress", Entry::Class("web".to_owned()))] {
        for host in ["h99.example", "none.example"] {
            let mut request = HttpRequest::get(Scheme::Http, host, "/p9/x");
            request.headers.add("V", "1");
            let start = std::time::Instant::now();
            for _ in 0..1000 {
                std::hint::black_box(routes.route(&request, &entry).unwrap());
            }
            println!("{name} {host}: {:.1} µs each", start.elapsed().as_secs_f64() * 1000.0);
        }
    }
}
