//! `kubectl expose`: a Service for what is there.

use serde_json::{Map, Value, json};

use super::common::{DRY_RUN, FILES, MANAGER, OUTPUT, SAVE, SELECTOR};
use crate::{
    cluster::Kind,
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, text},
        output::{Form, Offer},
        resource::{Item, Query},
    },
};

const OWN: &[Flag] = &[
    text(
        "cluster-ip",
        '\0',
        "",
        "ClusterIP to be assigned to the service. Leave empty to auto-allocate, or set to 'None' to create a headless service.",
    ),
    text(
        "external-ip",
        '\0',
        "",
        "Additional external IP address (not managed by Kubernetes) to accept for the service.",
    ),
    text("labels", '\0', "", "Labels to apply to the service created by this call."),
    text("load-balancer-ip", '\0', "", "IP to assign to the LoadBalancer."),
    text("name", '\0', "", "The name for the newly created object."),
    text(
        "override-type",
        '\0',
        "merge",
        "The method used to override the generated object: json, merge, or strategic.",
    ),
    text("overrides", '\0', "", "An inline JSON override for the generated object."),
    text(
        "port",
        '\0',
        "",
        "The port that the service should serve on. Copied from the resource being exposed, if unspecified.",
    ),
    text("protocol", '\0', "", "The network protocol for the service to be created. Default is 'TCP'."),
    text(
        "session-affinity",
        '\0',
        "",
        "If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'.",
    ),
    text(
        "target-port",
        '\0',
        "",
        "Name or number for the port on the container that the service should direct traffic to.",
    ),
    text(
        "type",
        '\0',
        "",
        "Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'.",
    ),
];

pub const COMMAND: Command = Command {
    name: "expose",
    summary: "Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service",
    about: "Expose a resource as a new Kubernetes service.\n\nLooks up a deployment, service, replica set, replication controller or pod by name and uses the selector for that resource as the selector for a new service on the specified port.",
    examples: "# Create a service for a deployment, which serves on port 80 and connects to the containers on port 8000\nkubectl expose deployment nginx --port=80 --target-port=8000\n\n# Create a service for a pod, with the name \"frontend\"\nkubectl expose pod valid-pod --port=444 --name=frontend\n\n# Create a second service based on the above service\nkubectl expose service nginx --port=443 --target-port=8443 --name=nginx-https\n\n# A NodePort service\nkubectl expose deployment nginx --type=NodePort --port=80",
    usage: "(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type] [options]",
    flags: &[OWN, FILES, SELECTOR_AS_TEXT, OUTPUT, DRY_RUN, MANAGER, SAVE],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

/// Here `--selector` is the new Service's, without a short form.
const SELECTOR_AS_TEXT: &[Flag] = &[Flag {
    short: '\0',
    help: "A label selector to use for this service. Only equality-based selector requirements are supported.",
    ..SELECTOR[0]
}];

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    Form::of(&client.flags, Offer::Objects)?;
    let dry_run = client.dry_run()?;
    let selector = client.flags.text("selector").to_owned();
    // The selector is not one of objects to expose.
    let query = Query { arguments: client.arguments.clone(), ..Query::default() };
    let saved = std::mem::take(&mut client.flags);
    client.flags = saved.without("selector");
    let selection = client.select(&query);
    client.flags = saved;
    let selection = selection?;
    let mut failures = selection.failures;
    for item in &selection.items {
        let object = match &item.body {
            Some(body) => body.clone(),
            None => client.get(item.kind, &item.namespace, &item.name)?.json().clone(),
        };
        match service(client, item, &object, &selector) {
            Ok(service) => {
                if let Err(failure) = send(client, item, &service, dry_run) {
                    failures.push(failure);
                }
            }
            Err(why) => failures.push(Failure::Plain(why)),
        }
    }
    Failure::of(failures)
}

fn send(client: &mut Client<'_, '_>, item: &Item, service: &Value, dry_run: DryRun) -> Result<(), Failure> {
    if dry_run == DryRun::Client {
        return client.report(service, "exposed", dry_run);
    }
    let namespace = if item.namespace.is_empty() { client.namespace() } else { item.namespace.clone() };
    let stored = client.create(Kind::Service, &namespace, service, dry_run)?;
    client.report(stored.json(), "exposed", dry_run)
}

fn service(client: &Client<'_, '_>, item: &Item, object: &Value, selector: &str) -> Result<Value, String> {
    let (selector_at, template) = match item.kind {
        Kind::Deployment | Kind::ReplicaSet => ("/spec/selector/matchLabels", "/spec/template/spec"),
        Kind::Pod => ("/metadata/labels", "/spec"),
        Kind::Service => ("/spec/selector", ""),
        other => {
            let declaration = other.declaration();
            let dot = if declaration.group.is_empty() { "" } else { "." };
            return Err(format!("cannot expose a {}{dot}{}", declaration.name, declaration.group));
        }
    };
    let flag = |name: &str| client.flags.text(name).to_owned();
    let pairs = if selector.is_empty() {
        let found = object.pointer(selector_at).and_then(Value::as_object).cloned().unwrap_or_default();
        if found.is_empty() {
            return Err(match item.kind {
                Kind::Pod => "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed".to_owned(),
                _ => "couldn't retrieve selectors via --selector flag or introspection: invalid deployment: no selectors, therefore cannot be exposed".to_owned(),
            });
        }
        found
    } else {
        pairs_of(selector)?
    };
    let ports = ports(client, item.kind, object, template)?;
    let mut spec = json!({"ports": ports, "selector": pairs});
    for (name, field) in [
        ("type", "type"),
        ("session-affinity", "sessionAffinity"),
        ("load-balancer-ip", "loadBalancerIP"),
        ("cluster-ip", "clusterIP"),
    ] {
        if !flag(name).is_empty() {
            spec[field] = flag(name).into();
        }
    }
    if !flag("external-ip").is_empty() {
        spec["externalIPs"] = json!([flag("external-ip")]);
    }
    let labels = match flag("labels").as_str() {
        "" => object.pointer("/metadata/labels").and_then(Value::as_object).cloned().unwrap_or_default(),
        given => pairs_of(given)?,
    };
    let name = Some(flag("name"))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| item.name.chars().take(63).collect());
    let mut metadata = json!({"name": name});
    if !labels.is_empty() {
        metadata["labels"] = labels.into();
    }
    if let Some(namespace) = client.enforced_namespace() {
        metadata["namespace"] = namespace.into();
    }
    Ok(
        json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}}),
    )
}

/// The ports of `--port`, or those that the object declares.
fn ports(client: &Client<'_, '_>, kind: Kind, object: &Value, template: &str) -> Result<Vec<Value>, String> {
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or("TCP").to_owned();
    let declared: Vec<(i64, String)> = if kind == Kind::Service {
        let ports = object.pointer("/spec/ports").and_then(Value::as_array).into_iter().flatten();
        ports.map(|port| (port["port"].as_i64().unwrap_or(0), text(port, "protocol"))).collect()
    } else {
        let containers =
            object.pointer(&format!("{template}/containers")).and_then(Value::as_array).into_iter().flatten();
        let ports = containers
            .flat_map(|container| container.get("ports").and_then(Value::as_array).into_iter().flatten());
        ports.map(|port| (port["containerPort"].as_i64().unwrap_or(0), text(port, "protocol"))).collect()
    };
    let given = client.flags.text("port");
    let wanted: Vec<String> = if given.is_empty() {
        declared.iter().map(|(port, _)| port.to_string()).collect()
    } else {
        given.split(',').map(str::to_owned).collect()
    };
    if wanted.is_empty() {
        return Err("couldn't find port via --port flag or introspection".to_owned());
    }
    let (protocol, target) = (client.flags.text("protocol"), client.flags.text("target-port"));
    let mut ports = Vec::new();
    for (index, port) in wanted.iter().enumerate() {
        let number = atoi(port)?;
        let known = declared.iter().find(|(port, _)| *port == number).map_or("TCP", |(_, protocol)| protocol);
        let target = match target {
            "" => number.into(),
            target => target.parse::<i64>().map_or_else(|_| Value::from(target), Value::from),
        };
        let mut entry = json!({"port": number, "protocol": if protocol.is_empty() { known } else { protocol }, "targetPort": target});
        if wanted.len() > 1 {
            entry["name"] = format!("port-{}", index + 1).into();
        }
        ports.push(entry);
    }
    Ok(ports)
}

/// A number as Go's `Atoi` reads it.
pub fn atoi(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("strconv.Atoi: parsing {text:?}: invalid syntax"))
}

/// `a=b,c=d`.
pub fn pairs_of(text: &str) -> Result<Map<String, Value>, String> {
    let mut pairs = Map::new();
    for part in text.split(',') {
        match part.split_once('=') {
            Some((key, value)) if !key.is_empty() && !value.contains('=') => {
                pairs.insert(key.to_owned(), value.into())
            }
            _ => return Err(format!("unexpected label spec: {part}")),
        };
    }
    Ok(pairs)
}
