//! One object in the input: found in a document or a `List`, recognised by kind and name.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{document::Text, fault::Fault};
use crate::cluster::{key::Key, kind::Kind, object::Place};

/// A document, or an item of a list, with what is needed to say where it is.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub value: Value,
    text: Text<'a>,
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
pub fn entries(value: Value, text: Text<'_>) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    flatten(Entry { value, text, prefix: String::new() }, &mut found);
    found
}

fn flatten<'a>(mut entry: Entry<'a>, found: &mut Vec<Entry<'a>>) {
    let kind = entry.text_of("kind").unwrap_or_default().to_owned();
    let items = match entry.value.get_mut("items") {
        Some(Value::Array(items)) if kind.ends_with("List") => std::mem::take(items),
        _ => return found.push(entry),
    };
    // The items of a typed list (`PodList`, as the API answers) may leave out what the list says.
    let of = kind.strip_suffix("List").filter(|kind| !kind.is_empty());
    let version = entry.text_of("apiVersion").map(str::to_owned);
    for (index, mut value) in items.into_iter().enumerate() {
        if let (Some(of), Value::Object(map)) = (of, &mut value) {
            map.entry("kind").or_insert_with(|| of.into());
            if let Some(version) = &version {
                map.entry("apiVersion").or_insert_with(|| version.as_str().into());
            }
        }
        flatten(Entry { value, text: entry.text, prefix: format!("{}items[{index}].", entry.prefix) }, found);
    }
}

impl<'a> Entry<'a> {
    fn text_of(&self, field: &str) -> Option<&str> {
        self.value.get(field)?.as_str()
    }

    fn fault(&self, field: &str, message: impl Into<String>) -> Box<Fault<'a>> {
        Box::new(Fault {
            text: self.text,
            path: format!("{}{field}", self.prefix),
            object: None,
            field: field.to_owned(),
            message: message.into(),
        })
    }

    /// Whether it defines a kind.
    pub fn is_definition(&self) -> bool {
        self.text_of("kind") == Some(Kind::CustomResourceDefinition.name())
    }

    /// Finds out which of the kinds that are served it is, and its name, and fills in the namespace.
    pub fn identify(
        mut self,
        served: &[Kind],
        default_namespace: &str,
    ) -> Result<Identity<'a>, Box<Fault<'a>>> {
        if !self.value.is_object() {
            return Err(self.fault("", "not an object: expected apiVersion, kind and metadata"));
        }
        let kind = self.required("kind")?;
        let version = self.required("apiVersion")?;
        let Some(known) = served.iter().copied().find(|one| one.is_document(&version, &kind)) else {
            return Ok(Identity::Unknown(format!("{version} {kind}")));
        };
        let name = self.name(known)?;
        let namespace = self.fill_namespace(known, default_namespace)?;
        Ok(Identity::Known(Known { key: Key::new(known, &namespace, &name), entry: self }))
    }

    fn required(&self, field: &str) -> Result<String, Box<Fault<'a>>> {
        let found = self.text_of(field).filter(|text| !text.is_empty()).map(str::to_owned);
        found.ok_or_else(|| {
            self.fault(field, format!("{field} is missing: every object has apiVersion, kind and metadata"))
        })
    }

    fn metadata(&mut self) -> Option<&mut Map<String, Value>> {
        self.value.get_mut("metadata")?.as_object_mut()
    }

    /// `metadata.name`; an object that only has a `generateName` gets the name `PREFIXx`.
    fn name(&mut self, kind: Kind) -> Result<String, Box<Fault<'a>>> {
        match self.value.pointer("/metadata/name") {
            Some(Value::String(name)) if !name.is_empty() => return Ok(name.clone()),
            Some(Value::String(_) | Value::Null) | None => {}
            Some(other) => return Err(self.not_text("metadata.name", other)),
        }
        let prefix = self.value.pointer("/metadata/generateName").and_then(Value::as_str);
        let Some(name) = prefix.map(|prefix| format!("{prefix}x")) else {
            return Err(self.fault("metadata.name", format!("this {kind} has no name")));
        };
        if let Some(metadata) = self.metadata() {
            metadata.insert("name".to_owned(), name.clone().into());
        }
        Ok(name)
    }

    fn not_text(&self, field: &str, found: &Value) -> Box<Fault<'a>> {
        self.fault(field, format!("expected a text, found {found}: put it in quotes"))
    }

    fn fill_namespace(&mut self, kind: Kind, default: &str) -> Result<String, Box<Fault<'a>>> {
        let given = match self.value.pointer("/metadata/namespace") {
            Some(Value::String(namespace)) => namespace.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => return Err(self.not_text("metadata.namespace", other)),
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

impl<'a> Known<'a> {
    /// A fault of this object's field.
    pub fn fault(&self, field: &str, message: &str) -> Fault<'a> {
        Fault { object: Some(self.key.to_string()), ..*self.entry.fault(field, message) }
    }

    /// Where its document begins. The line of a list's item is not looked for: that costs another read of the list.
    pub fn place(&self) -> Place {
        let text = self.entry.text;
        let before = |line: &&str| {
            line.trim().is_empty() || line.starts_with("---") || line.trim_start().starts_with('#')
        };
        let line = text.first_line + text.content.lines().take_while(before).count();
        Place { source: Arc::from(text.source), line }
    }
}
