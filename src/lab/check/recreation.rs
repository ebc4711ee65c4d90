//! Whether what was mended lasts: the Pods of all workloads are replaced in a copy of the cluster, and criteria are asked again.

use serde_json::Value;

use super::met as met_now;
use crate::{
    cluster::{Cluster, Key, Kind, Object, controllers},
    lab::{loss::Loss, scene::Scene},
};

pub fn met(ids: &[String], scene: &Scene<'_>) -> Result<(), Loss> {
    let replaced = replaced(scene.cluster);
    let later = scene.with(&replaced);
    for criterion in &scene.lab.criteria {
        let is_asked = ids.is_empty() || ids.contains(&criterion.id);
        if !is_asked || !criterion.check.survives() {
            continue;
        }
        if let Err(why) = met_now(&criterion.check, &later) {
            if met_now(&criterion.check, scene).is_err() {
                // Why stands with that criterion.
                return Err(format!("\"{}\" does not hold yet", criterion.title).into());
            }
            let told = format!("\"{}\" holds now, but not once the Pods are replaced", criterion.title);
            return Err(Loss::of(told, why.to_string()));
        }
    }
    Ok(())
}

/// The cluster after every Pod whose owner is there was deleted and made anew.
fn replaced(cluster: &Cluster) -> Cluster {
    let mut cluster = cluster.clone();
    let mut now = String::new();
    let mut owned: Vec<Key> = Vec::new();
    for pod in cluster.objects(Kind::Pod).filter(|pod| has_owner(&cluster, pod)) {
        now = now.max(text(pod, "/metadata/creationTimestamp").to_owned());
        owned.push(pod.key().clone());
    }
    for key in owned {
        cluster.remove(&key);
    }
    controllers::run(&mut cluster, &now);
    cluster
}

fn has_owner(cluster: &Cluster, pod: &Object) -> bool {
    let (kind, name) =
        (text(pod, "/metadata/ownerReferences/0/kind"), text(pod, "/metadata/ownerReferences/0/name"));
    let kinds = Kind::of_word(&kind.to_lowercase());
    kinds.into_iter().any(|kind| cluster.find(kind, pod.namespace(), name).is_some())
}

fn text<'o>(object: &'o Object, pointer: &str) -> &'o str {
    object.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
