//! A routed request for people: the answer and its reason first, then the rule, the backends, and the rules that nearly decided.

use std::fmt::Write;

use super::paint::{Mood, painted, wrapped};
use super::sentence::sentence;
use crate::content::visible_line;
use crate::network::http::{Backend, Headers, HttpRequest, Matched, Routed};

const LABEL: usize = 10;

pub fn text(request: &HttpRequest, routed: &Routed, colour: bool, columns: usize) -> String {
    let mut out = String::new();
    let mood = match (routed.is_answered(), routed.status) {
        (true, _) => Mood::Good,
        (false, None) => Mood::Unsure,
        (false, Some(_)) => Mood::Bad,
    };
    let host = if request.host.is_empty() { "(no host)" } else { &request.host };
    let asked = format!("{} {}://{host}{}", request.method, request.scheme, request.path);
    let _ = writeln!(out, "{}: {}", visible_line(&asked), painted(&headline(routed), mood, colour));
    let _ = writeln!(out, "  {}", wrapped(&sentence(&routed.reason), 2, 2, columns));
    let _ = writeln!(out, "  {}\n", painted(&format!("see {}", routed.page), Mood::Quiet, colour));
    let mut line = |label: &str, text: &str| {
        let start = LABEL + 2;
        let _ = writeln!(out, "  {label:LABEL$}{}", wrapped(&visible_line(text), start, start, columns));
    };
    line("by", &routed.by);
    if let Some(certificate) = &routed.certificate {
        let own = certificate
            .secret
            .as_deref()
            .map_or_else(|| "the controller's own".to_owned(), |name| format!("Secret {name}"));
        line("tls", &format!("{own}, for the name {:?}", certificate.server_name));
    }
    if let Some(rule) = &routed.rule {
        line("rule", &rule_text(rule));
    }
    for backend in &routed.backends {
        line("backend", &backend_text(backend, routed.backends.len() > 1));
        if let Some(sent) = &backend.request {
            let headers: Vec<String> =
                sent.headers.canonical().iter().map(|(name, value)| format!(", {name}: {value}")).collect();
            let headers = headers.concat();
            line("receives", &format!("{} {} for host {:?}{headers}", sent.method, sent.path, sent.host));
        }
    }
    for (name, value) in routed.at_client(Headers::default()).canonical() {
        line("response", &format!("{name}: {value}"));
    }
    for near in &routed.near {
        line("near", &format!("{}: {}", rule_text(&near.rule), near.why));
    }
    for note in &routed.notes {
        line("note", note);
    }
    out
}

fn headline(routed: &Routed) -> String {
    let Some(status) = routed.status else { return "no answer".to_owned() };
    match (&routed.redirect, routed.backend()) {
        (Some(redirect), _) => format!("{status} to {}", visible_line(&redirect.location)),
        (None, Some(backend)) if routed.is_answered() => {
            format!("{status} from {}", visible_line(&backend.target.text()))
        }
        _ if routed.statuses().len() > 1 => {
            let word =
                |status: Option<u16>| status.map_or_else(|| "?".to_owned(), |status| status.to_string());
            let shares: Vec<String> = routed
                .statuses()
                .iter()
                .map(|(status, percent)| format!("{percent:.0} % {}", word(*status)))
                .collect();
            shares.join(", ")
        }
        _ => status.to_string(),
    }
}

fn rule_text(rule: &Matched) -> String {
    format!("{} {} ({})", rule.object, rule.place, rule.text)
}

fn backend_text(backend: &Backend, several: bool) -> String {
    let share = if several { format!(", {:.0} %", backend.percent) } else { String::new() };
    let status = backend.status.map_or_else(|| "unknown".to_owned(), |status| status.to_string());
    let pods: Vec<String> = backend
        .target
        .endpoints()
        .iter()
        .take(4)
        .map(|one| one.pod.clone().unwrap_or_else(|| one.address.to_string()))
        .collect();
    let more = backend.target.endpoints().len().saturating_sub(pods.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let behind = if pods.is_empty() {
        format!(": {}", backend.reason)
    } else {
        format!(": {}{more}", pods.join(", "))
    };
    format!("{}{share}, {status}{behind}", backend.target.text())
}
