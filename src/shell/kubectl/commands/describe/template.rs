//! The Pod template in the description of a workload.

use serde_json::Value;

use super::{
    common::{annotations_of, items, pairs, text},
    containers,
    pod::tolerations,
    volumes,
};

/// A template: text with tabs. `cause` is what `rollout history` adds.
pub fn pod_template(template: &Value, cause: Option<&str>) -> String {
    let mut out = "Pod Template:\n".to_owned();
    out.push_str(&pairs("  Labels", template.pointer("/metadata/labels"), "=").replace("\n  \t", "\n\t"));
    let mut notes = template.pointer("/metadata/annotations").cloned().unwrap_or(Value::Null);
    if let Some(cause) = cause {
        if !notes.is_object() {
            notes = serde_json::json!({});
        }
        notes["kubernetes.io/change-cause"] = cause.into();
    }
    if notes.as_object().is_some_and(|map| !map.is_empty()) {
        out.push_str(&annotations_of("  Annotations", Some(&notes)).replace("\n  \t", "\n\t"));
    }
    if !text(template, "/spec/serviceAccountName").is_empty() {
        out.push_str(&format!("  Service Account:\t{}\n", text(template, "/spec/serviceAccountName")));
    }
    if !items(template, "/spec/initContainers").is_empty() {
        out.push_str(&containers::describe(
            "Init Containers",
            items(template, "/spec/initContainers"),
            &[],
            "  ",
        ));
    }
    out.push_str(&containers::describe("Containers", items(template, "/spec/containers"), &[], "  "));
    out.push_str(&volumes::describe(items(template, "/spec/volumes"), "  "));
    out.push_str(&pairs("  Node-Selectors", template.pointer("/spec/nodeSelector"), "="));
    out.push_str(&tolerations(items(template, "/spec/tolerations"), "  "));
    out
}
