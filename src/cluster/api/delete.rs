//! `delete`: the object, and what is there because of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::{Value, json};

use super::{
    read::{get, list},
    request::{How, Target},
    status::{Reason, Status},
};
use crate::cluster::{Cluster, Key, Kind, Object, WrongType, controllers};

/// The finalizer by which an object waits for its dependents.
const FOREGROUND: &str = "foregroundDeletion";

/// What becomes of the objects that one owns.
/// <https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Propagation {
    /// They go after it.
    #[default]
    Background,
    /// They go first; the object waits for those that something holds.
    Foreground,
    /// They stay, and have no owner.
    Orphan,
}

/// `DeleteOptions`. Grace periods have always passed here.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeleteOptions<'a> {
    pub propagation: Propagation,
    /// Only the object of this uid; empty for any.
    pub uid: &'a str,
    /// Only the object in this version; empty for any.
    pub resource_version: &'a str,
}

/// Removes an object and everything that it owns. See [`delete_as`].
///
/// # Errors
/// As [`delete_as`].
pub fn delete(cluster: &mut Cluster, target: &Target<'_>, how: &How<'_>) -> Result<Arc<Object>, Status> {
    delete_as(cluster, target, &DeleteOptions::default(), how)
}

/// Removes an object, a namespace with all that is in it, a definition with its objects. What has finalizers is only marked.
/// The answer is the object as it was last.
///
/// # Errors
/// `NotFound`; `Conflict` when it is not the object or version that is meant; `Forbidden` for what its kind's
/// declaration keeps.
pub fn delete_as(
    cluster: &mut Cluster,
    target: &Target<'_>,
    options: &DeleteOptions<'_>,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let object = Arc::clone(get(cluster, target)?);
    check(&object, options)?;
    if how.dry_run {
        return Ok(object);
    }
    let mut next = cluster.clone();
    go(&mut next, &[Arc::clone(&object)], options.propagation, how)?;
    let last = next.get(object.key()).cloned();
    *cluster = next;
    Ok(last.unwrap_or(object))
}

/// Removes all objects of a [`list`].
///
/// # Errors
/// As for `list`, and as for [`delete_as`] of each object: then none is removed.
pub fn delete_collection(
    cluster: &mut Cluster,
    target: &Target<'_>,
    labels: &str,
    fields: &str,
    options: &DeleteOptions<'_>,
    how: &How<'_>,
) -> Result<Vec<Arc<Object>>, Status> {
    let objects: Vec<Arc<Object>> = list(cluster, target, labels, fields)?.into_iter().cloned().collect();
    objects.iter().try_for_each(|object| check(object, options))?;
    if !how.dry_run {
        let mut next = cluster.clone();
        go(&mut next, &objects, options.propagation, how)?;
        *cluster = next;
    }
    Ok(objects)
}

fn check(object: &Object, options: &DeleteOptions<'_>) -> Result<(), Status> {
    let (kind, name) = (object.kind(), object.name());
    let (kept, why) = kind.declaration().kept;
    if kept.contains(&name) {
        return Err(Status::forbidden(kind, name, why));
    }
    let version =
        object.json().pointer("/metadata/resourceVersion").and_then(Value::as_str).unwrap_or_default();
    let asked = [("UID", options.uid, object.uid()), ("ResourceVersion", options.resource_version, version)];
    let other = asked.into_iter().find(|(_, asked, own)| !asked.is_empty() && asked != own);
    other.map_or(Ok(()), |(what, asked, own)| {
        let why =
            format!("Precondition failed: {what} in precondition: {asked}, {what} in object meta: {own}");
        Err(Status::conflict(kind, name, &why))
    })
}

fn go(
    next: &mut Cluster,
    objects: &[Arc<Object>],
    propagation: Propagation,
    how: &How<'_>,
) -> Result<(), Status> {
    next.advance();
    let dependents = Dependents::of(next, objects);
    let failed = |error: WrongType| Status::plain(Reason::BadRequest, error.to_string());
    for object in objects {
        if propagation == Propagation::Orphan {
            for key in dependents.of_owner(object) {
                next.change(key, |json| disown(json, object.uid())).map_err(failed)?;
            }
            remove_or_mark(next, object, how.time).map_err(failed)?;
            continue;
        }
        let mut held = false;
        let mut going = BTreeSet::from([object.key().clone()]);
        let mut waiting: Vec<Key> = dependents.of_owner(object).cloned().collect();
        while let Some(key) = waiting.pop() {
            let Some(dependent) = next.get(&key).cloned().filter(|_| !going.contains(&key)) else { continue };
            if leave_to_others(next, &dependent, &going).map_err(failed)? {
                continue;
            }
            going.insert(key);
            waiting.extend(dependents.of_owner(&dependent).cloned());
            held |= !remove_or_mark(next, &dependent, how.time).map_err(failed)?;
        }
        if held && propagation == Propagation::Foreground {
            next.change(object.key(), |json| add_finalizer(json, FOREGROUND)).map_err(failed)?;
        }
        if let Some(object) = next.get(object.key()).cloned() {
            remove_or_mark(next, &object, how.time).map_err(failed)?;
        }
    }
    controllers::run(next, how.time);
    Ok(())
}

/// Removes an object, or marks it when something holds it: finalizers, and the content of a namespace.
fn remove_or_mark(cluster: &mut Cluster, object: &Object, time: &str) -> Result<bool, WrongType> {
    let is_namespace = object.kind() == Kind::Namespace;
    if finalizers(object).next().is_none() && !is_namespace {
        cluster.remove(object.key());
        return Ok(true);
    }
    let revision = cluster.advance();
    cluster.change(object.key(), |json| {
        let Some(metadata) = json.get_mut("metadata").and_then(Value::as_object_mut) else { return };
        metadata.entry("deletionTimestamp").or_insert_with(|| time.into());
        metadata.entry("deletionGracePeriodSeconds").or_insert_with(|| 0.into());
        metadata.insert("resourceVersion".to_owned(), revision.to_string().into());
        if is_namespace {
            json["status"] = json!({"phase": "Terminating"});
        }
    })?;
    Ok(false)
}

fn finalizers(object: &Object) -> impl Iterator<Item = &str> {
    let list = object.json()["metadata"].get("finalizers").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}

fn add_finalizer(json: &mut Value, name: &str) {
    let Some(metadata) = json.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    if let Some(list) = metadata.entry("finalizers").or_insert_with(|| json!([])).as_array_mut()
        && !list.iter().any(|one| one == name)
    {
        list.push(name.into());
    }
}

fn disown(json: &mut Value, uid: &str) {
    if let Some(Value::Array(owners)) = json.pointer_mut("/metadata/ownerReferences") {
        owners.retain(|owner| owner.get("uid").and_then(Value::as_str) != Some(uid));
    }
}

/// Lets an object go that was marked and that nothing holds any more, and those that waited for it.
pub(super) fn release(cluster: &mut Cluster, object: &Object) {
    let marked = object.json()["metadata"].get("deletionTimestamp").is_some_and(|time| !time.is_null());
    if !marked || object.kind() == Kind::Namespace || finalizers(object).next().is_some() {
        return;
    }
    let owners: Vec<Key> = owners(object).map(|(key, _)| key).collect();
    cluster.remove(object.key());
    for key in owners {
        let Some(owner) = cluster.get(&key).cloned() else { continue };
        let waits = finalizers(&owner).any(|one| one == FOREGROUND);
        if waits && Dependents::of(cluster, std::slice::from_ref(&owner)).of_owner(&owner).next().is_none() {
            let others: Vec<&str> = finalizers(&owner).filter(|one| *one != FOREGROUND).collect();
            let freed = cluster.change(&key, |json| json["metadata"]["finalizers"] = json!(others));
            if let (Ok(()), Some(owner)) = (freed, cluster.get(&key).cloned()) {
                release(cluster, &owner);
            }
        }
    }
}

/// The owners that an object names, as objects of its namespace or of none, each with its uid.
fn owners(object: &Object) -> impl Iterator<Item = (Key, &str)> {
    let references = object.json()["metadata"].get("ownerReferences").and_then(Value::as_array);
    references.into_iter().flatten().filter_map(|reference| owner(reference, object.namespace()))
}

fn owner<'a>(reference: &'a Value, namespace: &str) -> Option<(Key, &'a str)> {
    let text = |field: &str| reference.get(field).and_then(Value::as_str).unwrap_or_default();
    let kind = Kind::of_document(text("apiVersion"), text("kind"))?;
    let namespace = if kind.namespaced() { namespace } else { "" };
    Some((Key::new(kind, namespace, text("name")), text("uid")))
}

/// Whether the uid is that of the object which is there: one of the same name that was made later is another one.
fn is_of(object: &Object, uid: &str) -> bool {
    uid.is_empty() || object.uid().is_empty() || object.uid() == uid
}

/// An object that has an owner besides those that go stays, and names them no longer.
/// <https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents>
fn leave_to_others(cluster: &mut Cluster, object: &Object, going: &BTreeSet<Key>) -> Result<bool, WrongType> {
    // What goes for another reason than a reference - its definition does - has nobody else to stay for.
    if !owners(object).any(|(key, _)| going.contains(&key)) {
        return Ok(false);
    }
    let stays = |(key, uid): &(Key, &str)| {
        let owner = cluster.get(key).filter(|owner| !going.contains(key) && is_of(owner, uid));
        owner.is_some_and(|owner| !finalizers(owner).any(|one| one == FOREGROUND))
    };
    let solid: BTreeSet<Key> = owners(object).filter(stays).map(|(key, _)| key).collect();
    if solid.is_empty() {
        return Ok(false);
    }
    let revision = cluster.advance();
    cluster.change(object.key(), |json| {
        json["metadata"]["resourceVersion"] = revision.to_string().into();
        if let Some(Value::Array(references)) = json.pointer_mut("/metadata/ownerReferences") {
            let known = |reference: &Value| owner(reference, object.namespace()).map(|(key, _)| key);
            references.retain(|reference| known(reference).is_none_or(|key| solid.contains(&key)));
        }
    })?;
    Ok(true)
}

/// What is there because of what: read once, so that a large tree costs one walk through the cluster.
struct Dependents {
    by_owner: BTreeMap<Key, Vec<Key>>,
}

impl Dependents {
    /// Of these objects, and of what they own: an owner in a namespace has its dependents there.
    fn of(cluster: &Cluster, owners: &[Arc<Object>]) -> Self {
        let namespaces: BTreeSet<&str> = owners.iter().map(|owner| owner.namespace()).collect();
        if namespaces.contains("") {
            Self::among(cluster, cluster.all())
        } else {
            Self::among(cluster, namespaces.into_iter().flat_map(|namespace| cluster.all_in(namespace)))
        }
    }

    fn among<'a>(cluster: &Cluster, objects: impl Iterator<Item = &'a Arc<Object>>) -> Self {
        let mut by_owner: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
        let mut add =
            |owner: Key, object: &Object| by_owner.entry(owner).or_default().push(object.key().clone());
        for object in objects {
            for (owner, uid) in owners(object) {
                if cluster.get(&owner).is_none_or(|owner| is_of(owner, uid)) {
                    add(owner, object);
                }
            }
            if object.kind() == Kind::Endpoints {
                // Endpoints have their Service's name and no owner.
                add(Key::new(Kind::Service, object.namespace(), object.name()), object);
            }
            if let Kind::Custom(kind) = object.kind() {
                let name = kind.declaration().resource();
                add(Key::new(Kind::CustomResourceDefinition, "", &name), object);
            }
        }
        Self { by_owner }
    }

    fn of_owner(&self, owner: &Object) -> impl Iterator<Item = &Key> {
        self.by_owner.get(owner.key()).into_iter().flatten()
    }
}
