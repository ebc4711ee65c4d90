//! A trace for people: the answer and its reason first, then the way, hop by hop.

use std::fmt::Write;

use super::paint::{Mood, clean, painted, wrapped};
use crate::network::trace::{Effect, End, Hop, Outcome, Trace};

/// Ends that are written out in full; more are counted.
const MOST_ENDS: usize = 4;
const LABEL: usize = 10;

pub fn text(trace: &Trace, colour: bool, columns: usize) -> String {
    let mut out = String::new();
    let port = trace.port.map(|port| format!(" port {port}/{}", trace.protocol)).unwrap_or_default();
    let word = painted(words(trace.outcome), mood(trace.outcome), colour);
    let _ = writeln!(out, "{} -> {}{port}: {word}", clean(&trace.from), clean(&trace.to));
    let _ = writeln!(out, "{}", wrapped(&format!("  {}", sentence(&trace.reason)), 0, 2, columns));
    let pages: Vec<&str> = pages(trace);
    for page in &pages {
        let _ = writeln!(out, "  {}", painted(&format!("see {page}"), Mood::Quiet, colour));
    }
    out.push('\n');
    for hop in &trace.hops {
        line(&mut out, hop, 0, colour, columns);
    }
    let several = trace.ends.len() > 1;
    for end in chosen(&trace.ends) {
        if several || end.pod.is_some() {
            let word = painted(words(end.outcome), mood(end.outcome), colour);
            let whom = end.pod.as_deref().map(clean).map_or_else(|| format!("{}:{}", end.address, end.port), |pod| format!("{pod} at {}:{}", end.address, end.port));
            let _ = writeln!(out, "  {} {whom}: {word}", if several { "one of them," } else { "at" });
        }
        for hop in &end.hops {
            line(&mut out, hop, 2, colour, columns);
        }
        if let Some(http) = &end.http {
            let body = clean(http.body.lines().next().unwrap_or_default());
            let _ = writeln!(out, "    {:LABEL$}{} {body}", "http", http.status);
        }
    }
    let left = trace.ends.len().saturating_sub(chosen(&trace.ends).len());
    if left > 0 {
        let _ = writeln!(out, "  and {left} more ends like these");
    }
    let dns = trace.dns.map(|dns| format!("   dns: {}", dns.name().replace('_', " "))).unwrap_or_default();
    let _ = writeln!(out, "\npolicy: {}{dns}", trace.policy.name());
    out
}

/// The first ends of each outcome, so that none is hidden behind many of another.
fn chosen(ends: &[End]) -> Vec<&End> {
    let mut outcomes: Vec<Outcome> = ends.iter().map(|end| end.outcome).collect();
    outcomes.sort();
    outcomes.dedup();
    let each = (MOST_ENDS / outcomes.len().max(1)).max(1);
    let of = |outcome: &Outcome| ends.iter().filter(|end| end.outcome == *outcome).take(each).collect::<Vec<_>>();
    outcomes.iter().flat_map(of).collect()
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
    let object = hop.object.as_deref().filter(|object| object.starts_with("Service ") && !hop.text.contains("Service ")).map(|object| format!("{object}: ")).unwrap_or_default();
    let start = indent + 2 + LABEL + 4;
    let text = wrapped(&clean(&format!("{object}{}", hop.text)), start, start, columns);
    let _ = writeln!(out, "{:indent$}  {:LABEL$}{}  {text}", "", hop.stage.name(), painted(mark, mood, colour));
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

/// A capital at the start, unless it starts with a name, and a full stop.
fn sentence(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let is_word = first.chars().all(char::is_alphabetic);
    let mut characters = text.chars();
    let start = characters.next().filter(|_| is_word).map(|one| one.to_uppercase().collect::<String>());
    let text = start.map_or_else(|| text.to_owned(), |start| start + characters.as_str());
    clean(&format!("{text}."))
}
