//! What every request carries besides its body: whom it is about, and how it is to be done.

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
    /// They are dropped. What the server does unasked is to warn; warnings are not kept here.
    Ignore,
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
