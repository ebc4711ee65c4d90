//! What the plugin `hosts` says.

use crate::network::dns::{
    answer::{Answer, Ending, Rcode, Step},
    kubernetes::Said,
    name,
    plugin::Hosts,
    record::{Data, Record, RecordType},
};

/// Its answer; `None` where the name is none of its business.
pub fn answer(hosts: &Hosts, asked: &str, kind: RecordType) -> Option<Said> {
    let asked = asked.to_ascii_lowercase();
    let step = |text: String| Step { plugin: "hosts", line: hosts.line, text };
    let found = |answers: Vec<Record>, text: String| {
        let mut answer = Answer::new(Rcode::NoError, Ending::Answered, vec![step(text)]);
        answer.answers = answers;
        Some(Said::Answer(answer))
    };
    if kind == RecordType::PTR {
        let names = name::reverse_address(&asked)
            .and_then(|address| hosts.names.get(&address))
            .filter(|names| !names.is_empty());
        let pointer = |name: &String| Record::new(&asked, kind, hosts.ttl, Data::Name(name.clone()));
        return names.and_then(|names| {
            found(names.iter().map(pointer).collect(), "the address is in its table".to_owned())
        });
    }
    if !hosts.zones.iter().any(|zone| name::is_within(&asked, zone)) {
        return None;
    }
    if let Some(addresses) = hosts.addresses.get(&asked) {
        let records = addresses
            .iter()
            .map(|address| Record::address(&asked, hosts.ttl, *address))
            .filter(|record| record.kind == kind);
        return found(records.collect(), format!("{asked} is in its table"));
    }
    if let Some(file) = &hosts.file {
        let text = format!("the file {file} may know {asked}: there are no files here");
        return Some(Said::Answer(Answer::new(Rcode::Unsupported, Ending::NotSimulated, vec![step(text)])));
    }
    if hosts.fallthrough.lets(&asked) {
        return Some(Said::PassedOn(step(format!(
            "{asked} is not in its table; fallthrough: the next plugin is asked"
        ))));
    }
    // It would rather say NXDOMAIN, but has no SOA to send with it.
    let text = format!("{asked} is not in its table, and there is no fallthrough: SERVFAIL");
    Some(Said::Answer(Answer::new(Rcode::ServerFailure, Ending::Answered, vec![step(text)])))
}
