//! The way of one packet: every hop with what decides there, and the packet wherever it has changed.

use std::collections::BTreeSet;

use super::{WIDTH, ends, scenery};
use crate::course::Drawing;
use crate::network::http::Missing;
use crate::network::trace::{Effect, Hop, Outcome, Tracer};

/// Columns before the sentence of a hop.
const LEAD: usize = 14;

pub fn lines(drawing: &Drawing, from: &str, to: &str, node: Option<&str>) -> Result<Vec<String>, String> {
    let cluster = scenery::of_drawing(drawing, &[])?;
    let request = ends::request(&cluster, from, to, node)?;
    let trace = Tracer::new(&cluster)
        .assuming(Missing::Assumed)
        .trace(&request)
        .map_err(|error| error.to_string())?;
    let ways = trace.ways();
    let mut lines = vec![format!(" {from} ──▶ {to}")];
    let mut before = None;
    for hop in ways.first().into_iter().flat_map(|way| &way.hops) {
        push_hop(&mut lines, hop);
        if let Some(packet) = hop.packet.filter(|packet| before.replace(*packet) != Some(*packet)) {
            lines.push(format!(" │{:LEAD$}{packet}", ""));
        }
    }
    let pods: BTreeSet<&str> = trace.ends.iter().filter_map(|end| end.pod.as_deref()).collect();
    let likewise = if pods.len() > 1 { format!(", one of {} Pods", pods.len()) } else { String::new() };
    let reached = trace.ends.first().and_then(|end| end.pod.as_deref());
    let (sign, end) = match (trace.outcome, reached) {
        (Outcome::Delivered, Some(pod)) => (" ▼", format!("{pod}{likewise}")),
        (Outcome::Delivered, None) => (" ▼", to.to_owned()),
        (outcome, _) => (" ✗", outcome.name().replace('_', " ")),
    };
    lines.push(format!("{sign} {end}"));
    Ok(lines)
}

fn push_hop(lines: &mut Vec<String>, hop: &Hop) {
    let sign = match hop.effect {
        Effect::Passed => "✓",
        Effect::Translated => "→",
        Effect::Undefined | Effect::Unknown => "?",
        _ => "✗",
    };
    let lead = format!(" ├─ {:<9}{sign} ", hop.stage.name());
    for (index, line) in wrapped(&hop.text, WIDTH - LEAD - 2).into_iter().enumerate() {
        let lead = if index == 0 { lead.clone() } else { format!(" │{:LEAD$}", "") };
        lines.push(format!("{lead}{line}"));
    }
}

/// Words in lines of at most `width` characters, a longer word in a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
