//! Whom a random rule means: mostly the Pod in mind, sometimes with one of the classic mistakes.

use serde_json::{Value, json};

use super::scene::Scene;
use crate::generate::{
    Level,
    draw::Draw,
    objects::{NAME_LABEL, PodSketch},
};

/// The items of `from` or `to` in a policy of namespace `own`.
pub fn peers(draw: &mut Draw, scene: &Scene, own: &str, peer: &PodSketch, level: Level) -> Option<Value> {
    if level == Level::EASY {
        let other = draw.pick(&scene.pods)?;
        return Some(match draw.between(0, 9) {
            0..=5 => json!([{"podSelector": by_app(peer)}]),
            6 | 7 => json!([{"podSelector": {}}]),
            _ => json!([{"podSelector": by_app(other)}]),
        });
    }
    let team = scene.namespace_labels(&peer.namespace)?;
    let namespaces = namespaces(draw, scene, peer, level)?;
    let pods = if draw.chance(35) { expression(draw, scene, peer)? } else { by_app(peer) };
    let stricter = json!({"matchLabels": {"app": peer.app.name, "tier": draw.pick(&scene.pods)?.app.tier}});
    let kind = draw.between(0, if level == Level::HARD { 12 } else { 11 });
    Some(match kind {
        0..=2 => json!([{"namespaceSelector": namespaces, "podSelector": pods}]),
        3 | 4 => json!([{"namespaceSelector": namespaces}, {"podSelector": pods}]),
        5 => json!([{"namespaceSelector": namespaces}]),
        6 => json!([{"podSelector": stricter}]),
        // The namespace's label asked of Pods, which have none such.
        7 => json!([{"podSelector": {"matchLabels": team}}]),
        8 => json!([{"namespaceSelector": {}, "podSelector": pods}]),
        9 if own != peer.namespace => json!([{"namespaceSelector": namespaces, "podSelector": stricter}]),
        10 => json!([{"podSelector": {}}]),
        // An empty list means everybody, as no list does.
        12 => json!([]),
        _ => json!([{"podSelector": pods}]),
    })
}

/// A selector of the Pods of an app.
pub fn by_app(pod: &PodSketch) -> Value {
    json!({"matchLabels": {"app": pod.app.name}})
}

/// A `namespaceSelector` with the namespace of a Pod in mind.
fn namespaces(draw: &mut Draw, scene: &Scene, peer: &PodSketch, level: Level) -> Option<Value> {
    let other = &draw.pick(&scene.namespaces)?.0;
    Some(match draw.between(0, if level == Level::HARD { 5 } else { 3 }) {
        0 | 1 => json!({"matchLabels": {NAME_LABEL: peer.namespace}}),
        4 => expressed(NAME_LABEL, "NotIn", &[other]),
        5 => expressed("team", "Exists", &[]),
        _ => json!({"matchLabels": scene.namespace_labels(&peer.namespace)?}),
    })
}

/// A `podSelector` by `matchExpressions`, with a Pod in mind.
pub fn expression(draw: &mut Draw, scene: &Scene, peer: &PodSketch) -> Option<Value> {
    let other = draw.pick(&scene.pods)?.app;
    let mut names = vec![peer.app.name, other.name];
    names.dedup();
    Some(match draw.between(0, 5) {
        0 | 1 => expressed("app", "In", &names),
        2 => expressed("app", "NotIn", &[other.name]),
        3 => expressed("tier", "NotIn", &[other.tier]),
        4 => expressed("tier", "Exists", &[]),
        _ => expressed("tier", "DoesNotExist", &[]),
    })
}

fn expressed(key: &str, operator: &str, values: &[&str]) -> Value {
    let mut one = json!({"key": key, "operator": operator});
    if !values.is_empty() {
        one["values"] = json!(values);
    }
    json!({"matchExpressions": [one]})
}
