//! `describe node`.

use serde_json::Value;

use super::{
    common::{annotations, events_of, items, labels, or_none, plain, text, time},
    node_pods,
};
use crate::{cluster::Object, shell::kubectl::client::Client};

pub fn describe(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let mut out = format!(
        "Name:\t{}\nRoles:\t{}\n{}{}",
        object.name(),
        roles(object),
        labels(object),
        annotations(object)
    );
    out.push_str(&format!("CreationTimestamp:\t{}\n", time(text(json, "/metadata/creationTimestamp"))));
    out.push_str(&taints(items(json, "/spec/taints")));
    let closed = json.pointer("/spec/unschedulable").and_then(Value::as_bool).unwrap_or(false);
    out.push_str(&format!(
        "Unschedulable:\t{closed}\nLease:\tFailed to get lease: leases.coordination.k8s.io {:?} not found\n",
        object.name()
    ));
    let conditions = items(json, "/status/conditions");
    if !conditions.is_empty() {
        out.push_str("Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n  ----\t------\t-----------------\t------------------\t------\t-------\n");
    }
    for condition in conditions {
        let field = |name: &str| text(condition, &format!("/{name}"));
        let stamp = |name: &str| time(field(name));
        out.push_str(&format!(
            "  {} \t{} \t{}\t{}\t{} \t{}\n",
            field("type"),
            field("status"),
            stamp("lastHeartbeatTime"),
            stamp("lastTransitionTime"),
            field("reason"),
            field("message")
        ));
    }
    out.push_str("Addresses:\n");
    for address in items(json, "/status/addresses") {
        out.push_str(&format!("  {}:\t{}\n", text(address, "/type"), text(address, "/address")));
    }
    for (title, pointer) in [("Capacity", "/status/capacity"), ("Allocatable", "/status/allocatable")] {
        let amounts = json.pointer(pointer).and_then(Value::as_object);
        if let Some(amounts) = amounts.filter(|amounts| !amounts.is_empty()) {
            out.push_str(&format!("{title}:\n"));
            amounts
                .iter()
                .for_each(|(name, amount)| out.push_str(&format!("  {name}:\t{}\n", plain(amount))));
        }
    }
    out.push_str("System Info:\n");
    for (name, field) in [
        ("Machine ID", "machineID"),
        ("System UUID", "systemUUID"),
        ("Boot ID", "bootID"),
        ("Kernel Version", "kernelVersion"),
        ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"),
        ("Architecture", "architecture"),
        ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"),
        ("Kube-Proxy Version", "kubeProxyVersion"),
    ] {
        out.push_str(&format!("  {name}:\t{}\n", text(json, &format!("/status/nodeInfo/{field}"))));
    }
    let ranges: Vec<&str> = items(json, "/spec/podCIDRs").iter().filter_map(Value::as_str).collect();
    if !text(json, "/spec/podCIDR").is_empty() {
        out.push_str(&format!("PodCIDR:\t{}\n", text(json, "/spec/podCIDR")));
    }
    if !ranges.is_empty() {
        out.push_str(&format!("PodCIDRs:\t{}\n", ranges.join(",")));
    }
    out.push_str(&node_pods::describe(client, object));
    out + &events_of(client, object)
}

/// The roles that labels give: `control-plane`.
fn roles(node: &Object) -> String {
    let mut roles: Vec<&str> = node
        .labels()
        .keys()
        .filter_map(|key| key.strip_prefix("node-role.kubernetes.io/"))
        .filter(|role| !role.is_empty())
        .collect();
    roles.sort_unstable();
    or_none(&roles.join(",")).to_owned()
}

fn taints(taints: &[Value]) -> String {
    let shown: Vec<String> = taints
        .iter()
        .map(|taint| {
            let value = text(taint, "/value");
            let value = if value.is_empty() { String::new() } else { format!("={value}") };
            format!("{}{value}:{}", text(taint, "/key"), text(taint, "/effect"))
        })
        .collect();
    if shown.is_empty() {
        "Taints:\t<none>\n".to_owned()
    } else {
        format!("Taints:\t{}\n", shown.join("\n\t"))
    }
}
