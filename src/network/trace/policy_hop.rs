//! What policies say about one direction, as a hop with a sentence.

use super::hop::{Effect, Hop, Stage};
use crate::network::policy::{Connection, Direction, Ground, NearMiss, PAGE, Side, Verdict};

/// The Pod that policies speak about, and the other end.
#[derive(Clone, Copy)]
pub struct Ends<'a> {
    pub source: &'a str,
    pub destination: &'a str,
}

pub fn hop(side: &Side, ends: Ends<'_>, connection: Connection) -> Hop {
    let stage = match side.direction {
        Direction::Egress => Stage::Egress,
        Direction::Ingress => Stage::Ingress,
    };
    let effect = match side.verdict {
        Verdict::Allow => Effect::Passed,
        Verdict::Deny => Effect::Dropped,
        Verdict::Undefined => Effect::Undefined,
    };
    let mut hop = Hop::new(stage, effect, sentence(side, ends, connection), page(side.ground));
    if let Some(rule) = side.allowing.first() {
        hop = hop.of(format!("NetworkPolicy {}", rule.policy));
    } else if let Some(policy) = side.isolating.first() {
        hop = hop.of(format!("NetworkPolicy {policy}"));
    }
    hop.policies.clone_from(&side.isolating);
    hop.rules.clone_from(&side.allowing);
    hop
}

fn page(ground: Ground) -> &'static str {
    match ground {
        Ground::NotEnforced => {
            "https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites"
        }
        Ground::HostNetwork => {
            "https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods"
        }
        Ground::NotIsolated | Ground::NoRuleAllows | Ground::AllowedByRule => {
            "https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation"
        }
        _ => PAGE,
    }
}

fn sentence(side: &Side, Ends { source, destination }: Ends<'_>, connection: Connection) -> String {
    let (subject, peer, way) = match side.direction {
        Direction::Egress => (source, destination, "egress"),
        Direction::Ingress => (destination, source, "ingress"),
    };
    let preposition = if side.direction == Direction::Egress { "to" } else { "from" };
    match side.ground {
        Ground::NotEnforced => "the network plugin enforces no policies".to_owned(),
        Ground::NotAPod => format!("{subject} is no Pod of the cluster: no policy speaks about its {way}"),
        Ground::Itself => format!("{subject} always reaches itself"),
        Ground::OwnNode => format!("{subject} and its own node always reach each other"),
        Ground::NotIsolated => format!("no policy selects {subject} for {way}, so it is open"),
        Ground::AllowedByRule => {
            let rule = side.allowing.first().map(ToString::to_string).unwrap_or_default();
            match side.allowing.len() {
                0 | 1 => format!("{rule} allows it"),
                more => format!("{rule} allows it (and {} more)", if more == 2 { "1 rule".to_owned() } else { format!("{} rules", more - 1) }),
            }
        }
        Ground::NoRuleAllows => {
            let names: Vec<String> = side.isolating.iter().map(ToString::to_string).collect();
            let by = names.join(", ");
            let verb = if names.len() == 1 { "isolates" } else { "isolate" };
            let port = format!("{} {}", connection.protocol, connection.port);
            let near = side.near_misses.first().map(|near| nearly(near, side.direction)).unwrap_or_default();
            format!("{by} {verb} {subject} for {way}, and no rule allows {port} {preposition} {peer}{near}")
        }
        Ground::HostNetwork => "a Pod on the host network is involved: plugins may see it as a Pod or as its node, and here that matters".to_owned(),
        Ground::Finished => "a Pod that has finished has no address any more".to_owned(),
    }
}

fn nearly(near: &NearMiss, direction: Direction) -> String {
    let rule = &near.rule;
    let at = format!("{} {}[{}]", rule.policy, direction.field(), rule.rule);
    if near.peer_matches {
        format!("; {at} names this peer, but not this port")
    } else {
        format!("; {at} names this port, but not this peer")
    }
}
