//! The subresource `scale`: how many replicas are wanted, in one form for every kind that has replicas.
//!
//! <https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scale-v1-autoscaling>

use serde_json::{Value, json};

use super::{
    faults::Faults,
    patch::{json_patch, merge_patch},
    read::get,
    request::{How, Target},
    status::{Reason, Status},
    write::{self, PatchType},
};
use crate::cluster::{Cluster, Object};

/// The `Scale` of an object.
///
/// # Errors
/// `NotFound`: the object, or the subresource of its kind.
pub fn get_scale(cluster: &Cluster, target: &Target<'_>) -> Result<Value, Status> {
    let path = replicas_of(target)?;
    Ok(scale(get(cluster, target)?, path))
}

/// Sets the number of replicas from a `Scale`.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn update_scale(
    cluster: &mut Cluster,
    target: &Target<'_>,
    body: &Value,
    how: &How<'_>,
) -> Result<Value, Status> {
    let path = replicas_of(target)?;
    let old = get(cluster, target)?.clone();
    let wanted = body.pointer("/spec/replicas").cloned().unwrap_or_else(|| 0.into());
    let Some(replicas) = wanted.as_i64().and_then(|number| i32::try_from(number).ok()) else {
        let why =
            "json: cannot unmarshal the value into Go struct field ScaleSpec.spec.replicas of type int32";
        return Err(Status::plain(Reason::BadRequest, why));
    };
    if replicas < 0 {
        let mut faults = Faults::default();
        faults.invalid("spec.replicas", replicas, "must be greater than or equal to 0");
        return Err(Status::invalid_as("Scale", "autoscaling", target.name, faults.into_list()));
    }
    let mut json = old.json().clone();
    if let Some(place) = json.pointer_mut(path) {
        *place = replicas.into();
    } else if let Some(Value::Object(spec)) = json.get_mut("spec") {
        spec.insert("replicas".to_owned(), replicas.into());
    }
    if let Some(version) = body.pointer("/metadata/resourceVersion") {
        json["metadata"]["resourceVersion"] = version.clone();
    }
    let stored = write::update(cluster, target, &json.into(), how)?;
    Ok(scale(&stored, path))
}

/// Changes a `Scale` by a patch: what `kubectl scale` sends.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn patch_scale(
    cluster: &mut Cluster,
    target: &Target<'_>,
    patch_type: PatchType,
    patch: &Value,
    how: &How<'_>,
) -> Result<Value, Status> {
    let mut old = get_scale(cluster, target)?;
    // A patch that names no version is one of whatever is there.
    if let Some(metadata) = old["metadata"].as_object_mut() {
        metadata.remove("resourceVersion");
    }
    let patched = match patch_type {
        PatchType::Json => json_patch(&old, patch),
        PatchType::Merge | PatchType::Strategic => merge_patch(&old, patch),
    };
    let patched = patched.map_err(|fault| Status::plain(Reason::BadRequest, fault.to_string()))?;
    update_scale(cluster, target, &patched, how)
}

fn replicas_of(target: &Target<'_>) -> Result<&'static str, Status> {
    let missing = || Status::plain(Reason::NotFound, "the server could not find the requested resource");
    target.kind.declaration().scale.ok_or_else(missing)
}

fn scale(object: &Object, replicas: &str) -> Value {
    let at = |pointer: &str| object.json().pointer(pointer).cloned().unwrap_or_default();
    let number = |pointer: &str| object.json().pointer(pointer).and_then(Value::as_i64).unwrap_or(0);
    json!({
        "kind": "Scale", "apiVersion": "autoscaling/v1",
        "metadata": {
            "name": object.name(), "namespace": object.namespace(), "uid": at("/metadata/uid"),
            "resourceVersion": at("/metadata/resourceVersion"), "creationTimestamp": at("/metadata/creationTimestamp"),
        },
        "spec": {"replicas": number(replicas)},
        "status": {"replicas": number("/status/replicas"), "selector": crate::cluster::table::selector_text(object)},
    })
}
