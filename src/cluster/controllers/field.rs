//! Fields of an object's JSON, with what they mean when they are absent.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use serde_json::Value;

use crate::cluster::{kind::Kind, object::Object, selector::Selector};

/// A count: absent is 0. Pods are counted in numbers that fit.
pub fn count(object: &Object, pointer: &str) -> i64 {
    object.json().pointer(pointer).and_then(Value::as_i64).unwrap_or(0)
}

pub fn text<'a>(json: &'a Value, pointer: &str) -> &'a str {
    json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// Whether somebody deleted it and a finalizer holds it.
pub fn is_terminating(object: &Object) -> bool {
    object.json()["metadata"].get("deletionTimestamp").is_some()
}

/// Which Pods a workload, or which `ReplicaSet`s a Deployment, selects.
pub fn selector(object: &Object) -> Selector {
    let selector = match object.kind() {
        Kind::Deployment => {
            object.typed::<Deployment>().and_then(|one| one.spec.as_ref()).map(|spec| &spec.selector)
        }
        Kind::ReplicaSet => {
            object.typed::<ReplicaSet>().and_then(|one| one.spec.as_ref()).map(|spec| &spec.selector)
        }
        Kind::StatefulSet => {
            object.typed::<StatefulSet>().and_then(|one| one.spec.as_ref()).map(|spec| &spec.selector)
        }
        Kind::DaemonSet => {
            object.typed::<DaemonSet>().and_then(|one| one.spec.as_ref()).map(|spec| &spec.selector)
        }
        _ => None,
    };
    Selector::compile(selector).ok().filter(|selector| !selector.is_everything()).unwrap_or(Selector::Nothing)
}

/// A status as the API writes it: counts that are 0 are left out, but for those named.
pub fn without_zeros(mut status: Value, kept: &[&str]) -> Value {
    if let Some(fields) = status.as_object_mut() {
        fields.retain(|name, value| *value != 0 && !value.is_null() || kept.contains(&name.as_str()));
    }
    status
}

/// A whole number or a percentage of `total`: `maxSurge` is rounded up, `maxUnavailable` down.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable>
pub fn share(value: Option<&Value>, total: i64, up: bool) -> i64 {
    match value {
        Some(Value::Number(number)) => number.as_i64().unwrap_or(0),
        Some(Value::String(text)) => {
            let percent: i64 = text.trim_end_matches('%').parse().unwrap_or(0);
            let product = percent.saturating_mul(total);
            if up { product.saturating_add(99).div_euclid(100) } else { product.div_euclid(100) }
        }
        _ => 0,
    }
}
