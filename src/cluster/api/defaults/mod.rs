//! What the server fills in where a request says nothing: the defaults of each kind, as functions on its JSON.
//!
//! From the defaulting functions of the API (`zz_generated.defaults.go` of each group), as 1.36 has them.

mod config;
mod definition;
mod network;
mod pod;
mod priority;
mod workload;

use serde_json::{Map, Value};

pub(in crate::cluster) use config::{namespace, secret};
pub(in crate::cluster) use definition::custom_resource_definition;
pub(in crate::cluster) use network::{endpoint_slice, endpoints, ingress, network_policy, service};
pub(in crate::cluster) use pod::pod;
pub(in crate::cluster) use priority::priority_class;
pub(in crate::cluster) use workload::{daemon_set, deployment, replica_set, stateful_set};

/// Sets a field that is absent, null or empty: Go's types do not tell these apart.
fn fill(map: &mut Map<String, Value>, field: &str, value: impl Into<Value>) {
    let absent = match map.get(field) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        _ => false,
    };
    if absent {
        map.insert(field.to_owned(), value.into());
    }
}

/// Works on the map under a field, made when it is absent.
fn within(parent: &mut Map<String, Value>, field: &str, edit: impl FnOnce(&mut Map<String, Value>)) {
    let value = parent.entry(field).or_insert(Value::Null);
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    if let Value::Object(map) = value {
        edit(map);
    }
}

/// The maps in a list under a field.
fn each<'a>(
    parent: &'a mut Map<String, Value>,
    field: &str,
) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    parent.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

fn text<'a>(map: &'a Map<String, Value>, field: &str) -> &'a str {
    map.get(field).and_then(Value::as_str).unwrap_or_default()
}
