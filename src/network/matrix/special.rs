//! Parties whose verdicts depend on more than their group: finished Pods, Pods on the host network, and outside addresses
//! that are a node's. Each is asked of [`Policies::decide`], once for each group and nearness of the other end.

use std::collections::BTreeMap;

use super::{
    Question,
    group::{Groups, connection},
};
use crate::{
    cluster::pod,
    network::policy::{Party, Policies, Verdict},
};

/// The cells of each special party, by index: to every other, and from every other.
#[derive(Debug, Clone, Default)]
pub struct Specials {
    cells: BTreeMap<usize, (Vec<Verdict>, Vec<Verdict>)>,
}

impl Specials {
    pub fn compute(policies: &Policies, question: &Question, parties: &[Party<'_>], groups: &Groups) -> Self {
        let special = |party: &Party<'_>| match party {
            Party::Pod(_, pod) => pod::is_finished(pod) || pod::on_host_network(pod),
            Party::Address(address) => policies.is_node(*address),
        };
        let indices: Vec<usize> =
            parties.iter().enumerate().filter(|(_, party)| special(party)).map(|(index, _)| index).collect();
        let mut cells = BTreeMap::new();
        for index in &indices {
            let Some(party) = parties.get(*index) else { continue };
            let mut known: BTreeMap<(usize, bool), (Verdict, Verdict)> = BTreeMap::new();
            let (mut to, mut from) = (Vec::with_capacity(parties.len()), Vec::with_capacity(parties.len()));
            for (place, other) in parties.iter().enumerate() {
                let ask = |source: &Party<'_>, target: &Party<'_>, group: Option<&usize>| {
                    let wanted = group.and_then(|group| connection(question, groups.signatures.get(*group)?));
                    wanted.map_or(Verdict::Undefined, |wanted| policies.verdict(*source, *target, wanted))
                };
                let both =
                    || (ask(party, other, groups.of.get(place)), ask(other, party, groups.of.get(*index)));
                let (out, back) = if indices.binary_search(&place).is_ok() {
                    both()
                } else {
                    let near = other
                        .as_pod()
                        .is_some_and(|(_, pod)| policies.runs_at(pod::node(pod), &party.addresses()));
                    let group = groups.of.get(place).copied().unwrap_or_default();
                    *known.entry((group, near)).or_insert_with(both)
                };
                to.push(out);
                from.push(back);
            }
            cells.insert(*index, (to, from));
        }
        Self { cells }
    }

    /// The verdict of a pair in which one end is special.
    pub fn verdict(&self, from: usize, to: usize) -> Option<Verdict> {
        let outgoing = self.cells.get(&from).and_then(|(cells, _)| cells.get(to));
        outgoing.or_else(|| self.cells.get(&to).and_then(|(_, cells)| cells.get(from))).copied()
    }
}
