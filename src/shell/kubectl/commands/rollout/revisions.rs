//! The revisions of a Deployment: its `ReplicaSet`s, by the number that the controller wrote on each.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    cluster::{Kind, Object},
    shell::kubectl::{client::Client, failure::Failure},
};

/// The annotation.
pub const REVISION: &str = "deployment.kubernetes.io/revision";
/// The annotation that `history` shows.
pub const CAUSE: &str = "kubernetes.io/change-cause";

/// The `ReplicaSet`s of a Deployment by revision, the oldest first.
///
/// # Errors
/// A request that fails.
pub fn of(client: &mut Client<'_, '_>, deployment: &Object) -> Result<Vec<(i64, Arc<Object>)>, Failure> {
    let sets = client.list(Kind::ReplicaSet, deployment.namespace(), "", "")?;
    let owned = sets.into_iter().filter(|set| {
        let owners = set.json().pointer("/metadata/ownerReferences").and_then(Value::as_array);
        owners
            .into_iter()
            .flatten()
            .any(|owner| owner["kind"] == "Deployment" && owner["name"] == deployment.name())
    });
    let mut revisions: Vec<(i64, Arc<Object>)> =
        owned.filter_map(|set| Some((set.annotation(REVISION)?.parse().ok()?, set))).collect();
    revisions.sort_by_key(|(revision, _)| *revision);
    Ok(revisions)
}

/// The template of a revision as the Deployment would have it: without the controller's label.
pub fn template(set: &Object) -> Value {
    let mut template = set.json().pointer("/spec/template").cloned().unwrap_or_default();
    if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.remove("pod-template-hash");
    }
    template
}
