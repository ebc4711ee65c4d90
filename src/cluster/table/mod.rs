//! What `kubectl get` shows of an object: the columns of each kind, and one object's cells.
//!
//! As a server's printers make them (`pkg/printers/internalversion` of Kubernetes 1.36); for custom resources, as the
//! `additionalPrinterColumns` of their definitions say. Which kind has which columns, its declaration says.

mod age;
mod column;
pub(super) mod event;
pub(super) mod ingress;
pub(super) mod node;
mod path;
pub(super) mod pod;
pub(super) mod quota;
pub(super) mod service;
pub(super) mod workload;

use crate::cluster::{Cluster, Kind, Object};

pub use age::{human_duration, seconds_between, since};
pub use column::{AGE, Column, NAME, Shown};

/// The columns of a kind, in order.
pub fn columns(kind: Kind) -> &'static [Column] {
    kind.declaration().columns
}

/// One object's cells, one for each of [`columns`]. `now` is the time of the request, RFC 3339 in UTC: ages count up to it.
pub fn cells(_cluster: &Cluster, object: &Object, now: &str) -> Vec<String> {
    let shown = Shown { object, now };
    columns(object.kind()).iter().map(|column| column.of(&shown)).collect()
}

/// The label selector of a workload as the text of `-l`: `app=web,tier in (a,b)`; empty when it has none.
pub(super) fn selector_text(object: &Object) -> String {
    let text = workload::selector(&Shown { object, now: "" });
    if text == "<none>" { String::new() } else { text }
}

/// The first three of a list, and how many more there are.
fn first_three(all: &[String]) -> String {
    const MOST: usize = 3;
    let shown = all.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(",");
    match all.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} + {more} more..."),
    }
}

fn or<'a>(text: &'a str, absent: &'a str) -> &'a str {
    if text.is_empty() { absent } else { text }
}

#[cfg(test)]
mod tests;
