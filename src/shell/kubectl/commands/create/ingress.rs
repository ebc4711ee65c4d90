//! `kubectl create ingress`.

use regex_lite::Regex;
use serde_json::{Map, Value, json};

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, array, text},
};

/// kubectl's own pattern of a rule.
const RULE: &str = r"^(?P<host>[\w\*\-\.]*)(?P<path>/.*)=(?P<service>[\w\-]+):(?P<port>[\w\-]+)(,(?P<istls>tls)=?(?P<secret>[\w\-]+)?)?";

const OWN: &[Flag] = &[
    array("annotation", '\0', "Annotation to insert in the ingress object, in the format annotation=value."),
    text("class", '\0', "", "Ingress Class to be used."),
    text("default-backend", '\0', "", "Default service for backend, in format of svcname:port."),
    array(
        "rule",
        '\0',
        "Rule in format host/path=service:port[,tls=secretname]. Paths containing the leading character '*' are considered pathType=Prefix. tls argument is optional.",
    ),
];

pub const COMMAND: Command = Command {
    name: "ingress",
    aliases: &["ing"],
    summary: "Create an ingress with the specified name",
    about: "Create an ingress with the specified name.",
    examples: "# Requests to foo.com/bar go to svc1:8080, with a TLS secret\nkubectl create ingress simple --rule=\"foo.com/bar=svc1:8080,tls=my-cert\"\n\n# All paths below /path (pathType Prefix), class otheringress\nkubectl create ingress catch-all --class=otheringress --rule=\"/path=svc:port\"\n\n# Annotations, several hosts\nkubectl create ingress multi --annotation=ing.annotation1=foo --rule=\"foo.com/=svc:port\" --rule=\"bar.com/admin/*=svcadmin:port\"\n\n# A default backend\nkubectl create ingress default --class=default --default-backend=defaultsvc:http --rule=\"foo.com/*=svc:8080,tls=secret1\"",
    usage: "NAME --rule=host/path=service:port[,tls[=secret]] [options]",
    flags: &[OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let rules = client.flags.list("rule");
    let fallback = client.flags.text("default-backend").to_owned();
    if rules.is_empty() && fallback.is_empty() {
        return Err(Failure::plain(
            "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
        ));
    }
    let pattern = Regex::new(RULE).map_err(|error| Failure::plain(error.to_string()))?;
    if let Some(bad) = rules.iter().find(|rule| !pattern.is_match(rule)) {
        return Err(Failure::plain(format!(
            "rule {bad} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"
        )));
    }
    let mut annotations = Map::new();
    for annotation in client.flags.list("annotation") {
        let Some((key, value)) = annotation.split_once('=').filter(|(key, _)| !key.is_empty()) else {
            return Err(Failure::plain(format!(
                "annotation {annotation} is invalid and should be in format key=[value]"
            )));
        };
        annotations.insert(key.to_owned(), value.into());
    }
    let mut spec = json!({});
    if !fallback.is_empty() {
        let (service, port) = match fallback.split(':').collect::<Vec<_>>()[..] {
            [service, port] if !service.is_empty() && !port.is_empty() => (service, port),
            _ => return Err(Failure::plain("default-backend should be in format servicename:serviceport")),
        };
        spec["defaultBackend"] = backend(service, port);
    }
    if !client.flags.text("class").is_empty() {
        spec["ingressClassName"] = client.flags.text("class").into();
    }
    let built = built_rules(&pattern, &rules);
    if !built.is_empty() {
        spec["rules"] = built.into();
    }
    let tls = certificates(&rules);
    if !tls.is_empty() {
        spec["tls"] = tls.into();
    }
    let mut metadata = json!({"name": name});
    if !annotations.is_empty() {
        metadata["annotations"] = annotations.into();
    }
    let object = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": metadata, "spec": spec,
        "status": {"loadBalancer": {}},
    });
    client.create_generated(object, "failed to create ingress: ")
}

fn backend(service: &str, port: &str) -> Value {
    let port = port.parse::<i32>().map_or_else(|_| json!({"name": port}), |number| json!({"number": number}));
    json!({"service": {"name": service, "port": port}})
}

/// One rule a host, in the order in which the hosts were named.
fn built_rules(pattern: &Regex, rules: &[String]) -> Vec<Value> {
    let mut hosts: Vec<(String, Vec<Value>)> = Vec::new();
    for found in rules.iter().filter_map(|rule| pattern.captures(rule)) {
        let part = |name: &str| found.name(name).map_or("", |text| text.as_str());
        let (path, path_type) = match part("path").strip_suffix('*') {
            Some(prefix) => (prefix, "Prefix"),
            None => (part("path"), "Exact"),
        };
        let entry =
            json!({"backend": backend(part("service"), part("port")), "path": path, "pathType": path_type});
        match hosts.iter_mut().find(|(host, _)| host == part("host")) {
            Some((_, paths)) => paths.push(entry),
            None => hosts.push((part("host").to_owned(), vec![entry])),
        }
    }
    let rule = |(host, paths): (String, Vec<Value>)| {
        let mut rule = json!({"http": {"paths": paths}});
        if !host.is_empty() {
            rule["host"] = host.into();
        }
        rule
    };
    hosts.into_iter().map(rule).collect()
}

/// `,tls` and `,tls=SECRET`: a host counts once; hosts of one secret stand together.
fn certificates(rules: &[String]) -> Vec<Value> {
    let mut seen: Vec<&str> = Vec::new();
    let mut secrets: Vec<(&str, Vec<&str>)> = Vec::new();
    for rule in rules {
        let parts: Vec<&str> = rule.split(',').collect();
        let [_, tls] = parts[..] else { continue };
        let host = rule.split('/').next().unwrap_or_default();
        let secret = tls.split_once('=').map_or("", |(_, secret)| secret);
        if seen.contains(&host) {
            continue;
        }
        seen.push(host);
        match secrets.iter_mut().find(|(known, _)| *known == secret) {
            Some((_, hosts)) => hosts.push(host),
            None if !secret.is_empty() || !host.is_empty() => {
                secrets.push((secret, Vec::from_iter(Some(host).filter(|host| !host.is_empty()))));
            }
            None => {}
        }
    }
    let entry = |(secret, hosts): (&str, Vec<&str>)| {
        let mut entry = Map::new();
        if !hosts.is_empty() {
            entry.insert("hosts".to_owned(), hosts.into());
        }
        if !secret.is_empty() {
            entry.insert("secretName".to_owned(), secret.into());
        }
        Value::Object(entry)
    };
    secrets.into_iter().map(entry).collect()
}
