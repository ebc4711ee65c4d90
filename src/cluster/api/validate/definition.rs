//! Rules for a `CustomResourceDefinition`: enough to know what it defines.

use serde_json::Value;

use super::{
    Candidate,
    names::{label, subdomain},
};
use crate::cluster::api::faults::Faults;

const SCOPES: &[&str] = &["Cluster", "Namespaced"];

pub fn custom_resource_definition(Candidate { json, .. }: &Candidate<'_>, faults: &mut Faults) {
    let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (group, plural) = (text("/spec/group"), text("/spec/names/plural"));
    let wanted = format!("{plural}.{group}");
    if text("/metadata/name") != wanted {
        let why = "must be spec.names.plural+\".\"+spec.group";
        faults.invalid("metadata.name", text("/metadata/name"), why);
    }
    if group.is_empty() {
        faults.required("spec.group", "");
    } else {
        faults.rule("spec.group", group, subdomain(group));
        if !group.contains('.') {
            faults.invalid("spec.group", group, "should be a domain with at least one dot");
        }
    }
    match text("/spec/scope") {
        "" => faults.required("spec.scope", ""),
        scope if !SCOPES.contains(&scope) => faults.not_supported("spec.scope", scope, SCOPES),
        _ => {}
    }
    let versions: Vec<&Value> =
        json.pointer("/spec/versions").and_then(Value::as_array).into_iter().flatten().collect();
    let storing = versions.iter().filter(|one| one.get("storage") == Some(&Value::Bool(true))).count();
    if storing != 1 {
        let shown = json.pointer("/spec/versions").cloned().unwrap_or_default();
        faults.invalid("spec.versions", shown, "must have exactly one version marked as storage version");
    }
    for (index, version) in versions.iter().enumerate() {
        let name = version.get("name").and_then(Value::as_str).unwrap_or_default();
        faults.rule(&format!("spec.versions[{index}].name"), name, label(name));
    }
    for (field, value) in [("plural", plural.to_owned()), ("kind", text("/spec/names/kind").to_lowercase())] {
        let at = format!("spec.names.{field}");
        if value.is_empty() {
            faults.required(at, "");
        } else {
            faults.rule(&at, &value, label(&value));
        }
    }
}
