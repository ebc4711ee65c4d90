//! Pods that say themselves what becomes of them, by annotations: for recorded command sequences whose kubelet was a fake.
//!
//! Only where `Settings::staged` names the annotations' prefix; then every image runs unless a Pod says otherwise:
//! `PREFIX/ready: "false"`, `PREFIX/waiting: REASON`, `PREFIX/complete: "true"`, `PREFIX/schedule: "false"`.

use crate::cluster::{object::Object, store::Cluster};

/// The text of an annotation, where Pods are asked.
pub fn says<'a>(cluster: &Cluster, pod: &'a Object, what: &str) -> Option<&'a str> {
    let prefix = cluster.settings.staged.as_ref()?;
    pod.annotation(&format!("{prefix}/{what}"))
}

pub fn is(cluster: &Cluster, pod: &Object, what: &str, text: &str) -> bool {
    says(cluster, pod, what) == Some(text)
}

/// Whether Pods are asked, and not their images.
pub fn is_on(cluster: &Cluster) -> bool {
    cluster.settings.staged.is_some()
}
