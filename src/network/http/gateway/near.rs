//! The rules that nearly took a request, and what each lacked.

use std::borrow::Cow;

use super::{
    choose::Arrived,
    matching::Lacking,
    table::{Gateway, Rule},
};
use crate::network::http::{
    host::{Covers, Pattern},
    request::HttpRequest,
    routed::NearMiss,
};

/// So many are told, and so many looked at: a Gateway may have thousands.
const MOST_NEAR: usize = 5;
const MOST_LOOKED_AT: usize = 256;

/// Host, path and query of a request, taken apart.
type Parts<'a> = (&'a str, &'a str, &'a [(Cow<'a, str>, Cow<'a, str>)]);

struct Candidate<'g> {
    /// Smaller is nearer.
    distance: usize,
    host: &'g Pattern,
    rule: &'g Rule,
    lacking: Lacking,
    /// Its host is not the request's, or another listener has it.
    elsewhere: Option<&'g str>,
}

impl Gateway {
    pub(super) fn near(
        &self,
        request: &HttpRequest,
        (host, path, query): Parts<'_>,
        arrived: Arrived<'_>,
        winner: Option<&Rule>,
    ) -> Vec<NearMiss> {
        let mut found: Vec<Candidate<'_>> = Vec::new();
        let same = |rule: &Rule| {
            winner.is_some_and(|winner| {
                std::ptr::eq(winner, rule)
                    || (winner.place == rule.place && winner.route.name == rule.route.name)
            })
        };
        let mut left = MOST_LOOKED_AT;
        for (place, table) in self.rules.iter().enumerate() {
            let here = place == arrived.place;
            let listener = self.listeners.get(place).filter(|one| one.port == arrived.listener.port);
            let Some(listener) = listener else { continue };
            for (rules, rule) in
                table.iter().flat_map(|rules| rules.rules.iter().map(move |rule| (rules, rule)))
            {
                if left == 0 {
                    break;
                }
                left -= 1;
                let lacking = rule.matching.lacks(request, path, query);
                let is_host = rules.host.matches(host, Covers::Labels);
                let distance = lacking.count() + usize::from(!is_host) + usize::from(!here);
                let known = found
                    .iter()
                    .any(|one| one.rule.place == rule.place && one.rule.route.name == rule.route.name);
                if distance <= 1 && !same(rule) && !known {
                    found.push(Candidate {
                        distance,
                        host: &rules.host,
                        rule,
                        lacking,
                        elsewhere: (!here).then_some(listener.name.as_str()),
                    });
                }
            }
        }
        found.sort_by_key(|one| one.distance);
        let told = found
            .iter()
            .take(MOST_NEAR)
            .map(|one| NearMiss { rule: one.rule.matched(one.host), why: why(request, host, one, winner) });
        let mut near: Vec<NearMiss> = told.collect();
        near.extend(self.refused.iter().take(MOST_NEAR - near.len()).cloned());
        near
    }
}

fn why(request: &HttpRequest, host: &str, candidate: &Candidate<'_>, winner: Option<&Rule>) -> String {
    let rule = candidate.rule;
    if let Some(listener) = candidate.elsewhere {
        return format!(
            "it is attached to listener {listener}; the request belongs to the most specific listener only"
        );
    }
    if !candidate.lacking.nothing() {
        return rule.matching.why(request, candidate.lacking);
    }
    if !candidate.host.matches(host, Covers::Labels) {
        let bare = matches!(candidate.host, Pattern::Wildcard(suffix) if suffix.get(1..) == Some(host));
        let hint = if bare { ": the * stands for at least one label" } else { "" };
        return format!("it is for {}, not for {host:?}{hint}", candidate.host);
    }
    let Some(winner) = winner else { return "it matches".to_owned() };
    let (own, best) = (rule.matching.rank(), winner.matching.rank());
    let reason = if own.0 != best.0 {
        "an Exact path comes before a prefix"
    } else if own.1 != best.1 {
        "the longer path comes first"
    } else if own.2 != best.2 {
        "of equal paths, the one with a method comes first"
    } else if own.3 != best.3 {
        "of equal paths, more headers come first"
    } else if own.4 != best.4 {
        "more query parameters come first"
    } else if rule.route.name == winner.route.name {
        "of equal matches in one route, the first rule wins"
    } else {
        "of equal matches, the older route wins, then the first by namespace and name"
    };
    // A more specific hostname outranks everything else.
    if own < best {
        return "a route for a more specific hostname matches: hostnames come before paths".to_owned();
    }
    format!("it matches, too, but {reason}")
}
