//! Pods of a template: how every workload makes them, and what it counts.

use std::sync::Arc;

use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;

use super::{Desk, field};
use crate::cluster::{
    api::service_account,
    derive, identity,
    kind::Kind,
    object::{Object, Origin},
    pod, quota,
    store::Cluster,
};

/// More Pods than this of one workload are not made: they are all alike, and a million of them would fill the memory.
/// A real cluster would make them, and leave Pending those for which its nodes (110 Pods each) have no room.
pub const MOST_OF_ONE: usize = 1_000;

/// A Pod of the owner's template, without a name.
pub fn of_template(owner: &Object) -> Value {
    of(owner, None)
}

/// A Pod of another template that the owner had, or of the one that it has.
pub fn of(owner: &Object, template: Option<&Value>) -> Value {
    derive::pod_of(owner, template.or_else(|| owner.json().pointer("/spec/template")))
}

/// Makes a Pod for its owner; its name, unless it has one, is the owner's with five letters.
///
/// # Errors
/// Why the server refused it, as the event `FailedCreate` says it.
pub fn create(desk: &mut Desk<'_>, owner: &Object, mut json: Value) -> Result<Arc<Object>, String> {
    if let Value::Object(fields) = &mut json {
        Kind::Pod.declaration().fill(fields);
        service_account::mount(fields, desk.cluster.revision());
    }
    if let Some(why) = refusal(desk, &json) {
        // The name that it would have had: always the same, so that a second attempt is no news.
        let letters = identity::letters(derive::fingerprint(owner.uid()));
        let name = match field::text(&json, "/metadata/name") {
            "" => format!("{}-{letters}", owner.name()),
            name => name.to_owned(),
        };
        return Err(format!("pods {name:?} is forbidden: {why}"));
    }
    if field::text(&json, "/metadata/name").is_empty() {
        json["metadata"]["generateName"] = format!("{}-", owner.name()).into();
    }
    let origin = if owner.is_asked_about() { Origin::Derived } else { Origin::Assumed };
    desk.create(Kind::Pod, json, origin).ok_or_else(|| "the Pod's template is not valid".to_owned())
}

fn refusal(desk: &Desk<'_>, json: &Value) -> Option<String> {
    let namespace = field::text(json, "/metadata/namespace");
    desk.cluster.objects_in(Kind::ResourceQuota, namespace).next()?;
    quota::refusal(desk.cluster, &Object::read(Kind::Pod, json.clone(), Origin::Derived).ok()?)
}

/// Neither finished nor being deleted.
pub fn is_active(object: &Object) -> bool {
    object.typed::<Pod>().is_some_and(|pod| !pod::is_finished(pod) && !pod::is_terminating(pod))
}

/// The condition `Ready`. Available is the same here: `minReadySeconds` have passed.
pub fn is_ready(object: &Object) -> bool {
    let status = object.json().pointer("/status/conditions").and_then(Value::as_array);
    status.into_iter().flatten().any(|one| one["type"] == "Ready" && one["status"] == "True")
}

/// Whether a Pod runs a program that is known by its image's name, without registry and version.
pub fn runs(object: &Object, image: &str) -> bool {
    let containers =
        object.typed::<Pod>().and_then(|pod| pod.spec.as_ref()).map(|spec| spec.containers.as_slice());
    let mut images = containers.into_iter().flatten().filter_map(|container| container.image.as_deref());
    images.any(|reference| {
        let name = reference.split('@').next().unwrap_or_default();
        let name = name.rsplit_once(':').map_or(name, |(name, _)| name);
        name.strip_suffix(image).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    })
}

/// The Pods that run a program and are ready.
pub fn running<'c>(cluster: &'c Cluster, image: &str) -> impl Iterator<Item = (&'c Object, &'c Pod)> {
    cluster.pods().filter(move |(object, _)| runs(object, image) && is_ready(object))
}

/// How many of these are ready.
pub fn ready(pods: &[Arc<Object>]) -> usize {
    pods.iter().filter(|pod| is_ready(pod)).count()
}
