//! The kubelet: what becomes of a Pod on its node, written into its status.
//!
//! | file | what |
//! |---|---|
//! | `life` | what becomes of each container: image, command, probes, what it mounts |
//! | `container_status`, `pod_status` | the same as the API shows it |
//! | `report` | the events |
//! | `staged` | Pods that say themselves what becomes of them |

mod container_status;
mod life;
mod pod_status;
mod report;
pub(super) mod staged;

use std::{collections::BTreeSet, sync::Arc};

use k8s_openapi::api::core::v1::Pod;

use super::{Controller, Desk};
use crate::cluster::{
    derive::Addresses,
    key::Key,
    kind::Kind,
    object::{Object, Origin},
    pod,
    store::Changes,
};

pub(super) use pod_status::service_class;

pub(super) const CONTROLLER: Controller =
    Controller { name: "kubelet", watches: &[Kind::Pod, Kind::ConfigMap, Kind::Secret], sync };

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    for (key, old) in changes {
        if key.kind == Kind::Pod
            && desk.cluster.get(key).is_none()
            && let Some(old) = old
        {
            report::stopped(desk, old);
        }
    }
    let mut due: Vec<Arc<Object>> =
        concerned(desk, changes).iter().filter_map(|key| desk.cluster.get(key)).cloned().collect();
    due.retain(|object| object.typed::<Pod>().is_some_and(|pod| is_here(desk, pod)));
    due.sort_by_key(|object| object.serial());
    let mut addresses = None;
    for object in due {
        let Some(pod) = object.typed::<Pod>() else { continue };
        let address = pod::address(pod).or_else(|| {
            let addresses = addresses.get_or_insert_with(|| Addresses::of(desk.cluster));
            addresses.give(pod::node(pod), pod::on_host_network(pod))
        });
        let lives = life::lives(desk.cluster, &object, pod, address);
        let status = pod_status::status(desk, &object, pod, address, &lives);
        if desk.set_status(object.key(), status) {
            report::report(desk, &object, &lives);
        }
    }
}

/// The Pods that changed, and those that wait for a `ConfigMap` or Secret where one changed.
fn concerned(desk: &Desk<'_>, changes: &Changes) -> BTreeSet<Key> {
    let changed = changes.iter().filter(|(key, _)| key.kind == Kind::Pod);
    let told = |key: &Key| desk.cluster.get(key).is_some_and(|pod| is_believed(pod));
    let changed = changed.filter(|(key, old)| old.is_some() || !told(key));
    let mut due: BTreeSet<Key> = changed.map(|(key, _)| key.clone()).collect();
    let others = changes.keys().filter(|key| key.kind != Kind::Pod);
    let namespaces: BTreeSet<&str> = others.map(|key| key.namespace.as_str()).collect();
    for namespace in namespaces {
        let pods = desk.cluster.list_in::<Pod>(namespace);
        due.extend(
            pods.filter(|(_, pod)| life::waits_for_configuration(pod))
                .map(|(object, _)| object.key().clone()),
        );
    }
    due
}

/// Whether a Pod came with its status: a dump is believed, for what runs in it may be of images that we do not know.
fn is_believed(pod: &Object) -> bool {
    pod.origin() != Origin::Assumed
        && pod.typed::<Pod>().is_some_and(|typed| {
            pod::address(typed).is_some()
                && typed.status.as_ref().is_some_and(|status| status.phase.is_some())
        })
}

/// It is bound to a node that exists, and has not finished.
fn is_here(desk: &Desk<'_>, pod: &Pod) -> bool {
    let bound = pod::node(pod).filter(|node| !node.is_empty());
    bound.is_some_and(|node| desk.cluster.find(Kind::Node, "", node).is_some()) && !pod::is_finished(pod)
}
