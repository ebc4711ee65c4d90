//! The subresource `ephemeralcontainers` of a Pod: the one way by which a Pod that runs gets more containers.
//!
//! <https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/>

use serde_json::Value;

use super::{
    faults::Faults,
    status::{Reason, Status},
};
use crate::cluster::Object;

const FIELD: &str = "ephemeralContainers";

/// The Pod as it was, but for the ephemeral containers, which are those of `json` with defaults: what the rules of an update
/// compare the new one with.
///
/// # Errors
/// `Invalid` when a container that was there is gone, or another.
pub(super) fn with_those_of(json: &Value, old: &Object) -> Result<Object, Status> {
    let mut filled = json.clone();
    if let Some(fields) = filled.as_object_mut() {
        old.kind().declaration().fill(fields);
    }
    let wanted = list(&filled);
    let mut faults = Faults::default();
    for one in list(old.json()) {
        let change = match wanted.iter().find(|other| other["name"] == one["name"]) {
            None => "removed",
            Some(other) if *other != one => "changed",
            Some(_) => continue,
        };
        let why = format!("existing ephemeral containers {} may not be {change}", one["name"]);
        faults.forbidden(format!("spec.{FIELD}"), &why);
    }
    if !faults.is_empty() {
        return Err(Status::invalid(old.kind(), old.name(), faults.into_list()));
    }
    let mut base = old.json().clone();
    base["spec"][FIELD] = wanted.into();
    Object::read(old.kind(), base, old.origin())
        .map_err(|error| Status::plain(Reason::BadRequest, error.to_string()))
}

/// The body with nothing new but its ephemeral containers.
pub(super) fn alone(json: &Value, old: &Object) -> Value {
    let mut whole = old.json().clone();
    whole["spec"][FIELD] = list(json).into();
    whole
}

fn list(json: &Value) -> Vec<Value> {
    json["spec"].get(FIELD).and_then(Value::as_array).cloned().unwrap_or_default()
}
