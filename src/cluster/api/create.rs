//! `create`: a new object.

use std::sync::Arc;

use k8s_openapi::api::core::v1::{Namespace, Pod};
use serde_json::{Map, Value};

use super::{
    admit::{admit, read},
    allocate,
    decode::Body,
    fields::{Managers, Operation, Writer},
    replace::store,
    request::{How, Target},
    service_account,
    status::{Reason, Status},
    warnings,
};
use crate::cluster::{Cluster, Kind, Object, identity, quota};

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
    let json = read(target, body, how)?;
    create_read(cluster, target, json, None, how)
}

/// The same for a body that is read; the managers of its fields are the writer, unless they are decided.
pub(super) fn create_read(
    cluster: &mut Cluster,
    target: &Target<'_>,
    mut json: Value,
    managers: Option<&Managers>,
    how: &How<'_>,
) -> Result<Arc<Object>, Status> {
    let kind = target.kind;
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
        for field in ["deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "generation"] {
            metadata.remove(field);
        }
        if kind.declaration().generation {
            metadata.insert("generation".to_owned(), 1.into());
        }
    }
    let name = json.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default().to_owned();
    target.check_namespace(cluster)?;
    let target = Target { name: &name, ..*target };
    check_not_terminating(cluster, &target)?;
    default_class(cluster, kind, &mut json);
    if kind == Kind::Pod
        && let Value::Object(fields) = &mut json
    {
        service_account::mount(fields, revision);
    }
    let mut object = admit(kind, json, None)?;
    check_account(cluster, &object)?;
    allocate::check(cluster, &object)?;
    if cluster.get(object.key()).is_some() {
        return Err(Status::already_exists(kind, &name));
    }
    if let Some(why) = quota::refusal(cluster, &object) {
        return Err(Status::forbidden(kind, &name, &why));
    }
    how.warn(warnings::of(&object));
    if let Some(managers) = managers {
        object = with_managers(&object, managers)?;
    } else if !how.manager.is_empty() {
        let mut managers = Managers::default();
        let writer = Writer { name: how.manager, operation: Operation::Update, time: how.time };
        managers.updated(kind, &Value::Null, object.json(), writer);
        object = with_managers(&object, &managers)?;
    }
    store(cluster, next, object, how)
}

fn with_managers(object: &Object, managers: &Managers) -> Result<Object, Status> {
    let mut json = object.json().clone();
    managers.write(&mut json);
    Object::read(object.kind(), json, object.origin())
        .map_err(|error| Status::plain(Reason::BadRequest, error.to_string()))
}

fn check_not_terminating(cluster: &Cluster, target: &Target<'_>) -> Result<(), Status> {
    let Some((_, namespace)) = cluster.fetch::<Namespace>("", target.namespace) else { return Ok(()) };
    if target.kind.namespaced() && namespace.metadata.deletion_timestamp.is_some() {
        let why = format!(
            "unable to create new content in namespace {} because it is being terminated",
            target.namespace
        );
        return Err(Status::forbidden(target.kind, target.name, &why));
    }
    Ok(())
}

/// A Pod's service account must exist. The one that every namespace has may still be on its way in a cluster just loaded.
fn check_account(cluster: &Cluster, object: &Object) -> Result<(), Status> {
    let Some(pod) = object.typed::<Pod>() else { return Ok(()) };
    let account = pod.spec.as_ref().and_then(|spec| spec.service_account_name.as_deref()).unwrap_or_default();
    let namespace = object.namespace();
    if account.is_empty()
        || account == "default"
        || cluster.find(Kind::ServiceAccount, namespace, account).is_some()
    {
        return Ok(());
    }
    let why = format!(
        "error looking up service account {namespace}/{account}: serviceaccount {account:?} not found"
    );
    Err(Status::forbidden(Kind::Pod, object.name(), &why))
}

/// `generateName` and the five letters that the server adds.
fn generate_name(metadata: &mut Map<String, Value>, revision: u64) {
    let text = |field: &str| metadata.get(field).and_then(Value::as_str).unwrap_or_default();
    if !text("name").is_empty() || text("generateName").is_empty() {
        return;
    }
    let name = format!("{}{}", text("generateName"), identity::letters(revision));
    metadata.insert("name".to_owned(), name.into());
}

/// The `DefaultIngressClass` admission: an Ingress that names no class in either way gets the default one.
fn default_class(cluster: &Cluster, kind: Kind, json: &mut Value) {
    const OLD_FORM: &str = "kubernetes.io/ingress.class";
    let names_one = json["spec"].get("ingressClassName").is_some()
        || json["metadata"].get("annotations").is_some_and(|annotations| annotations.get(OLD_FORM).is_some());
    if kind != Kind::Ingress || names_one || !json["spec"].is_object() {
        return;
    }
    if let Some((class, _)) = cluster.default_ingress_classes().first() {
        json["spec"]["ingressClassName"] = class.name().into();
    }
}
