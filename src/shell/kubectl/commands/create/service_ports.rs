//! `--tcp=PORT[:TARGET]`, and the Service that the four generators make of it.

use serde_json::{Value, json};

use crate::shell::kubectl::{
    client::Client,
    failure::Failure,
    flag::{Flag, list},
};

/// The flag.
pub const TCP: &[Flag] = &[list("tcp", '\0', "Port pairs as '<port>:<targetPort>'.")];

/// A Service of a type. `fields` go into its `spec`.
///
/// # Errors
/// Ports that are none; none at all where there must be some.
pub fn service(
    client: &Client<'_, '_>,
    name: &str,
    service_type: &str,
    needs_port: bool,
    fields: Value,
) -> Result<Value, Failure> {
    let node_port = if service_type == "NodePort" { client.flags.number("node-port") } else { 0 };
    let pairs = client.flags.list("tcp");
    if pairs.is_empty() && needs_port {
        return Err(Failure::plain("at least one tcp port specifier must be provided"));
    }
    let mut ports = Vec::new();
    for pair in &pairs {
        let (port, target) = read(pair).map_err(Failure::Plain)?;
        let mut entry =
            json!({"name": pair.replace(':', "-"), "port": port, "protocol": "TCP", "targetPort": target});
        if node_port != 0 {
            entry["nodePort"] = node_port.into();
        }
        ports.push(entry);
    }
    let mut spec = fields;
    spec["type"] = service_type.into();
    spec["selector"] = json!({"app": name});
    if !ports.is_empty() {
        spec["ports"] = ports.into();
    }
    Ok(json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"labels": {"app": name}, "name": name},
        "spec": spec, "status": {"loadBalancer": {}},
    }))
}

fn read(pair: &str) -> Result<(u16, Value), String> {
    let mut parts = pair.split(':');
    let first = parts.next().unwrap_or_default();
    let port = unsigned(first)?;
    let Some(target) = parts.next() else { return Ok((port, port.into())) };
    match target.parse::<i64>() {
        Ok(number @ 1..=65535) => Ok((port, number.into())),
        Ok(_) => Err("must be between 1 and 65535, inclusive".to_owned()),
        Err(_) => port_name(target).map(|()| (port, target.into())),
    }
}

/// A port as Go's `ParseUint` with 16 bits reads it.
fn unsigned(text: &str) -> Result<u16, String> {
    let digits = !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit());
    text.parse().map_err(|_| {
        let why = if digits { "value out of range" } else { "invalid syntax" };
        format!("strconv.ParseUint: parsing {text:?}: {why}")
    })
}

fn port_name(name: &str) -> Result<(), String> {
    let mut faults = Vec::new();
    if name.len() > 15 {
        faults.push("must be no more than 15 characters");
    }
    if !name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-') {
        faults.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if !name.chars().any(|sign| sign.is_ascii_lowercase()) {
        faults.push("must contain at least one letter (a-z)");
    }
    if name.contains("--") {
        faults.push("must not contain consecutive hyphens");
    }
    if name.starts_with('-') || name.ends_with('-') {
        faults.push("must not begin or end with a hyphen");
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join(",")) }
}
