//! What else a kubeadm cluster shows: the components of the control plane, kube-proxy, the network plugin. Supplied for a
//! cluster in which somebody looks around; questions about the network do not need them.

use serde_json::Value;

use super::put;
use crate::cluster::{
    daemon::CONTROL_PLANE_ROLE, key::Key, kind::Kind, load::documents, object::Origin, plugin::Profile,
    store::Cluster,
};

const CONTROL_PLANE: &str = include_str!("../../../assets/cluster/control-plane.yaml");

/// Supplies, marked [`Origin::Assumed`], each of these that is not there. Call after `load` and before the controllers run.
pub fn assume_control_plane(cluster: &mut Cluster) {
    let node =
        cluster.nodes().map(|(node, _)| node).find(|node| node.labels().contains_key(CONTROL_PLANE_ROLE));
    let node = node.map(|node| node.name().to_owned());
    // Without such a node (a managed cluster) its components are nowhere to be seen.
    let manifests = match &node {
        Some(node) => documents(&CONTROL_PLANE.replace("THIS_NODE", node)),
        None => documents(CONTROL_PLANE).into_iter().filter(|json| json["kind"] != "Pod").collect(),
    };
    let plugin = Profile::of(&cluster.settings.plugin.name).map(Profile::daemon_set);
    for json in manifests.into_iter().chain(plugin) {
        let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let Some(kind) = Kind::of_document(text("/apiVersion"), text("/kind")) else { continue };
        let key = Key::new(kind, text("/metadata/namespace"), text("/metadata/name"));
        if cluster.get(&key).is_none() {
            put(cluster, kind, json, Origin::Assumed);
        }
    }
    super::namespaces::settle(cluster, &mut Vec::new());
}
