//! One object of a cluster: its JSON as written, and the same read by its type.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;
use serde_json::Value;

use super::{
    key::Key,
    kind::Kind,
    typed::{Resource, Typed, WrongType},
};

/// A map of labels or annotations.
pub type Labels = BTreeMap<String, String>;

/// Why an object is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Origin {
    /// Written by the user: in a file, or by a request.
    Given,
    /// Made by a controller from given objects: a Pod of a Deployment, an `EndpointSlice` of a Service.
    Derived,
    /// Every cluster has it and the input lacks it: a node, `CoreDNS`, `default/kubernetes`. Not among the Pods asked about.
    Assumed,
}

/// Where an object was written, for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub source: Arc<str>,
    /// Counts from 1; 0 when unknown.
    pub line: usize,
}

/// One object. Immutable: a change makes a new one, so that clones of a cluster can share it.
#[derive(Debug, Clone)]
pub struct Object {
    key: Key,
    labels: Labels,
    json: Value,
    typed: Typed,
    origin: Origin,
    serial: u64,
    place: Option<Place>,
}

impl Object {
    /// Reads an object of a known kind. `metadata.namespace` and `metadata.name` must be filled in already.
    ///
    /// # Errors
    /// When a field does not have its type.
    pub fn read(kind: Kind, json: Value, origin: Origin) -> Result<Self, WrongType> {
        let typed = Typed::read(kind, &json)?;
        let text = |field: &str| json.pointer(field).and_then(Value::as_str).unwrap_or_default();
        let namespace = if kind.namespaced() { text("/metadata/namespace") } else { "" };
        let key = Key::new(kind, namespace, text("/metadata/name"));
        let labels = labels_at(&json, "/metadata/labels");
        Ok(Self { key, labels, json, typed, origin, serial: 0, place: None })
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    #[must_use]
    pub(super) fn numbered(mut self, serial: u64) -> Self {
        self.serial = serial;
        self
    }

    pub fn key(&self) -> &Key {
        &self.key
    }

    pub fn kind(&self) -> Kind {
        self.key.kind
    }

    /// Empty for cluster-scoped kinds.
    pub fn namespace(&self) -> &str {
        &self.key.namespace
    }

    pub fn name(&self) -> &str {
        &self.key.name
    }

    /// `namespace/name`, or the name alone of a cluster-scoped object.
    pub fn full_name(&self) -> String {
        match self.namespace() {
            "" => self.name().to_owned(),
            namespace => format!("{namespace}/{}", self.name()),
        }
    }

    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.json.get("metadata")?.get("annotations")?.get(name)?.as_str()
    }

    /// Empty where nobody gave it one yet.
    pub fn uid(&self) -> &str {
        self.json.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default()
    }

    /// The object as written, `metadata` filled in.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The object by its type, if it is one.
    pub fn typed<T: Resource>(&self) -> Option<&T> {
        T::of(&self.typed)
    }

    /// The typed form, whatever the kind.
    pub fn as_typed(&self) -> &Typed {
        &self.typed
    }

    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Given by the user, or made from what the user gave; not supplied because a cluster must have it.
    pub fn is_asked_about(&self) -> bool {
        self.origin != Origin::Assumed
    }

    /// The order of creation in this cluster: input order for loaded objects.
    pub fn serial(&self) -> u64 {
        self.serial
    }

    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

/// The map of strings at a JSON pointer; what is not a string is left out (the typed read refuses it elsewhere).
pub(super) fn labels_at(json: &Value, pointer: &str) -> Labels {
    let Some(Value::Object(map)) = json.pointer(pointer) else { return Labels::new() };
    map.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}
