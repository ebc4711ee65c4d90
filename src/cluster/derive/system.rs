//! What every cluster has: system namespaces, `CoreDNS` with kubeadm's Corefile, the Services `kube-dns` and `kubernetes`.

use std::sync::OnceLock;

use serde_json::Value;

use super::{endpoints, put};
use crate::cluster::{key::Key, kind::Kind, load::documents, object::Origin, store::Cluster};

const SYSTEM: &str = include_str!("../../../assets/cluster/system.yaml");

/// The label by which kubeadm's Service finds its DNS Pods.
pub const DNS_LABEL: (&str, &str) = ("k8s-app", "kube-dns");

/// Supplies, marked [`Origin::Assumed`], each of these that is not there. Call before [`settle`](super::settle).
pub fn assume_system(cluster: &mut Cluster) {
    // Read once in the life of the program: every small cluster that is loaded has it.
    static READ: OnceLock<Vec<Value>> = OnceLock::new();
    let dns_is_given = cluster
        .objects_in(Kind::Pod, "kube-system")
        .any(|pod| pod.labels().get(DNS_LABEL.0).is_some_and(|label| label == DNS_LABEL.1));
    for json in READ.get_or_init(|| documents(SYSTEM)).iter().cloned() {
        let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let Some(kind) = Kind::of_document(text("/apiVersion"), text("/kind")) else { continue };
        let key = Key::new(kind, text("/metadata/namespace"), text("/metadata/name"));
        let served = kind == Kind::Deployment && dns_is_given;
        if cluster.get(&key).is_none() && !served {
            put(cluster, kind, json, Origin::Assumed);
        }
    }
    adopt_dns_address(cluster);
}

/// Kubelets hand the address of the DNS Service to Pods: if the input's is another one, that is the cluster's.
fn adopt_dns_address(cluster: &mut Cluster) {
    let given = cluster
        .find(Kind::Service, "kube-system", endpoints::DNS_SERVICE)
        .and_then(|service| service.json().pointer("/spec/clusterIP")?.as_str()?.parse().ok());
    if let Some(address) = given {
        cluster.settings.dns_address = address;
    }
}
