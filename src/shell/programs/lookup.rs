//! `nslookup` and `host` of bind.

use std::net::IpAddr;

use super::busybox_lookup;
use crate::{
    network::{
        dns::{Data, Rcode, Record, RecordType},
        trace::Tracer,
    },
    shell::{call::Call, dial::Asked},
};

/// Seconds until a resolver's tool gives up.
pub(super) const PATIENCE: u64 = 10;
pub(super) const TIMED_OUT: &str = ";; connection timed out; no servers could be reached";

/// What a name came to, with the search list of the place.
pub enum Found {
    Records(Vec<Record>),
    /// The last code, and each name that was tried.
    Nothing(Rcode, Vec<String>),
    TimedOut,
    Refused,
}

/// Asks for a name, and the same with each search domain where its dots are few.
pub fn search(
    call: &mut Call<'_>,
    server: IpAddr,
    name: &str,
    kinds: &[RecordType],
    searched: bool,
) -> Found {
    let cluster = call.session.cluster.clone();
    let tracer = Tracer::new(&cluster);
    let (_, domains, dots) = call.session.resolver();
    let plain = name.trim_end_matches('.').to_owned();
    let mut names = Vec::new();
    if searched && !name.ends_with('.') && name.matches('.').count() < dots {
        names.extend(domains.iter().map(|domain| format!("{plain}.{domain}")));
    }
    names.push(plain);
    let mut tried = Vec::new();
    let mut last = Rcode::NameError;
    for name in names {
        let mut all = Vec::new();
        for kind in kinds {
            match call.session.ask(&tracer, server, &name, *kind) {
                Asked::TimedOut => {
                    call.session.pass(PATIENCE);
                    return Found::TimedOut;
                }
                Asked::Refused => return Found::Refused,
                Asked::Answered { rcode, answers, .. } => {
                    last = rcode;
                    all.extend(answers);
                }
            }
        }
        if !all.is_empty() || last == Rcode::NoError {
            all.dedup();
            return Found::Records(all);
        }
        tried.push(name);
    }
    Found::Nothing(last, tried)
}

/// `10-0-0-1.in-addr.arpa`: the name that an address is asked by.
pub fn reverse(address: IpAddr) -> String {
    match address {
        IpAddr::V4(four) => {
            let [a, b, c, d] = four.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(six) => {
            let digits: Vec<String> = six
                .octets()
                .iter()
                .rev()
                .flat_map(|byte| [byte & 15, byte >> 4])
                .map(|half| format!("{half:x}"))
                .collect();
            format!("{}.ip6.arpa", digits.join("."))
        }
    }
}

/// The server to ask: as given, by name or address, or the first of `resolv.conf`.
pub fn server(call: &mut Call<'_>, given: Option<&str>) -> Option<IpAddr> {
    let first = || call.session.resolver().0.first().cloned();
    let name = given.map(str::to_owned).or_else(first)?;
    if let Ok(address) = name.parse() {
        return Some(address);
    }
    let cluster = call.session.cluster.clone();
    match call.session.look_up(&Tracer::new(&cluster), &name) {
        crate::shell::dial::Named::Addresses(addresses) => addresses.first().copied(),
        _ => None,
    }
}

/// What the tools of bind say when nobody answers. A refusal comes at once, to each attempt.
fn unanswered(found: &Found, server: IpAddr, attempts: usize) -> String {
    match found {
        Found::Refused => {
            format!("{};; no servers could be reached", refusals(server, attempts))
        }
        _ => TIMED_OUT.to_owned(),
    }
}

/// A line for each attempt.
pub fn refusals(server: IpAddr, attempts: usize) -> String {
    format!(";; communications error to {server}#53: connection refused\n").repeat(attempts)
}

pub fn nslookup(call: &mut Call<'_>) -> u8 {
    let mut kinds = vec![RecordType::A, RecordType::AAAA];
    let mut words = Vec::new();
    for word in call.arguments {
        let kind = ["-type=", "-query=", "-q=", "-t="].iter().find_map(|flag| word.strip_prefix(flag));
        match kind {
            Some(kind) => match RecordType::read(kind) {
                Some(kind) => kinds = vec![kind],
                None => call.error_line(&format!("unknown query type: {kind}")),
            },
            None if word.starts_with('-') => {}
            None => words.push(word.as_str()),
        }
    }
    let Some(name) = words.first().copied() else {
        call.error_line("Usage: nslookup [-type=QUERY_TYPE] HOST [DNS_SERVER]");
        return 1;
    };
    let Some(server) = server(call, words.get(1).copied()) else {
        call.line(TIMED_OUT);
        call.line("");
        return 1;
    };
    let mut wanted = name.to_owned();
    if let Ok(address) = name.parse() {
        wanted = reverse(address);
        kinds = vec![RecordType::PTR];
    }
    let old = super::images::is_old_busybox(call.session);
    if super::images::is_busybox(call.session) && !old {
        return busybox_lookup::nslookup(call, server, &wanted, &kinds);
    }
    let found = search(call, server, &wanted, &kinds, true);
    if old {
        return busybox_lookup::old(call, name, server, &found);
    }
    let head = format!("Server:\t\t{server}\nAddress:\t{server}#53\n");
    match found {
        Found::TimedOut | Found::Refused => {
            call.line(&unanswered(&found, server, 3));
            call.line("");
            1
        }
        Found::Nothing(rcode, _) => {
            call.line(&head);
            call.line(&format!("** server can't find {name}: {}\n", rcode.name()));
            1
        }
        Found::Records(answers) => {
            call.line(&head);
            if answers.is_empty() {
                call.line(&format!("*** Can't find {name}: No answer\n"));
                return 1;
            }
            for record in &answers {
                let text = written(record);
                call.line(&text);
            }
            call.line("");
            0
        }
    }
}

pub(super) fn written(record: &Record) -> String {
    let own = record.name.trim_end_matches('.');
    match &record.data {
        Data::Address(address) => format!("Name:\t{own}\nAddress: {address}"),
        Data::Name(target) if record.kind == RecordType::PTR => format!("{own}\tname = {target}"),
        Data::Name(target) => format!("{own}\tcanonical name = {target}"),
        Data::Service { priority, weight, port, target } => {
            format!("{own}\tservice = {priority} {weight} {port} {target}")
        }
        Data::Text(text) => format!("{own}\ttext = {text:?}"),
        Data::StartOfAuthority => format!("{own}\torigin = ns.dns.{own}"),
    }
}

pub fn host(call: &mut Call<'_>) -> u8 {
    let given = match call.options("t: v a 4 6 W:", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let Some(name) = given.rest.first().copied() else {
        call.error_line("Usage: host [-t type] name [server]");
        return 1;
    };
    let mut kinds = vec![RecordType::A, RecordType::AAAA];
    if let Some(kind) = given.value("t").and_then(RecordType::read) {
        kinds = vec![kind];
    }
    let mut wanted = name.to_owned();
    if let Ok(address) = name.parse() {
        wanted = reverse(address);
        kinds = vec![RecordType::PTR];
    }
    let Some(server) = server(call, given.rest.get(1).copied()) else {
        call.line(TIMED_OUT);
        return 1;
    };
    let found = search(call, server, &wanted, &kinds, true);
    match found {
        Found::TimedOut | Found::Refused => {
            call.line(&unanswered(&found, server, 2));
            1
        }
        Found::Nothing(rcode, _) => {
            let number = if rcode == Rcode::NameError { 3 } else { 2 };
            call.line(&format!("Host {name} not found: {number}({})", rcode.name()));
            1
        }
        Found::Records(answers) => {
            if answers.is_empty() {
                call.line(&format!("{name} has no {} record", kinds.first().map_or("A", |kind| kind.name())));
            }
            for record in answers {
                let own = record.name.trim_end_matches('.');
                let text = match &record.data {
                    Data::Address(address) if address.is_ipv6() => {
                        format!("{own} has IPv6 address {address}")
                    }
                    Data::Address(address) => format!("{own} has address {address}"),
                    Data::Name(target) if record.kind == RecordType::PTR => {
                        format!("{own} domain name pointer {target}")
                    }
                    Data::Name(target) => format!("{own} is an alias for {target}"),
                    data => format!("{own} has {} record {data}", record.kind),
                };
                call.line(&text);
            }
            0
        }
    }
}
