//! A decision of the engine in sentences, and the mistake of one who thought otherwise.

use serde_json::Value;

use super::scene::{Asked, Scene, port_text};
use crate::{
    course::Mistake,
    generate::text::named,
    network::policy::{Direction, Ground, PolicyDecision, Side, Verdict},
};

pub const MISTAKES: &[Mistake] = &[
    Mistake::Isolation,
    Mistake::Union,
    Mistake::TwoItems,
    Mistake::NamespaceLabel,
    Mistake::AllLabels,
    Mistake::OtherNamespace,
    Mistake::OtherPort,
    Mistake::ServicePort,
    Mistake::MissingUdp,
    Mistake::EgressForgotten,
    Mistake::IngressForgotten,
];

/// Both directions, then what comes of them.
pub fn explanation(scene: &Scene, asked: Asked, decision: &PolicyDecision) -> String {
    let end = if decision.verdict == Verdict::Allow {
        "Both ends agree, so it gets through; the answers need no rule."
    } else {
        "The packets are dropped without a word, so the client waits until it gives up (time-out)."
    };
    format!("{} {} {end}", side(scene, asked, &decision.egress), side(scene, asked, &decision.ingress))
}

/// One direction in a sentence or three.
pub fn side(scene: &Scene, asked: Asked, side: &Side) -> String {
    let name =
        |index: usize| scene.pods.get(index).map(|pod| format!("`{}`", pod.full_name())).unwrap_or_default();
    let (subject, peer, way) = match side.direction {
        Direction::Egress => (name(asked.from), name(asked.to), "egress"),
        Direction::Ingress => (name(asked.to), name(asked.from), "ingress"),
    };
    let isolating: Vec<&str> = side.isolating.iter().map(|policy| policy.name.as_str()).collect();
    let by = named(&isolating);
    match side.ground {
        Ground::AllowedByRule => {
            let Some(rule) = side.allowing.first() else { return String::new() };
            let place = format!("{}[{}]", way, rule.rule);
            let peer_item = rule.peer.map_or_else(
                || "names no peers, which means all of them".to_owned(),
                |item| format!("has {peer} in `{}[{item}]`", rule.direction.peers_field()),
            );
            let port_item = rule.port.map_or_else(
                || "names no ports, which means every port".to_owned(),
                |item| format!("{} in `ports[{item}]`", port_text(asked.connection)),
            );
            format!(
                "For {way}, {subject} is isolated by {by}; the rule `{place}` of `{}` {peer_item} and {port_item}.",
                rule.policy.name
            )
        }
        Ground::NoRuleAllows => {
            let near = side.near_misses.iter().take(2).fold(String::new(), |text, near| {
                let what = if near.peer_matches {
                    "names this peer, but not this port"
                } else {
                    "names this port, but not this peer"
                };
                format!("{text} `{way}[{}]` of `{}` {what}.", near.rule.rule, near.rule.policy.name)
            });
            let preposition = if side.direction == Direction::Egress { "to" } else { "from" };
            let verb = if isolating.len() == 1 { "isolates" } else { "isolate" };
            format!(
                "For {way}, {by} {verb} {subject}, and no rule allows {} {preposition} {peer}.{near}",
                port_text(asked.connection)
            )
        }
        _ => {
            let whom = if side.direction == Direction::Egress {
                "it may connect to anybody"
            } else {
                "anybody may connect to it"
            };
            format!("No policy selects {subject} for {way}, so {whom}.")
        }
    }
}

/// What one overlooks who takes this decision for the opposite.
pub fn mistake(scene: &Scene, asked: Asked, decision: &PolicyDecision) -> Mistake {
    if decision.verdict == Verdict::Allow { if_blocked(decision) } else { if_open(scene, asked, decision) }
}

/// It is open, and one thinks that it is blocked.
fn if_blocked(decision: &PolicyDecision) -> Mistake {
    let ingress = &decision.ingress;
    if ingress.isolating.len() > 1 || decision.egress.isolating.len() > 1 {
        Mistake::Union
    } else if ingress
        .allowing
        .iter()
        .chain(&decision.egress.allowing)
        .any(|rule| rule.peer.is_some_and(|item| item > 0))
    {
        Mistake::TwoItems
    } else {
        Mistake::Isolation
    }
}

/// It is blocked, and one thinks that it is open.
fn if_open(scene: &Scene, asked: Asked, decision: &PolicyDecision) -> Mistake {
    if decision.ingress.verdict == Verdict::Allow {
        return Mistake::EgressForgotten;
    }
    let side = &decision.ingress;
    if let Some(near) = side.near_misses.iter().find(|near| near.peer_matches) {
        return port_mistake(scene, asked, near.rule.policy.name.as_str());
    }
    let (Some(from), Some(to)) = (scene.pods.get(asked.from), scene.pods.get(asked.to)) else {
        return Mistake::Isolation;
    };
    let isolating = |policy: &&Value| {
        side.isolating.iter().any(|name| {
            name.name == policy["metadata"]["name"] && name.namespace == policy["metadata"]["namespace"]
        })
    };
    let items: Vec<&Value> = scene
        .policies
        .iter()
        .filter(isolating)
        .flat_map(|policy| policy["spec"]["ingress"].as_array().into_iter().flatten())
        .flat_map(|rule| rule["from"].as_array().into_iter().flatten())
        .collect();
    let pod_labels =
        |item: &&Value| item["podSelector"]["matchLabels"].as_object().cloned().unwrap_or_default();
    if items.iter().any(|item| pod_labels(item).keys().any(|key| key == "team")) {
        Mistake::NamespaceLabel
    } else if items.iter().any(|item| {
        let wanted = pod_labels(item);
        let has = |(key, value): (&String, &Value)| from.labels.get(key).is_some_and(|own| value == own);
        wanted.len() > 1 && wanted.iter().any(has) && !wanted.iter().all(has)
    }) {
        Mistake::AllLabels
    } else if from.namespace != to.namespace {
        Mistake::OtherNamespace
    } else {
        Mistake::Isolation
    }
}

/// Which mistake about ports hides in a policy whose peers are right.
fn port_mistake(scene: &Scene, asked: Asked, policy: &str) -> Mistake {
    let ports: Vec<&Value> = scene
        .policies
        .iter()
        .filter(|one| one["metadata"]["name"] == policy)
        .flat_map(|one| one["spec"]["ingress"].as_array().into_iter().flatten())
        .flat_map(|rule| rule["ports"].as_array().into_iter().flatten())
        .collect();
    if ports.iter().any(|port| port["port"] == asked.connection.port) {
        Mistake::MissingUdp
    } else if ports.iter().any(|port| port["port"] == 80) {
        Mistake::ServicePort
    } else {
        Mistake::OtherPort
    }
}
