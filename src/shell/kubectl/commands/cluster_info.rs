//! `kubectl cluster-info`.

use crate::{
    cluster::{CONTROL_PLANE_ROLE, Kind},
    shell::kubectl::{client::Client, command::Command, failure::Failure},
};

pub const COMMAND: Command = Command {
    name: "cluster-info",
    summary: "Display cluster information",
    about: "Display addresses of the control plane and services with label kubernetes.io/cluster-service=true.",
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if client.argument(0) == "dump" {
        return Err(Failure::plain("cluster-info dump is not simulated here: use get and describe"));
    }
    let server = server(client);
    client.line(&format!("Kubernetes control plane is running at {server}"));
    for service in client.list(Kind::Service, "kube-system", "kubernetes.io/cluster-service=true", "")? {
        let name =
            service.labels().get("kubernetes.io/name").map_or(service.name(), String::as_str).to_owned();
        let name = if name == "CoreDNS" { "CoreDNS".to_owned() } else { name };
        let port = service
            .json()
            .pointer("/spec/ports/0/name")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned();
        client.line(&format!(
            "{name} is running at {server}/api/v1/namespaces/kube-system/services/{}:{port}/proxy",
            service.name()
        ));
    }
    client.line("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.");
    Ok(())
}

/// The address of the API server: the control plane node's, port 6443.
pub fn server(client: &Client<'_, '_>) -> String {
    let nodes: Vec<_> = client.cluster().objects(Kind::Node).collect();
    let control = nodes.iter().find(|node| node.labels().contains_key(CONTROL_PLANE_ROLE));
    let addresses = control
        .or(nodes.first())
        .and_then(|node| node.json().pointer("/status/addresses").and_then(serde_json::Value::as_array));
    let internal = addresses.into_iter().flatten().find(|address| address["type"] == "InternalIP");
    let host = internal.and_then(|address| address["address"].as_str()).unwrap_or("127.0.0.1");
    format!("https://{host}:6443")
}
