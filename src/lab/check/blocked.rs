//! Nobody but those allowed may open a connection: policies are asked, with witnesses in a copy of the cluster.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::flow::protocol;
use crate::{
    cluster::{Cluster, Protocol, pod},
    course::lab::{Allowed, Blocked, Peer, Transport, Which},
    lab::{
        find, hole,
        loss::Loss,
        scene::Scene,
        witness::{self, Witness},
        words,
    },
    network::policy::{Connection, Direction, Party, Policies, Verdict, Which as PolicyPorts},
};

/// Pods of the subject that are asked, at most: they are alike.
const SUBJECTS: usize = 4;
/// A port that no task names: discard.
const UNNAMED: (u16, Transport) = (9, Transport::Tcp);

pub fn met(blocked: &Blocked, scene: &Scene<'_>) -> Result<(), Loss> {
    let there = find::pods(scene.cluster, &blocked.subject)?;
    let mut cluster = scene.cluster.clone();
    let mut subjects: Vec<String> =
        there.iter().take(SUBJECTS).map(|(object, _)| object.name().to_owned()).collect();
    if !matches!(&blocked.subject.which, Which::Of { kind, .. } if kind == "pod") {
        // Another Pod of the same description: a policy by labels that only some have would miss it.
        let labels = find::labels_of(&cluster, &blocked.subject);
        let like = there.first().map(|(object, _)| object.json());
        subjects.push(witness::put(&mut cluster, &blocked.subject.namespace, &labels, like));
    }
    let named = Policies::compile(&cluster);
    let witnesses = witness::witnesses(&mut cluster, blocked, &named);
    let policies = Policies::compile(&cluster);
    let question = Question { blocked, cluster: &cluster, policies: &policies };
    let mut holes: Vec<(String, String)> = Vec::new();
    let mut reasons = BTreeSet::new();
    'witnesses: for witness in witnesses.iter().filter(|witness| question.concerns(witness)) {
        for subject in &subjects {
            for port in question.ports() {
                if let Some((told, why)) = question.hole(subject, witness, port)
                    && reasons.insert(why.clone())
                {
                    holes.push((told, why));
                    // One way in is enough to say who is not kept out.
                    continue 'witnesses;
                }
            }
        }
    }
    lost(holes)
}

/// One way in with what opens it, or several.
fn lost(mut holes: Vec<(String, String)>) -> Result<(), Loss> {
    match holes.as_slice() {
        [] => Ok(()),
        [_] => Err(holes.pop().map(|(told, why)| Loss::of(told, why)).unwrap_or_default()),
        _ => {
            let symptoms = words::some_of(holes.iter().map(|(told, _)| told.clone()).collect());
            let whole =
                words::some_of(holes.into_iter().map(|(told, why)| format!("{told}: {why}")).collect());
            Err(Loss { symptom: symptoms, cause: whole, told_whole: true })
        }
    }
}

struct Question<'a> {
    blocked: &'a Blocked,
    cluster: &'a Cluster,
    policies: &'a Policies,
}

impl Question<'_> {
    fn direction(&self) -> Direction {
        if self.blocked.inward { Direction::Ingress } else { Direction::Egress }
    }

    fn concerns(&self, witness: &Witness) -> bool {
        self.blocked.among.is_empty() || self.blocked.among.iter().any(|peer| self.means(peer, witness))
    }

    /// The ports that the task speaks of; or those of the task, of the policies and of the Pods, and one that nobody names.
    fn ports(&self) -> Vec<(u16, Transport)> {
        if !self.blocked.ports.is_empty() {
            return self.blocked.ports.clone();
        }
        let mut ports = BTreeSet::new();
        ports.extend(self.blocked.allowed.iter().flat_map(|allowed| allowed.ports.iter().copied()));
        let transport = |protocol: Protocol| match protocol {
            Protocol::Tcp => Transport::Tcp,
            Protocol::Udp => Transport::Udp,
            Protocol::Sctp => Transport::Sctp,
        };
        let both = |policy| [Direction::Ingress, Direction::Egress].map(|direction| rules(policy, direction));
        for rule in self.policies.all().flat_map(both).flatten() {
            for port in rule.ports.iter().flatten() {
                if let PolicyPorts::Range(first, last) = port.which {
                    let edges = [first, last, last.saturating_add(1)];
                    ports.extend(edges.map(|number| (number, transport(port.protocol))));
                }
            }
        }
        for (_, typed) in self.cluster.pods() {
            let declared = pod::ports(typed).filter_map(|port| {
                Some((
                    u16::try_from(port.container_port).ok()?,
                    transport(Protocol::of_field(port.protocol.as_deref())?),
                ))
            });
            ports.extend(declared);
        }
        ports.remove(&UNNAMED);
        // Those that something listens on say more to a reader, and come first.
        ports.into_iter().filter(|(number, _)| *number > 0).take(48).chain([UNNAMED]).collect()
    }

    /// A connection that comes through and should not: what it is, and what lets it through.
    fn hole(&self, subject: &str, witness: &Witness, port: (u16, Transport)) -> Option<(String, String)> {
        if self.is_allowed(witness, port) {
            return None;
        }
        let own = Party::pod(self.cluster, &self.blocked.subject.namespace, subject)?;
        let other = witness.party(self.cluster)?;
        if own.is_same(&other) {
            return None;
        }
        let (from, to) = if self.blocked.inward { (other, own) } else { (own, other) };
        let connection = Connection { port: port.0, protocol: protocol(port.1) };
        let decision = self.policies.decide(from, to, connection);
        if decision.verdict != Verdict::Allow {
            return None;
        }
        let side = if self.blocked.inward { &decision.ingress } else { &decision.egress };
        let any = if port == UNNAMED && self.blocked.ports.is_empty() {
            ", a port that nobody asked for"
        } else {
            ""
        };
        let told =
            format!("{} reaches {} on {}{any}", hole::who(from), hole::who(to), hole::port(connection));
        Some((told, hole::why(side, own, self.policies, self.direction())))
    }

    fn is_allowed(&self, witness: &Witness, port: (u16, Transport)) -> bool {
        let fits = |allowed: &Allowed| {
            (allowed.ports.is_empty() || allowed.ports.contains(&port)) && self.means(&allowed.peer, witness)
        };
        self.blocked.allowed.iter().any(fits)
    }

    fn means(&self, peer: &Peer, witness: &Witness) -> bool {
        let in_block = |text: &str, address: IpAddr| {
            text.parse::<ipnet::IpNet>().is_ok_and(|block| block.contains(&address))
        };
        let Witness::Pod { namespace, name, .. } = witness else {
            let Witness::Address(address) = witness else { return false };
            return match peer {
                Peer::Anyone => true,
                Peer::Block(text) => in_block(text, *address),
                Peer::Pods(_) | Peer::Namespaces(..) => false,
            };
        };
        let Some(Party::Pod(object, typed)) = Party::pod(self.cluster, namespace, name) else { return false };
        match peer {
            Peer::Anyone => true,
            Peer::Block(text) => pod::address(typed).is_some_and(|address| in_block(text, address)),
            Peer::Pods(pods) => {
                pods.namespace == *namespace
                    && find::matching(self.cluster, pods).is_ok_and(|matching| matching.has(object))
            }
            Peer::Namespaces(namespaces, labels) => {
                let own = self.cluster.find(crate::cluster::Kind::Namespace, "", namespace);
                own.is_some_and(|own| {
                    namespaces.iter().all(|(key, value)| own.labels().get(key) == Some(value))
                }) && labels.iter().all(|(key, value)| object.labels().get(key) == Some(value))
            }
        }
    }
}

fn rules(
    policy: &crate::network::policy::Policy,
    direction: Direction,
) -> Vec<&crate::network::policy::Rule> {
    policy.rules(direction).into_iter().flatten().collect()
}
