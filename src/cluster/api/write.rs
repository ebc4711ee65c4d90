//! `create`, `update` and `patch`.

use std::sync::Arc;

use serde_json::Value;

use super::{
    admit::{admit, read},
    allocate,
    decode::Body,
    patch::{PatchFault, Schema, json_patch, merge_patch, strategic_merge_patch},
    read::get,
    request::{How, Target},
    status::{Reason, Status},
};
use crate::cluster::{Cluster, Object, controllers, derive, identity};

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

/// Stores a new object. The answer is the object as stored.
///
/// # Errors
/// What the server would refuse it with; the cluster is as it was then.
pub fn create(
    cluster: &mut Cluster,
    target: &Target<'_>,
    body: &Body,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let kind = target.kind;
    let mut json = read(target, body, how.unknown)?;
    if json["metadata"].get("resourceVersion").and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
        let why = "resourceVersion should not be set on objects to be created";
        return Err(Status::plain(Reason::BadRequest, why));
    }
    let mut next = cluster.clone();
    let revision = next.advance();
    if let Value::Object(fields) = &mut json {
        // A status is written by controllers only.
        fields.remove("status");
    }
    if let Some(Value::Object(metadata)) = json.get_mut("metadata") {
        generate_name(metadata, revision);
        metadata.insert("uid".to_owned(), identity::uid(revision).into());
        metadata.insert("resourceVersion".to_owned(), revision.to_string().into());
        metadata.insert("creationTimestamp".to_owned(), how.time.into());
        metadata.remove("deletionTimestamp");
        metadata.remove("managedFields");
        if kind.declaration().generation {
            metadata.insert("generation".to_owned(), 1.into());
        } else {
            metadata.remove("generation");
        }
    }
    let name = json.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default().to_owned();
    target.check_namespace(cluster)?;
    let target = Target { name: &name, ..*target };
    default_class(cluster, kind, &mut json);
    check_not_terminating(cluster, &target)?;
    let object = admit(kind, json, None)?;
    allocate::check(cluster, &object)?;
    if cluster.get(object.key()).is_some() {
        return Err(Status::already_exists(kind, &name));
    }
    store(cluster, next, object, how)
}

fn check_not_terminating(cluster: &Cluster, target: &Target<'_>) -> Result<(), Status> {
    let Some((_, namespace)) = cluster.fetch::<k8s_openapi::api::core::v1::Namespace>("", target.namespace)
    else {
        return Ok(());
    };
    if target.kind.namespaced() && namespace.metadata.deletion_timestamp.is_some() {
        let why = format!(
            "unable to create new content in namespace {} because it is being terminated",
            target.namespace
        );
        return Err(Status::forbidden(target.kind, target.name, &why));
    }
    Ok(())
}

/// `generateName` and the five letters that the server adds.
fn generate_name(metadata: &mut serde_json::Map<String, Value>, revision: u64) {
    let text = |field: &str| metadata.get(field).and_then(Value::as_str).unwrap_or_default();
    if !text("name").is_empty() || text("generateName").is_empty() {
        return;
    }
    let name = format!("{}{}", text("generateName"), identity::letters(revision));
    metadata.insert("name".to_owned(), name.into());
}

/// Puts the object into the copy, lets what follows from it follow, and makes the copy the cluster.
fn store(
    cluster: &mut Cluster,
    mut next: Cluster,
    object: Object,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let key = object.key().clone();
    next.put(object);
    derive::give_service_addresses(&mut next);
    let stored = next.get(&key).cloned().ok_or_else(|| Status::not_found(key.kind, &key.name))?;
    controllers::run(&mut next, how.time);
    if !how.dry_run {
        *cluster = next;
    }
    Ok(stored)
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
    let json = read(target, body, how.unknown)?;
    let old = Arc::clone(get(cluster, target)?);
    replace(cluster, target, json, &old, how)
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
    let served = target.kind.declaration();
    if served.custom && patch_type == PatchType::Strategic {
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
    let json = read(target, &Body::from(tree), how.unknown)?;
    replace(cluster, target, json, &old, how)
}

fn replace(
    cluster: &mut Cluster,
    target: &Target<'_>,
    mut json: Value,
    old: &Object,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let kind = target.kind;
    let was = old.json();
    let version = was["metadata"].get("resourceVersion").cloned();
    let asked = json["metadata"].get("resourceVersion").and_then(Value::as_str).unwrap_or_default();
    if !asked.is_empty() && version.as_ref().and_then(Value::as_str) != Some(asked) {
        let why =
            "the object has been modified; please apply your changes to the latest version and try again";
        return Err(Status::conflict(kind, target.name, why));
    }
    if let Value::Object(fields) = &mut json {
        keep(fields, was, "status");
    }
    if let Some(Value::Object(metadata)) = json.get_mut("metadata") {
        metadata.insert("name".to_owned(), target.name.into());
        let asked = metadata.get("uid").and_then(Value::as_str).unwrap_or_default();
        let own = was["metadata"].get("uid").and_then(Value::as_str).unwrap_or_default();
        if !asked.is_empty() && asked != own {
            let why = format!("Precondition failed: UID in precondition: {asked}, UID in object meta: {own}");
            return Err(Status::conflict(kind, target.name, &why));
        }
        for field in ["uid", "creationTimestamp", "generation", "deletionTimestamp", "resourceVersion"] {
            keep(metadata, &was["metadata"], field);
        }
    }
    take_over(old, &mut json);
    let object = admit(kind, json, Some(old))?;
    allocate::check(cluster, &object)?;
    if object.json() == was {
        return get(cluster, target).cloned();
    }
    let mut next = cluster.clone();
    let revision = next.advance();
    let mut json = object.json().clone();
    json["metadata"]["resourceVersion"] = revision.to_string().into();
    if kind.declaration().generation && json.get("spec") != was.get("spec") {
        let generation = was["metadata"].get("generation").and_then(Value::as_i64).unwrap_or(0);
        json["metadata"]["generation"] = (generation + 1).into();
    }
    let mut object = Object::read(kind, json, old.origin())
        .map_err(|error| Status::plain(Reason::BadRequest, error.to_string()))?;
    if let Some(place) = old.place() {
        object = object.at(place.clone());
    }
    store(cluster, next, object, how)
}

/// The field as it was, whatever the request says of it.
fn keep(fields: &mut serde_json::Map<String, Value>, was: &Value, field: &str) {
    match was.get(field) {
        Some(value) => fields.insert(field.to_owned(), value.clone()),
        None => fields.remove(field),
    };
}

/// A Service that says nothing of its addresses keeps them; one that names a new address means both forms of it.
fn take_over(old: &Object, json: &mut Value) {
    if old.kind() != crate::cluster::Kind::Service {
        return;
    }
    let was = &old.json()["spec"];
    let Some(Value::Object(spec)) = json.get_mut("spec") else { return };
    drop_with_type(spec, was);
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

/// What the old type needed and the new one does not have goes with the type, unless the request says something new of it
/// (`dropTypeDependentFields` of the server's Service strategy).
fn drop_with_type(spec: &mut serde_json::Map<String, Value>, was: &Value) {
    let kind = |spec: Option<&Value>| spec.and_then(Value::as_str).unwrap_or("ClusterIP").to_owned();
    let (old, new) = (kind(was.get("type")), kind(spec.get("type")));
    let outside = |kind: &str| matches!(kind, "NodePort" | "LoadBalancer");
    if outside(&old) && !outside(&new) {
        let ports = |ports: Option<&Value>| -> Vec<Value> {
            let ports = ports.and_then(Value::as_array).into_iter().flatten();
            ports.filter_map(|port| port.get("nodePort").cloned()).collect()
        };
        let before = ports(was.get("ports"));
        if ports(spec.get("ports")).iter().all(|port| before.contains(port)) {
            let list = spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten();
            for port in list.filter_map(Value::as_object_mut) {
                port.remove("nodePort");
            }
        }
        drop_unchanged(spec, was, &["externalTrafficPolicy", "healthCheckNodePort"]);
    }
    if old == "LoadBalancer" && new != "LoadBalancer" {
        drop_unchanged(
            spec,
            was,
            &["allocateLoadBalancerNodePorts", "loadBalancerClass", "healthCheckNodePort"],
        );
    }
}

fn drop_unchanged(spec: &mut serde_json::Map<String, Value>, was: &Value, fields: &[&str]) {
    for field in fields {
        if spec.get(*field) == was.get(*field) {
            spec.remove(*field);
        }
    }
}

/// The `DefaultIngressClass` admission: an Ingress that names no class in either way gets the default one.
fn default_class(cluster: &Cluster, kind: crate::cluster::Kind, json: &mut Value) {
    const OLD_FORM: &str = "kubernetes.io/ingress.class";
    let names_one = json["spec"].get("ingressClassName").is_some()
        || json["metadata"].get("annotations").is_some_and(|annotations| annotations.get(OLD_FORM).is_some());
    if kind != crate::cluster::Kind::Ingress || names_one || !json["spec"].is_object() {
        return;
    }
    if let Some((class, _)) = cluster.default_ingress_classes().first() {
        json["spec"]["ingressClassName"] = class.name().into();
    }
}
