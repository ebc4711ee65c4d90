//! A decision of the engine in sentences, and the mistake of one who thought otherwise.

use serde_json::Value;

use super::{
    near::{self, Fit, Form},
    scene::{Asked, Scene, port_text},
    selector::Wanted,
};
use crate::{
    cluster::Protocol,
    course::Mistake,
    generate::{
        objects::{name_of, namespace_of},
        text::named,
    },
    network::policy::{Direction, Ground, PolicyDecision, RuleName, Side, Verdict},
};

pub const MISTAKES: &[Mistake] = &[
    Mistake::Isolation,
    Mistake::Union,
    Mistake::TwoItems,
    Mistake::NamespaceLabel,
    Mistake::AllLabels,
    Mistake::Selector,
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
        "Both ends agree, so it gets through; replies to an allowed connection need no rule."
    } else if asked.connection.protocol == Protocol::Udp {
        "The packets are dropped, and the sender is not told."
    } else {
        "The packets are dropped silently, so the client waits until it times out."
    };
    format!("{} {} {end}", side(scene, asked, &decision.egress), side(scene, asked, &decision.ingress))
}

/// One direction in a few sentences.
pub fn side(scene: &Scene, asked: Asked, side: &Side) -> String {
    let (Some(from), Some(to)) = (scene.pods.get(asked.from), scene.pods.get(asked.to)) else {
        return String::new();
    };
    let (own, peer, way) = match side.direction {
        Direction::Egress => (from, to, "egress"),
        Direction::Ingress => (to, from, "ingress"),
    };
    let (subject, other) = (format!("`{}`", own.full_name()), format!("`{}`", peer.full_name()));
    let names: Vec<&str> = side.isolating.iter().map(|policy| policy.name.as_str()).collect();
    let by = named(&names);
    match side.ground {
        Ground::AllowedByRule => {
            let Some(rule) = side.allowing.first() else { return String::new() };
            let union = if names.len() > 1 {
                " Policies only add up: one rule of one of them is enough."
            } else {
                ""
            };
            format!(
                "For {way}, {subject} is isolated by {by}; the rule `{way}[{}]` of `{}` {}.{union}",
                rule.rule,
                rule.policy.name,
                allows(scene, asked, rule, &other)
            )
        }
        Ground::NoRuleAllows => {
            let preposition = if side.direction == Direction::Egress { "to" } else { "from" };
            let verb = if names.len() == 1 { "isolates" } else { "isolate" };
            let mut sentences = vec![format!(
                "For {way}, {by} {verb} {subject}, and no rule allows {} {preposition} {other}.",
                port_text(asked.connection)
            )];
            sentences.extend(near::misfits(scene, asked, side, peer));
            sentences.join(" ")
        }
        _ => {
            let whom = match (side.direction, asked.connection.protocol) {
                (Direction::Egress, Protocol::Udp) => "it may send to anybody",
                (Direction::Egress, _) => "it may connect to anybody",
                (Direction::Ingress, Protocol::Udp) => "anybody may send to it",
                (Direction::Ingress, _) => "anybody may connect to it",
            };
            format!("No policy selects {subject} for {way}, so {whom}.")
        }
    }
}

/// How a rule matches peer and port.
fn allows(scene: &Scene, asked: Asked, rule: &RuleName, peer: &str) -> String {
    let peers = rule.peer.map_or_else(
        || "names no peers, which means all of them,".to_owned(),
        |item| format!("matches {peer} by `{}[{item}]`", rule.direction.peers_field()),
    );
    let Some(item) = rule.port else {
        return format!("{peers} and names no ports, which means every port");
    };
    let verb = if rule.peer.is_some() { "" } else { "matches " };
    let text = port_text(asked.connection);
    let policy = scene
        .policies
        .iter()
        .find(|policy| name_of(policy) == rule.policy.name && namespace_of(policy) == rule.policy.namespace);
    let port = policy.map(|policy| &policy["spec"][rule.direction.field()][rule.rule]["ports"][item]["port"]);
    let name = port.and_then(Value::as_str).map_or_else(String::new, |name| {
        format!(" (`{name}` is the name of its container port {})", asked.connection.port)
    });
    format!("{peers} and {verb}{text} by `ports[{item}]`{name}")
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
    let Some(from) = scene.pods.get(asked.from) else { return Mistake::Isolation };
    let items = near::items(scene, side);
    let asked_of_pods: Vec<Wanted> =
        items.iter().filter_map(|(_, item)| Wanted::of(item, "podSelector")).collect();
    let any = |judge: &dyn Fn(&Wanted) -> bool| asked_of_pods.iter().any(judge);
    let fits: Vec<Fit> = items.iter().map(|(policy, item)| near::fit(scene, policy, item, from)).collect();
    if any(&|wanted| wanted.requirements().iter().any(|one| one.key == "team")) {
        Mistake::NamespaceLabel
    } else if any(&|wanted| {
        let met = wanted.requirements().iter().filter(|one| one.is_met(&from.labels)).count();
        met > 0 && met < wanted.requirements().len()
    }) {
        Mistake::AllLabels
    } else if fits.iter().any(|fit| fit.form == Form::OwnPods && fit.labels) {
        // The labels fit: only the namespace is another.
        Mistake::OtherNamespace
    } else if fits.iter().any(|fit| fit.form == Form::Both && fit.namespace != fit.labels) {
        Mistake::TwoItems
    } else if items.iter().any(|(_, item)| item.to_string().contains("matchExpressions")) {
        Mistake::Selector
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
