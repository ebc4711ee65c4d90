//! Which parties no rule can tell apart: the signature of each, and the groups of equal signatures.

use std::collections::BTreeMap;

use super::{PortAsked, Question, bits::Bits};
use crate::{
    cluster::{Labels, pod},
    network::policy::{Connection, Direction, Party, Peer, Policies, Policy, Rule, Which},
};

/// Everything that rules look at, found once: each different peer and each port name that a rule of this protocol has.
#[derive(Debug)]
pub struct Vocabulary<'a> {
    pub policies: Vec<&'a Policy>,
    pub peers: BTreeMap<&'a Peer, usize>,
    names: Vec<&'a str>,
}

impl<'a> Vocabulary<'a> {
    pub fn of(policies: &'a Policies, question: &Question) -> Self {
        let all: Vec<&Policy> = if policies.enforced() { policies.all().collect() } else { Vec::new() };
        let rules = || all.iter().flat_map(|policy| both(policy)).flatten();
        let mut peers = BTreeMap::new();
        for peer in rules().filter_map(|rule| rule.peers.as_ref()).flatten() {
            let next = peers.len();
            peers.entry(peer).or_insert(next);
        }
        let ports = rules()
            .filter_map(|rule| rule.ports.as_ref())
            .flatten()
            .filter(|port| port.protocol == question.protocol);
        let mut names: Vec<&str> = ports
            .filter_map(|port| match &port.which {
                Which::Named(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        Self { policies: all, peers, names }
    }
}

fn both(policy: &Policy) -> [&[Rule]; 2] {
    [Direction::Ingress, Direction::Egress].map(|direction| policy.rules(direction).unwrap_or_default())
}

/// What rules can see of a party; equal signatures, equal rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature {
    /// Outside addresses are never selected.
    pub is_pod: bool,
    /// Bits of the policies that select it.
    pub selected: Bits,
    /// Bits of the peers that mean it.
    pub meant: Bits,
    /// As a destination: the port asked of it, and which names mean that port there.
    pub port: Option<u16>,
    pub port_names: Bits,
}

/// The groups, and the group of each party. The parties of a group are alike; `first` is one of them.
#[derive(Debug, Default)]
pub struct Groups {
    pub of: Vec<usize>,
    pub signatures: Vec<Signature>,
    /// The index of a party of each group.
    pub first: Vec<usize>,
}

impl Groups {
    pub fn of(
        policies: &Policies,
        vocabulary: &Vocabulary<'_>,
        question: &Question,
        parties: &[Party<'_>],
    ) -> Self {
        let mut groups = Self::default();
        let mut known: BTreeMap<Signature, usize> = BTreeMap::new();
        let mut labelled: BTreeMap<(&str, &Labels), (Bits, Bits)> = BTreeMap::new();
        let mut places = Places::new(policies, vocabulary);
        for (index, party) in parties.iter().enumerate() {
            let (selected, mut meant) = match party {
                Party::Pod(object, _) => labelled
                    .entry((object.namespace(), object.labels()))
                    .or_insert_with(|| places.see(object.namespace(), object.labels()))
                    .clone(),
                Party::Address(_) => {
                    (Bits::empty(vocabulary.policies.len()), Bits::empty(vocabulary.peers.len()))
                }
            };
            for address in party.addresses() {
                for (peer, place) in &places.blocks {
                    if peer.covers(address) {
                        meant.set(*place);
                    }
                }
            }
            let port = asked(question, party);
            let mut port_names = Bits::empty(vocabulary.names.len());
            if let (Some(port), Some((_, pod))) = (port, party.as_pod()) {
                for (place, name) in vocabulary.names.iter().enumerate() {
                    if pod::named_port(pod, name, question.protocol) == Some(port) {
                        port_names.set(place);
                    }
                }
            }
            let signature = Signature { is_pod: party.as_pod().is_some(), selected, meant, port, port_names };
            let next = groups.signatures.len();
            let group = *known.entry(signature.clone()).or_insert(next);
            if group == next {
                groups.signatures.push(signature);
                groups.first.push(index);
            }
            groups.of.push(group);
        }
        groups
    }
}

/// The port asked of a destination: none where it has no port of the name asked for.
fn asked(question: &Question, party: &Party<'_>) -> Option<u16> {
    match &question.port {
        PortAsked::Number(number) => Some(*number),
        PortAsked::Named(name) => {
            party.as_pod().and_then(|(_, pod)| pod::named_port(pod, name, question.protocol))
        }
    }
}

/// The connection that a group's members are asked for, if they are.
pub fn connection(question: &Question, signature: &Signature) -> Option<Connection> {
    signature.port.map(|port| Connection { port, protocol: question.protocol })
}

/// Matches labels against the vocabulary; what depends on the namespace alone is matched once for each.
struct Places<'a> {
    policies: &'a Policies,
    selecting: BTreeMap<&'a str, Vec<(usize, &'a Policy)>>,
    pods: Vec<(&'a Peer, usize)>,
    blocks: Vec<(&'a Peer, usize)>,
    here: BTreeMap<String, Vec<(&'a Peer, usize)>>,
    widths: (usize, usize),
}

impl<'a> Places<'a> {
    fn new(policies: &'a Policies, vocabulary: &Vocabulary<'a>) -> Self {
        let mut selecting: BTreeMap<&str, Vec<(usize, &Policy)>> = BTreeMap::new();
        for (place, policy) in vocabulary.policies.iter().enumerate() {
            selecting.entry(&policy.name.namespace).or_default().push((place, policy));
        }
        let (blocks, pods) = vocabulary
            .peers
            .iter()
            .map(|(peer, place)| (*peer, *place))
            .partition(|(peer, _)| matches!(peer, Peer::Block { .. }));
        let widths = (vocabulary.policies.len(), vocabulary.peers.len());
        Self { policies, selecting, pods, blocks, here: BTreeMap::new(), widths }
    }

    /// The policies that select a Pod with these labels, and the peers that mean it.
    fn see(&mut self, namespace: &str, labels: &Labels) -> (Bits, Bits) {
        let mut selected = Bits::empty(self.widths.0);
        for (place, policy) in self.selecting.get(namespace).into_iter().flatten() {
            if policy.selector.matches(labels) {
                selected.set(*place);
            }
        }
        if !self.here.contains_key(namespace) {
            let namespace_labels = self.policies.namespace_labels(namespace);
            let here = self
                .pods
                .iter()
                .copied()
                .filter(|(peer, _)| peer.reaches_namespace(namespace, namespace_labels))
                .collect();
            self.here.insert(namespace.to_owned(), here);
        }
        let mut meant = Bits::empty(self.widths.1);
        for (peer, place) in self.here.get(namespace).into_iter().flatten() {
            if peer.selects_labels(labels) {
                meant.set(*place);
            }
        }
        (selected, meant)
    }
}
