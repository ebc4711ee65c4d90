//! The node of each Pod that has none: in turn over the nodes that it may run on (taints, `nodeSelector`, unschedulable).

use k8s_openapi::api::core::v1::{Node, PodSpec, Taint, Toleration};

use super::{change, namespaces::map_of};
use crate::cluster::{key::Key, pod, selector::Selector, store::Cluster};

pub fn settle(cluster: &mut Cluster) {
    let homeless: Vec<(Key, Vec<String>)> = {
        let mut pods: Vec<_> = cluster
            .pods()
            .filter(|(_, pod)| pod::node(pod).is_none_or(str::is_empty) && !pod::is_finished(pod))
            .collect();
        pods.sort_by_key(|(object, _)| object.serial());
        pods.into_iter()
            .map(|(object, pod)| (object.key().clone(), nodes_for(cluster, pod.spec.as_ref())))
            .collect()
    };
    for (turn, (key, nodes)) in homeless.into_iter().enumerate() {
        // A Pod that fits nowhere stays without a node; a request's scheduler says so, a loaded Pod runs all the same.
        if let Some(node) = turn.checked_rem(nodes.len()).and_then(|place| nodes.get(place)) {
            change(cluster, &key, |json| {
                if let Some(spec) = map_of(json, "spec") {
                    spec.insert("nodeName".to_owned(), node.clone().into());
                }
            });
        }
    }
}

/// The names of the nodes that a Pod of this spec may run on, in order.
pub fn nodes_for(cluster: &Cluster, spec: Option<&PodSpec>) -> Vec<String> {
    let none = Vec::new();
    let tolerations = spec.and_then(|spec| spec.tolerations.as_ref()).unwrap_or(&none);
    let wanted = spec
        .and_then(|spec| spec.node_selector.as_ref())
        .map_or_else(Selector::everything, Selector::of_pairs);
    let fits = |node: &Node| {
        let spec = node.spec.as_ref();
        let taints = spec.and_then(|spec| spec.taints.as_deref()).unwrap_or_default();
        spec.and_then(|spec| spec.unschedulable) != Some(true)
            && taints
                .iter()
                .filter(|taint| taint.effect != "PreferNoSchedule")
                .all(|taint| tolerations.iter().any(|one| tolerates(one, taint)))
    };
    cluster
        .nodes()
        .filter(|(object, node)| wanted.matches(object.labels()) && fits(node))
        .map(|(object, _)| object.name().to_owned())
        .collect()
}

/// <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>
pub fn tolerates(toleration: &Toleration, taint: &Taint) -> bool {
    let effect =
        toleration.effect.as_deref().is_none_or(|effect| effect.is_empty() || effect == taint.effect);
    let key = toleration.key.as_deref().unwrap_or_default();
    let matches = match toleration.operator.as_deref() {
        Some("Exists") => key.is_empty() || key == taint.key,
        _ => {
            key == taint.key
                && toleration.value.as_deref().unwrap_or_default()
                    == taint.value.as_deref().unwrap_or_default()
        }
    };
    effect && matches
}
