//! busybox's `nslookup`: that of today, which has a resolver of its own, and that of 1.28, which asked the C library.

use std::net::IpAddr;

use super::lookup::{Found, PATIENCE, TIMED_OUT, written};
use crate::{
    network::{
        dns::{Data, Rcode, RecordType},
        trace::Tracer,
    },
    shell::{call::Call, dial::Asked},
};

/// Only a name without a dot is completed, with each search domain, whatever `ndots` says; every question is answered by itself,
/// and one that fails makes the whole fail. `networking/nslookup.c` of busybox 1.30 and later.
pub fn nslookup(call: &mut Call<'_>, server: IpAddr, name: &str, kinds: &[RecordType]) -> u8 {
    let cluster = call.session.cluster.clone();
    let tracer = Tracer::new(&cluster);
    let (_, domains, _) = call.session.resolver();
    let names: Vec<String> = if name.contains('.') || domains.is_empty() {
        vec![name.to_owned()]
    } else {
        domains.iter().map(|domain| format!("{name}.{domain}")).collect()
    };
    let mut status = 0;
    let mut first = true;
    for (kind, name) in kinds.iter().flat_map(|kind| names.iter().map(move |name| (*kind, name))) {
        let (rcode, answers) = match call.session.ask(&tracer, server, name, kind) {
            Asked::Answered { rcode, answers, .. } => (rcode, answers),
            silent => {
                // It learns of a refusal with its second packet, and waits for an answer all the same.
                if matches!(silent, Asked::Refused) {
                    call.error_line(&format!("nslookup: write to '{server}': Connection refused"));
                }
                call.session.pass(PATIENCE);
                call.line(TIMED_OUT);
                call.line("");
                return 1;
            }
        };
        if std::mem::take(&mut first) {
            call.line(&format!("Server:\t\t{server}\nAddress:\t{server}:53\n"));
        }
        if rcode != Rcode::NoError {
            call.line(&format!("** server can't find {name}: {}", rcode.name()));
            status = 1;
        }
        for record in &answers {
            call.line(&written(record));
        }
        call.line("");
    }
    status
}

pub fn old(call: &mut Call<'_>, name: &str, server: IpAddr, found: &Found) -> u8 {
    // It asks for the server's own name, too.
    let own = match found {
        Found::TimedOut | Found::Refused => "",
        _ => " kube-dns.kube-system.svc.cluster.local",
    };
    call.line(&format!("Server:    {server}\nAddress 1: {server}{own}\n"));
    let Found::Records(answers) = found else {
        call.error_line(&format!("nslookup: can't resolve '{name}'"));
        return 1;
    };
    call.line(&format!("Name:      {name}"));
    let addresses = answers.iter().filter_map(|record| match record.data {
        Data::Address(address) => Some((address, record.name.trim_end_matches('.').to_owned())),
        _ => None,
    });
    for (at, (address, full)) in addresses.enumerate() {
        call.line(&format!("Address {}: {address} {full}", at + 1));
    }
    0
}
