//! What every stored object has: objects that were loaded get it with the first request, as if it had made them.

use serde_json::{Map, Value};

use super::{Controller, Desk, EVERY_KIND};
use crate::cluster::{key::Key, kind::Kind, store::Changes};

pub(super) const CONTROLLER: Controller = Controller { name: "registration", watches: EVERY_KIND, sync };

/// Kinds come in the order in which one owns the next, so an owner has its uid before those that refer to it.
fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    for key in changes.keys() {
        let unknown = desk.cluster.get(key).is_some_and(|object| object.uid().is_empty());
        if unknown {
            register(desk, key);
        }
    }
}

fn register(desk: &mut Desk<'_>, key: &Key) {
    let Some(object) = desk.cluster.get(key).cloned() else { return };
    let revision = desk.cluster.advance();
    let mut json = object.json().clone();
    if let Value::Object(fields) = &mut json {
        key.kind.declaration().fill(fields);
    }
    let Some(metadata) = json.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    desk.stamp(key.kind, revision, metadata);
    name_owners(desk, key, metadata);
    let fits = desk.cluster.change(key, |stored| *stored = json.clone()).is_ok();
    if !fits {
        // What the defaults do not fit into stays as it was loaded, but for its metadata.
        let kept = desk.cluster.change(key, |stored| stored["metadata"] = json["metadata"].clone());
        debug_assert!(kept.is_ok(), "{key} can not be registered: {kept:?}");
    }
}

/// What was derived while loading names owners that had no uid yet.
fn name_owners(desk: &Desk<'_>, key: &Key, metadata: &mut Map<String, Value>) {
    let owners = metadata.get_mut("ownerReferences").and_then(Value::as_array_mut);
    for owner in owners.into_iter().flatten().filter_map(Value::as_object_mut) {
        let text = |field: &str| owner.get(field).and_then(Value::as_str).unwrap_or_default();
        let kind = Kind::of_document(text("apiVersion"), text("kind"));
        let found = kind.and_then(|kind| desk.cluster.find(kind, &key.namespace, text("name")));
        if let Some(found) = found.filter(|_| text("uid").is_empty()) {
            owner.insert("uid".to_owned(), found.uid().into());
        }
    }
}
