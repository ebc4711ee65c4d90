//! Namespaces: every object's namespace exists, and each carries its own name as a label.
//!
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#automatic-labelling>

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Note, change, put};
use crate::cluster::{key::Key, kind::Kind, object::Origin, store::Cluster};

/// The label that the API server sets on every namespace.
pub const NAME_LABEL: &str = "kubernetes.io/metadata.name";

pub fn settle(cluster: &mut Cluster, notes: &mut Vec<Note>) {
    let used: BTreeSet<String> =
        cluster.all().map(|object| object.namespace().to_owned()).filter(|name| !name.is_empty()).collect();
    for name in used {
        if cluster.find(Kind::Namespace, "", &name).is_none() {
            if name != "default" {
                notes.push(Note::new(&Key::new(Kind::Namespace, "", &name), "not in the input although objects are in it: assumed to exist, without labels of its own"));
            }
            put(
                cluster,
                Kind::Namespace,
                json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}),
                Origin::Assumed,
            );
        }
    }
    let unlabelled: Vec<Key> = cluster
        .namespaces()
        .filter(|(object, _)| object.labels().get(NAME_LABEL).is_none_or(|label| label != object.name()))
        .map(|(object, _)| object.key().clone())
        .collect();
    for key in unlabelled {
        change(cluster, &key, |json| {
            if let Some(labels) = map_in(map_of(json, "metadata"), "labels") {
                labels.insert(NAME_LABEL.to_owned(), key.name.clone().into());
            }
        });
    }
}

/// The object under a key, made if it is not there.
pub fn map_of<'a>(json: &'a mut Value, key: &str) -> Option<&'a mut Map<String, Value>> {
    map_in(json.as_object_mut(), key)
}

pub fn map_in<'a>(map: Option<&'a mut Map<String, Value>>, key: &str) -> Option<&'a mut Map<String, Value>> {
    let value = map?.entry(key).or_insert(Value::Null);
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut()
}
