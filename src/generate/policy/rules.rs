//! Random rules as people write them: mostly sensible, sometimes with one of the classic mistakes.

use serde_json::{Value, json};

use super::{
    peers::{by_app, expression, peers},
    scene::Scene,
};
use crate::{
    cluster::Protocol,
    generate::{
        Level,
        draw::Draw,
        objects::{PodSketch, labels, name_of, namespace_of, policy},
        words::App,
    },
    network::policy::Direction,
};

/// A policy that isolates `target` for ingress and has a rule made with `peer` in mind.
pub fn ingress_policy(
    draw: &mut Draw,
    scene: &Scene,
    target: &PodSketch,
    peer: &PodSketch,
    level: Level,
) -> Option<Value> {
    let rules = rules(draw, scene, &target.namespace, (peer, target.app), level, Direction::Ingress)?;
    let mut spec = json!({"ingress": rules});
    if draw.chance(60) {
        spec["policyTypes"] = json!(["Ingress"]);
    }
    selecting(draw, scene, target, level, Direction::Ingress, spec)
}

/// A policy that isolates `source` for egress and has a rule made with `peer` in mind.
pub fn egress_policy(
    draw: &mut Draw,
    scene: &Scene,
    source: &PodSketch,
    peer: &PodSketch,
    level: Level,
) -> Option<Value> {
    let rules = rules(draw, scene, &source.namespace, (peer, peer.app), level, Direction::Egress)?;
    let spec = json!({"policyTypes": ["Egress"], "egress": rules});
    selecting(draw, scene, source, level, Direction::Egress, spec)
}

/// A policy that selects a Pod by its app, all of its namespace, or some by an expression. At the highest level its name does not
/// tell whom.
fn selecting(
    draw: &mut Draw,
    scene: &Scene,
    pod: &PodSketch,
    level: Level,
    direction: Direction,
    spec: Value,
) -> Option<Value> {
    let (whom, selector) = match draw.between(0, 9) {
        0 if level != Level::EASY => ("all", json!({})),
        1 if level == Level::HARD => ("some", expression(draw, scene, pod)?),
        _ => (pod.app.name, by_app(pod)),
    };
    let name = match level {
        Level::HARD => format!("restrict-{}", draw.between(1, 9)),
        _ => format!("{whom}-{}", direction.field()),
    };
    let mut made = policy(&pod.namespace, &name, &labels(&[]), spec);
    made["spec"]["podSelector"] = selector;
    Some(made)
}

/// Whether no two policies of a namespace have one name: two in a cluster cannot.
pub fn all_differ(policies: &[Value]) -> bool {
    let names: std::collections::BTreeSet<(&str, &str)> =
        policies.iter().map(|policy| (namespace_of(policy), name_of(policy))).collect();
    names.len() == policies.len()
}

/// The rules of one direction: mostly one, for a peer and a port of `app`; else one of those that a missing or an empty field
/// makes so wide or so narrow.
fn rules(
    draw: &mut Draw,
    scene: &Scene,
    own: &str,
    (peer, app): (&PodSketch, App),
    level: Level,
    direction: Direction,
) -> Option<Value> {
    let peers = peers(draw, scene, own, peer, level)?;
    let ports = ports(draw, app, level);
    let mut rule = json!({});
    if let Some(ports) = ports {
        rule["ports"] = ports;
    }
    Some(match draw.between(0, 19) {
        0 if level != Level::EASY => json!([]),
        1 if level != Level::EASY => json!([{}]),
        2 if level != Level::EASY => json!([rule]),
        _ => {
            rule[direction.peers_field()] = peers;
            json!([rule])
        }
    })
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
