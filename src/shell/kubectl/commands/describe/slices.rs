//! `describe endpointslice`, and the endpoints of a port as other descriptions show them.

use std::sync::Arc;

use serde_json::Value;

use super::common::{annotations, events_of, head, items, labels, or_none, text};
use crate::{
    cluster::{Kind, Object},
    shell::kubectl::client::Client,
};

/// The slices of a Service.
pub fn of_service(client: &mut Client<'_, '_>, namespace: &str, service: &str) -> Vec<Arc<Object>> {
    client
        .list(Kind::EndpointSlice, namespace, &format!("kubernetes.io/service-name={service}"), "")
        .unwrap_or_default()
}

/// At most three ready endpoints of a port (by its name), and how many more there are. Those of a slice without ports are
/// shown as bare addresses, whichever port is asked for: Pods that lack a named target port stand in such a slice.
pub fn shown(slices: &[Arc<Object>], port: &str) -> String {
    const MOST: usize = 3;
    if slices.is_empty() {
        return "<none>".to_owned();
    }
    let mut list = Vec::new();
    for slice in slices {
        let ports = items(slice.json(), "/ports");
        if ports.is_empty() {
            list.extend(ready(slice).map(str::to_owned));
        }
        for found in ports.iter().filter(|found| text(found, "/name") == port) {
            list.extend(ready(slice).map(|address| {
                let host = if address.contains(':') { format!("[{address}]") } else { address.to_owned() };
                format!("{host}:{}", found["port"])
            }));
        }
    }
    let more = list.len().saturating_sub(MOST);
    list.truncate(MOST);
    if more > 0 { format!("{} + {more} more...", list.join(",")) } else { list.join(",") }
}

/// The first address of each endpoint that is ready, or does not say that it is not.
fn ready(slice: &Object) -> impl Iterator<Item = &str> {
    items(slice.json(), "/endpoints")
        .iter()
        .filter(|endpoint| endpoint.pointer("/conditions/ready").and_then(Value::as_bool).unwrap_or(true))
        .filter_map(|endpoint| items(endpoint, "/addresses").first().and_then(Value::as_str))
}

/// An `EndpointSlice`.
pub fn describe(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let unset = |value: &str| if value.is_empty() { "<unset>".to_owned() } else { value.to_owned() };
    let mut out = format!(
        "{}{}{}AddressType:\t{}\n",
        head(object),
        labels(object),
        annotations(object),
        text(json, "/addressType")
    );
    let ports = items(json, "/ports");
    if ports.is_empty() {
        out.push_str("Ports: <unset>\n");
    } else {
        out.push_str("Ports:\n  Name\tPort\tProtocol\n  ----\t----\t--------\n");
        for port in ports {
            let number = port
                .get("port")
                .and_then(Value::as_i64)
                .map_or_else(|| "<unset>".to_owned(), |port| port.to_string());
            out.push_str(&format!(
                "  {}\t{number}\t{}\n",
                unset(text(port, "/name")),
                text(port, "/protocol")
            ));
        }
    }
    let endpoints = items(json, "/endpoints");
    if endpoints.is_empty() {
        out.push_str("Endpoints: <none>\n");
    } else {
        out.push_str("Endpoints:\n");
    }
    for endpoint in endpoints {
        let addresses: Vec<&str> = items(endpoint, "/addresses").iter().filter_map(Value::as_str).collect();
        let ready = endpoint
            .pointer("/conditions/ready")
            .and_then(Value::as_bool)
            .map_or_else(|| "<unset>".to_owned(), |ready| ready.to_string());
        out.push_str(&format!(
            "  - Addresses:\t{}\n    Conditions:\n      Ready:\t{ready}\n",
            or_none(&addresses.join(", "))
        ));
        out.push_str(&format!("    Hostname:\t{}\n", unset(text(endpoint, "/hostname"))));
        if endpoint.get("targetRef").is_some() {
            out.push_str(&format!(
                "    TargetRef:\t{}/{}\n",
                text(endpoint, "/targetRef/kind"),
                text(endpoint, "/targetRef/name")
            ));
        }
        out.push_str(&format!(
            "    NodeName:\t{}\n    Zone:\t{}\n",
            unset(text(endpoint, "/nodeName")),
            unset(text(endpoint, "/zone"))
        ));
    }
    out + &events_of(client, object)
}
