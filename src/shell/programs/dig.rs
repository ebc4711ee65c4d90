//! `dig`: one question, as it is written, or with the search list when `+search` asks for it.

use super::lookup::{self, Found};
use crate::{
    network::dns::{Rcode, Record, RecordType},
    shell::call::Call,
};

/// What was asked for.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent switches of the command line")]
struct Wish<'a> {
    name: Option<String>,
    kind: Option<RecordType>,
    server: Option<&'a str>,
    short: bool,
    search: bool,
    /// `+noall` switches all off, `+answer` this one on.
    sections: bool,
    answer_only: bool,
}

pub fn dig(call: &mut Call<'_>) -> u8 {
    let mut wish = Wish { sections: true, ..Wish::default() };
    let mut words = call.arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word {
            "+short" => wish.short = true,
            "+search" | "+showsearch" => wish.search = true,
            "+noall" => wish.sections = false,
            "+answer" => wish.answer_only = true,
            "-x" => {
                let Some(Ok(address)) = words.next().map(str::parse) else {
                    call.error_line(";; Invalid IP address");
                    return 1;
                };
                wish.name = Some(lookup::reverse(address));
                wish.kind = Some(RecordType::PTR);
            }
            "-t" | "-p" | "-q" => match (word, words.next()) {
                ("-t", Some(kind)) => wish.kind = RecordType::read(kind),
                ("-q", Some(name)) => wish.name = Some(name.to_owned()),
                _ => {}
            },
            word if word.starts_with(['+', '-']) || word.eq_ignore_ascii_case("in") => {}
            word => match word.strip_prefix('@') {
                Some(server) => wish.server = Some(server),
                None => match RecordType::read(word) {
                    Some(kind) if wish.name.is_some() || !word.contains('.') => wish.kind = Some(kind),
                    _ => wish.name = Some(word.to_owned()),
                },
            },
        }
    }
    let Some(server) = lookup::server(call, wish.server) else {
        let name = wish.server.unwrap_or_default();
        call.error_line(&format!("dig: couldn't get address for '{name}': not found"));
        return 10;
    };
    let name = wish.name.unwrap_or_else(|| ".".to_owned());
    let kind = wish.kind.unwrap_or(RecordType::A);
    let found = lookup::search(call, server, &name, &[kind], wish.search);
    let absolute = |name: &str| format!("{}.", name.trim_end_matches('.'));
    let (rcode, answers, asked) = match found {
        Found::TimedOut | Found::Refused => {
            let errors = match found {
                Found::Refused => lookup::refusals(server, 3),
                _ => format!(";; communications error to {server}#53: timed out\n"),
            };
            call.line(&format!(
                "{errors}\n; <<>> DiG 9.18.39 <<>> {}\n;; global options: +cmd\n;; no servers could be reached",
                call.arguments.join(" ")
            ));
            return 9;
        }
        Found::Nothing(rcode, tried) => {
            (rcode, vec![], tried.last().map_or_else(|| absolute(&name), |name| absolute(name)))
        }
        Found::Records(answers) => {
            let asked = answers.first().map_or_else(|| absolute(&name), |record| record.name.clone());
            (Rcode::NoError, answers, asked)
        }
    };
    if wish.short {
        for record in &answers {
            let text = record.data.to_string();
            call.line(&text);
        }
        return 0;
    }
    if wish.sections {
        whole(call, rcode, &asked, kind, &answers, server);
    } else if wish.answer_only {
        for record in &answers {
            let text = row(record);
            call.line(&text);
        }
    }
    0
}

fn row(record: &Record) -> String {
    format!("{}\t{}\tIN\t{}\t{}", record.name, record.ttl, record.kind, record.data)
}

fn whole(
    call: &mut Call<'_>,
    rcode: Rcode,
    asked: &str,
    kind: RecordType,
    answers: &[Record],
    server: std::net::IpAddr,
) {
    let id = call.session.random(65_536);
    let mut lines = vec![
        format!("\n; <<>> DiG 9.18.39 <<>> {}", call.arguments.join(" ")),
        ";; global options: +cmd\n;; Got answer:".to_owned(),
        format!(";; ->>HEADER<<- opcode: QUERY, status: {}, id: {id}", rcode.name()),
        format!(
            ";; flags: qr aa rd; QUERY: 1, ANSWER: {}, AUTHORITY: {}, ADDITIONAL: 1\n",
            answers.len(),
            u8::from(answers.is_empty())
        ),
        format!(";; QUESTION SECTION:\n;{asked}\t\tIN\t{kind}\n"),
    ];
    if !answers.is_empty() {
        lines.push(";; ANSWER SECTION:".to_owned());
        lines.extend(answers.iter().map(row));
        lines.push(String::new());
    }
    lines.push(format!(
        ";; Query time: 1 msec\n;; SERVER: {server}#53({server}) (UDP)\n;; WHEN: {}\n",
        call.session.now
    ));
    for line in lines {
        call.line(&line);
    }
}
