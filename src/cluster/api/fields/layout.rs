//! Which lists are maps in disguise, and which structures are one field: what server-side apply knows of the types.

use serde_json::Value;

use crate::cluster::{Kind, api::patch::Schema};

/// Fields that are written as a whole: the tags `+structType=atomic` and `+mapType=atomic` of the API's types.
const ATOMIC: &[&str] = &[
    "nodeSelector",
    "labelSelector",
    "podSelector",
    "namespaceSelector",
    "secretKeyRef",
    "configMapKeyRef",
    "fieldRef",
    "resourceFieldRef",
];

/// A place in an object, and how server-side apply sees what is there.
#[derive(Debug, Clone)]
pub struct Layout {
    schema: Schema,
    field: String,
    depth: usize,
}

/// How the elements of a list are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elements {
    /// They are not: the list is one field.
    One,
    /// By their values.
    Values,
    /// By these fields.
    Keys(Vec<&'static str>),
}

impl Layout {
    pub fn of(kind: Kind) -> Self {
        Self { schema: Schema::of(kind), field: String::new(), depth: 0 }
    }

    #[must_use]
    pub fn child(&self, field: &str) -> Self {
        Self { schema: self.schema.child(field), field: field.to_owned(), depth: self.depth + 1 }
    }

    /// A map that is written as a whole. The selector of a Service or a workload, `spec.selector`, is one.
    pub fn is_atomic(&self) -> bool {
        ATOMIC.contains(&self.field.as_str()) || self.field == "selector" && self.depth == 2
    }

    /// Strategic merge tells ports apart by their number alone, server-side apply by number and protocol.
    pub fn elements(&self) -> Elements {
        match self.schema.merge_key() {
            None => Elements::One,
            Some("") => Elements::Values,
            Some(key @ ("port" | "containerPort")) => Elements::Keys(vec![key, "protocol"]),
            Some("topologyKey") => Elements::Keys(vec!["topologyKey", "whenUnsatisfiable"]),
            Some(key) => Elements::Keys(vec![key]),
        }
    }
}

/// The step to an element of a list, as `fieldsV1` writes it: `k:{"name":"web"}`, `v:"text"`. The protocol is TCP where none
/// is written.
pub fn step(element: &Value, elements: &Elements) -> Option<String> {
    match elements {
        Elements::One => None,
        Elements::Values => Some(format!("v:{element}")),
        Elements::Keys(keys) => {
            let value = |key: &&str| match element.get(*key) {
                Some(value) => Some(((*key).to_owned(), value.clone())),
                None if *key == "protocol" => Some(((*key).to_owned(), "TCP".into())),
                None => None,
            };
            let pairs: Option<serde_json::Map<String, Value>> = keys.iter().map(value).collect();
            pairs.map(|pairs| format!("k:{}", Value::Object(pairs)))
        }
    }
}
