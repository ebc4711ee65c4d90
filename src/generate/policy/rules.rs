//! Random rules as people write them: mostly sensible, sometimes with one of the classic mistakes.

use serde_json::{Value, json};

use super::scene::Scene;
use crate::{
    cluster::Protocol,
    generate::{
        Level,
        draw::Draw,
        objects::{NAME_LABEL, PodSketch, labels, policy},
        words::App,
    },
};

/// A policy that isolates `target` for ingress and has a rule made with `peer` in mind.
pub fn ingress_policy(
    draw: &mut Draw,
    scene: &Scene,
    target: &PodSketch,
    peer: &PodSketch,
    level: Level,
) -> Option<Value> {
    let mut rule = json!({"from": peers(draw, scene, &target.namespace, peer, level)?});
    if let Some(ports) = ports(draw, target.app, level) {
        rule["ports"] = ports;
    }
    let mut rules = json!({"ingress": [rule]});
    if draw.chance(60) {
        rules["policyTypes"] = json!(["Ingress"]);
    }
    let selector = labels(&[("app", target.app.name)]);
    let name = name(draw, level, &format!("{}-ingress", target.app.name), 1);
    Some(policy(&target.namespace, &name, &selector, rules))
}

/// A policy that isolates `source` for egress and has a rule made with `peer` in mind.
pub fn egress_policy(
    draw: &mut Draw,
    scene: &Scene,
    source: &PodSketch,
    peer: &PodSketch,
    level: Level,
) -> Option<Value> {
    let mut rule = json!({"to": peers(draw, scene, &source.namespace, peer, level)?});
    if let Some(ports) = ports(draw, peer.app, level) {
        rule["ports"] = ports;
    }
    let selector = labels(&[("app", source.app.name)]);
    let rules = json!({"policyTypes": ["Egress"], "egress": [rule]});
    let name = name(draw, level, &format!("{}-egress", source.app.name), 5);
    Some(policy(&source.namespace, &name, &selector, rules))
}

/// At the highest level a policy's name does not tell whom it selects; numbers begin at `low`, for no two in a scene to be alike.
fn name(draw: &mut Draw, level: Level, telling: &str, low: u16) -> String {
    if level == Level::HARD { format!("restrict-{}", draw.between(low, low + 3)) } else { telling.to_owned() }
}

/// Denies one direction, or both, to every Pod of a namespace.
pub fn default_deny(namespace: &str, types: &[&str]) -> Value {
    let name = match types {
        ["Egress"] => "deny-egress",
        ["Ingress"] => "deny-ingress",
        _ => "deny-all",
    };
    policy(namespace, name, &labels(&[]), json!({"policyTypes": types}))
}

/// The items of `from` or `to` in a policy of namespace `own`.
fn peers(draw: &mut Draw, scene: &Scene, own: &str, peer: &PodSketch, level: Level) -> Option<Value> {
    let pod = json!({"podSelector": {"matchLabels": {"app": peer.app.name}}});
    if level == Level::EASY {
        let other = draw.pick(&scene.pods)?;
        let other = json!({"podSelector": {"matchLabels": {"app": other.app.name}}});
        return Some(match draw.between(0, 9) {
            0..=5 => json!([pod]),
            6 | 7 => json!([{"podSelector": {}}]),
            _ => json!([other]),
        });
    }
    let team = scene.namespace_labels(&peer.namespace)?;
    let by_name = json!({"matchLabels": {NAME_LABEL: peer.namespace}});
    let by_team = json!({"matchLabels": team});
    let namespaces = if draw.chance(50) { by_name } else { by_team };
    let pods = json!({"matchLabels": {"app": peer.app.name}});
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
        _ => json!([pod]),
    })
}

/// The ports of a rule; `None`: it names none.
fn ports(draw: &mut Draw, app: App, level: Level) -> Option<Value> {
    let own = |port: Value| {
        let mut item = json!({"port": port});
        if app.protocol != Protocol::Tcp || draw_is_plain(level) {
            item["protocol"] = app.protocol.name().into();
        }
        item
    };
    let other = if app.protocol == Protocol::Tcp { "UDP" } else { "TCP" };
    let kind = draw.between(0, 11);
    Some(match kind {
        5 | 6 => return None,
        // The port that a Service in front would have.
        7 => json!([{"protocol": app.protocol.name(), "port": 80}]),
        8 if level != Level::EASY => json!([{"protocol": other, "port": app.port}]),
        9 if level != Level::EASY => json!([own(app.port_name.into())]),
        10 if level == Level::HARD => {
            let low = app.port - draw.between(0, 20);
            let mut item = own(low.into());
            item["endPort"] = (low + draw.between(5, 40)).into();
            json!([item])
        }
        // Without a protocol, which then is TCP whatever the Pod speaks.
        11 if level == Level::HARD => json!([{"port": app.port}]),
        _ => json!([own(app.port.into())]),
    })
}

/// Beginners see the protocol always.
fn draw_is_plain(level: Level) -> bool {
    level == Level::EASY
}
