//! Whether what was mended lasts: the Pods of all workloads are replaced in a copy of the cluster, and criteria are asked again.

use super::met as met_now;
use crate::{
    cluster::{Cluster, Key, Kind, derive},
    lab::scene::Scene,
};

pub fn met(ids: &[String], scene: &Scene<'_>) -> Result<(), String> {
    let replaced = replaced(scene.cluster);
    let later = scene.with(&replaced);
    for criterion in &scene.lab.criteria {
        let is_asked = ids.is_empty() || ids.contains(&criterion.id);
        if !is_asked || !criterion.check.survives() {
            continue;
        }
        if let Err(why) = met_now(&criterion.check, &later) {
            let holds_now = met_now(&criterion.check, scene).is_ok();
            let when = if holds_now {
                "it holds now, but not once the Pods are replaced"
            } else {
                "it does not hold"
            };
            return Err(format!("\"{}\": {when}: {why}", criterion.title));
        }
    }
    Ok(())
}

/// The cluster after every Pod that has an owner was deleted and made anew.
fn replaced(cluster: &Cluster) -> Cluster {
    let mut cluster = cluster.clone();
    let owned: Vec<Key> = cluster
        .objects(Kind::Pod)
        .filter(|pod| pod.json().pointer("/metadata/ownerReferences/0").is_some())
        .map(|pod| pod.key().clone())
        .collect();
    for key in owned {
        cluster.remove(&key);
    }
    derive::settle(&mut cluster);
    cluster
}
