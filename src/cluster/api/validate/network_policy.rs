//! Rules for a `NetworkPolicy`.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/>

use ipnet::IpNet;
use k8s_openapi::{
    api::networking::v1::{IPBlock, NetworkPolicyPeer, NetworkPolicyPort},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::Candidate;
use super::{
    names::{cidr, port_name, port_number},
    selector::selector,
};
use crate::cluster::{Typed, api::faults::Faults};

const PROTOCOLS: &[&str] = &["TCP", "UDP", "SCTP"];
const TYPES: &[&str] = &["Ingress", "Egress"];

pub fn network_policy(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::NetworkPolicy(policy) = typed else { return };
    let Some(spec) = &policy.spec else { return };
    if let Some(pods) = &spec.pod_selector {
        selector("spec.podSelector", pods, faults);
    }
    for (index, rule) in spec.ingress.iter().flatten().enumerate() {
        let at = format!("spec.ingress[{index}]");
        ports(&at, rule.ports.as_deref(), faults);
        peers(&format!("{at}.from"), rule.from.as_deref(), faults);
    }
    for (index, rule) in spec.egress.iter().flatten().enumerate() {
        let at = format!("spec.egress[{index}]");
        ports(&at, rule.ports.as_deref(), faults);
        peers(&format!("{at}.to"), rule.to.as_deref(), faults);
    }
    for (index, one) in spec.policy_types.iter().flatten().enumerate() {
        if !TYPES.contains(&one.as_str()) {
            faults.not_supported(format!("spec.policyTypes[{index}]"), one, TYPES);
        }
    }
}

fn ports(rule: &str, ports: Option<&[NetworkPolicyPort]>, faults: &mut Faults) {
    for (index, one) in ports.into_iter().flatten().enumerate() {
        let at = |name: &str| format!("{rule}.ports[{index}].{name}");
        let protocol = one.protocol.as_deref().unwrap_or("TCP");
        if !PROTOCOLS.contains(&protocol) {
            faults.not_supported(at("protocol"), protocol, PROTOCOLS);
        }
        match (&one.port, one.end_port) {
            (Some(IntOrString::Int(number)), end) => {
                for why in port_number((*number).into()) {
                    faults.invalid(at("port"), *number, &why);
                }
                if let Some(end) = end {
                    if end < *number {
                        faults.invalid(at("endPort"), end, "must be greater than or equal to `port`");
                    }
                    for why in port_number(end.into()) {
                        faults.invalid(at("endPort"), end, &why);
                    }
                }
            }
            (Some(IntOrString::String(name)), end) => {
                if let Some(end) = end {
                    faults.invalid(at("endPort"), end, "may not be specified when `port` is non-numeric");
                }
                faults.rule(&at("port"), name, port_name(name));
            }
            (None, Some(end)) => {
                faults.invalid(at("endPort"), end, "may not be specified when `port` is not specified");
            }
            (None, None) => {}
        }
    }
}

fn peers(list: &str, peers: Option<&[NetworkPolicyPeer]>, faults: &mut Faults) {
    for (index, peer) in peers.into_iter().flatten().enumerate() {
        let at = format!("{list}[{index}]");
        if let Some(pods) = &peer.pod_selector {
            selector(&format!("{at}.podSelector"), pods, faults);
        }
        if let Some(namespaces) = &peer.namespace_selector {
            selector(&format!("{at}.namespaceSelector"), namespaces, faults);
        }
        if let Some(block) = &peer.ip_block {
            ip_block(&format!("{at}.ipBlock"), block, faults);
        }
        let selects = peer.pod_selector.is_some() || peer.namespace_selector.is_some();
        match (selects, peer.ip_block.is_some()) {
            (false, false) => faults.required(at, "must specify a peer"),
            (true, true) => faults.forbidden(at, "may not specify both ipBlock and another peer"),
            _ => {}
        }
    }
}

fn ip_block(at: &str, block: &IPBlock, faults: &mut Faults) {
    if block.cidr.is_empty() {
        faults.required(format!("{at}.cidr"), "");
        return;
    }
    faults.rule(&format!("{at}.cidr"), &block.cidr, cidr(&block.cidr));
    let Ok(whole) = block.cidr.parse::<IpNet>() else { return };
    for (index, text) in block.except.iter().flatten().enumerate() {
        let field = format!("{at}.except[{index}]");
        match text.parse::<IpNet>() {
            Err(_) => faults.rule(&field, text, cidr(text)),
            Ok(part) if !whole.trunc().contains(&part.trunc()) || whole.prefix_len() >= part.prefix_len() => {
                faults.invalid(field, text.as_str(), "must be a strict subset of `cidr`");
            }
            Ok(_) => {}
        }
    }
}
