//! What the admission plugin `ServiceAccount` adds to a Pod: the volume with the token and the certificate, mounted into
//! each container.
//!
//! <https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-token-volume>

use serde_json::{Map, Value, json};

use crate::cluster::identity;

const MOUNTED_AT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// Mounts the access to the API into a Pod that does not refuse it. The revision makes the letters of the volume's name.
pub fn mount(pod: &mut Map<String, Value>, revision: u64) {
    let Some(Value::Object(spec)) = pod.get_mut("spec") else { return };
    if spec.get("automountServiceAccountToken") == Some(&Value::Bool(false)) {
        return;
    }
    let name = format!("kube-api-access-{}", identity::letters(revision));
    let mut mounted = false;
    for list in ["initContainers", "containers"] {
        for container in spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(container) = container.as_object_mut() else { continue };
            let mounts = container.entry("volumeMounts").or_insert_with(|| json!([]));
            let Some(mounts) = mounts.as_array_mut() else { continue };
            if mounts.iter().any(|mount| mount.get("mountPath").is_some_and(|path| path == MOUNTED_AT)) {
                continue;
            }
            mounts.push(json!({"mountPath": MOUNTED_AT, "name": name, "readOnly": true}));
            mounted = true;
        }
    }
    if mounted && let Some(volumes) = spec.entry("volumes").or_insert_with(|| json!([])).as_array_mut() {
        volumes.push(json!({"name": name, "projected": {"defaultMode": 0o644, "sources": [
            {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}},
        ]}}));
    }
}
