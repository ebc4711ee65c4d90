//! Every case of `../shared/vectors/ingress` and `../shared/vectors/gateway`: what the conformance suites and the design
//! document of the two APIs say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use kubedrill::{
    cluster::{Cluster, LoadOptions, Source, load},
    network::http::{
        Entry, Headers, HttpRequest, Missing, Routed, Routes, Scheme,
        gateway::{Condition, ParentStatus},
    },
};
use serde_json::{Value, json};
use vectors::vectors;

/// Cases that are left out: id and reason.
const LEFT_OUT: &[(&str, &str)] = &[];

/// The class that the suites put into every object that names none, or a placeholder.
const CLASS: &str = "conformance";

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} of {value}"))
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

fn pair(name: &str) -> (&str, &str) {
    name.split_once('/').unwrap_or_else(|| panic!("{name} is NAMESPACE/NAME"))
}

fn cluster(id: &str, items: &[Value]) -> Cluster {
    let bytes = serde_json::to_vec(&json!({"apiVersion": "v1", "kind": "List", "items": items})).unwrap();
    let loaded = load(&[Source { name: id, bytes: &bytes }], &LoadOptions::default());
    loaded.unwrap_or_else(|problems| panic!("{id}: {problems:#?}")).cluster
}

/// A Service with a Pod that is ready: the suites deploy an echo server behind each.
fn echo(namespace: &str, name: &str, ports: &Value) -> [Value; 2] {
    [
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"namespace": namespace, "name": name},
               "spec": {"selector": {"app": name}, "ports": ports}}),
        pod(namespace, name, &json!({"app": name})),
    ]
}

fn pod(namespace: &str, name: &str, labels: &Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": namespace, "name": name, "labels": labels},
           "spec": {"containers": [{"name": "echo", "image": "echo", "ports": [{"name": "http", "containerPort": 3000}]}]}})
}

fn certificate(namespace: &str, name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls", "metadata": {"namespace": namespace, "name": name},
           "data": {"tls.crt": "LS0t", "tls.key": "LS0t"}})
}

fn request(probe: &Value) -> HttpRequest {
    HttpRequest {
        scheme: Scheme::read(text(probe, "scheme")).unwrap(),
        host: text(probe, "host").to_owned(),
        port: None,
        sni: probe["sni"].as_str().map(str::to_owned),
        method: text(probe, "method").to_owned(),
        path: text(probe, "path").to_owned(),
        headers: headers(&probe["headers"]),
    }
}

fn headers(map: &Value) -> Headers {
    let map = map.as_object().into_iter().flatten();
    map.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect()
}

/// Runs a file; returns how many cases and checks there were.
fn run(file: &str, check: impl Fn(&Value, &str, &Value) -> usize) {
    let Some(vectors) = vectors(file) else { return };
    let (mut cases, mut checks, mut left_out) = (0, 0, 0);
    for case in list(&vectors, "cases") {
        let id = text(case, "id");
        if let Some((_, reason)) = LEFT_OUT.iter().find(|(left, _)| *left == id) {
            println!("left out: {id}: {reason}");
            left_out += 1;
            continue;
        }
        cases += 1;
        checks += check(&vectors, id, case);
    }
    println!("{file}: {cases} cases, {checks} checks agree, {left_out} left out");
    assert!(cases > 0, "{file} has no cases");
}

/// Every Service that an Ingress names, with all ports that it names.
fn backends(ingresses: &[Value]) -> BTreeMap<String, Vec<Value>> {
    fn visit(value: &Value, found: &mut BTreeMap<String, Vec<Value>>) {
        if let Some(service) = value.get("service").filter(|service| service.get("name").is_some()) {
            let ports = found.entry(text(service, "name").to_owned()).or_default();
            let port = match (service["port"]["number"].as_u64(), service["port"]["name"].as_str()) {
                (Some(number), _) => {
                    json!({"name": format!("p{number}"), "port": number, "targetPort": 3000})
                }
                (None, name) => json!({"name": name.unwrap(), "port": 8080, "targetPort": 3000}),
            };
            if !ports.contains(&port) {
                ports.push(port);
            }
        }
        match value {
            Value::Object(map) => map.values().for_each(|value| visit(value, found)),
            Value::Array(all) => all.iter().for_each(|value| visit(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for ingress in ingresses {
        visit(ingress, &mut found);
    }
    found
}

fn ingress_case(_: &Value, id: &str, case: &Value) -> usize {
    let ingresses = list(case, "ingresses");
    let mut items: Vec<Value> = ingresses.to_vec();
    items.push(json!({"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "spec": {"controller": "example.com/any"},
        "metadata": {"name": CLASS, "annotations": {"ingressclass.kubernetes.io/is-default-class": "true"}}}));
    items.push(certificate("default", "conformance-tls"));
    for (name, ports) in backends(ingresses) {
        items.extend(echo("default", &name, &json!(ports)));
    }
    let cluster = cluster(id, &items);
    let routes = Routes::compile(&cluster, Missing::Counts);
    for probe in list(case, "requests") {
        let expect = &probe["expect"];
        let answer = routes.route(&request(probe), &Entry::Class(CLASS.to_owned())).unwrap();
        let context = || format!("{id}: {probe:#} gives {answer:#?}");
        assert_eq!(answer.status.map(u64::from), expect["status"].as_u64(), "{}", context());
        let service = answer.backend().map(|backend| backend.target.name.as_str());
        assert_eq!(service, expect["service"].as_str(), "{}", context());
        if let Some(host) = expect["backend_sees_host"].as_str() {
            let seen = answer
                .backend()
                .and_then(|backend| backend.request.as_ref())
                .map(|request| request.host.as_str());
            assert_eq!(seen, Some(host), "{}", context());
        }
        if let Some(name) = expect["tls_hostname"].as_str() {
            let shown = answer.certificate.as_ref().unwrap();
            assert_eq!((shown.server_name.as_str(), shown.secret.is_some()), (name, true), "{}", context());
        }
    }
    for check in list(case, "checks") {
        assert_eq!(text(check, "check"), "ingress-has-no-address", "{id}: unknown check");
        let (namespace, name) = pair(text(check, "ingress"));
        assert!(routes.unserved(namespace, name).is_some(), "{id}: {check}");
    }
    list(case, "requests").len() + list(case, "checks").len()
}

#[test]
fn ingress_conformance() {
    run("ingress/ingress_conformance.json", ingress_case);
}

#[test]
fn ingress_design_document() {
    run("ingress/ingress_kep_tables.json", ingress_case);
}

fn gateway_items(vectors: &Value, case: &Value) -> Vec<Value> {
    let mut items: Vec<Value> =
        list(vectors, "base_objects").iter().chain(list(case, "objects")).cloned().collect();
    let written = serde_json::to_string(&items).unwrap().replace("{GATEWAY_CLASS_NAME}", CLASS);
    items = serde_json::from_str(&written).unwrap();
    items.push(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "GatewayClass", "metadata": {"name": CLASS},
        "spec": {"controllerName": "example.com/any"}}));
    items.push(certificate("gateway-conformance-infra", "tls-validity-checks-certificate"));
    let services: Vec<Value> = items.iter().filter(|item| item["kind"] == "Service").cloned().collect();
    items.extend(services.iter().map(|service| {
        pod(
            text(&service["metadata"], "namespace"),
            text(&service["metadata"], "name"),
            &service["spec"]["selector"],
        )
    }));
    items
}

fn gateway_case(vectors: &Value, id: &str, case: &Value) -> usize {
    let cluster = cluster(id, &gateway_items(vectors, case));
    let routes = Routes::compile(&cluster, Missing::Counts);
    for probe in list(case, "requests") {
        let (namespace, name) = pair(text(probe, "gateway"));
        let mut request = request(probe);
        request.port = list(probe, "listeners")
            .first()
            .map(|listener| port(&cluster, (namespace, name), listener.as_str().unwrap()));
        let entry = Entry::Gateway { namespace: namespace.to_owned(), name: name.to_owned() };
        let answer = routes.route(&request, &entry).unwrap();
        expected(&request, probe, &answer)
            .unwrap_or_else(|why| panic!("{id}: {why}: {probe:#} gives {answer:#?}"));
    }
    for check in list(case, "checks") {
        status(&routes, check).unwrap_or_else(|why| panic!("{id}: {check}: {why}"));
    }
    list(case, "requests").len() + list(case, "checks").len()
}

/// The port of a listener: the suite dials the address that belongs to it.
fn port(cluster: &Cluster, (namespace, name): (&str, &str), listener: &str) -> u16 {
    let gateway = cluster.find(kubedrill::cluster::Kind::Gateway, namespace, name).unwrap().json();
    let own = list(&gateway["spec"], "listeners").iter().find(|one| one["name"] == listener).unwrap();
    own["port"].as_u64().and_then(|port| u16::try_from(port).ok()).unwrap()
}

fn expected(request: &HttpRequest, probe: &Value, routed: &Routed) -> Result<(), String> {
    let expect = &probe["expect"];
    let ensure = |good: bool, what: &str| if good { Ok(()) } else { Err(what.to_owned()) };
    ensure(
        list(expect, "status").iter().any(|status| status.as_u64() == routed.status.map(u64::from)),
        "status",
    )?;
    let backend = routed.backend();
    if let Some(wanted) = expect.get("backend") {
        let found = backend.map(|one| json!({"namespace": one.target.namespace, "name": one.target.name}));
        ensure(found.as_ref() == Some(wanted), "backend")?;
        let seen = backend.and_then(|one| one.request.as_ref()).unwrap();
        let wanted = &expect["request_at_backend"];
        ensure(seen.host == wanted["host"].as_str().unwrap_or(&request.host), "host at the backend")?;
        ensure(seen.path == wanted["path"].as_str().unwrap_or(&request.path), "path at the backend")?;
        ensure(seen.method == wanted["method"].as_str().unwrap_or(&request.method), "method at the backend")?;
        match wanted["headers"].as_object() {
            Some(_) => header_map(&seen.headers, wanted)?,
            None if wanted.is_null() => ensure(seen.headers == request.headers, "headers at the backend")?,
            None => {}
        }
        ensure(
            list(wanted, "absent_headers").iter().all(|name| !seen.headers.has(name.as_str().unwrap())),
            "absent headers at the backend",
        )?;
    }
    if let Some(wanted) = expect.get("redirect") {
        let found = routed.redirect.as_ref().ok_or("no redirect")?;
        ensure(
            found.scheme.to_string() == wanted["scheme"].as_str().unwrap_or(text(probe, "scheme")),
            "scheme of the redirect",
        )?;
        ensure(found.path == wanted["path"].as_str().unwrap_or(&request.path), "path of the redirect")?;
        ensure(
            found.port.map(|port| port.to_string()).as_deref() == wanted["port"].as_str(),
            "port of the redirect",
        )?;
        ensure(wanted["host"].as_str().is_none_or(|host| host == found.host), "host of the redirect")?;
    } else {
        ensure(routed.redirect.is_none(), "a redirect that was not wanted")?;
    }
    let response = routed.at_client(headers(&probe["backend_sets_response_headers"]));
    let wanted = &expect["response"];
    header_map(&response, wanted)?;
    ensure(
        list(wanted, "absent_headers").iter().all(|name| !response.has(name.as_str().unwrap())),
        "absent response headers",
    )?;
    for (name, values) in wanted["headers_one_of"].as_object().into_iter().flatten() {
        let bare = |text: &str| text.replace(' ', "");
        let own = response.get(name).ok_or_else(|| format!("no response header {name}"))?;
        let any = values.as_array().unwrap().iter().any(|value| bare(value.as_str().unwrap()) == bare(&own));
        ensure(any, &format!("response header {name}: {own}"))?;
    }
    Ok(())
}

fn header_map(headers: &Headers, wanted: &Value) -> Result<(), String> {
    for (name, value) in wanted["headers"].as_object().into_iter().flatten() {
        if headers.get(name).as_deref() != value.as_str() {
            return Err(format!("header {name} is {:?}", headers.get(name)));
        }
    }
    Ok(())
}

fn status(routes: &Routes, check: &Value) -> Result<(), String> {
    let gateways = routes.gateways();
    let is_of = |parent: &&ParentStatus| {
        let (namespace, name) = &parent.gateway;
        check["gateway"].as_str() == Some(&format!("{namespace}/{name}"))
    };
    let parents = |route: &str| {
        let (namespace, name) = pair(route);
        gateways.route_status(namespace, name).iter()
    };
    let condition = |one: Option<&Condition>| {
        one.map(|one| (one.status.name(), one.reason)).ok_or("no such condition".to_owned())
    };
    let gateway = || {
        let (namespace, name) = pair(text(check, "gateway"));
        gateways
            .get(namespace, name)
            .map(kubedrill::network::http::gateway::Gateway::status)
            .ok_or("no such Gateway".to_owned())
    };
    let ensure = |good: bool, found: String| if good { Ok(()) } else { Err(found) };
    match text(check, "check") {
        "routes-accepted" => {
            for route in list(check, "routes") {
                let found: Vec<&ParentStatus> = parents(route.as_str().unwrap()).filter(is_of).collect();
                let sections = list(check, "listeners");
                let accepted = |one: &&&ParentStatus| {
                    let section = one.parent_ref.section_name.as_deref();
                    one.condition("Accepted").is_some_and(Condition::holds)
                        && (sections.is_empty()
                            || section.is_none()
                            || sections.iter().any(|name| name.as_str() == section))
                };
                ensure(
                    !found.is_empty() && found.iter().filter(accepted).count() == found.len(),
                    format!("{found:#?}"),
                )?;
            }
            ensure(
                gateway()?.conditions.iter().all(Condition::holds),
                "the Gateway is not programmed".to_owned(),
            )
        }
        "route-condition" => {
            let found = parents(text(check, "route")).find(is_of).ok_or("no such parent")?;
            let found = condition(found.condition(text(check, "type")))?;
            ensure(found == (text(check, "status"), text(check, "reason")), format!("{found:?}"))
        }
        "route-has-no-accepted-parent" => {
            let found = parents(text(check, "route"))
                .any(|one| one.condition("Accepted").is_some_and(Condition::holds));
            ensure(!found, "accepted".to_owned())
        }
        "gateway-has-zero-routes" => {
            let found = gateway()?.listeners.iter().map(|one| one.attached_routes).sum::<usize>();
            ensure(found == 0, format!("{found} routes"))
        }
        "route-parents" => {
            for wanted in list(check, "parents") {
                let all: Vec<Value> =
                    parents(text(check, "route")).map(|one| serde_json::to_value(one).unwrap()).collect();
                let found = all
                    .iter()
                    .find(|one| one["parentRef"] == wanted["parentRef"])
                    .ok_or_else(|| format!("{all:#?}"))?;
                conditions(list(found, "conditions"), list(wanted, "conditions"))?;
            }
            Ok(())
        }
        "gateway-listeners" => {
            let found = serde_json::to_value(gateway()?).unwrap();
            for wanted in list(check, "listeners") {
                let own = list(&found, "listeners")
                    .iter()
                    .find(|one| one["name"] == wanted["name"])
                    .ok_or("no such listener")?;
                ensure(own["attachedRoutes"] == wanted["attachedRoutes"], own.to_string())?;
                // As the suite compares: an implementation may support more kinds than the case names, but none where it
                // names none (`listenersMatch` of its helpers).
                let (kinds, expected) = (list(own, "supportedKinds"), list(wanted, "supportedKinds"));
                let all_there = expected.iter().all(|kind| kinds.contains(kind));
                ensure(all_there && (kinds.is_empty() || !expected.is_empty()), own.to_string())?;
                conditions(list(own, "conditions"), list(wanted, "conditions"))?;
            }
            Ok(())
        }
        other => Err(format!("unknown check {other}")),
    }
}

/// An empty reason is any reason.
fn conditions(found: &[Value], wanted: &[Value]) -> Result<(), String> {
    for one in wanted {
        let same = |own: &&Value| {
            own["type"] == one["type"]
                && own["status"] == one["status"]
                && (one["reason"] == "" || own["reason"] == one["reason"])
        };
        found.iter().find(same).ok_or_else(|| format!("{one} is not among {found:#?}"))?;
    }
    Ok(())
}

#[test]
fn gateway_conformance() {
    run("gateway/httproute_conformance.json", gateway_case);
}
