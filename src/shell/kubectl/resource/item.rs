//! One object that a command is about, before it is fetched.

use serde_json::Value;

use crate::cluster::{Kind, Object};

/// An object by kind, namespace and name; and, from a file, as written there.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub kind: Kind,
    /// Empty for objects of the whole cluster.
    pub namespace: String,
    pub name: String,
    /// The file as messages name it (`STDIN`, a path); empty for an object named on the line.
    pub source: String,
    /// As written in the file, with its namespace filled in.
    pub body: Option<Value>,
}

impl Item {
    pub fn of(object: &Object) -> Self {
        Self {
            kind: object.kind(),
            namespace: object.namespace().to_owned(),
            name: object.name().to_owned(),
            source: String::new(),
            body: None,
        }
    }

    pub fn key(&self) -> (Kind, &str, &str) {
        (self.kind, &self.namespace, &self.name)
    }

    /// `deployment.apps/web`.
    pub fn shown(&self) -> String {
        format!("{}/{}", qualified(self.kind), self.name)
    }
}

/// `deployment.apps`, `service`: a kind as messages name it.
pub fn qualified(kind: Kind) -> String {
    let declaration = kind.declaration();
    match declaration.group {
        "" => declaration.singular.to_owned(),
        group => format!("{}.{group}", declaration.singular),
    }
}
