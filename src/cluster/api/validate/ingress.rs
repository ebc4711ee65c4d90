//! Rules for an `Ingress` and an `IngressClass`.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/>

use std::net::IpAddr;

use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressBackend, IngressSpec};
use serde_json::Value;

use super::Candidate;
use super::names::{label, port_name, port_number, subdomain, wildcard};
use crate::cluster::{Typed, api::faults::Faults};

const CLASS: &str = "kubernetes.io/ingress.class";
const PATH_TYPES: &[&str] = &["Exact", "ImplementationSpecific", "Prefix"];

pub fn ingress(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::Ingress(ingress) = typed else { return };
    let none = IngressSpec::default();
    let spec = ingress.spec.as_ref().unwrap_or(&none);
    let rules = spec.rules.as_deref().unwrap_or_default();
    if rules.is_empty() && spec.default_backend.is_none() {
        faults.invalid("spec", Value::Null, "either `defaultBackend` or `rules` must be specified");
    }
    if let Some(default) = &spec.default_backend {
        backend("spec.defaultBackend", default, faults);
    }
    for (index, rule) in rules.iter().enumerate() {
        let at = format!("spec.rules[{index}]");
        if let Some(host) = rule.host.as_deref().filter(|host| !host.is_empty()) {
            if host.parse::<IpAddr>().is_ok() {
                faults.invalid(format!("{at}.host"), host, "must be a DNS name, not an IP address");
            }
            faults.rule(&format!("{at}.host"), host, host_rule(host));
        }
        let Some(http) = &rule.http else { continue };
        if http.paths.is_empty() {
            faults.required(format!("{at}.http.paths"), "");
        }
        for (place, one) in http.paths.iter().enumerate() {
            path(&format!("{at}.http.paths[{place}]"), one, faults);
        }
    }
    for (index, tls) in spec.tls.iter().flatten().enumerate() {
        for (place, host) in tls.hosts.iter().flatten().enumerate() {
            faults.rule(&format!("spec.tls[{index}].hosts[{place}]"), host, host_rule(host));
        }
        if let Some(secret) = tls.secret_name.as_deref().filter(|name| !name.is_empty()) {
            faults.rule(&format!("spec.tls[{index}].secretName"), secret, subdomain(secret));
        }
    }
    let Some(class) = &spec.ingress_class_name else { return };
    faults.rule("spec.ingressClassName", class, subdomain(class));
    let old_form = ingress.metadata.annotations.as_ref().and_then(|annotations| annotations.get(CLASS));
    if let Some(old_form) = old_form.filter(|old_form| *old_form != class) {
        let why = "must match `ingressClassName` when both are specified";
        faults.invalid(format!("annotations.{CLASS}"), old_form.as_str(), why);
    }
}

fn host_rule(host: &str) -> Vec<String> {
    if host.contains('*') { wildcard(host) } else { subdomain(host) }
}

fn path(at: &str, path: &HTTPIngressPath, faults: &mut Faults) {
    let text = path.path.as_deref().unwrap_or_default();
    let field = format!("{at}.path");
    match path.path_type.as_str() {
        "" => faults.required(format!("{at}.pathType"), "pathType must be specified"),
        "Exact" | "Prefix" => {
            if !text.starts_with('/') {
                faults.invalid(field.as_str(), text, "must be an absolute path");
            }
            for part in ["//", "/./", "/../", "%2f", "%2F"] {
                if text.contains(part) {
                    faults.invalid(field.as_str(), text, &format!("must not contain '{part}'"));
                }
            }
            for end in ["/..", "/."] {
                if text.ends_with(end) {
                    faults.invalid(field.as_str(), text, &format!("cannot end with '{end}'"));
                }
            }
        }
        "ImplementationSpecific" => {
            if !text.is_empty() && !text.starts_with('/') {
                faults.invalid(field, text, "must be an absolute path");
            }
        }
        other => faults.not_supported(format!("{at}.pathType"), other, PATH_TYPES),
    }
    backend(&format!("{at}.backend"), &path.backend, faults);
}

fn backend(at: &str, backend: &IngressBackend, faults: &mut Faults) {
    match (&backend.resource, &backend.service) {
        (Some(_), Some(_)) => faults.invalid(at, "", "cannot set both resource and service backends"),
        (None, None) => faults.invalid(at, "", "resource or service backend is required"),
        (Some(_), None) => {}
        (None, Some(service)) => {
            if service.name.is_empty() {
                faults.required(format!("{at}.service.name"), "");
            } else {
                faults.rule(&format!("{at}.service.name"), &service.name, label(&service.name));
            }
            let port = service.port.as_ref();
            let name = port.and_then(|port| port.name.as_deref()).unwrap_or_default();
            let number = port.and_then(|port| port.number).unwrap_or(0);
            match (name, number) {
                ("", 0) => faults.required(at, "port name or number is required"),
                ("", number) => {
                    for why in port_number(number.into()) {
                        faults.invalid(format!("{at}.service.port.number"), number, &why);
                    }
                }
                (name, 0) => faults.rule(&format!("{at}.service.port.name"), name, port_name(name)),
                _ => faults.invalid(at, "", "cannot set both port name & port number"),
            }
        }
    }
}

pub fn ingress_class(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::IngressClass(class) = typed else { return };
    let controller = class.spec.as_ref().and_then(|spec| spec.controller.as_deref()).unwrap_or_default();
    if controller.len() > 250 {
        faults.too_long("spec.controller", 250);
    }
    if controller.is_empty() {
        faults.required("spec.controller", "");
    } else if !controller.contains('/') {
        let why = "must be a domain-prefixed path (such as \"acme.io/foo\")";
        faults.invalid("spec.controller", controller, why);
    }
}

pub fn ingress_class_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let (Typed::IngressClass(old), Typed::IngressClass(new)) = (old, new) else { return };
    let controller = |class: &k8s_openapi::api::networking::v1::IngressClass| {
        class.spec.as_ref().and_then(|spec| spec.controller.clone()).unwrap_or_default()
    };
    if controller(old) != controller(new) {
        faults.invalid("spec.controller", controller(new), "field is immutable");
    }
}
