//! The cells of a node.

use std::collections::BTreeSet;

use super::{Shown, or};

/// `Ready`, `NotReady`, `Unknown`; and whether Pods may be scheduled to it.
pub fn status(shown: &Shown<'_>) -> String {
    let ready = match shown.text(r#".status.conditions[?(@.type=="Ready")].status"#) {
        "" => "Unknown",
        "True" => "Ready",
        _ => "NotReady",
    };
    let cordoned = shown.object.json().pointer("/spec/unschedulable") == Some(&true.into());
    if cordoned { format!("{ready},SchedulingDisabled") } else { ready.to_owned() }
}

/// From the labels `node-role.kubernetes.io/ROLE` and `kubernetes.io/role`.
pub fn roles(shown: &Shown<'_>) -> String {
    let roles: BTreeSet<&str> = shown
        .object
        .labels()
        .iter()
        .filter_map(|(key, value)| match key.strip_prefix("node-role.kubernetes.io/") {
            Some(role) => Some(role),
            None => (key == "kubernetes.io/role").then_some(value.as_str()),
        })
        .filter(|role| !role.is_empty())
        .collect();
    or(&roles.into_iter().collect::<Vec<_>>().join(","), "<none>").to_owned()
}
