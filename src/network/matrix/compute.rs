//! The matrix of groups: for each group whom it may reach (egress), for each whom it lets in (ingress), both together.

use super::{
    Matrix, Question,
    bits::Bits,
    group::{Groups, Vocabulary, connection},
    special::Specials,
};
use crate::network::policy::{Direction, Party, Policies, Rule};

pub fn compute(policies: &Policies, question: &Question, parties: &[Party<'_>], pods: usize) -> Matrix {
    let vocabulary = Vocabulary::of(policies, question);
    let groups = Groups::of(policies, &vocabulary, question, parties);
    let table = Table {
        question,
        parties,
        groups: &groups,
        means: means(&vocabulary, &groups),
        vocabulary: &vocabulary,
    };
    let count = groups.signatures.len();
    let mut allowed: Vec<Bits> = (0..count).map(|source| table.egress(source)).collect();
    let lets_in: Vec<Bits> = (0..count).map(|destination| table.ingress(destination)).collect();
    for (source, row) in allowed.iter_mut().enumerate() {
        let mut both = Bits::empty(count);
        for destination in
            row.places().filter(|destination| lets_in.get(*destination).is_some_and(|row| row.has(source)))
        {
            both.set(destination);
        }
        *row = both;
    }
    let mut unasked = Bits::empty(count);
    for (group, signature) in groups.signatures.iter().enumerate() {
        if signature.port.is_none() {
            unasked.set(group);
        }
    }
    let special = Specials::compute(policies, question, parties, &groups);
    Matrix {
        names: parties.iter().map(Party::name).collect(),
        pods,
        group_of: groups.of,
        allowed,
        unasked,
        special,
    }
}

/// For each peer of the vocabulary the groups that it means.
fn means(vocabulary: &Vocabulary<'_>, groups: &Groups) -> Vec<Bits> {
    let mut means = vec![Bits::empty(groups.signatures.len()); vocabulary.peers.len()];
    for (group, signature) in groups.signatures.iter().enumerate() {
        for peer in signature.meant.places() {
            if let Some(bits) = means.get_mut(peer) {
                bits.set(group);
            }
        }
    }
    means
}

struct Table<'a> {
    question: &'a Question,
    parties: &'a [Party<'a>],
    groups: &'a Groups,
    means: Vec<Bits>,
    vocabulary: &'a Vocabulary<'a>,
}

impl Table<'_> {
    /// The rules of the policies that isolate a group's members; `None` if none does.
    fn rules(&self, group: usize, direction: Direction) -> Option<Vec<&Rule>> {
        let signature = self.groups.signatures.get(group)?;
        let isolating: Vec<&[Rule]> = signature
            .selected
            .places()
            .filter_map(|place| self.vocabulary.policies.get(place)?.rules(direction))
            .collect();
        (!isolating.is_empty()).then(|| isolating.into_iter().flatten().collect())
    }

    /// Whether a rule allows the port that is asked of a group's members.
    fn port_matches(&self, rule: &Rule, destination: usize) -> bool {
        let Some(signature) = self.groups.signatures.get(destination) else { return false };
        let pod = self.groups.first.get(destination).and_then(|first| self.parties.get(*first)?.as_pod());
        connection(self.question, signature)
            .is_some_and(|connection| rule.port_item(connection, pod.map(|(_, pod)| pod)).is_some())
    }

    /// The groups that a rule's peers mean.
    fn peers(&self, rule: &Rule) -> Bits {
        let count = self.groups.signatures.len();
        let Some(peers) = &rule.peers else { return Bits::full(count) };
        let mut found = Bits::empty(count);
        for means in peers.iter().filter_map(|peer| self.means.get(*self.vocabulary.peers.get(peer)?)) {
            found.join(means);
        }
        found
    }

    fn ingress(&self, destination: usize) -> Bits {
        let count = self.groups.signatures.len();
        let Some(rules) = self.rules(destination, Direction::Ingress) else { return Bits::full(count) };
        let mut found = Bits::empty(count);
        for rule in rules.into_iter().filter(|rule| self.port_matches(rule, destination)) {
            found.join(&self.peers(rule));
        }
        found
    }

    fn egress(&self, source: usize) -> Bits {
        let count = self.groups.signatures.len();
        let Some(rules) = self.rules(source, Direction::Egress) else { return Bits::full(count) };
        let mut found = Bits::empty(count);
        for rule in rules {
            let peers = self.peers(rule);
            if rule.ports.is_none() {
                found.join(&peers);
                continue;
            }
            let mut with_port = Bits::empty(count);
            for destination in peers.places().filter(|destination| self.port_matches(rule, *destination)) {
                with_port.set(destination);
            }
            found.join_common(&peers, &with_port);
        }
        found
    }
}
