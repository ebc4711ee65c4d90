//! `describe pod`.

use serde_json::Value;

use super::{
    common::{annotations, events_of, head, items, labels, number, pairs, plain, text, time},
    containers, volumes,
};
use crate::{cluster::Object, shell::kubectl::client::Client};

pub fn describe(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let mut out = head(object);
    let mut line = |name: &str, value: &str| out.push_str(&format!("{name}:\t{value}\n"));
    if json.pointer("/spec/priority").is_some() {
        line("Priority", &number(json, "/spec/priority").to_string());
    }
    for (name, pointer) in [
        ("Priority Class Name", "/spec/priorityClassName"),
        ("Runtime Class Name", "/spec/runtimeClassName"),
        ("Service Account", "/spec/serviceAccountName"),
    ] {
        if !text(json, pointer).is_empty() {
            line(name, text(json, pointer));
        }
    }
    match text(json, "/spec/nodeName") {
        "" => line("Node", "<none>"),
        node => line("Node", &format!("{node}/{}", text(json, "/status/hostIP"))),
    }
    if !text(json, "/status/startTime").is_empty() {
        line("Start Time", &time(text(json, "/status/startTime")));
    }
    out.push_str(&labels(object));
    out.push_str(&annotations(object));
    let mut line = |name: &str, value: &str| out.push_str(&format!("{name}:\t{value}\n"));
    if json.pointer("/metadata/deletionTimestamp").is_some() {
        line("Status", "Terminating (lasts <invalid>)");
    } else {
        line("Status", text(json, "/status/phase"));
    }
    for (name, pointer) in [("Reason", "/status/reason"), ("Message", "/status/message")] {
        if !text(json, pointer).is_empty() {
            line(name, text(json, pointer));
        }
    }
    line("IP", text(json, "/status/podIP"));
    let addresses = items(json, "/status/podIPs");
    if addresses.is_empty() {
        line("IPs", "<none>");
    } else {
        out.push_str("IPs:\n");
        for address in addresses {
            out.push_str(&format!("  IP:\t{}\n", text(address, "/ip")));
        }
    }
    if let Some(owner) = controller(json) {
        out.push_str(&format!("Controlled By:\t{owner}\n"));
    }
    for (title, list, statuses) in [
        ("Init Containers", "/spec/initContainers", "/status/initContainerStatuses"),
        ("Containers", "/spec/containers", "/status/containerStatuses"),
        ("Ephemeral Containers", "/spec/ephemeralContainers", "/status/ephemeralContainerStatuses"),
    ] {
        if !items(json, list).is_empty() {
            out.push_str(&containers::describe(title, items(json, list), items(json, statuses), ""));
        }
    }
    let conditions = items(json, "/status/conditions");
    if !conditions.is_empty() {
        out.push_str("Conditions:\n  Type\tStatus\n");
        for condition in conditions {
            out.push_str(&format!("  {} \t{} \n", text(condition, "/type"), text(condition, "/status")));
        }
    }
    out.push_str(&volumes::describe(items(json, "/spec/volumes"), ""));
    out.push_str(&format!("QoS Class:\t{}\n", class(json)));
    out.push_str(&pairs("Node-Selectors", json.pointer("/spec/nodeSelector"), "="));
    out.push_str(&tolerations(items(json, "/spec/tolerations"), ""));
    out + &events_of(client, object)
}

/// `ReplicaSet/web-5d`.
pub fn controller(json: &Value) -> Option<String> {
    let owner = items(json, "/metadata/ownerReferences")
        .iter()
        .find(|owner| owner.get("controller").and_then(Value::as_bool) == Some(true))?;
    Some(format!("{}/{}", text(owner, "/kind"), text(owner, "/name")))
}

/// The quality of service as the server writes it; else by the rule for Pods without any requests.
fn class(json: &Value) -> String {
    match text(json, "/status/qosClass") {
        "" if items(json, "/spec/containers").iter().any(|container| {
            container
                .pointer("/resources/requests")
                .or_else(|| container.pointer("/resources/limits"))
                .is_some()
        }) =>
        {
            "Burstable".to_owned()
        }
        "" => "BestEffort".to_owned(),
        class => class.to_owned(),
    }
}

/// Tolerations, one a line.
pub fn tolerations(list: &[Value], blank: &str) -> String {
    if list.is_empty() {
        return format!("{blank}Tolerations:\t<none>\n");
    }
    let mut out = String::new();
    for (index, toleration) in list.iter().enumerate() {
        let mut shown = text(toleration, "/key").to_owned();
        let (value, effect) = (text(toleration, "/value"), text(toleration, "/effect"));
        if !value.is_empty() {
            shown.push_str(&format!("={value}"));
        }
        if !effect.is_empty() {
            shown.push_str(&format!(":{effect}"));
        }
        if text(toleration, "/operator") == "Exists" && value.is_empty() {
            shown.push_str(if shown.is_empty() { "op=Exists" } else { " op=Exists" });
        }
        if let Some(seconds) = toleration.get("tolerationSeconds") {
            shown.push_str(&format!(" for {}s", plain(seconds)));
        }
        let before = if index == 0 { format!("{blank}Tolerations:") } else { blank.to_owned() };
        out.push_str(&format!("{before}\t{shown}\n"));
    }
    out
}
