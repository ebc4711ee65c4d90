//! `delete`: the object, and what is there because of it.

use std::sync::Arc;

use serde_json::Value;

use super::{
    read::get,
    request::{How, Target},
    status::{Reason, Status},
};
use crate::cluster::{Cluster, Key, Kind, Object, controllers};

/// Namespaces that every cluster keeps.
const KEPT: &[&str] = &["default", "kube-system", "kube-public"];

/// Removes an object and everything that it owns; a namespace with all that is in it. An object with finalizers is
/// only marked. The answer is the object as it was last.
///
/// # Errors
/// `NotFound`; `Forbidden` for the namespaces that every cluster keeps.
pub fn delete(cluster: &mut Cluster, target: &Target<'_>, how: &How<'_>) -> Result<Arc<Object>, Status> {
    let object = Arc::clone(get(cluster, target)?);
    if target.kind == Kind::Namespace && KEPT.contains(&target.name) {
        return Err(Status::forbidden(target.kind, target.name, "this namespace may not be deleted"));
    }
    if how.dry_run {
        return Ok(object);
    }
    let mut next = cluster.clone();
    let revision = next.advance();
    let waits = object.json()["metadata"].get("finalizers").and_then(Value::as_array);
    if waits.is_some_and(|waits| !waits.is_empty()) {
        next.change(object.key(), |json| {
            json["metadata"]["deletionTimestamp"] = how.time.into();
            json["metadata"]["resourceVersion"] = revision.to_string().into();
        })
        .map_err(|error| Status::plain(Reason::BadRequest, error.to_string()))?;
    } else {
        remove(&mut next, &object);
    }
    controllers::run(&mut next, how.time);
    let last = next.get(object.key()).cloned();
    *cluster = next;
    Ok(last.unwrap_or(object))
}

/// Owned objects go with their owner, theirs with them; a namespace takes all that is in it.
fn remove(cluster: &mut Cluster, object: &Object) {
    cluster.remove(object.key());
    let dependents: Vec<Key> = cluster
        .all()
        .filter(|other| match object.kind() {
            Kind::Namespace => other.namespace() == object.name(),
            _ => other.namespace() == object.namespace() && is_owned_by(other, object),
        })
        .map(|other| other.key().clone())
        .collect();
    for key in dependents {
        if let Some(dependent) = cluster.get(&key).cloned() {
            remove(cluster, &dependent);
        }
    }
}

/// By the uid of its owner reference; derived objects have none and name their owner.
fn is_owned_by(object: &Object, owner: &Object) -> bool {
    let text =
        |value: &Value, field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let uid = text(&owner.json()["metadata"], "uid");
    let owners = object.json()["metadata"].get("ownerReferences").and_then(Value::as_array);
    let by_reference = owners.into_iter().flatten().any(|reference| {
        let named = text(reference, "uid");
        text(reference, "kind") == owner.kind().name()
            && text(reference, "name") == owner.name()
            && (named.is_empty() || uid.is_empty() || named == uid)
    });
    // Endpoints have their Service's name and no owner.
    by_reference
        || owner.kind() == Kind::Service && object.kind() == Kind::Endpoints && object.name() == owner.name()
}
