//! An object in place of the one that is there: what update, patch and apply have in common.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{
    admit::admit,
    allocate,
    delete::release,
    ephemeral,
    fields::{Managers, Operation, Writer},
    read::get,
    request::{How, Target},
    service_type::{drop_with_type, keep_numbers},
    status::{Reason, Status},
    warnings,
};
use crate::cluster::{Cluster, Kind, Object, controllers, derive, quota};

/// Which part of the object a request writes; the rest stays as it was.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Main,
    /// The subresource `status`.
    Status,
    /// The subresource `ephemeralcontainers` of a Pod.
    EphemeralContainers,
    /// All but the status, and who manages it is decided: a server-side apply.
    Applied(Managers),
}

/// # Errors
/// What the server would refuse the new object with; the cluster is as it was then.
pub(super) fn replace(
    cluster: &mut Cluster,
    target: &Target<'_>,
    mut json: Value,
    old: &Object,
    part: Part,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let kind = target.kind;
    let was = old.json();
    check_version(target, &json, was)?;
    if matches!(part, Part::EphemeralContainers) {
        json = ephemeral::alone(&json, old);
    }
    if let Value::Object(fields) = &mut json {
        if matches!(part, Part::Status) {
            let status = fields.remove("status");
            let kept = was.as_object().cloned().unwrap_or_default();
            *fields = kept;
            fields.extend(status.map(|status| ("status".to_owned(), status)));
        } else {
            keep(fields, was, "status");
        }
    }
    if let Some(Value::Object(metadata)) = json.get_mut("metadata") {
        metadata.insert("name".to_owned(), target.name.into());
        for field in KEPT {
            keep(metadata, &was["metadata"], field);
        }
    }
    take_over(old, &mut json);
    let object = match part {
        Part::EphemeralContainers => {
            let base = ephemeral::with_those_of(&json, old)?;
            admit(kind, json, Some(&base))?
        }
        _ => admit(kind, json, Some(old))?,
    };
    allocate::check(cluster, &object)?;
    check_quota(cluster, old, &object)?;
    how.warn(warnings::of(&object));
    let mut json = object.json().clone();
    match part {
        Part::Main | Part::EphemeralContainers if json != *was => {
            let writer = Writer { name: how.manager, operation: Operation::Update, time: how.time };
            let mut managers = Managers::of(was);
            managers.updated(kind, was, &json, writer);
            managers.write(&mut json);
        }
        Part::Applied(managers) => managers.write(&mut json),
        _ => {}
    }
    if json == *was {
        return get(cluster, target).cloned();
    }
    let mut next = cluster.clone();
    let revision = next.advance();
    json["metadata"]["resourceVersion"] = revision.to_string().into();
    if kind.declaration().generation && json.get("spec") != was.get("spec") {
        let generation = was["metadata"].get("generation").and_then(Value::as_i64).unwrap_or(0);
        json["metadata"]["generation"] = generation.saturating_add(1).into();
    }
    let mut object = Object::read(kind, json, old.origin())
        .map_err(|error| Status::plain(Reason::BadRequest, error.to_string()))?;
    if let Some(place) = old.place() {
        object = object.at(place.clone());
    }
    store(cluster, next, object, how)
}

/// What a client can not change.
const KEPT: &[&str] = &[
    "uid",
    "creationTimestamp",
    "generation",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "resourceVersion",
    "managedFields",
];

/// Puts the object into the copy, lets what follows from it follow, and makes the copy the cluster. The answer is the object
/// as the server stored it, before any controller saw it.
pub(super) fn store(
    cluster: &mut Cluster,
    mut next: Cluster,
    object: Object,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    super::size::check_object(object.json())?;
    let key = object.key().clone();
    next.put(object);
    derive::give_service_addresses(&mut next);
    let stored = next.get(&key).cloned().ok_or_else(|| Status::not_found(key.kind, &key.name))?;
    if how.dry_run {
        return Ok(stored);
    }
    release(&mut next, &stored);
    controllers::run(&mut next, how.time);
    *cluster = next;
    Ok(stored)
}

fn check_version(target: &Target<'_>, json: &Value, was: &Value) -> Result<(), Status> {
    let text = |json: &Value, field: &str| {
        json["metadata"].get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (asked, own) = (text(json, "resourceVersion"), text(was, "resourceVersion"));
    if !asked.is_empty() && asked != own {
        let why =
            "the object has been modified; please apply your changes to the latest version and try again";
        return Err(Status::conflict(target.kind, target.name, why));
    }
    let (asked, own) = (text(json, "uid"), text(was, "uid"));
    if !asked.is_empty() && asked != own {
        let why = format!("Precondition failed: UID in precondition: {asked}, UID in object meta: {own}");
        return Err(Status::conflict(target.kind, target.name, &why));
    }
    Ok(())
}

/// An update may cost more than the old object did: a Service that becomes a `NodePort`.
fn check_quota(cluster: &Cluster, old: &Object, new: &Object) -> Result<(), Status> {
    if cluster.objects_in(Kind::ResourceQuota, old.namespace()).next().is_none() {
        return Ok(());
    }
    let mut without = cluster.clone();
    without.remove(old.key());
    match quota::refusal(&without, new) {
        Some(why) if quota::refusal(&without, old).is_none() => {
            Err(Status::forbidden(new.kind(), new.name(), &why))
        }
        _ => Ok(()),
    }
}

/// The field as it was, whatever the request says of it.
fn keep(fields: &mut Map<String, Value>, was: &Value, field: &str) {
    match was.get(field) {
        Some(value) => fields.insert(field.to_owned(), value.clone()),
        None => fields.remove(field),
    };
}

/// A Service that says nothing of its addresses keeps them; one that names a new address means both forms of it.
fn take_over(old: &Object, json: &mut Value) {
    if old.kind() != Kind::Service {
        return;
    }
    let was = &old.json()["spec"];
    let Some(Value::Object(spec)) = json.get_mut("spec") else { return };
    drop_with_type(spec, was);
    keep_numbers(spec, was);
    if spec.get("type").and_then(Value::as_str) == Some("ExternalName") {
        if was.get("type").and_then(Value::as_str) != Some("ExternalName") {
            spec.remove("clusterIP");
            spec.remove("clusterIPs");
        }
        return;
    }
    if spec.get("clusterIP").is_none() && spec.get("clusterIPs").is_none() {
        keep(spec, was, "clusterIP");
        keep(spec, was, "clusterIPs");
    } else if spec.get("clusterIP") != was.get("clusterIP") && spec.get("clusterIPs") == was.get("clusterIPs")
    {
        spec.remove("clusterIPs");
    }
}
