//! What must be as it was: flows of the start, and objects whose content nobody was asked to change.

use serde_json::Value;

use super::flow;
use crate::{
    cluster::Object,
    course::lab::Unbroken,
    lab::{find, loss::Loss, scene::Scene},
};

pub fn met(wanted: &Unbroken, scene: &Scene<'_>) -> Result<(), Loss> {
    for flow in &wanted.flows {
        flow::met(flow, scene)?;
    }
    for name in &wanted.untouched {
        for before in find::objects(scene.start, name) {
            let key = before.key();
            match scene.cluster.get(key) {
                None => return Err(format!("{key} is gone").into()),
                Some(after) => unchanged(before, after)?,
            }
        }
    }
    Ok(())
}

/// Annotations do not count: clients and controllers write there. Nor does what controllers fill in.
fn unchanged(before: &Object, after: &Object) -> Result<(), String> {
    let what = || before.key().to_string();
    if before.labels() != after.labels() {
        return Err(format!("the labels of {} were changed", what()));
    }
    let fields = |object: &Object| -> Vec<(String, Value)> {
        let own = |name: &str| !matches!(name, "metadata" | "status" | "apiVersion" | "kind");
        let all = object.json().as_object().into_iter().flatten();
        all.filter(|(name, _)| own(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let (old, new) = (fields(before), fields(after));
    if old == new {
        return Ok(());
    }
    let changed = old.iter().chain(&new).find(|field| !old.contains(field) || !new.contains(field));
    Err(format!("{} was changed: its {}", what(), changed.map_or("content", |(name, _)| name)))
}
