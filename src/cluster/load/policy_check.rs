//! What the API server refuses in a `NetworkPolicy`, and why it has no meaning.
//!
//! Source: <https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/>

use ipnet::IpNet;
use k8s_openapi::{
    api::networking::v1::{IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort},
    apimachinery::pkg::{apis::meta::v1::LabelSelector, util::intstr::IntOrString},
};

use super::{address_check, check::Findings};
use crate::cluster::selector::Selector;

pub fn check(policy: &NetworkPolicy, findings: &mut Findings) {
    let Some(spec) = &policy.spec else {
        return findings.warn(
            "spec",
            "this policy has no spec: it selects every Pod of its namespace and allows nothing in",
        );
    };
    selector("spec.podSelector", spec.pod_selector.as_ref(), findings);
    for (index, kind) in spec.policy_types.iter().flatten().enumerate() {
        if kind != "Ingress" && kind != "Egress" {
            findings.error(
                format!("spec.policyTypes[{index}]"),
                format!("{kind:?} is no policy type: use Ingress or Egress"),
            );
        }
    }
    for (index, rule) in spec.ingress.iter().flatten().enumerate() {
        let field = format!("spec.ingress[{index}]");
        ports(&field, rule.ports.as_deref(), findings);
        peers(&format!("{field}.from"), rule.from.as_deref(), findings);
    }
    for (index, rule) in spec.egress.iter().flatten().enumerate() {
        let field = format!("spec.egress[{index}]");
        ports(&field, rule.ports.as_deref(), findings);
        peers(&format!("{field}.to"), rule.to.as_deref(), findings);
    }
}

fn selector(field: &str, selector: Option<&LabelSelector>, findings: &mut Findings) {
    if let Err(error) = Selector::compile(selector) {
        findings.error(format!("{field}.{}", error.field), error.message);
    }
}

fn ports(rule: &str, ports: Option<&[NetworkPolicyPort]>, findings: &mut Findings) {
    for (index, port) in ports.unwrap_or_default().iter().enumerate() {
        let field = format!("{rule}.ports[{index}]");
        address_check::protocol(&format!("{field}.protocol"), port.protocol.as_deref(), findings);
        match (&port.port, port.end_port) {
            (Some(IntOrString::Int(first)), last) => {
                address_check::port(&format!("{field}.port"), *first, findings);
                if let Some(last) = last {
                    address_check::port(&format!("{field}.endPort"), last, findings);
                    if last < *first {
                        findings.error(
                            format!("{field}.endPort"),
                            format!("{last} is less than port {first}: a range goes upwards"),
                        );
                    }
                }
            }
            (Some(IntOrString::String(name)), last) => {
                if name.is_empty() || name.len() > 15 {
                    findings.error(
                        format!("{field}.port"),
                        format!("{name:?} is no port name: 1 to 15 characters"),
                    );
                }
                if last.is_some() {
                    findings
                        .error(format!("{field}.endPort"), "not together with a named port: write numbers");
                }
            }
            (None, Some(_)) => {
                findings.error(format!("{field}.endPort"), "needs a port with which the range begins");
            }
            (None, None) => {}
        }
    }
}

fn peers(list: &str, peers: Option<&[NetworkPolicyPeer]>, findings: &mut Findings) {
    for (index, peer) in peers.unwrap_or_default().iter().enumerate() {
        let field = format!("{list}[{index}]");
        if let Some(one) = &peer.pod_selector {
            selector(&format!("{field}.podSelector"), Some(one), findings);
        }
        if let Some(one) = &peer.namespace_selector {
            selector(&format!("{field}.namespaceSelector"), Some(one), findings);
        }
        let selects = peer.pod_selector.is_some() || peer.namespace_selector.is_some();
        match &peer.ip_block {
            Some(_) if selects => findings.error(
                format!("{field}.ipBlock"),
                "not together with podSelector or namespaceSelector: make it an item of its own",
            ),
            Some(block) => ip_block(&format!("{field}.ipBlock"), block, findings),
            None if !selects => {
                findings.error(field, "a peer needs podSelector, namespaceSelector or ipBlock");
            }
            None => {}
        }
    }
}

fn ip_block(field: &str, block: &IPBlock, findings: &mut Findings) {
    let cidr = cidr(&format!("{field}.cidr"), &block.cidr, findings);
    for (index, text) in block.except.iter().flatten().enumerate() {
        let at = format!("{field}.except[{index}]");
        if let (Some(outer), Some(inner)) = (cidr, self::cidr(&at, text, findings)) {
            let inside = outer.contains(&inner.network()) && inner.prefix_len() > outer.prefix_len();
            if !inside {
                findings.error(at, format!("{text} must lie inside {} and be smaller", block.cidr));
            }
        }
    }
}

fn cidr(field: &str, text: &str, findings: &mut Findings) -> Option<IpNet> {
    let read = text.parse::<IpNet>().ok();
    match read {
        None => findings.error(
            field,
            format!("{text:?} is no CIDR: write an address and a prefix length, such as 10.0.0.0/8"),
        ),
        Some(net) if net.addr() != net.network() => {
            findings.warn(field, format!("{text} has bits beyond its prefix: it means {}", net.trunc()));
        }
        Some(_) => {}
    }
    read
}
