//! What the server warns of while it does what it is asked.

use std::net::IpAddr;

use ipnet::IpNet;
use k8s_openapi::api::{core::v1::Service, networking::v1::NetworkPolicy};

use crate::cluster::{Kind, Object};

const CLASS_ANNOTATION: &str = "kubernetes.io/ingress.class";

/// What a client is told whenever it reads or writes objects of a kind.
pub fn deprecation(kind: Kind) -> Option<String> {
    kind.declaration().deprecated.map(str::to_owned)
}

/// What is said of an object that is created or updated.
pub(super) fn of(object: &Object) -> Vec<String> {
    let mut warnings: Vec<String> = deprecation(object.kind()).into_iter().collect();
    if object.kind() == Kind::Ingress && object.annotation(CLASS_ANNOTATION).is_some() {
        warnings.push(format!(
            "annotation {CLASS_ANNOTATION:?} is deprecated, please use 'spec.ingressClassName' instead"
        ));
    }
    if let Some(policy) = object.typed::<NetworkPolicy>() {
        blocks(policy, &mut warnings);
    }
    if let Some(service) = object.typed::<Service>() {
        of_service(service, &mut warnings);
    }
    warnings
}

fn of_service(service: &Service, warnings: &mut Vec<String>) {
    let Some(spec) = &service.spec else { return };
    let headless = spec.cluster_ip.as_deref() == Some("None");
    if headless && spec.session_affinity.as_deref() == Some("ClientIP") {
        warnings.push("spec.SessionAffinity is ignored for headless services".to_owned());
    }
    if headless && spec.load_balancer_ip.as_deref().is_some_and(|address| !address.is_empty()) {
        warnings.push("spec.loadBalancerIP is ignored for headless services".to_owned());
    }
    if headless && spec.external_ips.as_ref().is_some_and(|addresses| !addresses.is_empty()) {
        warnings.push("spec.externalIPs is ignored for headless services".to_owned());
    }
}

fn blocks(policy: &NetworkPolicy, warnings: &mut Vec<String>) {
    let Some(spec) = &policy.spec else { return };
    let from = spec.ingress.iter().flatten().enumerate().flat_map(|(index, rule)| {
        let at = format!("spec.ingress[{index}].from");
        rule.from.iter().flatten().enumerate().map(move |(peer, one)| (format!("{at}[{peer}]"), one))
    });
    let to = spec.egress.iter().flatten().enumerate().flat_map(|(index, rule)| {
        let at = format!("spec.egress[{index}].to");
        rule.to.iter().flatten().enumerate().map(move |(peer, one)| (format!("{at}[{peer}]"), one))
    });
    for (at, peer) in from.chain(to) {
        let Some(block) = &peer.ip_block else { continue };
        warnings.extend(ambiguous(&format!("{at}.ipBlock.cidr"), &block.cidr));
        for (index, except) in block.except.iter().flatten().enumerate() {
            warnings.extend(ambiguous(&format!("{at}.ipBlock.except[{index}]"), except));
        }
    }
}

/// A block whose address has bits beyond its prefix: is it the block that is meant, or the address?
fn ambiguous(field: &str, text: &str) -> Option<String> {
    let block: IpNet = text.parse().ok()?;
    let whole = block.trunc();
    if whole.addr() == block.addr() {
        return None;
    }
    let address: IpAddr = block.addr();
    let single = block.max_prefix_len();
    Some(format!(
        "{field}: CIDR value {text:?} is ambiguous in this context (should be \"{whole}\" or \"{address}/{single}\"?)"
    ))
}
