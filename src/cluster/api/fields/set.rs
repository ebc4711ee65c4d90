//! A set of fields: the form `fieldsV1`, and how a conflict names a field.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::layout::{Elements, Layout, step};
use crate::cluster::Kind;

/// The way to a field, in the steps of `fieldsV1`: `f:spec`, `f:ports`, `k:{"port":80,"protocol":"TCP"}`.
pub type Path = Vec<String>;

/// Fields of one object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set(pub BTreeSet<Path>);

/// What nobody manages: what names the object, and what the server keeps of it.
const UNMANAGED: &[&str] = &[
    "name",
    "namespace",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "managedFields",
    "generateName",
];

impl Set {
    /// All fields of an object but its status.
    pub fn of(kind: Kind, object: &Value) -> Self {
        let mut set = Self::default();
        let layout = Layout::of(kind);
        for (name, value) in object.as_object().into_iter().flatten() {
            match name.as_str() {
                "apiVersion" | "kind" | "status" => {}
                "metadata" => {
                    let metadata = layout.child("metadata");
                    for (name, value) in value.as_object().into_iter().flatten() {
                        if !UNMANAGED.contains(&name.as_str()) {
                            let path = vec!["f:metadata".to_owned(), format!("f:{name}")];
                            set.collect(value, &metadata.child(name), path);
                        }
                    }
                }
                _ => set.collect(value, &layout.child(name), vec![format!("f:{name}")]),
            }
        }
        set
    }

    fn collect(&mut self, value: &Value, layout: &Layout, path: Path) {
        let further = |step: String| path.iter().cloned().chain([step]).collect::<Path>();
        match value {
            Value::Object(fields) if !fields.is_empty() && !layout.is_atomic() => {
                for (name, value) in fields {
                    self.collect(value, &layout.child(name), further(format!("f:{name}")));
                }
            }
            Value::Array(items) if !items.is_empty() && layout.elements() != Elements::One => {
                let elements = layout.elements();
                for item in items {
                    let Some(step) = step(item, &elements) else { continue };
                    let path = further(step);
                    self.0.insert(path.clone());
                    for (name, value) in item.as_object().into_iter().flatten() {
                        let path = path.iter().cloned().chain([format!("f:{name}")]).collect();
                        self.collect(value, &layout.child(name), path);
                    }
                }
            }
            _ => {
                self.0.insert(path);
            }
        }
    }

    /// Reads `fieldsV1`.
    pub fn read(fields: &Value) -> Self {
        fn walk(fields: &Value, path: &mut Path, set: &mut BTreeSet<Path>) {
            let Some(fields) = fields.as_object() else { return };
            if fields.is_empty() || fields.contains_key(".") {
                set.insert(path.clone());
            }
            for (step, inner) in fields.iter().filter(|(step, _)| *step != ".") {
                path.push(step.clone());
                walk(inner, path, set);
                path.pop();
            }
        }
        let mut set = BTreeSet::new();
        walk(fields, &mut Path::new(), &mut set);
        set.remove(&Path::new());
        Self(set)
    }

    /// As `fieldsV1`. A field that is there itself and has fields of the set within it says so by a dot.
    pub fn write(&self) -> Value {
        fn insert(fields: &mut Map<String, Value>, path: &[String]) {
            let Some((step, rest)) = path.split_first() else { return };
            let inner = fields.entry(step.as_str()).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = inner else { return };
            if rest.is_empty() && !step.starts_with("f:") {
                inner.insert(".".to_owned(), Value::Object(Map::new()));
            }
            insert(inner, rest);
        }
        let mut root = Map::new();
        self.0.iter().for_each(|path| insert(&mut root, path));
        Value::Object(root)
    }
}

/// `.spec.ports[port=80,protocol="TCP"].targetPort`: a field in the words of a conflict.
pub fn shown(path: &Path) -> String {
    let step = |step: &String| match step.split_once(':') {
        Some(("f", name)) => format!(".{name}"),
        Some(("k", keys)) => {
            let keys: Map<String, Value> = serde_json::from_str(keys).unwrap_or_default();
            let pairs: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
            format!("[{}]", pairs.join(","))
        }
        Some((_, value)) => format!("[={value}]"),
        None => String::new(),
    };
    path.iter().map(step).collect::<Vec<_>>().concat()
}

/// The value that a path leads to.
pub fn find<'a>(mut value: &'a Value, path: &[String], layout: &Layout) -> Option<&'a Value> {
    let mut layout = layout.clone();
    for one in path {
        value = match one.strip_prefix("f:") {
            Some(name) => {
                layout = layout.child(name);
                value.get(name)?
            }
            None => {
                let elements = layout.elements();
                value.as_array()?.iter().find(|item| step(item, &elements).as_ref() == Some(one))?
            }
        };
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_set_is_written_and_read_as_fields_v1() {
        let service = json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "labels": {"app": "web"}},
            "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}]},
        });
        let set = Set::of(Kind::Service, &service);
        let shown: Vec<String> = set.0.iter().map(shown).collect();
        assert_eq!(
            shown,
            [
                ".metadata.labels.app",
                ".spec.ports[port=80,protocol=\"TCP\"]",
                ".spec.ports[port=80,protocol=\"TCP\"].port",
                ".spec.ports[port=80,protocol=\"TCP\"].targetPort",
                ".spec.selector",
            ]
        );
        assert_eq!(
            set.write(),
            json!({
                "f:metadata": {"f:labels": {"f:app": {}}},
                "f:spec": {
                    "f:ports": {"k:{\"port\":80,\"protocol\":\"TCP\"}": {".": {}, "f:port": {}, "f:targetPort": {}}},
                    "f:selector": {},
                },
            })
        );
        assert_eq!(Set::read(&set.write()), set);
        let port = &set
            .0
            .iter()
            .next_back()
            .map(|_| {
                vec![
                    "f:spec".to_owned(),
                    "f:ports".to_owned(),
                    "k:{\"port\":80,\"protocol\":\"TCP\"}".to_owned(),
                    "f:targetPort".to_owned(),
                ]
            })
            .unwrap();
        assert_eq!(find(&service, port, &Layout::of(Kind::Service)), Some(&json!(8080)));
    }
}
