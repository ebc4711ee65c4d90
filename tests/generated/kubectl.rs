//! kubectl's generators once more, from the words of a command line: what it makes, or that it is refused.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::asked::{Asked, yaml};

struct Line {
    words: Vec<String>,
    options: BTreeMap<String, String>,
}

fn read(line: &str) -> Line {
    let mut read = Line { words: Vec::new(), options: BTreeMap::new() };
    for word in line.trim_matches('`').split_whitespace().skip(1) {
        match word.strip_prefix("--").and_then(|option| option.split_once('=')) {
            Some((name, value)) => {
                read.options.insert(name.to_owned(), value.trim_matches('"').to_owned());
            }
            None => read.words.push(word.to_owned()),
        }
    }
    read
}

/// Only these options are there.
fn only(line: &Line, known: &[&str]) -> Option<()> {
    line.options.keys().all(|option| known.contains(&option.as_str())).then_some(())
}

/// The object, or `None` where kubectl refuses.
fn made(line: &str) -> Option<Value> {
    let line = read(line);
    let option = |name: &str| line.options.get(name);
    let number = |text: &str| text.parse::<u64>().ok();
    let words: Vec<&str> = line.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["expose", "deployment", deployment] => {
            only(&line, &["name", "port", "target-port", "type"])?;
            let port = number(option("port")?)?;
            let target = option("target-port").map_or(Some(port), |text| number(text))?;
            let name = option("name").map_or(*deployment, String::as_str);
            let mut object = json!({
                "apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
                "spec": {"selector": {"app": deployment}, "ports": [{"protocol": "TCP", "port": port, "targetPort": target}]},
            });
            if let Some(form) = option("type") {
                object["spec"]["type"] = form.as_str().into();
            }
            Some(object)
        }
        ["create", "service", form @ ("clusterip" | "nodeport"), name] => {
            only(&line, if *form == "nodeport" { &["tcp", "node-port"] } else { &["tcp", "clusterip"] })?;
            let mut spec = json!({"type": if *form == "nodeport" { "NodePort" } else { "ClusterIP" }, "selector": {"app": name}});
            match (option("tcp"), option("clusterip")) {
                (Some(tcp), _) => {
                    let (port, target) = tcp.split_once(':').unwrap_or((tcp, tcp));
                    spec["ports"] = json!([{"name": tcp.replace(':', "-"), "protocol": "TCP", "port": number(port)?, "targetPort": number(target)?}]);
                }
                (None, Some(_)) => spec["clusterIP"] = "None".into(),
                (None, None) => return None,
            }
            if let Some(node_port) = option("node-port") {
                spec["ports"][0]["nodePort"] = number(node_port)?.into();
            }
            Some(
                json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "labels": {"app": name}}, "spec": spec}),
            )
        }
        ["create", "ingress", name] => {
            only(&line, &["class", "rule"])?;
            let (place, backend) = option("rule")?.split_once('=')?;
            let (service, port) = backend.split_once(':')?;
            let (host, path) = place.split_once('/')?;
            let path = format!("/{path}");
            let (path, kind) =
                path.strip_suffix('*').map_or((path.as_str(), "Exact"), |path| (path, "Prefix"));
            Some(json!({
                "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": name},
                "spec": {"ingressClassName": option("class")?, "rules": [{"host": host, "http": {"paths": [{
                    "path": path, "pathType": kind, "backend": {"service": {"name": service, "port": {"number": number(port)?}}},
                }]}}]},
            }))
        }
        ["create", "deployment", name] => {
            only(&line, &["image", "replicas", "port"])?;
            let replicas = option("replicas").map_or(Some(1), |text| number(text))?;
            Some(json!({
                "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "labels": {"app": name}},
                "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": name}}, "template": {
                    "metadata": {"labels": {"app": name}},
                    "spec": {"containers": [{"name": option("image")?.rsplit('/').next()?.split(':').next()?, "image": option("image")?, "ports": [{"containerPort": number(option("port")?)?}]}]},
                }},
            }))
        }
        _ => None,
    }
}

pub fn command(asked: &Asked) -> Vec<bool> {
    let wanted = &asked.objects[0];
    asked.each(|line| made(line).as_ref() == Some(wanted))
}

pub fn makes(asked: &Asked) -> Vec<bool> {
    let object = made(&asked.shown).unwrap();
    asked.each(|choice| {
        let seen = yaml(choice);
        seen["kind"] == object["kind"]
            && seen["metadata"]["name"] == object["metadata"]["name"]
            && seen["spec"] == object["spec"]
    })
}
