//! The managers of one object: who wrote which of its fields last.

use serde_json::{Value, json};

use super::{
    layout::Layout,
    merge::{merge, remove},
    set::{Path, Set, find, shown},
};
use crate::cluster::{
    Kind,
    api::{
        faults::{Fault, FaultKind},
        status::{Reason, Status},
    },
};

/// How a manager came by its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Apply,
    Update,
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Self::Apply => "Apply",
            Self::Update => "Update",
        }
    }
}

#[derive(Debug, Clone)]
struct Manager {
    name: String,
    operation: Operation,
    api_version: String,
    time: String,
    subresource: String,
    fields: Set,
}

/// `metadata.managedFields`.
#[derive(Debug, Clone, Default)]
pub struct Managers(Vec<Manager>);

/// Who does what is being done, and when.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'a> {
    pub name: &'a str,
    pub operation: Operation,
    pub time: &'a str,
}

impl Managers {
    pub fn of(object: &Value) -> Self {
        let entries = object.pointer("/metadata/managedFields").and_then(Value::as_array);
        let read = |entry: &Value| {
            let text = |field: &str| entry.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
            Manager {
                name: text("manager"),
                operation: if text("operation") == "Apply" { Operation::Apply } else { Operation::Update },
                api_version: text("apiVersion"),
                time: text("time"),
                subresource: text("subresource"),
                fields: Set::read(entry.get("fieldsV1").unwrap_or(&Value::Null)),
            }
        };
        Self(entries.into_iter().flatten().map(read).collect())
    }

    /// Writes itself into an object's metadata; a manager without fields is none.
    pub fn write(&self, object: &mut Value) {
        let entries: Vec<Value> = self
            .0
            .iter()
            .filter(|one| !one.fields.0.is_empty())
            .map(|one| {
                let mut entry = json!({
                    "manager": one.name, "operation": one.operation.name(), "apiVersion": one.api_version,
                    "time": one.time, "fieldsType": "FieldsV1", "fieldsV1": one.fields.write(),
                });
                if !one.subresource.is_empty() {
                    entry["subresource"] = one.subresource.as_str().into();
                }
                entry
            })
            .collect();
        let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
        if entries.is_empty() {
            metadata.remove("managedFields");
        } else {
            metadata.insert("managedFields".to_owned(), entries.into());
        }
    }

    fn own(&mut self, writer: Writer<'_>, kind: Kind) -> &mut Manager {
        let is_own = |one: &Manager| {
            one.name == writer.name && one.operation == writer.operation && one.subresource.is_empty()
        };
        let place = self.0.iter().position(is_own).unwrap_or_else(|| {
            self.0.push(Manager {
                name: writer.name.to_owned(),
                operation: writer.operation,
                api_version: kind.api_version(),
                time: String::new(),
                subresource: String::new(),
                fields: Set::default(),
            });
            self.0.len() - 1
        });
        &mut self.0[place]
    }

    /// Notes what an update changed: those fields are the writer's now, and nobody's that are gone.
    pub fn updated(&mut self, kind: Kind, old: &Value, new: &Value, writer: Writer<'_>) {
        let layout = Layout::of(kind);
        let is = Set::of(kind, new);
        let changed: Vec<Path> =
            is.0.iter()
                .filter(|path| find(old, path, &layout) != find(new, path, &layout) && !is_element(path))
                .chain(is.0.iter().filter(|path| is_element(path) && find(old, path, &layout).is_none()))
                .cloned()
                .collect();
        for manager in &mut self.0 {
            manager.fields.0.retain(|path| is.0.contains(path) && !changed.contains(path));
        }
        if !writer.name.is_empty() && !changed.is_empty() {
            let own = self.own(writer, kind);
            own.fields.0.extend(changed);
            writer.time.clone_into(&mut own.time);
        }
    }

    /// What an apply makes of an object, and the managers after it.
    ///
    /// # Errors
    /// `Conflict` when it would change fields of other managers and is not forced.
    pub fn apply(
        &mut self,
        kind: Kind,
        live: &Value,
        applied: &Value,
        writer: Writer<'_>,
        force: bool,
    ) -> Result<Value, Status> {
        let layout = Layout::of(kind);
        let wanted = Set::of(kind, applied);
        let before = self.own(writer, kind).fields.clone();
        let is_other = |one: &Manager| one.name != writer.name || one.operation != writer.operation;
        let mut conflicts: Vec<(String, Path)> = Vec::new();
        for other in self.0.iter_mut().filter(|one| is_other(one)) {
            let against = |path: &&Path| {
                wanted.0.contains(*path)
                    && !is_element(path)
                    && find(live, path, &layout) != find(applied, path, &layout)
            };
            let taken: Vec<Path> = other.fields.0.iter().filter(against).cloned().collect();
            if force {
                other.fields.0.retain(|path| !taken.contains(path));
            } else {
                let name = other.shown();
                conflicts.extend(taken.into_iter().map(|path| (name.clone(), path)));
            }
        }
        if !conflicts.is_empty() {
            return Err(conflict(&conflicts));
        }
        let mut merged = live.clone();
        // From the outside in: an element that goes whole must still be told from the others by its fields.
        for path in before.0.difference(&wanted.0) {
            let others = || self.0.iter().filter(|one| is_other(one));
            let held = others().any(|one| one.fields.0.iter().any(|own| own.starts_with(path)));
            if !held {
                remove(&mut merged, path, &layout);
            }
        }
        merge(&mut merged, applied, &layout);
        let own = self.own(writer, kind);
        if own.fields != wanted {
            own.fields = wanted;
            writer.time.clone_into(&mut own.time);
        }
        Ok(merged)
    }
}

/// An element of a list itself, not a field of it.
fn is_element(path: &[String]) -> bool {
    path.last().is_some_and(|step| step.starts_with("k:"))
}

impl Manager {
    /// `"kubectl-create" using v1`.
    fn shown(&self) -> String {
        let mut text = format!("{:?}", self.name);
        if !self.subresource.is_empty() {
            text = format!("{text} with subresource {:?}", self.subresource);
        }
        if self.operation == Operation::Update {
            text = format!("{text} using {}", self.api_version);
        }
        text
    }
}

/// As `managedfields/internal/conflict.go` words it: one conflict in a line, several by manager.
fn conflict(conflicts: &[(String, Path)]) -> Status {
    let message = match conflicts {
        [(manager, path)] => {
            format!("Apply failed with 1 conflict: conflict with {manager}: {}", shown(path))
        }
        many => {
            let mut managers: Vec<&String> = many.iter().map(|(manager, _)| manager).collect();
            managers.sort();
            managers.dedup();
            let mut lines = Vec::new();
            for manager in managers {
                lines.push(format!("conflicts with {manager}:"));
                let own = many.iter().filter(|(other, _)| other == manager);
                lines.extend(own.map(|(_, path)| format!("- {}", shown(path))));
            }
            format!("Apply failed with {} conflicts: {}", many.len(), lines.join("\n"))
        }
    };
    let causes = conflicts
        .iter()
        .map(|(manager, path)| Fault {
            kind: FaultKind::ManagerConflict,
            field: shown(path),
            message: format!("conflict with {manager}"),
        })
        .collect();
    Status::plain(Reason::Conflict, message).caused_by(causes)
}
