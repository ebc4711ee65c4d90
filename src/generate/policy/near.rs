//! Why a rule does not allow a connection: which part of a peer, or which part of a port, does not fit.

use serde_json::Value;

use super::{
    scene::{Asked, Scene, port_text},
    selector::Wanted,
};
use crate::{
    generate::objects::{Labels, NAME_LABEL, PodSketch, name_of, namespace_of},
    network::policy::{PolicyName, Side},
};

/// How a peer item stands to a Pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    pub namespace: bool,
    pub labels: bool,
    pub form: Form,
}

/// Which selectors a peer item has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Namespaces,
    /// A `podSelector` alone: Pods of the policy's own namespace.
    OwnPods,
    Both,
}

/// The policies of the scene that isolate this side.
pub fn isolating<'s>(scene: &'s Scene, side: &Side) -> impl Iterator<Item = &'s Value> {
    let names: Vec<&PolicyName> = side.isolating.iter().collect();
    let is = move |policy: &&Value| {
        names.iter().any(|name| name.name == name_of(policy) && name.namespace == namespace_of(policy))
    };
    scene.policies.iter().filter(is)
}

/// The peer items of the rules that isolate this side.
pub fn items<'s>(scene: &'s Scene, side: &Side) -> Vec<(&'s Value, &'s Value)> {
    let (rules, peers) = (side.direction.field(), side.direction.peers_field());
    let mut found = Vec::new();
    for policy in isolating(scene, side) {
        for rule in policy["spec"][rules].as_array().into_iter().flatten() {
            found.extend(rule[peers].as_array().into_iter().flatten().map(|item| (policy, item)));
        }
    }
    found
}

/// For each rule of the policies that isolate this side, at most three: what of it does not fit. The side is one that nothing
/// allows.
pub fn misfits(scene: &Scene, asked: Asked, side: &Side, peer: &PodSketch) -> Vec<String> {
    let (field, peers) = (side.direction.field(), side.direction.peers_field());
    let mut found = Vec::new();
    for policy in isolating(scene, side) {
        let rules = policy["spec"][field].as_array().map_or(&[] as &[Value], Vec::as_slice);
        if rules.is_empty() {
            found.push(format!("`{}` has no rule at all.", name_of(policy)));
        }
        for (index, rule) in rules.iter().enumerate() {
            let near = side.near_misses.iter().find(|near| {
                near.rule.rule == index
                    && near.rule.policy.name == name_of(policy)
                    && near.rule.policy.namespace == namespace_of(policy)
            });
            let (peer_fits, port_fits) =
                near.map_or((false, false), |near| (near.peer_matches, near.port_matches));
            let mut words = Vec::new();
            if !peer_fits {
                let items = rule[peers].as_array().into_iter().flatten().enumerate();
                words.extend(items.map(|(item, value)| {
                    peer_words(scene, &format!("`{peers}[{item}]`"), policy, value, peer)
                }));
            }
            if !port_fits {
                let items = rule["ports"].as_array().into_iter().flatten().enumerate();
                words.extend(
                    items.map(|(item, port)| port_words(&format!("`ports[{item}]`"), port, asked, scene)),
                );
            }
            found.push(format!("In `{field}[{index}]` of `{}`, {}.", name_of(policy), words.join("; ")));
        }
    }
    found.truncate(3);
    found
}

/// How a peer item of a policy stands to a Pod.
pub fn fit(scene: &Scene, policy: &Value, item: &Value, pod: &PodSketch) -> Fit {
    let (spaces, pods) = (Wanted::of(item, "namespaceSelector"), Wanted::of(item, "podSelector"));
    let labels_of_namespace = namespace_labels(scene, &pod.namespace);
    Fit {
        namespace: spaces.as_ref().map_or(pod.namespace == namespace_of(policy), |wanted| {
            wanted.lacking(&labels_of_namespace).is_none()
        }),
        labels: pods.as_ref().is_none_or(|wanted| wanted.lacking(&pod.labels).is_none()),
        form: match (spaces, pods) {
            (Some(_), Some(_)) => Form::Both,
            (None, Some(_)) => Form::OwnPods,
            _ => Form::Namespaces,
        },
    }
}

fn namespace_labels(scene: &Scene, name: &str) -> Labels {
    let mut labels = scene.namespace_labels(name).cloned().unwrap_or_default();
    labels.insert(NAME_LABEL.to_owned(), name.to_owned());
    labels
}

/// Why a peer item does not mean this Pod.
fn peer_words(scene: &Scene, place: &str, policy: &Value, item: &Value, pod: &PodSketch) -> String {
    let fit = fit(scene, policy, item, pod);
    let by_labels =
        Wanted::of(item, "podSelector").filter(|_| !fit.labels).map(|wanted| pod_words(scene, &wanted, pod));
    let by_namespace = Wanted::of(item, "namespaceSelector").filter(|_| !fit.namespace).map(|wanted| {
        let own = namespace_labels(scene, &pod.namespace);
        let has = wanted
            .lacking(&own)
            .and_then(|one| own.get(&one.key).map(|value| format!("has `{}={value}`", one.key)));
        let has = has.unwrap_or_else(|| "does not have it".to_owned());
        format!("namespaces with {}, but `{}` {has}", wanted.words(), pod.namespace)
    });
    match (by_namespace, by_labels) {
        (Some(by_namespace), _) if fit.form == Form::Both => {
            format!("both halves of {place} must fit, and it asks for {by_namespace}")
        }
        (Some(by_namespace), _) => format!("{place} asks for {by_namespace}"),
        (None, Some(by_labels)) if fit.form == Form::Both => {
            format!(
                "both halves of {place} must fit: the namespace does, and of Pods it asks for {by_labels}"
            )
        }
        (None, Some(by_labels)) => format!("{place} asks for {by_labels}"),
        (None, None) => format!(
            "{place} is a `podSelector` alone, which means Pods of the policy's own namespace `{}`, but `{}` is in `{}`",
            namespace_of(policy),
            pod.name,
            pod.namespace
        ),
    }
}

/// The labels asked for, and what the Pod has instead.
fn pod_words(scene: &Scene, wanted: &Wanted, pod: &PodSketch) -> String {
    let words = wanted.words();
    let Some(key) = wanted.lacking(&pod.labels).map(|one| one.key.as_str()) else { return words };
    let of_namespace = scene.namespaces.iter().any(|(_, labels)| labels.contains_key(key));
    match pod.labels.get(key) {
        Some(value) if wanted.requirements().len() > 1 => {
            format!("{words}, all of them, but `{}` has `{key}={value}`", pod.name)
        }
        Some(value) => format!("{words}, but `{}` has `{key}={value}`", pod.name),
        None if of_namespace => {
            format!("the Pod label {words}, but `{key}` is a label of namespaces")
        }
        None => format!("{words}, but `{}` has no label `{key}`", pod.name),
    }
}

/// Why a port item does not mean this port.
fn port_words(place: &str, item: &Value, asked: Asked, scene: &Scene) -> String {
    let connection = asked.connection;
    let protocol = item["protocol"].as_str();
    if protocol.unwrap_or("TCP") != connection.protocol.name() {
        return protocol.map_or_else(
            || format!("{place} has no `protocol`, which means TCP, but this is {}", port_text(connection)),
            |protocol| format!("{place} is {protocol}, but this is {}", port_text(connection)),
        );
    }
    if let Some(name) = item["port"].as_str() {
        let own = scene.pods.get(asked.to).map(|pod| pod.app.port_name).unwrap_or_default();
        return format!("{place} is the port named `{name}`, but the port here is named `{own}`");
    }
    match (item["port"].as_u64(), item["endPort"].as_u64()) {
        (Some(low), Some(high)) => {
            format!("{place} is {low} to {high}, but {} is not among them", connection.port)
        }
        (Some(80), None) => format!(
            "{place} is 80, which may be the port of a Service: a policy sees that of the Pod, {}",
            connection.port
        ),
        (Some(other), None) => format!("{place} is {other}, but this is {}", connection.port),
        _ => format!("{place} is another port"),
    }
}
