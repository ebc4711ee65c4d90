//! Who has to look at a change: the objects of one kind that manage what changed, or would like to.

use std::collections::BTreeSet;

use super::field;
use crate::cluster::{
    key::Key,
    kind::Kind,
    object::Object,
    owner,
    store::{Changes, Cluster},
};

/// The objects of a kind that changed themselves, manage or managed a changed object, or select one that nobody manages.
pub fn by(cluster: &Cluster, changes: &Changes, kind: Kind) -> BTreeSet<Key> {
    let mut found = BTreeSet::new();
    for (key, old) in changes {
        if key.kind == kind {
            found.insert(key.clone());
            continue;
        }
        let now = cluster.get(key);
        let managers =
            [old.as_ref(), now].into_iter().flatten().filter_map(|object| owner::controller_of(object));
        found.extend(managers.filter(|manager| manager.kind == kind));
        if let Some(orphan) = now.filter(|object| !owner::is_controlled(object)) {
            found.extend(selecting(cluster, kind, orphan));
        }
    }
    found
}

fn selecting(cluster: &Cluster, kind: Kind, orphan: &Object) -> Vec<Key> {
    cluster
        .objects_in(kind, orphan.namespace())
        .filter(|object| field::selector(object).matches(orphan.labels()))
        .map(|object| object.key().clone())
        .collect()
}
