//! Rules for `metadata`, the same for every kind but for the name's own rule.

use serde_json::Value;

use super::names::{Rule, qualified};
use super::selector::labels;
use crate::cluster::{api::faults::Faults, object::labels_at};

/// All annotations together may have this many bytes.
const ANNOTATIONS: usize = 256 * 1024;

pub fn metadata(object: &Value, name_rule: Rule, faults: &mut Faults) {
    let name = object.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default();
    if name.is_empty() {
        faults.required("metadata.name", "name or generateName is required");
    } else {
        faults.rule("metadata.name", name, name_rule(name));
    }
    labels("metadata.labels", &labels_at(object, "/metadata/labels"), faults);
    let mut size = 0;
    for (key, value) in labels_at(object, "/metadata/annotations") {
        size += key.len() + value.len();
        faults.rule("metadata.annotations", &key, qualified(&key.to_ascii_lowercase()));
    }
    if size > ANNOTATIONS {
        faults.too_long("metadata.annotations", ANNOTATIONS);
    }
}

/// What stays as it was created.
pub fn metadata_update(old: &Value, new: &Value, faults: &mut Faults) {
    for field in ["name", "namespace", "uid", "creationTimestamp"] {
        let pointer = format!("/metadata/{field}");
        let (was, is) = (old.pointer(&pointer), new.pointer(&pointer));
        if was != is {
            faults.invalid(
                format!("metadata.{field}"),
                is.cloned().unwrap_or_default(),
                "field is immutable",
            );
        }
    }
}
