//! A trace for people: the answer and its reason first, then the way, hop by hop.

use std::fmt::Write;

use super::paint::{Mood, painted, wrapped};
use super::sentence::sentence;
use crate::content::visible_line;
use crate::network::trace::{Effect, End, Hop, Outcome, Trace};

/// Ends that are named beside one that is like them; more are counted.
const MOST_NAMES: usize = 6;
const LABEL: usize = 10;

pub fn text(trace: &Trace, colour: bool, columns: usize) -> String {
    let mut out = String::new();
    let port = trace.port.map(|port| format!(" port {port}/{}", trace.protocol)).unwrap_or_default();
    let status = trace.status.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
    let word = painted(&format!("{}{status}", words(trace.outcome)), mood(trace.outcome), colour);
    let _ = writeln!(out, "{} -> {}{port}: {word}", visible_line(&trace.from), visible_line(&trace.to));
    let _ = writeln!(out, "{}", wrapped(&format!("  {}", sentence(&trace.reason)), 0, 2, columns));
    let pages: Vec<&str> = pages(trace);
    for page in &pages {
        let _ = writeln!(out, "  {}", painted(&format!("see {page}"), Mood::Quiet, colour));
    }
    out.push('\n');
    for hop in &trace.hops {
        line(&mut out, hop, 0, colour, columns);
    }
    let groups = groups(&trace.ends);
    for group in &groups {
        let [end, others @ ..] = group.as_slice() else { continue };
        let word = painted(words(end.outcome), mood(end.outcome), colour);
        let share = if groups.len() > 1 {
            format!(" ({} of {})", group.len(), trace.ends.len())
        } else {
            String::new()
        };
        let _ = writeln!(out, "  to {}: {word}{share}", whom(end));
        for hop in &end.hops {
            line(&mut out, hop, 2, colour, columns);
        }
        if let Some(http) = &end.http {
            let body = visible_line(http.body.lines().next().unwrap_or_default());
            let _ = writeln!(out, "    {:LABEL$}{} {body}", "http", http.status);
        }
        if !others.is_empty() {
            let names: Vec<String> = others.iter().take(MOST_NAMES).map(|end| whom(end)).collect();
            let more = others.len().saturating_sub(names.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _ = writeln!(
                out,
                "  {}",
                wrapped(&format!("likewise {}{more}", names.join(", ")), 2, 4, columns)
            );
        }
    }
    let dns = trace.dns.map(|dns| format!("   dns: {}", dns.name().replace('_', " "))).unwrap_or_default();
    let _ = writeln!(out, "\npolicy: {}{dns}", trace.policy.name());
    out
}

/// `shop/web-1 (10.244.0.5:80)`.
fn whom(end: &End) -> String {
    let at = std::net::SocketAddr::new(end.address, end.port);
    end.pod.as_deref().map_or_else(|| at.to_string(), |pod| format!("{} ({at})", visible_line(pod)))
}

/// Ends that fare alike, for the same reasons: the first is written out, the others are named.
fn groups(ends: &[End]) -> Vec<Vec<&End>> {
    let mut groups: Vec<Vec<&End>> = Vec::new();
    let alike = |one: &End, two: &End| {
        let ways = |end: &End| {
            end.hops
                .iter()
                .map(|hop| (hop.stage, hop.effect, hop.policies.clone(), hop.rules.clone()))
                .collect::<Vec<_>>()
        };
        one.outcome == two.outcome && one.policy == two.policy && ways(one) == ways(two)
    };
    for end in ends {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| alike(first, end))) {
            Some(group) => group.push(end),
            None => groups.push(vec![end]),
        }
    }
    groups
}

/// The pages of what decided, each once.
fn pages(trace: &Trace) -> Vec<&str> {
    let all = trace.hops.iter().chain(trace.ends.iter().flat_map(|end| &end.hops));
    let mut pages: Vec<&str> = all.filter(|hop| hop.is_decisive()).map(|hop| hop.page.as_str()).collect();
    pages.sort_unstable();
    pages.dedup();
    pages.truncate(3);
    pages
}

fn line(out: &mut String, hop: &Hop, indent: usize, colour: bool, columns: usize) {
    let (mark, mood) = match hop.effect {
        Effect::Passed => ("ok", Mood::Good),
        Effect::Translated => ("->", Mood::Good),
        Effect::Refused | Effect::Dropped | Effect::NotFound | Effect::Failed => ("NO", Mood::Bad),
        Effect::Undefined | Effect::Unknown => ("??", Mood::Unsure),
    };
    let object = hop
        .object
        .as_deref()
        .filter(|object| object.starts_with("Service ") && !hop.text.contains("Service "))
        .map(|object| format!("{object}: "))
        .unwrap_or_default();
    let start = indent + 2 + LABEL + 4;
    let text = wrapped(&visible_line(&format!("{object}{}", hop.text)), start, start, columns);
    let _ =
        writeln!(out, "{:indent$}  {:LABEL$}{}  {text}", "", hop.stage.name(), painted(mark, mood, colour));
}

fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Delivered => "delivered",
        Outcome::Partial => "partly delivered",
        Outcome::Refused => "connection refused",
        Outcome::TimedOut => "times out",
        Outcome::NameNotFound => "name not found",
        Outcome::LookupTimeout => "the name lookup times out",
        Outcome::LookupFailed => "the name lookup fails",
        Outcome::HttpError => "an HTTP error",
        Outcome::Unknown => "unknown",
    }
}

fn mood(outcome: Outcome) -> Mood {
    match outcome {
        Outcome::Delivered => Mood::Good,
        Outcome::Partial | Outcome::Unknown => Mood::Unsure,
        _ => Mood::Bad,
    }
}
