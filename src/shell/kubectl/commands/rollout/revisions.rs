//! The revisions of a workload by number: the `ReplicaSet`s of a Deployment, the `ControllerRevision`s of the others.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    cluster::{Kind, Object},
    shell::kubectl::{client::Client, failure::Failure},
};

/// The annotation of a `ReplicaSet`.
const REVISION: &str = "deployment.kubernetes.io/revision";
/// The annotation that `history` shows.
pub const CAUSE: &str = "kubernetes.io/change-cause";

/// Numbers, each with what is kept under it.
pub type Revisions = Vec<(i64, Arc<Object>)>;

/// What a workload keeps of its former templates, by revision, the oldest first.
///
/// # Errors
/// A request that fails; `refusal` of a kind that keeps nothing, which is named as Go prints it: `{apps ReplicaSet}`.
pub fn of(
    client: &mut Client<'_, '_>,
    workload: &Object,
    refusal: impl Fn(&str) -> String,
) -> Result<Revisions, Failure> {
    let kept = match workload.kind() {
        Kind::Deployment => Kind::ReplicaSet,
        Kind::StatefulSet | Kind::DaemonSet => Kind::ControllerRevision,
        other => {
            let declaration = other.declaration();
            let shown = format!("{{{} {}}}", declaration.group, declaration.name);
            return Err(Failure::plain(refusal(&shown)));
        }
    };
    let all = client.list(kept, workload.namespace(), "", "")?;
    let owned = all.into_iter().filter(|one| {
        let owners = one.json().pointer("/metadata/ownerReferences").and_then(Value::as_array);
        owners.into_iter().flatten().any(|owner| owner["uid"] == workload.uid())
    });
    let number = |one: &Object| match kept {
        Kind::ReplicaSet => one.annotation(REVISION)?.parse().ok(),
        _ => one.json().get("revision")?.as_i64(),
    };
    let mut revisions: Revisions = owned.filter_map(|one| Some((number(&one)?, one))).collect();
    revisions.sort_by_key(|(revision, _)| *revision);
    Ok(revisions)
}

/// The template of a revision as the workload would have it: without the controller's marks.
pub fn template(revision: &Object) -> Value {
    let place = if revision.kind() == Kind::ReplicaSet { "/spec/template" } else { "/data/spec/template" };
    let mut template = revision.json().pointer(place).cloned().unwrap_or_default();
    if let Some(fields) = template.as_object_mut() {
        fields.remove("$patch");
    }
    if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.remove("pod-template-hash");
    }
    template
}
