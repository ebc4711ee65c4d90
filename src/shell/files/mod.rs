//! Files in memory: one disk for the host, for each node, for each container.

mod container;
mod disk;
mod host;
mod node;
pub mod path;

pub use container::{config_map, secret};
pub use disk::{Disk, Entry, FileFault};

use super::place::Place;
use crate::cluster::Cluster;

/// What a place has of its own, before anything is written there.
pub fn given(cluster: &Cluster, place: &Place) -> Vec<(String, Entry)> {
    match place {
        Place::Host => host::host(cluster, place.hostname()),
        Place::Node(name) => node::node(cluster, name),
        Place::Container { namespace, pod, container } => {
            container::container(cluster, namespace, pod, container)
        }
    }
}
