//! `describe ingress` and `ingressclass`.

use serde_json::Value;

use super::{
    common::{annotations, events_of, items, labels, plain, text},
    service::balancers,
    slices,
};
use crate::{
    cluster::{Kind, Object},
    shell::kubectl::client::Client,
};

pub fn describe(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let namespace = object.namespace();
    let class =
        Some(text(json, "/spec/ingressClassName")).filter(|class| !class.is_empty()).unwrap_or("<none>");
    let default = json.pointer("/spec/defaultBackend").map(|found| backend(client, namespace, found));
    let mut out = format!(
        "Name:\t{}\n{}Namespace:\t{namespace}\nAddress:\t{}\nIngress Class:\t{class}\nDefault backend:\t{}\n",
        object.name(),
        labels(object),
        balancers(json),
        default.as_deref().unwrap_or("<default>")
    );
    let tls = items(json, "/spec/tls");
    if !tls.is_empty() {
        out.push_str("TLS:\n");
    }
    for entry in tls {
        let hosts: Vec<&str> = items(entry, "/hosts").iter().filter_map(Value::as_str).collect();
        out.push_str(&match text(entry, "/secretName") {
            "" => format!("  SNI routes {}\n", hosts.join(",")),
            secret => format!("  {secret} terminates {}\n", hosts.join(",")),
        });
    }
    out.push_str("Rules:\n  Host\tPath\tBackends\n  ----\t----\t--------\n");
    let mut count = 0;
    for rule in items(json, "/spec/rules") {
        let Some(paths) = rule.pointer("/http/paths").and_then(Value::as_array) else { continue };
        count += 1;
        let host = Some(text(rule, "/host")).filter(|host| !host.is_empty()).unwrap_or("*");
        out.push_str(&format!("  {host}\t\n"));
        for path in paths {
            let shown = backend(client, namespace, &path["backend"]);
            out.push_str(&format!("    \t{} \t{shown}\n", text(path, "/path")));
        }
    }
    if count == 0 {
        out.push_str(&format!("  *\t*\t{}\n", default.as_deref().unwrap_or("<default>")));
    }
    out.push_str(&annotations(object));
    out + &events_of(client, object)
}

/// `web:80 (10.244.1.10:80)`.
fn backend(client: &mut Client<'_, '_>, namespace: &str, backend: &Value) -> String {
    if let Some(resource) = backend.get("resource") {
        return format!(
            "APIGroup: {}, Kind: {}, Name: {}",
            text(resource, "/apiGroup"),
            text(resource, "/kind"),
            text(resource, "/name")
        );
    }
    let (name, port) = (text(backend, "/service/name"), &backend["service"]["port"]);
    let wanted = port.get("number").or_else(|| port.get("name")).map_or_else(String::new, plain);
    let endpoints = match client.get(Kind::Service, namespace, name) {
        Err(status) => format!("<error: {status}>"),
        Ok(service) => {
            let found = items(service.json(), "/spec/ports")
                .iter()
                .find(|port| text(port, "/name") == wanted || plain(&port["port"]) == wanted);
            let port = found.map_or("", |port| text(port, "/name")).to_owned();
            let slices = slices::of_service(client, namespace, name);
            if found.is_some() { slices::shown(&slices, &port) } else { String::new() }
        }
    };
    format!("{name}:{wanted} ({endpoints})")
}

pub fn class(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let mut out = format!(
        "Name:\t{}\n{}{}Controller:\t{}\n",
        object.name(),
        labels(object),
        annotations(object),
        text(json, "/spec/controller")
    );
    if let Some(parameters) = json.pointer("/spec/parameters") {
        out.push_str("Parameters:\n");
        for (name, field) in [("APIGroup", "apiGroup"), ("Kind", "kind"), ("Name", "name")] {
            if let Some(value) = parameters.get(field) {
                out.push_str(&format!("  {name}:\t{}\n", plain(value)));
            }
        }
    }
    out + &events_of(client, object)
}
