//! Owner references: who made an object, and goes on managing it.
//!
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/>

use serde_json::{Value, json};

use super::{key::Key, kind::Kind, object::Object};

/// The reference by which a controller owns what it makes.
pub fn reference(owner: &Object) -> Value {
    json!({
        "apiVersion": owner.kind().api_version(), "kind": owner.kind().name(), "name": owner.name(),
        "controller": true, "blockOwnerDeletion": true, "uid": owner.uid(),
    })
}

/// The object that manages this one, by kind, namespace and name; there is at most one.
pub fn controller_of(object: &Object) -> Option<Key> {
    let owner = managing(object)?;
    let text = |field: &str| owner.get(field).and_then(Value::as_str).unwrap_or_default();
    let kind = Kind::of_document(text("apiVersion"), text("kind"))?;
    Some(Key::new(kind, object.namespace(), text("name")))
}

/// Whether the owner manages the object: one of the same name that was made later is another one.
pub fn is_controlled_by(object: &Object, owner: &Object) -> bool {
    managing(object).and_then(|reference| reference.get("uid")?.as_str()) == Some(owner.uid())
}

/// Whether anything manages it, of whatever kind.
pub fn is_controlled(object: &Object) -> bool {
    managing(object).is_some()
}

fn managing(object: &Object) -> Option<&Value> {
    let owners = object.json().get("metadata")?.get("ownerReferences")?.as_array()?;
    owners.iter().find(|owner| owner.get("controller") == Some(&Value::Bool(true)))
}
