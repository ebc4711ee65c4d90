//! Who may open a connection to whom: policy verdicts of every Pod to every Pod, computed by groups.
//!
//! Pods that no policy's selector, no peer and no named port tells apart get the same row and column, so the work grows
//! with the number of such groups, not with the square of the number of Pods. A property test holds every cell against
//! [`Policies::decide`].

mod bits;
mod compute;
mod group;
#[cfg(test)]
mod laws;
mod special;

use std::net::IpAddr;

use bits::Bits;

use super::policy::{Party, Policies, Verdict};
use crate::cluster::{Cluster, Protocol};

/// The question asked of every pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub port: PortAsked,
    pub protocol: Protocol,
}

/// The destination's port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortAsked {
    Number(u16),
    /// The port that the destination's containers call so; a destination without it is not asked.
    Named(String),
}

impl Question {
    pub fn tcp(port: u16) -> Self {
        Self { port: PortAsked::Number(port), protocol: Protocol::Tcp }
    }
}

/// The verdicts of all pairs. Pods in input order, then the outside addresses asked about.
#[derive(Debug, Clone)]
pub struct Matrix {
    names: Vec<String>,
    /// How many of the names are Pods.
    pods: usize,
    /// The group of each.
    group_of: Vec<usize>,
    /// For each group of sources, the groups of destinations that it may reach.
    allowed: Vec<Bits>,
    /// Destination groups that are not asked: they lack the named port.
    unasked: Bits,
    /// Parties whose cells are not those of a group.
    special: special::Specials,
}

impl Matrix {
    /// Computes the verdicts between the Pods asked about (not those that were assumed) and from and to `external` addresses.
    pub fn compute(cluster: &Cluster, policies: &Policies, question: &Question, external: &[IpAddr]) -> Self {
        let mut parties: Vec<Party<'_>> =
            cluster.pods_asked_about().into_iter().map(|(object, pod)| Party::Pod(object, pod)).collect();
        let pods = parties.len();
        parties.extend(external.iter().map(|address| Party::Address(*address)));
        compute::compute(policies, question, &parties, pods)
    }

    /// `namespace/name` of the Pods, in input order, then the outside addresses.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many of the names are Pods: the rest are outside addresses.
    pub fn pods(&self) -> usize {
        self.pods
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The verdict of one pair by index. `None` is not a question: itself, two outside addresses, a destination without
    /// the port that was named, an index beyond the end.
    pub fn verdict(&self, from: usize, to: usize) -> Option<Verdict> {
        let (source, destination) = (*self.group_of.get(from)?, *self.group_of.get(to)?);
        if from == to || (from >= self.pods && to >= self.pods) || self.unasked.has(destination) {
            return None;
        }
        if let Some(verdict) = self.special.verdict(from, to) {
            return Some(verdict);
        }
        let allowed = self.allowed.get(source).is_some_and(|row| row.has(destination));
        Some(if allowed { Verdict::Allow } else { Verdict::Deny })
    }

    /// One row: `.` allowed, `X` denied, `-` itself, undefined or not asked.
    pub fn row(&self, from: usize) -> String {
        (0..self.len()).map(|to| symbol(self.verdict(from, to))).collect()
    }

    pub fn rows(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.len()).map(|from| self.row(from))
    }

    /// The indices of names that are alike (same row, same column but for themselves), each group in input order, groups
    /// by their first member.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.allowed.len()];
        for (index, group) in self.group_of.iter().enumerate() {
            if let Some(members) = groups.get_mut(*group) {
                members.push(index);
            }
        }
        groups.retain(|members| !members.is_empty());
        groups.sort();
        groups
    }

    /// How many ordered pairs are allowed, denied, undefined or not asked (the pairs of one with itself not counted).
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for from in 0..self.len() {
            for to in (0..self.len()).filter(|to| *to != from) {
                match self.verdict(from, to) {
                    Some(Verdict::Allow) => counts.allowed += 1,
                    Some(Verdict::Deny) => counts.denied += 1,
                    Some(Verdict::Undefined) | None => counts.open += 1,
                }
            }
        }
        counts
    }
}

/// Ordered pairs by verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub allowed: usize,
    pub denied: usize,
    /// Undefined or not asked.
    pub open: usize,
}

/// The letter of a verdict in a row.
pub fn symbol(verdict: Option<Verdict>) -> char {
    match verdict {
        Some(Verdict::Allow) => '.',
        Some(Verdict::Deny) => 'X',
        Some(Verdict::Undefined) | None => '-',
    }
}
