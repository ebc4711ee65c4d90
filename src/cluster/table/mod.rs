//! What `kubectl get` shows of an object: the columns of each kind, and one object's cells.
//!
//! As a server's printers make them (`pkg/printers/internalversion` of Kubernetes 1.36); for custom resources, as the
//! `additionalPrinterColumns` of their definitions say.

mod age;

use crate::cluster::{Cluster, Kind, Object};

pub use age::{human_duration, since};

/// A column of a kind's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// `CLUSTER-IP`: as the client prints it.
    pub name: &'static str,
    /// Shown with `-o wide` only.
    pub wide: bool,
}

const fn column(name: &'static str) -> Column {
    Column { name, wide: false }
}

/// The columns of a kind, in order.
pub fn columns(_kind: Kind) -> &'static [Column] {
    const { &[column("NAME"), column("AGE")] }
}

/// One object's cells, one for each of [`columns`]. `now` is the time of the request, RFC 3339 in UTC: ages count up to it.
pub fn cells(_cluster: &Cluster, object: &Object, now: &str) -> Vec<String> {
    let created = object.json().pointer("/metadata/creationTimestamp").and_then(serde_json::Value::as_str);
    vec![object.name().to_owned(), since(created, now)]
}
