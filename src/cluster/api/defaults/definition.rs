//! Defaults of a `CustomResourceDefinition`: the names left out, and what the server says of it once it serves it.

use serde_json::{Map, Value, json};

use super::{fill, text, within};

pub fn custom_resource_definition(object: &mut Map<String, Value>) {
    let mut names = Value::Null;
    let mut stored = Vec::new();
    within(object, "spec", |spec| {
        within(spec, "conversion", |conversion| fill(conversion, "strategy", "None"));
        within(spec, "names", |names| {
            let kind = text(names, "kind").to_owned();
            fill(names, "singular", kind.to_lowercase());
            fill(names, "listKind", format!("{kind}List"));
        });
        names = spec.get("names").cloned().unwrap_or_default();
        for version in super::each(spec, "versions") {
            if version.get("storage") == Some(&Value::Bool(true)) {
                stored.push(text(version, "name").to_owned());
            }
        }
    });
    within(object, "status", |status| {
        fill(status, "acceptedNames", names);
        fill(status, "storedVersions", stored);
        let condition = |kind: &str, reason: &str, message: &str| json!({"type": kind, "status": "True", "reason": reason, "message": message});
        fill(
            status,
            "conditions",
            json!([
                condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
            ]),
        );
    });
}
