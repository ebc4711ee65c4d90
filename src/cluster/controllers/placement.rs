//! Whether a Pod may run on a node, or in the scheduler's words why not.
//!
//! Requests of CPU and memory are not weighed, nor affinities between Pods: the nodes of a lab have room.
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>

use k8s_openapi::api::core::v1::{Node, NodeSelectorRequirement, NodeSelectorTerm, PodSpec};

use crate::cluster::{derive, object::Object, occupancy::OnNode, selector::Selector};

/// `maxPods` of the kubelets: room for so many Pods where a node does not say.
const MOST_PODS: usize = 110;

/// Why a Pod does not fit, and whether the room would be there if others were driven out.
pub struct Refusal {
    pub reason: &'static str,
    pub by_others: bool,
}

/// The first of the scheduler's filters that the node fails.
/// `here`: who is on it already.
pub fn refusal(object: &Object, node: &Node, spec: &PodSpec, here: Option<&OnNode>) -> Option<Refusal> {
    let never = |reason| Some(Refusal { reason, by_others: false });
    let now = |reason| Some(Refusal { reason, by_others: true });
    if is_cordoned(node, spec) {
        return never("node(s) were unschedulable");
    }
    if !tolerates_taints(node, spec) {
        return never("node(s) had untolerated taint(s)");
    }
    if !matches(object, spec) {
        return never("node(s) didn't match Pod's node affinity/selector");
    }
    if here.is_some_and(|here| here.has_port_of(spec)) {
        return now("node(s) didn't have free ports for the requested pod ports");
    }
    let room =
        node.status.as_ref().and_then(|status| status.allocatable.as_ref()?.get("pods")?.0.parse().ok());
    if here.map_or(0, |here| here.pods) >= room.unwrap_or(MOST_PODS) {
        return now("Too many pods");
    }
    None
}

/// Whether a daemon's Pod belongs on the node, whoever else is there.
pub fn belongs(object: &Object, node: &Node, spec: &PodSpec) -> bool {
    !is_cordoned(node, spec) && tolerates_taints(node, spec) && matches(object, spec)
}

fn is_cordoned(node: &Node, spec: &PodSpec) -> bool {
    let cordoned = node.spec.as_ref().and_then(|spec| spec.unschedulable) == Some(true);
    let taint = k8s_openapi::api::core::v1::Taint {
        key: "node.kubernetes.io/unschedulable".to_owned(),
        effect: "NoSchedule".to_owned(),
        ..Default::default()
    };
    cordoned && !spec.tolerations.iter().flatten().any(|one| derive::tolerates(one, &taint))
}

fn tolerates_taints(node: &Node, spec: &PodSpec) -> bool {
    let taints = node.spec.as_ref().and_then(|spec| spec.taints.as_deref()).unwrap_or_default();
    let hard = taints.iter().filter(|taint| taint.effect != "PreferNoSchedule");
    hard.into_iter().all(|taint| spec.tolerations.iter().flatten().any(|one| derive::tolerates(one, taint)))
}

/// `nodeSelector` and required node affinity.
fn matches(object: &Object, spec: &PodSpec) -> bool {
    let selected =
        spec.node_selector.as_ref().is_none_or(|pairs| Selector::of_pairs(pairs).matches(object.labels()));
    let required = spec
        .affinity
        .as_ref()
        .and_then(|affinity| affinity.node_affinity.as_ref())
        .and_then(|affinity| affinity.required_during_scheduling_ignored_during_execution.as_ref());
    selected
        && required.is_none_or(|required| required.node_selector_terms.iter().any(|term| meets(object, term)))
}

/// A term without requirements matches no node.
fn meets(object: &Object, term: &NodeSelectorTerm) -> bool {
    let labels = term.match_expressions.iter().flatten();
    let fields = term.match_fields.iter().flatten();
    let empty = labels.clone().next().is_none() && fields.clone().next().is_none();
    !empty
        && labels.into_iter().all(|one| holds(one, object.labels().get(&one.key).map(String::as_str)))
        && fields.into_iter().all(|one| one.key == "metadata.name" && holds(one, Some(object.name())))
}

fn holds(requirement: &NodeSelectorRequirement, value: Option<&str>) -> bool {
    let values = requirement.values.as_deref().unwrap_or_default();
    let among = value.is_some_and(|value| values.iter().any(|one| one == value));
    let number = |text: &str| text.parse::<i64>().ok();
    let compared = || Some(number(value?)?.cmp(&number(values.first()?)?));
    match requirement.operator.as_str() {
        "In" => among,
        "NotIn" => !among,
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        "Gt" => compared().is_some_and(std::cmp::Ordering::is_gt),
        "Lt" => compared().is_some_and(std::cmp::Ordering::is_lt),
        _ => false,
    }
}
