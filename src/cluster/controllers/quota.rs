//! What a `ResourceQuota` says is used of it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Controller, Desk};
use crate::cluster::{kind::Kind, quota, store::Changes};

pub(super) const CONTROLLER: Controller = Controller {
    name: "resourcequota",
    watches: &[
        Kind::ResourceQuota,
        Kind::Pod,
        Kind::Service,
        Kind::ConfigMap,
        Kind::Secret,
        Kind::Deployment,
        Kind::ReplicaSet,
        Kind::StatefulSet,
        Kind::DaemonSet,
        Kind::Ingress,
        Kind::NetworkPolicy,
    ],
    sync,
};

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let namespaces: BTreeSet<&str> = changes.keys().map(|key| key.namespace.as_str()).collect();
    for namespace in namespaces {
        let quotas: Vec<_> = desk.cluster.objects_in(Kind::ResourceQuota, namespace).cloned().collect();
        for object in quotas {
            let mut used = Map::new();
            for (name, _) in quota::limits(&object) {
                let amount = quota::used(desk.cluster, namespace, &name);
                used.insert(name, amount.to_string().into());
            }
            let mut status =
                object.json().get("status").cloned().unwrap_or_else(|| Value::Object(Map::new()));
            status["hard"] = object.json().pointer("/spec/hard").cloned().unwrap_or_default();
            status["used"] = Value::Object(used);
            desk.set_status(object.key(), status);
        }
    }
}
