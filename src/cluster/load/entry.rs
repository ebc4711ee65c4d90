//! One object in the input: found in a document or a `List`, recognised by kind and name.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{field_line::field_line, problem::LoadProblem};
use crate::cluster::{key::Key, kind::Kind, object::Place};

/// A document, or an item of a list, with what is needed to say where it is.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub value: Value,
    source: &'a str,
    text: &'a str,
    first_line: usize,
    /// `items[3].` for an item of a list.
    prefix: String,
}

/// An entry of a kind that we serve, its name and namespace filled in.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    pub key: Key,
    pub entry: Entry<'a>,
}

/// What an entry turned out to be.
pub enum Identity<'a> {
    Known(Known<'a>),
    /// `apiVersion kind` of something that we have no use for.
    Unknown(String),
}

/// The entries of a document: itself, or its items if it is a list, lists in lists included.
pub fn entries<'a>(source: &'a str, value: Value, text: &'a str, first_line: usize) -> Vec<Entry<'a>> {
    let mut found = Vec::new();
    flatten(Entry { value, source, text, first_line, prefix: String::new() }, &mut found);
    found
}

fn flatten<'a>(mut entry: Entry<'a>, found: &mut Vec<Entry<'a>>) {
    let kind = entry.text_of("kind").unwrap_or_default().to_owned();
    let items = match entry.value.get_mut("items") {
        Some(Value::Array(items)) if kind.ends_with("List") => std::mem::take(items),
        _ => return found.push(entry),
    };
    // The items of a typed list (`PodList`, as the API answers) may leave out what the list says.
    let of = kind.strip_suffix("List").filter(|kind| !kind.is_empty()).map(str::to_owned);
    let version = entry.text_of("apiVersion").map(str::to_owned);
    for (index, mut value) in items.into_iter().enumerate() {
        if let (Some(of), Value::Object(map)) = (&of, &mut value) {
            map.entry("kind").or_insert_with(|| of.clone().into());
            if let Some(version) = &version {
                map.entry("apiVersion").or_insert_with(|| version.clone().into());
            }
        }
        flatten(Entry { value, prefix: format!("{}items[{index}].", entry.prefix), ..entry.clone() }, found);
    }
}

impl<'a> Entry<'a> {
    fn text_of(&self, field: &str) -> Option<&str> {
        self.value.get(field)?.as_str()
    }

    fn line(&self, field: &str) -> usize {
        self.first_line + field_line(self.text, &format!("{}{field}", self.prefix)) - 1
    }

    fn fault(&self, field: &str, message: impl Into<String>) -> LoadProblem {
        let mut problem = LoadProblem::new(self.source, self.line(field), message);
        problem.field = (!field.is_empty()).then(|| format!("{}{field}", self.prefix));
        problem
    }

    /// Finds out kind and name, and fills in the namespace.
    pub fn identify(mut self, default_namespace: &str) -> Result<Identity<'a>, LoadProblem> {
        if !self.value.is_object() {
            return Err(self.fault("", "not an object: expected apiVersion, kind and metadata"));
        }
        let missing = |entry: &Self, field: &str| entry.fault(field, format!("{field} is missing: every object has apiVersion, kind and metadata"));
        let kind = self.text_of("kind").filter(|kind| !kind.is_empty()).ok_or_else(|| missing(&self, "kind"))?.to_owned();
        let version = self.text_of("apiVersion").filter(|version| !version.is_empty()).ok_or_else(|| missing(&self, "apiVersion"))?.to_owned();
        let Some(known) = Kind::of_document(&version, &kind) else { return Ok(Identity::Unknown(format!("{version} {kind}"))) };
        let name = self.name(known)?;
        let namespace = self.fill_namespace(known, default_namespace)?;
        Ok(Identity::Known(Known { key: Key::new(known, &namespace, &name), entry: self }))
    }

    fn metadata(&mut self) -> Option<&mut Map<String, Value>> {
        self.value.get_mut("metadata")?.as_object_mut()
    }

    /// `metadata.name`; an object that only has a `generateName` gets the name `PREFIXx`.
    fn name(&mut self, kind: Kind) -> Result<String, LoadProblem> {
        let at = |field: &str| format!("/metadata/{field}");
        match self.value.pointer(&at("name")) {
            Some(Value::String(name)) if !name.is_empty() => return Ok(name.clone()),
            Some(Value::String(_) | Value::Null) | None => {}
            Some(other) => return Err(self.fault("metadata.name", format!("expected a text, found {other}: put it in quotes"))),
        }
        let generated = self.value.pointer(&at("generateName")).and_then(Value::as_str).map(|prefix| format!("{prefix}x"));
        let Some(name) = generated else { return Err(self.fault("metadata.name", format!("this {kind} has no name"))) };
        if let Some(metadata) = self.metadata() {
            metadata.insert("name".to_owned(), name.clone().into());
        }
        Ok(name)
    }

    fn fill_namespace(&mut self, kind: Kind, default: &str) -> Result<String, LoadProblem> {
        let given = match self.value.pointer("/metadata/namespace") {
            Some(Value::String(namespace)) => namespace.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => return Err(self.fault("metadata.namespace", format!("expected a text, found {other}: put it in quotes"))),
        };
        let namespace = match (kind.namespaced(), given.is_empty()) {
            (false, _) => String::new(),
            (true, true) => default.to_owned(),
            (true, false) => given,
        };
        if let Some(metadata) = self.metadata() {
            if namespace.is_empty() {
                metadata.remove("namespace");
            } else {
                metadata.insert("namespace".to_owned(), namespace.clone().into());
            }
        }
        Ok(namespace)
    }
}

impl Known<'_> {
    /// A problem of this object's field.
    pub fn problem(&self, field: &str, message: &str) -> LoadProblem {
        let mut problem = self.entry.fault(field, message);
        problem.object = Some(self.key.to_string());
        problem.field = (!field.is_empty()).then(|| field.to_owned());
        problem
    }

    /// Where it begins. The line of a list's item is not looked for: that costs a second read of the list.
    pub fn place(&self) -> Place {
        Place { source: Arc::from(self.entry.source), line: self.entry.first_line }
    }
}
