//! The cells of Ingresses and their classes.

use k8s_openapi::api::networking::v1::{Ingress, IngressClass};

use super::Shown;

/// The hosts of the first rules that have one; `*` when none has.
pub fn hosts(shown: &Shown<'_>) -> String {
    const MOST: usize = 3;
    let spec = shown.object.typed::<Ingress>().and_then(|ingress| ingress.spec.as_ref());
    let rules = spec.and_then(|spec| spec.rules.as_deref()).unwrap_or_default();
    let mut hosts = Vec::new();
    let mut more = false;
    for rule in rules {
        // A rule after the third host counts, whether it has a host or not: as the printer does.
        more |= hosts.len() == MOST;
        if let Some(host) = rule.host.as_deref().filter(|host| !more && !host.is_empty()) {
            hosts.push(host);
        }
    }
    match (hosts.is_empty(), more) {
        (true, _) => "*".to_owned(),
        (false, false) => hosts.join(","),
        (false, true) => format!("{} + {} more...", hosts.join(","), rules.len() - MOST),
    }
}

/// Where the controller listens for it.
pub fn address(shown: &Shown<'_>) -> String {
    let status = shown.object.typed::<Ingress>().and_then(|ingress| ingress.status.as_ref());
    let balancer = status.and_then(|status| status.load_balancer.as_ref());
    let all = balancer.into_iter().flat_map(|balancer| balancer.ingress.iter().flatten());
    let mut addresses: Vec<&str> = all
        .filter_map(|one| one.ip.as_deref().filter(|ip| !ip.is_empty()).or(one.hostname.as_deref()))
        .filter(|text| !text.is_empty())
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses.join(",")
}

pub fn ports(shown: &Shown<'_>) -> String {
    let spec = shown.object.typed::<Ingress>().and_then(|ingress| ingress.spec.as_ref());
    let tls = spec.and_then(|spec| spec.tls.as_ref()).is_some_and(|tls| !tls.is_empty());
    if tls { "80, 443" } else { "80" }.to_owned()
}

/// `ConfigMap/name`, `Kind.group/name`.
pub fn parameters(shown: &Shown<'_>) -> String {
    let class = shown.object.typed::<IngressClass>();
    let Some(parameters) = class.and_then(|class| class.spec.as_ref()?.parameters.as_ref()) else {
        return "<none>".to_owned();
    };
    match parameters.api_group.as_deref() {
        Some(group) => format!("{}.{group}/{}", parameters.kind, parameters.name),
        None => format!("{}/{}", parameters.kind, parameters.name),
    }
}
