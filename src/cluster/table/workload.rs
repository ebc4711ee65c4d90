//! The cells of workloads, and selectors as cells.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;

use super::{Shown, or, path::first};
use crate::cluster::{owner, read_part};

/// `2/3`: ready replicas of those wanted.
pub fn ready_of_wanted(shown: &Shown<'_>) -> String {
    let number = |path| first(shown.object.json(), path).and_then(Value::as_i64).unwrap_or(0);
    format!("{}/{}", number(".status.readyReplicas"), number(".spec.replicas"))
}

pub fn containers(shown: &Shown<'_>) -> String {
    each_container(shown, "name")
}

pub fn images(shown: &Shown<'_>) -> String {
    each_container(shown, "image")
}

/// `daemonset.apps/log`: what manages it.
pub fn controller(shown: &Shown<'_>) -> String {
    let Some(key) = owner::controller_of(shown.object) else { return "<none>".to_owned() };
    let declaration = key.kind.declaration();
    format!("{}.{}/{}", declaration.singular, declaration.group, key.name)
}

fn each_container(shown: &Shown<'_>, field: &str) -> String {
    let containers = first(shown.object.json(), ".spec.template.spec.containers").and_then(Value::as_array);
    let texts = containers
        .into_iter()
        .flatten()
        .map(|one| one.get(field).and_then(Value::as_str).unwrap_or_default());
    texts.collect::<Vec<_>>().join(",")
}

pub fn selector(shown: &Shown<'_>) -> String {
    label_selector(first(shown.object.json(), ".spec.selector"))
}

pub fn pod_selector(shown: &Shown<'_>) -> String {
    label_selector(first(shown.object.json(), ".spec.podSelector"))
}

pub fn node_selector(shown: &Shown<'_>) -> String {
    let map = first(shown.object.json(), ".spec.template.spec.nodeSelector");
    pairs(map.and_then(|map| read_part(map).ok()).as_ref())
}

/// `app=web,tier=front`, sorted; `<none>` for no pairs.
pub fn pairs(map: Option<&BTreeMap<String, String>>) -> String {
    let pairs: Vec<String> = map.into_iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
    or(&pairs.join(","), "<none>").to_owned()
}

/// As `FormatLabelSelector` writes it: `app=web,env in (a,b),!legacy`, sorted by key.
fn label_selector(json: Option<&Value>) -> String {
    let selector = json.and_then(|json| read_part::<LabelSelector>(json).ok()).unwrap_or_default();
    let mut parts: Vec<(String, String)> = Vec::new();
    for (key, value) in selector.match_labels.into_iter().flatten() {
        parts.push((key.clone(), format!("{key}={value}")));
    }
    for one in selector.match_expressions.into_iter().flatten() {
        let key = one.key;
        let mut values = one.values.unwrap_or_default();
        values.sort();
        let values = values.join(",");
        let text = match one.operator.as_str() {
            "In" => format!("{key} in ({values})"),
            "NotIn" => format!("{key} notin ({values})"),
            "Exists" => key.clone(),
            "DoesNotExist" => format!("!{key}"),
            _ => return "<error>".to_owned(),
        };
        parts.push((key, text));
    }
    parts.sort_by(|one, other| one.0.cmp(&other.0));
    let texts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    or(&texts.join(","), "<none>").to_owned()
}
