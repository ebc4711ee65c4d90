//! What every request carries besides its body: whom it is about, and how it is to be done.

use std::cell::RefCell;

use serde_json::Value;

use super::status::{Reason, Status};
use crate::cluster::{Cluster, Key, Kind};

/// The object that a request names in its URL.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    pub kind: Kind,
    /// Empty for cluster-scoped kinds.
    pub namespace: &'a str,
    /// Empty for `create`.
    pub name: &'a str,
}

impl Target<'_> {
    pub(super) fn key(&self) -> Key {
        let namespace = if self.kind.namespaced() { self.namespace } else { "" };
        Key::new(self.kind, namespace, self.name)
    }

    /// The namespace must be there to write in it.
    pub(super) fn check_namespace(&self, cluster: &Cluster) -> Result<(), Status> {
        if self.kind.namespaced() && cluster.find(Kind::Namespace, "", self.namespace).is_none() {
            return Err(Status::not_found(Kind::Namespace, self.namespace));
        }
        Ok(())
    }
}

/// What is done about fields that a kind lacks, or that are written twice: `fieldValidation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unknown {
    /// They are dropped.
    Ignore,
    /// They are dropped, and warned of: what the server does unasked.
    Warn,
    /// They are refused: what kubectl asks for.
    #[default]
    Strict,
}

/// How a request is to be done.
#[derive(Debug, Clone, Copy, Default)]
pub struct How<'a> {
    pub unknown: Unknown,
    /// Everything is checked, nothing is stored: `dryRun=All`.
    pub dry_run: bool,
    /// The time of the request, RFC 3339 in UTC: `2026-11-22T15:20:06Z`.
    pub time: &'a str,
    /// Who writes, `kubectl-create`: `fieldManager`. Without a name nobody's ownership of fields is noted.
    pub manager: &'a str,
    /// A server-side apply takes fields over that others manage: `force=true`.
    pub force: bool,
    /// Where warnings go; without it they are lost.
    pub warnings: Option<&'a Warnings>,
}

impl<'a> How<'a> {
    /// A plain request at a time: strict, stored, by nobody.
    pub const fn at(time: &'a str) -> Self {
        Self { unknown: Unknown::Strict, dry_run: false, time, manager: "", force: false, warnings: None }
    }

    pub(super) fn warn(&self, texts: impl IntoIterator<Item = String>) {
        if let Some(warnings) = self.warnings {
            warnings.0.borrow_mut().extend(texts);
        }
    }
}

/// What the server answers beside an object: the headers `Warning:`, which kubectl prints on standard error.
#[derive(Debug, Default)]
pub struct Warnings(RefCell<Vec<String>>);

impl Warnings {
    /// The warnings so far, each once, in order.
    pub fn take(&self) -> Vec<String> {
        let mut seen = std::collections::BTreeSet::new();
        self.0.take().into_iter().filter(|text| seen.insert(text.clone())).collect()
    }
}

/// The kind that a body says it is of, among those served in a cluster.
///
/// # Errors
/// When it names none, or one that is not served.
pub fn served_kind(cluster: &Cluster, body: &Value) -> Result<Kind, Status> {
    kind_of_body(body).or_else(|status| {
        let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
        cluster.kind_of_document(text("apiVersion"), text("kind")).ok_or(status)
    })
}

/// The built-in kind that a body says it is of.
///
/// # Errors
/// When it names none, or one that is not built in.
pub fn kind_of_body(body: &Value) -> Result<Kind, Status> {
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    Kind::of_document(text("apiVersion"), text("kind"))
        .ok_or_else(|| Status::plain(Reason::NotFound, "the server could not find the requested resource"))
}
