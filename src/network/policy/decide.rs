//! The decision about one connection.

use super::{
    PAGE,
    compile::{Policies, Policy},
    decision::{Ground, NearMiss, PolicyDecision, RuleName, Side, Verdict},
    party::Party,
    rule::{Connection, Direction, Item, Peer, Rule},
};
use crate::cluster::pod;

/// How a plugin may see a Pod on the host network. The documentation names these two and no other:
/// <https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HostNetwork {
    /// As any other Pod: told apart from its node.
    AsPod,
    /// As its node's address; selectors do not see it, and no policy isolates it.
    AsNode,
}

impl Policies {
    /// May `from` open this connection to `to`? `connection.port` is the Pod's port, after Service translation.
    pub fn decide(&self, from: Party<'_>, to: Party<'_>, connection: Connection) -> PolicyDecision {
        let plain = |verdict, ground| {
            let side = |direction| Side::plain(direction, verdict, ground);
            PolicyDecision {
                verdict,
                egress: side(Direction::Egress),
                ingress: side(Direction::Ingress),
                page: PAGE,
            }
        };
        let finished = |party: &Party<'_>| party.as_pod().is_some_and(|(_, pod)| pod::is_finished(pod));
        if finished(&from) || finished(&to) {
            return plain(Verdict::Undefined, Ground::Finished);
        }
        if !self.enforced() {
            return plain(Verdict::Allow, Ground::NotEnforced);
        }
        if from.is_same(&to) {
            return plain(Verdict::Allow, Ground::Itself);
        }
        let as_pod = self.seen(from, to, connection, HostNetwork::AsPod);
        if !from.on_host_network() && !to.on_host_network() {
            return as_pod;
        }
        let as_node = self.seen(from, to, connection, HostNetwork::AsNode);
        let egress = agree(as_pod.egress, &as_node.egress);
        let ingress = agree(as_pod.ingress, &as_node.ingress);
        // The sides may differ and the whole still be certain: when either way some side denies.
        let verdict = if as_pod.verdict == as_node.verdict { as_pod.verdict } else { Verdict::Undefined };
        PolicyDecision { verdict, egress, ingress, page: PAGE }
    }

    /// The verdict alone, as [`decide`](Self::decide) gives it.
    pub fn verdict(&self, from: Party<'_>, to: Party<'_>, connection: Connection) -> Verdict {
        self.decide(from, to, connection).verdict
    }

    fn seen(
        &self,
        from: Party<'_>,
        to: Party<'_>,
        connection: Connection,
        host: HostNetwork,
    ) -> PolicyDecision {
        let egress = self.side(Direction::Egress, from, to, connection, host);
        let ingress = self.side(Direction::Ingress, to, from, connection, host);
        PolicyDecision { verdict: egress.verdict.and(ingress.verdict), egress, ingress, page: PAGE }
    }

    /// One direction: `subject` is the end that policies may select, `peer` the other.
    fn side(
        &self,
        direction: Direction,
        subject: Party<'_>,
        peer: Party<'_>,
        connection: Connection,
        host: HostNetwork,
    ) -> Side {
        let Some((object, own)) =
            subject.as_pod().filter(|_| !(host == HostNetwork::AsNode && subject.on_host_network()))
        else {
            return Side::plain(direction, Verdict::Allow, Ground::NotAPod);
        };
        let is_node = peer.as_pod().is_none() || (host == HostNetwork::AsNode && peer.on_host_network());
        if is_node && peer.addresses().iter().any(|address| self.node_has(pod::node(own), *address)) {
            return Side::plain(direction, Verdict::Allow, Ground::OwnNode);
        }
        let destination = match direction {
            Direction::Ingress => Some(own),
            Direction::Egress => peer.as_pod().map(|(_, pod)| pod),
        };
        let mut side = Side::plain(direction, Verdict::Allow, Ground::NotIsolated);
        for (policy, rules) in self.isolating(object.namespace(), object.labels(), direction) {
            side.isolating.push(policy.name.clone());
            for (index, rule) in rules.iter().enumerate() {
                let matched = (self.peer_item(rule, peer, host), rule.port_item(connection, destination));
                note(&mut side, policy, index, matched);
            }
        }
        if !side.isolating.is_empty() {
            let allowed = !side.allowing.is_empty();
            side.verdict = if allowed { Verdict::Allow } else { Verdict::Deny };
            side.ground = if allowed { Ground::AllowedByRule } else { Ground::NoRuleAllows };
        }
        if side.verdict == Verdict::Allow {
            side.near_misses.clear();
        }
        side
    }

    /// The item of `from` or `to` that means this peer.
    fn peer_item(&self, rule: &Rule, peer: Party<'_>, host: HostNetwork) -> Option<Item> {
        match &rule.peers {
            None => Some(Item::Any),
            Some(peers) => peers.iter().position(|one| self.means(one, peer, host)).map(Item::At),
        }
    }

    fn means(&self, one: &Peer, peer: Party<'_>, host: HostNetwork) -> bool {
        match one {
            Peer::Block { .. } => peer.addresses().into_iter().any(|address| one.covers(address)),
            Peer::Pods { .. } if host == HostNetwork::AsNode && peer.on_host_network() => false,
            Peer::Pods { .. } => peer.as_pod().is_some_and(|(object, _)| {
                one.selects(object.namespace(), self.namespace_labels(object.namespace()), object.labels())
            }),
        }
    }
}

fn note(side: &mut Side, policy: &Policy, rule: usize, matched: (Option<Item>, Option<Item>)) {
    let (peer, port) = matched;
    let name = RuleName {
        policy: policy.name.clone(),
        direction: side.direction,
        rule,
        peer: peer.and_then(Item::index),
        port: port.and_then(Item::index),
    };
    match (peer.is_some(), port.is_some()) {
        (true, true) => side.allowing.push(name),
        (false, false) => {}
        (peer_matches, port_matches) => {
            side.near_misses.push(NearMiss { rule: name, peer_matches, port_matches });
        }
    }
}

/// One side seen in both ways: as it is when both agree, undefined when they do not.
fn agree(one: Side, two: &Side) -> Side {
    if one.verdict == two.verdict {
        return one;
    }
    Side { verdict: Verdict::Undefined, ground: Ground::HostNetwork, ..one }
}
