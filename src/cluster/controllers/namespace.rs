//! Namespaces: what each has from its beginning, and what goes with it.
//!
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/>

use serde_json::json;

use super::{Controller, Desk, field};
use crate::cluster::{
    derive::NAME_LABEL,
    kind::Kind,
    object::{Object, Origin},
    store::Changes,
};

pub(super) const CONTROLLER: Controller = Controller {
    name: "namespace",
    watches: &[Kind::Namespace, Kind::ServiceAccount, Kind::ConfigMap],
    sync,
};

/// The name of the `ConfigMap` with the certificate of the API server, mounted into every Pod.
const ROOT_CERTIFICATE: &str = "kube-root-ca.crt";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let mut names: Vec<&str> = changes
        .keys()
        .map(|key| if key.kind == Kind::Namespace { key.name.as_str() } else { key.namespace.as_str() })
        .collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let Some(namespace) = desk.cluster.find(Kind::Namespace, "", name).cloned() else { continue };
        if field::is_terminating(&namespace) {
            empty(desk, &namespace);
        } else {
            furnish(desk, &namespace);
        }
    }
}

fn furnish(desk: &mut Desk<'_>, namespace: &Object) {
    desk.change(namespace.key(), |json| {
        json["metadata"]["labels"][NAME_LABEL] = namespace.name().into();
        json["spec"] = json!({"finalizers": ["kubernetes"]});
        json["status"] = json!({"phase": "Active"});
    });
    let origin = if namespace.is_asked_about() { Origin::Derived } else { Origin::Assumed };
    let name = namespace.name();
    if desk.cluster.find(Kind::ServiceAccount, name, "default").is_none() {
        let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": name}});
        desk.create(Kind::ServiceAccount, account, origin);
    }
    if desk.cluster.find(Kind::ConfigMap, name, ROOT_CERTIFICATE).is_none() {
        let map = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {
                "name": ROOT_CERTIFICATE, "namespace": name,
                "annotations": {"kubernetes.io/description": "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."},
            },
            "data": {"ca.crt": "-----BEGIN CERTIFICATE-----\nkubedrill has no certificates\n-----END CERTIFICATE-----\n"},
        });
        desk.create(Kind::ConfigMap, map, origin);
    }
}

/// A namespace that is marked for deletion loses all that no finalizer holds, then itself.
fn empty(desk: &mut Desk<'_>, namespace: &Object) {
    let content: Vec<_> = desk.cluster.all_in(namespace.name()).cloned().collect();
    for object in content {
        desk.delete(&object);
    }
    let held = desk.cluster.all_in(namespace.name()).next().is_some();
    if held {
        desk.change(namespace.key(), |json| json["status"] = json!({"phase": "Terminating"}));
    } else {
        desk.cluster.remove(namespace.key());
    }
}
