//! The controllers: what a cluster does by itself after a request, until it is at rest.
//!
//! Each controller watches some kinds and has a queue of what changed in them. The first in the table whose queue is
//! not empty works it off, then the table is looked through from its top again; when all queues are empty the cluster
//! is at rest. The table runs from the ground up, so that a Pod is scheduled and started before its `ReplicaSet` counts
//! it, and endpoints are written once at the end of a rollout and not at each of its steps. Work is therefore in
//! proportion to what changed, not to the cluster.
//!
//! What takes time in a real cluster has passed: nothing is terminating for its grace period, a ready Pod has been ready
//! for `minReadySeconds`, a container that can not start backs off. Transient states are not shown.
//!
//! | file | what |
//! |---|---|
//! | `desk`, `event` | how a controller writes: versions, generations, uids, times; events |
//! | `affected`, `claim`, `field` | who has to look at a change; whose an object is; reading JSON |
//! | `registration`, `namespace` | what every object and every namespace has |
//! | `deployment`, `replica_set`, `stateful_set`, `daemon_set`, `pods`, `revisions` | workloads |
//! | `scheduler`, `placement`, `kubelet`, `pod_gc` | where a Pod runs, what becomes of it, and that it goes with its node |
//! | `endpoints`, `service`, `ingress`, `quota`, `disruption` | what follows from Pods and Services |
//! | `balancer` | who gives addresses to load balancers, and out of what |

mod affected;
pub mod balancer;
mod claim;
mod daemon_set;
mod deployment;
mod desk;
pub(super) mod disruption;
mod endpoints;
mod event;
mod field;
mod ingress;
mod kubelet;
mod namespace;
mod placement;
mod pod_gc;
pub(super) mod pods;
mod quota;
mod registration;
mod replica_set;
mod revisions;
mod scheduler;
mod service;
mod stateful_set;
#[cfg(test)]
mod tests;

pub use desk::Desk;
pub use event::Event;
pub use ingress::{is_idle, is_ingress_controller};

use super::{
    kind::Kind,
    store::{Changes, Cluster},
};

/// Something that brings the world in line with what is written.
#[derive(Debug, Clone, Copy)]
pub struct Controller {
    pub name: &'static str,
    /// The kinds whose changes it is told; [`EVERY_KIND`] for all.
    pub watches: &'static [Kind],
    /// Looks at what changed and writes what follows. With nothing left to do it writes nothing.
    pub sync: fn(&mut Desk<'_>, &Changes),
}

/// Custom kinds can not be listed beforehand.
pub const EVERY_KIND: &[Kind] = &[];

/// What kube-controller-manager, kube-scheduler and the kubelets run, from the ground up.
const BUILT_IN: &[Controller] = &[
    registration::CONTROLLER,
    namespace::CONTROLLER,
    pod_gc::CONTROLLER,
    scheduler::CONTROLLER,
    kubelet::CONTROLLER,
    replica_set::CONTROLLER,
    stateful_set::CONTROLLER,
    daemon_set::CONTROLLER,
    deployment::CONTROLLER,
    quota::CONTROLLER,
    disruption::CONTROLLER,
    service::CONTROLLER,
    endpoints::CONTROLLER,
    ingress::CONTROLLER,
];

/// A rollout of a thousand Pods one by one takes some ten thousand steps; two controllers that undo each other's work
/// would never end.
const MOST_STEPS: usize = 50_000;

/// Events are kept for an hour in a real cluster; here the newest so many.
const MOST_EVENTS: usize = 3_000;

/// Lets the controllers work until nothing is left to do. `now` is RFC 3339 in UTC.
pub fn run(cluster: &mut Cluster, now: &str) {
    let all: Vec<Controller> = BUILT_IN.iter().chain(cluster.installed()).copied().collect();
    let mut queues: Vec<Changes> = vec![Changes::new(); all.len()];
    // Time alone changes this: a deadline passes.
    for key in deployment::overdue(cluster, now) {
        cluster.touch(&key);
    }
    for _ in 0..MOST_STEPS {
        for (key, old) in cluster.take_changes() {
            for (controller, queue) in all.iter().zip(&mut queues) {
                if controller.watches.is_empty() || controller.watches.contains(&key.kind) {
                    queue.entry(key.clone()).or_insert_with(|| old.clone());
                }
            }
        }
        let Some((controller, queue)) = all.iter().zip(&mut queues).find(|(_, queue)| !queue.is_empty())
        else {
            break;
        };
        let work = std::mem::take(queue);
        (controller.sync)(&mut Desk { cluster, now }, &work);
    }
    event::forget_old(cluster, MOST_EVENTS);
    cluster.take_changes();
}
