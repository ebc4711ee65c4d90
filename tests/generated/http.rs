//! Ingress and Gateway API in a few rules: hosts, paths, attachment, grants.

use serde_json::{Value, json};

use super::asked::{Asked, between, yaml};
use super::cluster::{endpoints, pods as pods_of, text};

/// `http://HOST/PATH` in some text.
fn url(words: &str) -> (String, String) {
    let url = between(words, "http://", "`").unwrap();
    let (host, path) = url.split_once('/').unwrap();
    (host.to_owned(), format!("/{path}"))
}

/// How well a pattern matches a host: exact, wildcard by length, none at all; `None` if it does not.
fn host_rank(pattern: &str, host: &str, one_label: bool) -> Option<usize> {
    if pattern.is_empty() {
        return Some(0);
    }
    if pattern == host {
        return Some(1000);
    }
    let suffix = pattern.strip_prefix('*')?;
    let label = host.strip_suffix(suffix)?;
    (!label.is_empty() && (!one_label || !label.contains('.'))).then_some(suffix.len())
}

fn path_matches(kind: &str, own: &str, path: &str) -> bool {
    if kind == "Exact" {
        return own == path;
    }
    let elements =
        |path: &str| path.split('/').filter(|one| !one.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (own, path) = (elements(own), elements(path));
    path.len() >= own.len() && path[..own.len()] == own[..]
}

/// The length of a path for precedence: a final slash does not count.
fn length(path: &str) -> usize {
    path.trim_end_matches('/').len()
}

/// The Service of an Ingress that answers.
fn by_ingress(ingress: &Value, host: &str, path: &str) -> Option<String> {
    let mut rules: Vec<(usize, usize, bool, String)> = Vec::new();
    let all = ingress["spec"]["rules"].as_array().into_iter().flatten();
    let best =
        all.clone().filter_map(|rule| host_rank(rule["host"].as_str().unwrap_or_default(), host, true)).max();
    for rule in all.filter(|rule| {
        host_rank(rule["host"].as_str().unwrap_or_default(), host, true) == best && best.is_some()
    }) {
        for one in rule["http"]["paths"].as_array().unwrap() {
            let (kind, own) = (text(one, "/pathType"), text(one, "/path"));
            if path_matches(kind, own, path) {
                rules.push((
                    best.unwrap(),
                    length(own),
                    kind == "Exact",
                    text(one, "/backend/service/name").to_owned(),
                ));
            }
        }
    }
    rules.sort();
    let default = ingress.pointer("/spec/defaultBackend/service/name").and_then(Value::as_str);
    rules.pop().map(|(.., service)| service).or_else(|| default.map(str::to_owned))
}

/// The same where the rules of every host that matches are one list: the API does not say that the more specific host shuts out
/// the other.
fn by_pooled_ingress(ingress: &Value, host: &str, path: &str) -> Option<String> {
    let mut found: Vec<(usize, bool, String)> = Vec::new();
    for rule in ingress["spec"]["rules"].as_array().into_iter().flatten() {
        if host_rank(rule["host"].as_str().unwrap_or_default(), host, true).is_none() {
            continue;
        }
        for one in rule["http"]["paths"].as_array().unwrap() {
            let (kind, own) = (text(one, "/pathType"), text(one, "/path"));
            if path_matches(kind, own, path) {
                let service = text(one, "/backend/service/name").to_owned();
                found.push((length(own), kind == "Exact", service));
            }
        }
    }
    found.sort();
    let default = ingress.pointer("/spec/defaultBackend/service/name").and_then(Value::as_str);
    found.pop().map(|(.., service)| service).or_else(|| default.map(str::to_owned))
}

/// What a route of one Gateway with one listener answers: a status, and the Service where it is 200.
fn by_route(asked: &Asked, route: &Value, host: &str, path: &str) -> (u16, String) {
    let hosts: Vec<&str> = route["spec"]["hostnames"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one.as_str().unwrap())
        .collect();
    let takes = hosts.is_empty() || hosts.iter().any(|own| host_rank(own, host, false).is_some());
    let mut found: Vec<(bool, usize, std::cmp::Reverse<usize>, &Value)> = Vec::new();
    for (index, rule) in route["spec"]["rules"].as_array().into_iter().flatten().enumerate() {
        let everything = json!([{}]);
        let matches = rule.get("matches").unwrap_or(&everything);
        for one in matches.as_array().unwrap() {
            let kind = one.pointer("/path/type").and_then(Value::as_str).unwrap_or("PathPrefix");
            let own = one.pointer("/path/value").and_then(Value::as_str).unwrap_or("/");
            if takes && path_matches(kind, own, path) {
                found.push((kind == "Exact", length(own), std::cmp::Reverse(index), rule));
            }
        }
    }
    found.sort_by_key(|(exact, length, index, _)| (*exact, *length, *index));
    let Some((.., rule)) = found.pop() else { return (404, String::new()) };
    let reference = &rule["backendRefs"][0];
    let namespace = reference["namespace"].as_str().unwrap_or(text(route, "/metadata/namespace"));
    let service = asked.kind("Service").find(|one| {
        one["metadata"]["name"] == reference["name"] && text(one, "/metadata/namespace") == namespace
    });
    let Some(service) = service else { return (500, String::new()) };
    let Some(index) = service["spec"]["ports"]
        .as_array()
        .unwrap()
        .iter()
        .position(|port| port["port"] == reference["port"])
    else {
        return (500, String::new());
    };
    let pods = pods_of(&asked.objects);
    if endpoints(service, index, &pods).iter().any(|(pod, _)| pod.ready) {
        (200, text(service, "/metadata/name").to_owned())
    } else {
        (503, String::new())
    }
}

pub fn backend(asked: &Asked) -> Vec<bool> {
    let (host, path) = url(&asked.stem);
    assert!(asked.stem.contains("answers 404 where nothing fits"), "the API leaves that to the controller");
    let ingress = asked.kind("Ingress").next().unwrap();
    let found = by_ingress(ingress, &host, &path);
    assert_eq!(
        found,
        by_pooled_ingress(ingress, &host, &path),
        "hangs on the host's precedence\n{}",
        asked.text()
    );
    asked.each(|choice| match &found {
        Some(name) => choice == format!("`{name}`"),
        None => choice.starts_with("None"),
    })
}

pub fn status(asked: &Asked) -> Vec<bool> {
    let (host, path) = url(&asked.stem);
    let (status, _) = by_route(asked, asked.kind("HTTPRoute").next().unwrap(), &host, &path);
    asked.each(|choice| choice.starts_with(&status.to_string()))
}

pub fn accepted(asked: &Asked) -> Vec<bool> {
    let gateway = asked.kind("Gateway").next().unwrap();
    let route = asked.kind("HTTPRoute").next().unwrap();
    let listener = &gateway["spec"]["listeners"][0];
    let (own, home) = (text(gateway, "/metadata/namespace"), text(route, "/metadata/namespace"));
    let parent = &route["spec"]["parentRefs"][0];
    let from = listener.pointer("/allowedRoutes/namespaces/from").and_then(Value::as_str).unwrap_or("Same");
    let lets_in = match from {
        "All" => true,
        "Same" => own == home,
        _ => listener
            .pointer("/allowedRoutes/namespaces/selector/matchLabels/kubernetes.io~1metadata.name")
            .is_some_and(|name| name == home),
    };
    let host = route.pointer("/spec/hostnames/0").and_then(Value::as_str).unwrap();
    let shares = host_rank(listener["hostname"].as_str().unwrap_or_default(), host, false).is_some();
    let section = parent["sectionName"].as_str().is_none_or(|name| listener["name"] == name);
    let reference = &route["spec"]["rules"][0]["backendRefs"][0];
    let target = reference["namespace"].as_str().unwrap_or(home);
    let granted = target == home
        || asked.kind("ReferenceGrant").any(|grant| {
            text(grant, "/metadata/namespace") == target && text(grant, "/spec/from/0/namespace") == home
        });
    let found = asked.kind("Service").any(|one| {
        one["metadata"]["name"] == reference["name"]
            && text(one, "/metadata/namespace") == target
            && one["spec"]["ports"][0]["port"] == reference["port"]
    });
    let faults: Vec<&str> = [
        (section, "NoMatchingParent"),
        (lets_in, "NotAllowedByListeners"),
        (shares, "NoMatchingListenerHostname"),
        (granted, "RefNotPermitted"),
        (found, "BackendNotFound"),
    ]
    .into_iter()
    .filter_map(|(fine, reason)| (!fine).then_some(reason))
    .collect();
    assert!(faults.len() < 2, "{faults:?} at once\n{}", asked.text());
    let reason = faults.first();
    asked.each(|choice| match reason {
        Some(reason) => choice.contains(&format!("`{reason}`")),
        None => choice.starts_with("It is accepted"),
    })
}

pub fn path_type(asked: &Asked) -> Vec<bool> {
    let own = asked.between("for the path `", "`").unwrap();
    let names = |part: &str| part.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let taken = names(asked.between("requests for ", ", but not").unwrap());
    let left = names(asked.between("but not for ", ". Which").unwrap());
    let fits = |kind: &str| {
        taken.iter().all(|path| path_matches(kind, own, path))
            && left.iter().all(|path| !path_matches(kind, own, path))
    };
    let both = (fits("Exact"), fits("Prefix"));
    asked.each(|choice| {
        let said = match choice {
            "Only `Exact`" => (true, false),
            "Only `Prefix`" => (false, true),
            "Either of them" => (true, true),
            _ => (false, false),
        };
        said == both
    })
}

pub fn migration(asked: &Asked) -> Vec<bool> {
    // In a question of which does the same, what the stem shows comes last; the route to compare is in the choices.
    let ingress = asked.kind("Ingress").next().unwrap();
    let answer = |route: &Value, host: &str, path: &str| {
        let (status, name) = by_route(asked, route, host, path);
        if status == 200 { Ok(name) } else { Err(status) }
    };
    let before = |host: &str, path: &str| by_ingress(ingress, host, path).ok_or(404);
    if let Some(route) = asked.kind("HTTPRoute").next() {
        return asked.each(|choice| {
            let (host, path) = url(choice);
            answer(route, &host, &path) != before(&host, &path)
        });
    }
    let own = text(ingress, "/spec/rules/0/host");
    let paths = [
        "/",
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2",
        "/api/v2/x",
        "/apiary",
        "/cart",
        "/cart/7",
        "/carts",
        "/static",
        "/static/x",
        "/about",
        "/cart/",
    ];
    asked.each(|choice| {
        let mut route = yaml(choice);
        route["metadata"] = json!({"namespace": text(ingress, "/metadata/namespace"), "name": "web"});
        [own, "www.example.org", "a.example.net"]
            .into_iter()
            .all(|host| paths.into_iter().all(|path| answer(&route, host, path) == before(host, path)))
    })
}
