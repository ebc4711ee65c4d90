//! Why a rule does not allow a connection: which part of a peer, or which part of a port, does not fit.

use serde_json::{Map, Value};

use super::scene::{Asked, Scene, port_text};
use crate::{
    generate::{
        objects::{Labels, NAME_LABEL, PodSketch, name_of, namespace_of},
        text::named,
    },
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
    let (spaces, pods) = (wanted(item, "namespaceSelector"), wanted(item, "podSelector"));
    let labels_of_namespace = namespace_labels(scene, &pod.namespace);
    Fit {
        namespace: spaces.map_or(pod.namespace == namespace_of(policy), |wanted| {
            lacking(wanted, &labels_of_namespace).is_none()
        }),
        labels: pods.is_none_or(|wanted| lacking(wanted, &pod.labels).is_none()),
        form: match (spaces, pods) {
            (Some(_), Some(_)) => Form::Both,
            (None, Some(_)) => Form::OwnPods,
            _ => Form::Namespaces,
        },
    }
}

/// The labels that a selector of a peer item asks for; `None` if it has no such selector.
fn wanted<'v>(item: &'v Value, selector: &str) -> Option<&'v Map<String, Value>> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    let selector = item.get(selector)?;
    Some(selector["matchLabels"].as_object().unwrap_or(&NONE))
}

fn lacking<'w>(wanted: &'w Map<String, Value>, own: &Labels) -> Option<(&'w str, &'w str)> {
    let pairs = wanted.iter().map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()));
    pairs.into_iter().find(|(key, value)| own.get(*key).is_none_or(|has| has != value))
}

fn namespace_labels(scene: &Scene, name: &str) -> Labels {
    let mut labels = scene.namespace_labels(name).cloned().unwrap_or_default();
    labels.insert(NAME_LABEL.to_owned(), name.to_owned());
    labels
}

fn asked_for(wanted: &Map<String, Value>) -> String {
    named(
        &wanted
            .iter()
            .map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()))
            .collect::<Vec<_>>(),
    )
}

/// Why a peer item does not mean this Pod.
fn peer_words(scene: &Scene, place: &str, policy: &Value, item: &Value, pod: &PodSketch) -> String {
    let fit = fit(scene, policy, item, pod);
    let spaces = wanted(item, "namespaceSelector");
    let by_labels =
        wanted(item, "podSelector").filter(|_| !fit.labels).map(|wanted| pod_words(scene, wanted, pod));
    let by_namespace = spaces.filter(|_| !fit.namespace).map(|wanted| {
        let own = namespace_labels(scene, &pod.namespace);
        let has =
            lacking(wanted, &own).and_then(|(key, _)| own.get(key).map(|value| format!("{key}={value}")));
        let has = has.map_or_else(|| "does not have it".to_owned(), |has| format!("has `{has}`"));
        format!("namespaces with {}, but `{}` {has}", asked_for(wanted), pod.namespace)
    });
    match (by_namespace, by_labels) {
        (Some(by_namespace), _) if fit.form == Form::Both => {
            format!("both halves of {place} must fit, and it asks for {by_namespace}")
        }
        (Some(by_namespace), _) => format!("{place} asks for {by_namespace}"),
        (None, Some(by_labels)) if fit.form == Form::Both => {
            format!("both halves of {place} must fit: the namespace does, but it asks for {by_labels}")
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
fn pod_words(scene: &Scene, wanted: &Map<String, Value>, pod: &PodSketch) -> String {
    let Some((key, _)) = lacking(wanted, &pod.labels) else { return asked_for(wanted) };
    let of_namespace = scene.namespaces.iter().any(|(_, labels)| labels.contains_key(key));
    match pod.labels.get(key) {
        Some(value) if wanted.len() > 1 => {
            format!("{}, all of them, but `{}` has `{key}={value}`", asked_for(wanted), pod.name)
        }
        Some(value) => format!("{}, but `{}` has `{key}={value}`", asked_for(wanted), pod.name),
        None if of_namespace => {
            format!("the Pod label {}, but `{key}` is a label of namespaces", asked_for(wanted))
        }
        None => format!("{}, but `{}` has no label `{key}`", asked_for(wanted), pod.name),
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
