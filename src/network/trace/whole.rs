//! What all ends come to together: one policy, one outcome, one sentence.

use super::{
    dial::Arrival,
    hop::{Dns, End, Hop, Outcome, Stage, Trace},
};
use crate::{cluster::Protocol, network::policy::Verdict};

/// What is known before the ways part.
pub(super) struct Head {
    pub from: String,
    pub to: String,
    pub dns: Option<Dns>,
    pub hops: Vec<Hop>,
    pub sometimes: bool,
}

impl Head {
    pub fn finish(mut self, port: Option<u16>, protocol: Protocol, arrival: Arrival) -> Trace {
        let Arrival { hops, ends, stop } = arrival;
        self.hops.extend(hops);
        let (policy, mut outcome) = whole(&ends, stop);
        let mut reason = reason(&self.hops, &ends, outcome);
        let lookup = |stage| {
            self.hops.iter().find(|hop| hop.stage == stage).map(|hop| hop.text.clone()).unwrap_or_default()
        };
        let by_dns = match self.dns {
            None | Some(Dns::Resolved | Dns::Passed) => None,
            Some(Dns::NameNotFound) => Some((Outcome::NameNotFound, lookup(Stage::Address))),
            Some(Dns::LookupTimeout) => Some((Outcome::LookupTimeout, lookup(Stage::Lookup))),
            Some(dns) => {
                let decisive = self.hops.iter().find(|hop| hop.is_decisive()).map(|hop| hop.text.clone());
                let outcome = if dns == Dns::LookupFailed { Outcome::LookupFailed } else { Outcome::Unknown };
                Some((outcome, decisive.unwrap_or_default()))
            }
        };
        if let Some(by_dns) = by_dns {
            (outcome, reason) = by_dns;
        } else if self.sometimes && outcome != Outcome::LookupTimeout {
            outcome = Outcome::Partial;
            reason = lookup(Stage::Lookup);
        }
        Trace {
            from: self.from,
            to: self.to,
            port,
            protocol,
            policy,
            outcome,
            dns: self.dns,
            status: None,
            reason,
            hops: self.hops,
            ends,
        }
    }
}

/// Policy: `deny` as soon as one end is denied, for a client can not rely on the others. Outcome: all ends together.
fn whole(ends: &[End], stop: Option<(Verdict, Outcome)>) -> (Verdict, Outcome) {
    let stop_verdict = stop.map(|(verdict, _)| verdict);
    let policy = ends
        .iter()
        .map(|end| end.policy)
        .chain(stop_verdict.filter(|_| ends.is_empty()))
        .reduce(Verdict::and);
    let outcome = Outcome::of_all(ends.iter().map(|end| end.outcome).chain(stop.map(|(_, outcome)| outcome)));
    (policy.unwrap_or(Verdict::Undefined), outcome.unwrap_or(Outcome::Unknown))
}

fn reason(hops: &[Hop], ends: &[End], outcome: Outcome) -> String {
    if let Some(hop) = hops.iter().rfind(|hop| hop.is_decisive()) {
        return hop.text.clone();
    }
    let Some(first) = ends.first() else {
        return hops.last().map(|hop| hop.text.clone()).unwrap_or_default();
    };
    if outcome == Outcome::Delivered && ends.len() > 1 {
        return format!(
            "each of the {} endpoints accepts: {}, the others likewise",
            ends.len(),
            first.reason
        );
    }
    if outcome != Outcome::Partial {
        return first.reason.clone();
    }
    let good = ends.iter().filter(|end| end.outcome == Outcome::Delivered).count();
    let bad = ends.iter().find(|end| end.outcome != Outcome::Delivered).unwrap_or(first);
    format!("{good} of {} endpoints can be reached; {}: {}", ends.len(), bad.address, bad.reason)
}
