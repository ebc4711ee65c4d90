//! Rules for `Endpoints` and `EndpointSlice`.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/>

use std::{collections::BTreeSet, net::IpAddr};

use super::Candidate;
use super::names::{address, label, not_special, port_number, subdomain};
use crate::cluster::{Typed, api::faults::Faults};

const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];
const FAMILIES: &[&str] = &["FQDN", "IPv4", "IPv6"];

pub fn endpoints(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::Endpoints(endpoints) = typed else { return };
    for (index, subset) in endpoints.subsets.iter().flatten().enumerate() {
        let at = format!("subsets[{index}]");
        let ready = subset.addresses.iter().flatten();
        let waiting = subset.not_ready_addresses.iter().flatten();
        if ready.clone().count() + waiting.clone().count() == 0 {
            faults.required(at.as_str(), "must specify `addresses` or `notReadyAddresses`");
        }
        for (list, addresses) in [("addresses", ready), ("notReadyAddresses", waiting)] {
            for (place, one) in addresses.enumerate() {
                let field = format!("{at}.{list}[{place}].ip");
                faults.rule(&field, &one.ip, address(&one.ip));
                if let Some(hostname) = one.hostname.as_deref().filter(|name| !name.is_empty()) {
                    faults.rule(&format!("{at}.{list}[{place}].hostname"), hostname, label(hostname));
                }
                faults.rule(&field, &one.ip, not_special(&one.ip));
            }
        }
        let ports = subset.ports.as_deref().unwrap_or_default();
        for (place, port) in ports.iter().enumerate() {
            let at = |name: &str| format!("{at}.ports[{place}].{name}");
            match port.name.as_deref().unwrap_or_default() {
                "" if ports.len() > 1 => faults.required(at("name"), ""),
                "" => {}
                name => faults.rule(&at("name"), name, label(name)),
            }
            for why in port_number(port.port.into()) {
                faults.invalid(at("port"), port.port, &why);
            }
            protocol(at("protocol"), port.protocol.as_deref(), faults);
        }
    }
}

fn protocol(field: String, protocol: Option<&str>, faults: &mut Faults) {
    match protocol.unwrap_or_default() {
        "" => faults.required(field, ""),
        protocol if !PROTOCOLS.contains(&protocol) => faults.not_supported(field, protocol, PROTOCOLS),
        _ => {}
    }
}

pub fn endpoint_slice(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::EndpointSlice(slice) = typed else { return };
    let family = slice.address_type.as_str();
    match family {
        "" => faults.required("addressType", ""),
        "IPv4" | "IPv6" | "FQDN" => {}
        other => faults.not_supported("addressType", other, FAMILIES),
    }
    for (index, endpoint) in slice.endpoints.iter().flatten().enumerate() {
        let at = format!("endpoints[{index}].addresses");
        let addresses = &endpoint.addresses;
        if addresses.is_empty() {
            faults.required(at.as_str(), "must contain at least 1 address");
        }
        for (place, text) in addresses.iter().enumerate() {
            let of_family = match (family, text.parse::<IpAddr>()) {
                ("IPv4", parsed) => parsed.is_ok_and(|address| address.is_ipv4()),
                ("IPv6", parsed) => parsed.is_ok_and(|address| address.is_ipv6()),
                _ => true,
            };
            let wrong = match family {
                "FQDN" => subdomain(text),
                "IPv4" | "IPv6" if !of_family => vec![format!("must be a valid {family} address")],
                "IPv4" | "IPv6" => not_special(text),
                _ => Vec::new(),
            };
            faults.rule(&format!("{at}[{place}]"), text, wrong);
        }
    }
    let mut names = BTreeSet::new();
    for (index, port) in slice.ports.iter().flatten().enumerate() {
        let name = port.name.as_deref().unwrap_or_default();
        if !name.is_empty() {
            faults.rule(&format!("ports[{index}].name"), name, label(name));
        }
        if !names.insert(name) {
            faults.duplicate(format!("ports[{index}].name"), name);
        }
        protocol(format!("ports[{index}].protocol"), port.protocol.as_deref(), faults);
    }
}

pub fn endpoint_slice_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let (Typed::EndpointSlice(old), Typed::EndpointSlice(new)) = (old, new) else { return };
    if old.address_type != new.address_type {
        faults.invalid("addressType", new.address_type.as_str(), "field is immutable");
    }
}
