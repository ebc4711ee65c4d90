//! Whose an object is: a controller adopts what it selects and nobody manages, and releases what it no longer selects.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#non-template-pod-acquisitions>

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Desk, field};
use crate::cluster::{kind::Kind, object::Object, owner};

/// The objects of a kind that `manager` has now, after adopting and releasing, in order of creation.
pub fn claim(desk: &mut Desk<'_>, manager: &Object, kind: Kind) -> Vec<Arc<Object>> {
    let selector = field::selector(manager);
    let mut own = Vec::new();
    let (mut adopted, mut released) = (Vec::new(), Vec::new());
    for object in desk.cluster.objects_in(kind, manager.namespace()) {
        let selected = selector.matches(object.labels());
        if owner::is_controlled_by(object, manager) {
            if selected { own.push(Arc::clone(object)) } else { released.push(object.key().clone()) }
        } else if selected && !owner::is_controlled(object) && !field::is_terminating(object) {
            adopted.push(object.key().clone());
        }
    }
    for key in released {
        desk.change(&key, |json| {
            if let Some(owners) = json["metadata"].get_mut("ownerReferences").and_then(Value::as_array_mut) {
                owners.retain(|owner| owner.get("uid").and_then(Value::as_str) != Some(manager.uid()));
            }
        });
    }
    if !field::is_terminating(manager) {
        for key in adopted {
            desk.change(&key, |json| {
                let owners = &mut json["metadata"]["ownerReferences"];
                if owners.is_null() {
                    *owners = json!([]);
                }
                if let Some(owners) = owners.as_array_mut() {
                    owners.push(owner::reference(manager));
                }
            });
            own.extend(desk.cluster.get(&key).cloned());
        }
    }
    own.sort_by_key(|object| object.serial());
    own
}
