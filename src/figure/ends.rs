//! Who connects, and where to, in the notation of checks and figures, looked up in a cluster.

use std::net::IpAddr;

use crate::cluster::{Cluster, Kind};
use crate::network::trace::{From, Port, Request, To, read_protocol};

/// `NAMESPACE/POD`, or the first Pod of the workload of that name.
///
/// # Errors
/// When there is none.
pub fn pod(cluster: &Cluster, text: &str) -> Result<(String, String), String> {
    let Some((namespace, name)) = text.split_once('/') else {
        return Err(format!("`{text}` is not NAMESPACE/POD"));
    };
    if cluster.find(Kind::Pod, namespace, name).is_some() {
        return Ok((namespace.to_owned(), name.to_owned()));
    }
    let found = cluster.objects_named(Kind::Pod, namespace, &format!("{name}-")).next();
    found
        .map(|pod| (namespace.to_owned(), pod.name().to_owned()))
        .ok_or_else(|| format!("there is no Pod {text}"))
}

/// The question whether `from` connects to `to`, by way of `node`.
///
/// # Errors
/// When one of them is not there, or is not written so.
pub fn request(cluster: &Cluster, from: &str, to: &str, node: Option<&str>) -> Result<Request, String> {
    let (to, port, protocol) = destination(cluster, to)?;
    let protocol =
        protocol.map(|name| read_protocol(&name)).transpose().map_err(|error| error.to_string())?;
    Ok(Request { from: client(cluster, from)?, to, port, protocol, node: node.map(str::to_owned) })
}

fn client(cluster: &Cluster, from: &str) -> Result<From, String> {
    if from.starts_with("ip:") {
        return From::read(from).map_err(|error| error.to_string());
    }
    let (namespace, name) = pod(cluster, from)?;
    Ok(From::Pod { namespace, name })
}

/// `NAME[:PORT]`, `NS/POD[:PORT]`, `ip:ADDRESS[:PORT]`, `node/NAME:PORT`, `service/NS/NAME:PORT` or a URL.
fn destination(cluster: &Cluster, text: &str) -> Result<(To, Option<Port>, Option<String>), String> {
    if text.contains("://") {
        let (to, port) = To::read(text).map_err(|error| error.to_string())?;
        return Ok((to, port, None));
    }
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if host != "ip" => (host, Some(port)),
        _ => (text, None),
    };
    let (port, protocol) = match port.and_then(|port| port.split_once('/')) {
        Some((number, protocol)) => (Some(number), Some(protocol.to_owned())),
        None => (port, None),
    };
    let port = port.map(Port::read).transpose().map_err(|error| error.to_string())?;
    let to = if let Some(service) = host.strip_prefix("service/") {
        let (namespace, name) = service.split_once('/').unwrap_or(("default", service));
        To::Address(virtual_address(cluster, namespace, name)?)
    } else if host.contains('/') && !host.starts_with("node/") {
        let (namespace, name) = pod(cluster, host)?;
        To::Pod { namespace, name }
    } else {
        To::read(host).map_err(|error| error.to_string())?.0
    };
    Ok((to, port, protocol))
}

/// The address that a Service has for the cluster.
fn virtual_address(cluster: &Cluster, namespace: &str, name: &str) -> Result<IpAddr, String> {
    let missing = || format!("there is no Service {name} with an address");
    let service = cluster.find(Kind::Service, namespace, name).ok_or_else(missing)?;
    let text = service.json().pointer("/spec/clusterIP").and_then(serde_json::Value::as_str);
    text.and_then(|text| text.parse().ok()).ok_or_else(missing)
}
