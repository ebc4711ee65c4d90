//! Claims about connections: what a client sees, and what policies say.

use std::net::IpAddr;

use super::verdict::{Asked, Stage, Verdict};
use crate::cluster::Kind;
use crate::network::policy::{Connection, Party};
use crate::network::trace::{From, Port, Request, To, read_protocol};

/// `FROM gets OUTCOME from TO`.
pub fn sees(stage: &Stage<'_>, from: &str, to: &str, node: Option<&str>, outcome: &str) -> Asked {
    let (to, port, protocol) = destination(stage, to)?;
    let protocol =
        protocol.map(|name| read_protocol(&name)).transpose().map_err(|error| impossible(&error))?;
    let request = Request { from: client(stage, from)?, to, port, protocol, node: node.map(str::to_owned) };
    let trace = stage.tracer.trace(&request).map_err(|error| impossible(&error))?;
    if trace.outcome.name() == outcome {
        return Ok(Verdict::Holds);
    }
    Ok(Verdict::Fails(format!("it is {}: {}", trace.outcome.name().replace('_', "-"), trace.reason)))
}

/// `FROM may reach TO`, whoever listens there.
pub fn may(stage: &Stage<'_>, from: &str, to: &str) -> Asked {
    let hint = || Verdict::Impossible(format!("`{to}` is not NAMESPACE/POD:PORT or ip:ADDRESS:PORT"));
    let (host, port) = to.rsplit_once(':').ok_or_else(hint)?;
    let (number, protocol) = port.split_once('/').unwrap_or((port, "TCP"));
    let connection = Connection {
        port: number.parse().map_err(|_| hint())?,
        protocol: read_protocol(protocol).map_err(|error| impossible(&error))?,
    };
    let (from, to) = (party(stage, from)?, party(stage, host)?);
    let decision = stage.tracer.policies().decide(from, to, connection);
    match decision.verdict.name() {
        "allow" => Ok(Verdict::Holds),
        "deny" => Ok(Verdict::Fails("policies do not allow it".to_owned())),
        _ => Err(Verdict::Impossible("what policies say of it is not defined".to_owned())),
    }
}

fn party<'c>(stage: &Stage<'c>, text: &str) -> Result<Party<'c>, Verdict> {
    if let Some(address) = text.strip_prefix("ip:") {
        let address: IpAddr =
            address.parse().map_err(|_| Verdict::Impossible(format!("`{address}` is no address")))?;
        return Ok(Party::at(stage.cluster, address));
    }
    let (namespace, name) = stage.pod(text)?;
    Party::pod(stage.cluster, &namespace, &name)
        .ok_or_else(|| Verdict::Impossible(format!("there is no Pod {text}")))
}

fn client(stage: &Stage<'_>, from: &str) -> Result<From, Verdict> {
    if from.starts_with("ip:") {
        return From::read(from).map_err(|error| impossible(&error));
    }
    let (namespace, name) = stage.pod(from)?;
    Ok(From::Pod { namespace, name })
}

/// `NAME[:PORT]`, `NS/POD[:PORT]`, `ip:ADDRESS[:PORT]`, `node/NAME:PORT`, `service/NS/NAME:PORT` or a URL.
fn destination(stage: &Stage<'_>, text: &str) -> Result<(To, Option<Port>, Option<String>), Verdict> {
    if text.contains("://") {
        let (to, port) = To::read(text).map_err(|error| impossible(&error))?;
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
    let port = port.map(Port::read).transpose().map_err(|error| impossible(&error))?;
    let to = if let Some(node) = host.strip_prefix("node/") {
        To::Address(address_of(stage, Kind::Node, "", node, "/status/addresses/0/address")?)
    } else if let Some(service) = host.strip_prefix("service/") {
        let (namespace, name) = service.split_once('/').unwrap_or(("default", service));
        To::Address(address_of(stage, Kind::Service, namespace, name, "/spec/clusterIP")?)
    } else if host.contains('/') {
        let (namespace, name) = stage.pod(host)?;
        To::Pod { namespace, name }
    } else {
        To::read(host).map_err(|error| impossible(&error))?.0
    };
    Ok((to, port, protocol))
}

/// The address that an object has in this field.
fn address_of(
    stage: &Stage<'_>,
    kind: Kind,
    namespace: &str,
    name: &str,
    field: &str,
) -> Result<IpAddr, Verdict> {
    let missing = || Verdict::Impossible(format!("there is no {kind} {name} with an address"));
    let object = stage.cluster.find(kind, namespace, name).ok_or_else(missing)?;
    let text = object.json().pointer(field).and_then(serde_json::Value::as_str).ok_or_else(missing)?;
    text.parse().map_err(|_| missing())
}

fn impossible(error: &dyn std::fmt::Display) -> Verdict {
    Verdict::Impossible(error.to_string())
}
