//! How a controller writes: each write is a version, a changed specification a generation, and one that changes nothing
//! is none.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::cluster::{
    identity,
    key::Key,
    kind::Kind,
    object::{Object, Origin},
    store::Cluster,
};

/// The cluster as one controller has it before it, and the time.
#[derive(Debug)]
pub struct Desk<'a> {
    pub cluster: &'a mut Cluster,
    /// RFC 3339 in UTC.
    pub now: &'a str,
}

impl Desk<'_> {
    /// Stores a new object: uid, version, times and, for a `generateName`, its name are given here.
    pub fn create(&mut self, kind: Kind, mut json: Value, origin: Origin) -> Option<Arc<Object>> {
        let revision = self.cluster.advance();
        let metadata = json.get_mut("metadata")?.as_object_mut()?;
        if !metadata.contains_key("name") {
            let prefix = metadata.get("generateName").and_then(Value::as_str).unwrap_or_default();
            let name = format!("{prefix}{}", identity::letters(revision));
            metadata.insert("name".to_owned(), name.into());
        }
        self.stamp(kind, revision, metadata);
        let object = Object::read(kind, json, origin);
        debug_assert!(object.is_ok(), "a controller's {kind} is wrong: {object:?}");
        let object = object.ok()?;
        let key = object.key().clone();
        self.cluster.put(object);
        self.cluster.get(&key).cloned()
    }

    pub(super) fn stamp(&self, kind: Kind, revision: u64, metadata: &mut Map<String, Value>) {
        metadata.insert("uid".to_owned(), identity::uid(revision).into());
        metadata.insert("resourceVersion".to_owned(), revision.to_string().into());
        metadata.entry("creationTimestamp").or_insert_with(|| self.now.into());
        if kind.declaration().generation {
            metadata.entry("generation").or_insert_with(|| 1.into());
        }
    }

    /// Changes an object; whether anything changed. A change that does not fit its type is none.
    pub fn change(&mut self, key: &Key, edit: impl FnOnce(&mut Value)) -> bool {
        let Some(old) = self.cluster.get(key).cloned() else { return false };
        let mut json = old.json().clone();
        edit(&mut json);
        if json == *old.json() {
            return false;
        }
        let revision = self.cluster.advance();
        // A Pod's node is bound, not specified: that is no new generation.
        let counts = key.kind.declaration().generation && key.kind != Kind::Pod;
        let generation = json.pointer("/metadata/generation").and_then(Value::as_i64).unwrap_or(0);
        let specified = json.get("spec") != old.json().get("spec");
        if let Some(metadata) = json.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert("resourceVersion".to_owned(), revision.to_string().into());
            if counts && specified {
                metadata.insert("generation".to_owned(), (generation + 1).into());
            }
        }
        let changed = self.cluster.replace(key, json);
        debug_assert!(changed.is_ok(), "a controller's change of {key} is wrong: {changed:?}");
        changed.is_ok()
    }

    /// Replaces an object's status.
    pub fn set_status(&mut self, key: &Key, status: Value) -> bool {
        self.change(key, |json| json["status"] = status)
    }

    /// Stores an object that follows from others, in place of the one of its name: what that has of its own (uid, times)
    /// stays. `annotate` sees the new object only where it differs.
    pub fn apply(&mut self, kind: Kind, mut json: Value, origin: Origin, annotate: impl FnOnce(&mut Value)) {
        let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let key = Key::new(kind, text("/metadata/namespace"), text("/metadata/name"));
        let Some(old) = self.cluster.get(&key).cloned() else {
            annotate(&mut json);
            self.create(kind, json, origin);
            return;
        };
        if let (Some(metadata), Some(own)) =
            (json.get_mut("metadata").and_then(Value::as_object_mut), old.json()["metadata"].as_object())
        {
            for (field, value) in own {
                metadata.entry(field.clone()).or_insert_with(|| value.clone());
            }
        }
        if json != *old.json() {
            annotate(&mut json);
            self.change(&key, |stored| *stored = json);
        }
    }

    /// Removes an object. One with finalizers is only marked: somebody else has to let it go.
    pub fn delete(&mut self, object: &Object) {
        let finalizers = object.json()["metadata"].get("finalizers").and_then(Value::as_array);
        if finalizers.is_some_and(|finalizers| !finalizers.is_empty()) {
            let now = self.now;
            self.change(object.key(), |json| {
                if let Some(metadata) = json.get_mut("metadata").and_then(Value::as_object_mut) {
                    metadata.entry("deletionTimestamp").or_insert_with(|| now.into());
                }
            });
        } else {
            self.cluster.remove(object.key());
        }
    }
}
