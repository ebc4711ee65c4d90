//! `describe service`.

use serde_json::Value;

use super::{
    common::{annotations, events_of, head, items, labels, number, or_none, plain, text},
    selector::of_pairs,
    slices,
};
use crate::{cluster::Object, shell::kubectl::client::Client};

pub fn describe(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let list = |pointer: &str| items(json, pointer).iter().map(plain).collect::<Vec<_>>().join(",");
    let mut out = format!("{}{}{}", head(object), labels(object), annotations(object));
    let mut line = |name: &str, value: &str| out.push_str(&format!("{name}:\t{value}\n"));
    line("Selector", &of_pairs(json.pointer("/spec/selector")));
    line("Type", text(json, "/spec/type"));
    if !text(json, "/spec/ipFamilyPolicy").is_empty() {
        line("IP Family Policy", text(json, "/spec/ipFamilyPolicy"));
    }
    line("IP Families", or_none(&list("/spec/ipFamilies")));
    line("IP", text(json, "/spec/clusterIP"));
    line("IPs", or_none(&list("/spec/clusterIPs")));
    for (name, value) in [
        ("External IPs", list("/spec/externalIPs")),
        ("Desired LoadBalancer IP", text(json, "/spec/loadBalancerIP").to_owned()),
        ("LoadBalancer Ingress", balancers(json)),
        ("External Name", text(json, "/spec/externalName").to_owned()),
    ] {
        if !value.is_empty() {
            line(name, &value);
        }
    }
    let slices = slices::of_service(client, object.namespace(), object.name());
    for port in items(json, "/spec/ports") {
        let (name, protocol) = (text(port, "/name"), text(port, "/protocol"));
        let shown = if name.is_empty() { "<unset>" } else { name };
        line("Port", &format!("{shown}\t{}/{protocol}", number(port, "/port")));
        line("TargetPort", &format!("{}/{protocol}", plain(&port["targetPort"])));
        if number(port, "/nodePort") != 0 {
            line("NodePort", &format!("{shown}\t{}/{protocol}", number(port, "/nodePort")));
        }
        line("Endpoints", &slices::shown(&slices, name));
    }
    line("Session Affinity", text(json, "/spec/sessionAffinity"));
    for (name, pointer) in [
        ("External Traffic Policy", "/spec/externalTrafficPolicy"),
        ("Internal Traffic Policy", "/spec/internalTrafficPolicy"),
        ("Traffic Distribution", "/spec/trafficDistribution"),
    ] {
        if !text(json, pointer).is_empty() {
            line(name, text(json, pointer));
        }
    }
    if number(json, "/spec/healthCheckNodePort") != 0 {
        line("HealthCheck NodePort", &number(json, "/spec/healthCheckNodePort").to_string());
    }
    let ranges = list("/spec/loadBalancerSourceRanges");
    if !ranges.is_empty() {
        line("LoadBalancer Source Ranges", &ranges);
    }
    out + &events_of(client, object)
}

/// The addresses that a load balancer or an Ingress controller has written.
pub fn balancers(json: &Value) -> String {
    let each = items(json, "/status/loadBalancer/ingress").iter().map(|ingress| {
        let (ip, mode) = (text(ingress, "/ip"), text(ingress, "/ipMode"));
        let mode = if mode.is_empty() { String::new() } else { format!(" ({mode})") };
        if ip.is_empty() { text(ingress, "/hostname").to_owned() } else { format!("{ip}{mode}") }
    });
    each.collect::<Vec<_>>().join(", ")
}
