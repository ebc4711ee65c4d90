//! `update`, `patch` and server-side `apply`: changes of an object that is there.

use std::sync::Arc;

use serde_json::Value;

use super::{
    admit::read,
    create::create_read,
    decode::Body,
    faults::Faults,
    fields::{Managers, Operation, Writer},
    patch::{PatchFault, Schema, json_patch, merge_patch, strategic_merge_patch},
    read::get,
    replace::{Part, replace},
    request::{How, Target},
    size,
    status::{Reason, Status},
};
use crate::cluster::{Cluster, Object};

/// The type of a patch: the media type of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchType {
    /// `application/json-patch+json`
    Json,
    /// `application/merge-patch+json`
    Merge,
    /// `application/strategic-merge-patch+json`
    Strategic,
}

/// Replaces an object. A resource version in the body must be the stored one.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn update(
    cluster: &mut Cluster,
    target: &Target<'_>,
    body: &Body,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let json = read(target, body, how)?;
    let old = Arc::clone(get(cluster, target)?);
    replace(cluster, target, json, &old, Part::Main, how)
}

/// Replaces an object's status, and nothing else of it.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn update_status(
    cluster: &mut Cluster,
    target: &Target<'_>,
    body: &Body,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let json = read(target, body, how)?;
    let old = Arc::clone(get(cluster, target)?);
    replace(cluster, target, json, &old, Part::Status, how)
}

/// Changes an object by a patch.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn patch(
    cluster: &mut Cluster,
    target: &Target<'_>,
    patch_type: PatchType,
    patch: &Value,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    patch_part(cluster, target, patch_type, patch, Part::Main, how)
}

/// Changes an object's status by a patch; what the patch says of the rest is not looked at.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn patch_status(
    cluster: &mut Cluster,
    target: &Target<'_>,
    patch_type: PatchType,
    patch: &Value,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    patch_part(cluster, target, patch_type, patch, Part::Status, how)
}

/// Changes a Pod's ephemeral containers by a patch; what the patch says of the rest is not looked at.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn patch_ephemeral_containers(
    cluster: &mut Cluster,
    target: &Target<'_>,
    patch_type: PatchType,
    patch: &Value,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    patch_part(cluster, target, patch_type, patch, Part::EphemeralContainers, how)
}

fn patch_part(
    cluster: &mut Cluster,
    target: &Target<'_>,
    patch_type: PatchType,
    patch: &Value,
    part: Part,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    size::check_body(patch)?;
    let declaration = target.kind.declaration();
    if declaration.custom && patch_type == PatchType::Strategic {
        return Err(Status::plain(
            Reason::UnsupportedMediaType,
            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
        ));
    }
    let old = Arc::clone(get(cluster, target)?);
    let patched = match patch_type {
        PatchType::Json => json_patch(old.json(), patch),
        PatchType::Merge => merge_patch(old.json(), patch),
        PatchType::Strategic => strategic_merge_patch(old.json(), patch, &Schema::of(target.kind)),
    };
    let tree = patched.map_err(|fault| match fault {
        PatchFault::Test(_) | PatchFault::Step(_) => Status::plain(Reason::Invalid, fault.to_string()),
        _ => Status::plain(Reason::BadRequest, fault.to_string()),
    })?;
    let json = read(target, &Body::from(tree), how)?;
    // The uid of a PUT is a precondition; that of a patch is a field like others.
    let uid =
        |json: &Value| json["metadata"].get("uid").and_then(Value::as_str).unwrap_or_default().to_owned();
    if uid(&json) != uid(old.json()) && !uid(&json).is_empty() {
        let mut faults = Faults::default();
        faults.invalid("metadata.uid", uid(&json), "field is immutable");
        return Err(Status::invalid(target.kind, target.name, faults.into_list()));
    }
    replace(cluster, target, json, &old, part, how)
}

/// Server-side apply: the fields of the body become those of `how.manager`, and what it applied before and no longer has
/// goes. The object is made if it is not there.
///
/// # Errors
/// `Conflict` when other managers have fields that it would change, unless `how.force`; what else the server would refuse
/// it with. The cluster is as it was then.
pub fn apply(
    cluster: &mut Cluster,
    target: &Target<'_>,
    body: &Body,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    if how.manager.is_empty() {
        let text = "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch";
        return Err(Status::plain(Reason::Invalid, text));
    }
    let managed = body.tree.pointer("/metadata/managedFields");
    if managed.is_some_and(|managed| !managed.is_null()) {
        return Err(Status::plain(Reason::BadRequest, "metadata.managedFields must be nil"));
    }
    let applied = read(target, body, how)?;
    let writer = Writer { name: how.manager, operation: Operation::Apply, time: how.time };
    let Some(old) = cluster.get(&target.key()).cloned() else {
        let mut managers = Managers::default();
        let json = managers.apply(target.kind, &applied, &applied, writer, how.force)?;
        return create_read(cluster, target, json, Some(&managers), how);
    };
    let mut managers = Managers::of(old.json());
    let merged = managers.apply(target.kind, old.json(), &applied, writer, how.force)?;
    let json = read(target, &Body::from(merged), how)?;
    replace(cluster, target, json, &old, Part::Applied(managers), how)
}
