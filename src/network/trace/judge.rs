//! The last part of the way: policies of both ends, then whoever listens.

use std::net::IpAddr;

use super::{
    hop::{Effect, End, Hop, Outcome, Stage},
    packet::{Packet, Sender},
    policy_hop::{self, Ends},
    tracer::{Source, Tracer},
};
use crate::{
    cluster::{
        Protocol,
        container::{self, Hearing, HttpAnswer, hearing},
    },
    network::policy::{Connection, Direction, Ground, PAGE, Party, Policies, PolicyDecision, Verdict},
};

/// The page on Pods and the ports they open.
const POD_PAGE: &str =
    "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#is-the-service-working";
const SNAT_PAGE: &str = "https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors";

/// How a connection came to its end, as far as policies may see it.
#[derive(Debug, Clone, Default)]
pub(super) struct Rewriting {
    /// The nodes any of whose addresses the destination may see in place of the client's.
    pub seen_as: Vec<IpAddr>,
    /// The Service's address that was dialled, before translation.
    pub dialled: Option<IpAddr>,
}

impl<'c> Tracer<'c> {
    /// Judges the connection to one end. `path` is of a URL, if one is asked for.
    pub(super) fn end(
        &self,
        source: &Source<'c>,
        (destination, address): (Party<'c>, IpAddr),
        connection: Connection,
        rewriting: &Rewriting,
        path: Option<&str>,
    ) -> End {
        let decision = self.judge(source, destination, connection, rewriting);
        let sent = Packet {
            source: Sender::of(source.address),
            destination: address,
            port: connection.port,
            protocol: connection.protocol,
        };
        let seen = Packet { source: sent.source.behind(&rewriting.seen_as), ..sent };
        let [egress, ingress] = policy_hops(source, destination, connection, &decision);
        let mut hops = vec![egress.carrying(sent), ingress.carrying(seen)];
        let verdict = decision.verdict;
        let mut http = None;
        let outcome = match verdict {
            Verdict::Deny => Outcome::TimedOut,
            Verdict::Undefined => Outcome::Unknown,
            Verdict::Allow => {
                let (hop, outcome) = listen(source, destination, connection);
                hops.push(hop.carrying(seen));
                http = path
                    .filter(|_| outcome == Outcome::Delivered)
                    .and_then(|path| answer(destination, connection, path));
                outcome
            }
        };
        let decisive = hops.iter().find(|hop| hop.is_decisive()).or(hops.last());
        let reason = decisive.map(|hop| hop.text.clone()).unwrap_or_default();
        let pod = destination.as_pod().map(|(object, _)| object.full_name());
        End { address, port: connection.port, pod, policy: verdict, outcome, reason, http, hops }
    }

    fn judge(
        &self,
        source: &Source<'c>,
        destination: Party<'c>,
        connection: Connection,
        rewriting: &Rewriting,
    ) -> PolicyDecision {
        let mut decision = self.policies.decide(source.party, destination, connection);
        if !self.policies.enforced() || source.party.is_same(&destination) {
            return decision;
        }
        let ingress = decision.ingress.verdict;
        let seen = rewriting.seen_as.iter();
        if seen.into_iter().any(|node| {
            self.policies.decide(Party::Address(*node), destination, connection).ingress.verdict != ingress
        }) {
            decision.ingress.verdict = Verdict::Undefined;
        }
        // A Service whose endpoints are outside: which address an ipBlock of egress is held against is not defined.
        if let (Some(dialled), Party::Address(_)) = (rewriting.dialled, destination)
            && self.policies.decide(source.party, Party::Address(dialled), connection).egress.verdict
                != decision.egress.verdict
        {
            decision.egress.verdict = Verdict::Undefined;
        }
        decision.verdict = decision.egress.verdict.and(decision.ingress.verdict);
        decision
    }

    /// What policies say about a connection whose destination is not known: `Allow` and `Deny` only when it can not matter.
    pub(super) fn judge_unknown_destination(&self, source: &Source<'c>, connection: Connection) -> Verdict {
        let Some((object, _)) = source.party.as_pod().filter(|_| self.policies.enforced()) else {
            return Verdict::Allow;
        };
        match egress_to_anywhere(&self.policies, object.namespace(), object.labels(), connection) {
            verdict if !source.party.on_host_network() => verdict,
            Verdict::Allow => Verdict::Allow,
            _ => Verdict::Undefined,
        }
    }
}

fn policy_hops(
    source: &Source<'_>,
    destination: Party<'_>,
    connection: Connection,
    decision: &PolicyDecision,
) -> [Hop; 2] {
    let name = destination.name();
    let ends = Ends { source: &source.name, destination: &name };
    [&decision.egress, &decision.ingress]
        .map(|side| {
            let mut hop = policy_hop::hop(side, ends, connection);
            if side.verdict == Verdict::Undefined && !matches!(side.ground, Ground::HostNetwork | Ground::Finished) {
                SNAT_PAGE.clone_into(&mut hop.page);
                hop.text = match side.direction {
                    Direction::Ingress => format!("{name} may see the address of a node in place of {}'s (SNAT); whether policies see it before or after is not defined, and here that matters", source.name),
                    Direction::Egress => "whether an ipBlock is held against the Service's address or the endpoint's outside the cluster is not defined, and here that matters".to_owned(),
                };
            }
            hop
        })
}

/// Open when no policy isolates, or a rule allows any peer; closed when no rule has an `ipBlock` or any peer on that port.
fn egress_to_anywhere(
    policies: &Policies,
    namespace: &str,
    labels: &crate::cluster::Labels,
    connection: Connection,
) -> Verdict {
    use crate::network::policy::Peer;
    let mut isolated = false;
    let mut verdict = Verdict::Deny;
    for policy in policies.of_namespace(namespace).iter().filter(|policy| policy.selector.matches(labels)) {
        let Some(rules) = policy.rules(Direction::Egress) else { continue };
        isolated = true;
        for rule in rules.iter().filter(|rule| rule.port_item(connection, None).is_some()) {
            match &rule.peers {
                None => return Verdict::Allow,
                Some(peers) if peers.iter().any(|peer| matches!(peer, Peer::Block { .. })) => {
                    verdict = Verdict::Undefined;
                }
                Some(_) => {}
            }
        }
    }
    if isolated { verdict } else { Verdict::Allow }
}

fn listen(source: &Source<'_>, destination: Party<'_>, connection: Connection) -> (Hop, Outcome) {
    let port = format!("{} {}", connection.protocol, connection.port);
    let Some((object, pod)) = destination.as_pod() else {
        let text = format!(
            "leaves the cluster; what answers at {} on {port} is not in the manifests",
            destination.name()
        );
        return (Hop::new(Stage::Listener, Effect::Unknown, text, PAGE), Outcome::Unknown);
    };
    let name = object.full_name();
    let (effect, outcome, text) = match hearing(
        pod,
        connection.port,
        connection.protocol,
        source.party.is_same(&destination),
    ) {
        Hearing::Accepted { container } => {
            (Effect::Passed, Outcome::Delivered, format!("container {container} of {name} accepts on {port}"))
        }
        Hearing::LocalhostOnly { container } => (
            Effect::Refused,
            Outcome::Refused,
            format!(
                "container {container} of {name} listens on {port} at 127.0.0.1 only: others are refused"
            ),
        ),
        Hearing::Nobody { instead } if instead.is_empty() => {
            (Effect::Refused, Outcome::Refused, format!("nothing in {name} listens on any port"))
        }
        Hearing::Nobody { instead } => (
            Effect::Refused,
            Outcome::Refused,
            format!("nothing in {name} listens on {port}; it listens on {}", instead.join(", ")),
        ),
        Hearing::NotRunning => {
            (Effect::Refused, Outcome::Refused, format!("no container of {name} runs, so nothing listens"))
        }
        Hearing::Unknown { image } => {
            let text = format!(
                "what {name} listens on is not known (image {image:?}), and {port} is not among the ports it declares"
            );
            (Effect::Unknown, Outcome::Unknown, text)
        }
    };
    (Hop::new(Stage::Listener, effect, text, POD_PAGE).of(format!("Pod {name}")), outcome)
}

/// What the container answers to a GET of the path.
fn answer(destination: Party<'_>, connection: Connection, path: &str) -> Option<HttpAnswer> {
    let (object, pod) = destination.as_pod()?;
    let (_, site) = container::site(pod, connection.port).filter(|_| connection.protocol == Protocol::Tcp)?;
    let mut answer = site.answer(path);
    answer.body = answer.body.replace(container::POD_NAME, object.name());
    Some(answer)
}
