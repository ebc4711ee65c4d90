//! The Pod garbage collector: Pods of a node that is deleted go, those of daemons among them.
//!
//! It waits for some 40 seconds, in case that the node comes back; like all that takes time, they have passed here. Its other
//! work, finished Pods by the thousand, does not come up.
//! <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection>

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::Pod;

use super::{Controller, Desk};
use crate::cluster::{kind::Kind, pod, store::Changes};

pub(super) const CONTROLLER: Controller =
    Controller { name: "pod-garbage-collector", watches: &[Kind::Node], sync };

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let nodes = changes.keys().filter(|key| key.kind == Kind::Node);
    let gone: BTreeSet<&str> =
        nodes.filter(|key| desk.cluster.get(key).is_none()).map(|key| key.name.as_str()).collect();
    if gone.is_empty() {
        return;
    }
    let orphans: Vec<_> = desk
        .cluster
        .objects(Kind::Pod)
        .filter(|object| object.typed::<Pod>().and_then(pod::node).is_some_and(|node| gone.contains(node)))
        .cloned()
        .collect();
    for orphan in orphans {
        desk.delete(&orphan);
    }
}
