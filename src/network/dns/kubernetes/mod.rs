//! What the plugin `kubernetes` says: from what is found in the cluster to records of the type asked for.
//!
//! Source: the plugin's own code (`coredns/plugin/kubernetes`, `coredns/plugin/backend_lookup.go`), checked by the vectors.

mod find;
mod miss;
mod question;
mod reverse;
mod service_record;

use std::net::IpAddr;

pub use find::Sight;
use find::{Found, Host};
use miss::Miss;
use question::{Asked, Request};

use super::{
    answer::{Answer, Ending, Rcode, Step},
    name,
    record::{Data, Record, RecordType},
};

/// Asks the whole server, as for the target of a CNAME that lies outside of the zone.
pub type Upstream<'a> = dyn Fn(&str, RecordType) -> Answer + 'a;

/// The version of the DNS schema, and for how many seconds it may be believed.
const SCHEMA_VERSION: (&str, u32) = ("1.1.0", 28_800);
/// A chain of CNAMEs is followed no further.
const LONGEST_CHAIN: usize = 7;
/// The most that a SOA record lives, in seconds.
const SOA_TTL: u32 = 300;

/// Either an answer, or why the next plugin is asked.
pub enum Said {
    Answer(Answer),
    PassedOn(Step),
}

#[derive(Default)]
struct Sections {
    answers: Vec<Record>,
    additional: Vec<Record>,
    outside: Option<String>,
}

impl Sight<'_> {
    /// Answers a question for an absolute name; `None` if the name is in none of the plugin's zones.
    pub fn answer(&self, question: &str, kind: RecordType, upstream: &Upstream<'_>) -> Option<Said> {
        let zone = name::longest_zone(self.settings.zones.iter().map(String::as_str), question)?;
        let asked = Asked::new(question, zone);
        let step = |text: String| Step { plugin: "kubernetes", line: self.settings.line, text };
        let soa_ttl = self.settings.ttl.min(SOA_TTL);
        let said = match self.sections(&asked, kind, upstream) {
            Err(miss) if self.settings.fallthrough.lets(&question.to_ascii_lowercase()) => {
                return Some(Said::PassedOn(step(format!("{miss}; fallthrough: the next plugin is asked"))));
            }
            Err(miss) => {
                Answer::negative(Rcode::NameError, &asked.zone, soa_ttl, vec![step(miss.to_string())])
            }
            Ok(sections) if sections.answers.is_empty() => {
                let text = format!("{}, but has no {kind} record", meaning(&asked));
                Answer::negative(Rcode::NoError, &asked.zone, soa_ttl, vec![step(text)])
            }
            Ok(sections) => {
                let mut answer = Answer::new(Rcode::NoError, Ending::Answered, vec![step(meaning(&asked))]);
                (answer.answers, answer.additional, answer.outside) =
                    (sections.answers, sections.additional, sections.outside);
                answer
            }
        };
        Some(Said::Answer(said))
    }

    fn sections(&self, asked: &Asked, kind: RecordType, upstream: &Upstream<'_>) -> Result<Sections, Miss> {
        match kind {
            RecordType::A | RecordType::AAAA => self.addresses(asked, kind, upstream, &mut Vec::new()),
            RecordType::TXT => self.texts(asked),
            RecordType::PTR => self.pointers(asked),
            RecordType::SRV => self.service_records(asked),
            RecordType::CNAME => Ok(self.canonical_name(asked, &self.look(asked, kind)?)),
            RecordType::SOA if asked.is_apex() => {
                let soa =
                    Record::new(&asked.name, kind, self.settings.ttl.min(SOA_TTL), Data::StartOfAuthority);
                Ok(Sections { answers: vec![soa], ..Sections::default() })
            }
            RecordType::NS if asked.is_apex() => Ok(self.delegation(asked)),
            // Only whether the name exists.
            _ => self.look(asked, kind).map(|_| Sections::default()),
        }
    }

    /// What the name means. `ns.dns` is made up for the NS record of the zone.
    fn look(&self, asked: &Asked, kind: RecordType) -> Result<Vec<Found>, Miss> {
        if asked.below != "ns.dns" {
            return self.find(asked);
        }
        let own = |address: &IpAddr| RecordType::of_address(*address) == kind;
        let servers =
            self.name_servers(&self.settings.primary).into_iter().map(|(_, address)| address).filter(own);
        Ok(servers
            .map(|address| Found { host: Host::Address(address), port: None, key: asked.name.clone() })
            .collect())
    }

    fn addresses(
        &self,
        asked: &Asked,
        kind: RecordType,
        upstream: &Upstream<'_>,
        chain: &mut Vec<Record>,
    ) -> Result<Sections, Miss> {
        let mut sections = Sections::default();
        for found in self.look(asked, kind)? {
            match found.host {
                Host::Address(address) => {
                    let record = Record::address(&asked.name, self.settings.ttl, address);
                    if record.kind == kind && !sections.answers.contains(&record) {
                        sections.answers.push(record);
                    }
                }
                Host::Name(target) => {
                    self.follow(asked, kind, &name::absolute(&target), upstream, chain, &mut sections);
                }
            }
        }
        Ok(sections)
    }

    /// A CNAME with what it leads to: in the zone only where that has the type asked for, outside of it always.
    fn follow(
        &self,
        asked: &Asked,
        kind: RecordType,
        target: &str,
        upstream: &Upstream<'_>,
        chain: &mut Vec<Record>,
        into: &mut Sections,
    ) {
        let alias =
            Record::new(&asked.name, RecordType::CNAME, self.settings.ttl, Data::Name(target.to_owned()));
        let turns_back = name::is_within(target, &asked.name) || chain.contains(&alias);
        if turns_back || chain.len() > LONGEST_CHAIN {
            return;
        }
        if name::is_within(target, &asked.zone) {
            chain.push(alias.clone());
            let next =
                self.addresses(&Asked::new(target, &asked.zone), kind, upstream, chain).unwrap_or_default();
            chain.pop();
            if !next.answers.is_empty() {
                into.answers.push(alias);
                into.answers.extend(next.answers);
                into.outside = next.outside;
            }
            return;
        }
        let next = upstream(target, kind);
        into.answers.push(alias);
        into.outside = match next.rcode {
            Rcode::Passed | Rcode::Unsupported => Some(target.to_owned()),
            _ => next.outside,
        };
        into.answers.extend(next.answers);
    }

    fn texts(&self, asked: &Asked) -> Result<Sections, Miss> {
        let (version, ttl) = SCHEMA_VERSION;
        if asked.below == "dns-version" {
            let record = Record::new(&asked.name, RecordType::TXT, ttl, Data::Text(version.to_owned()));
            return Ok(Sections { answers: vec![record], ..Sections::default() });
        }
        if self.find(asked)?.is_empty() { Err(Miss::NoText) } else { Ok(Sections::default()) }
    }

    fn pointers(&self, asked: &Asked) -> Result<Sections, Miss> {
        let Some(address) = name::reverse_address(&asked.name) else {
            return self.find(asked).map(|_| Sections::default());
        };
        let pointer =
            |name: String| Record::new(&asked.name, RecordType::PTR, self.settings.ttl, Data::Name(name));
        let answers = self.names_of(address)?.into_iter().map(pointer).collect();
        Ok(Sections { answers, ..Sections::default() })
    }

    fn canonical_name(&self, asked: &Asked, found: &[Found]) -> Sections {
        let target = found.first().and_then(|first| match &first.host {
            Host::Name(target) => Some(name::absolute(target)),
            Host::Address(_) => None,
        });
        let alias =
            |target| Record::new(&asked.name, RecordType::CNAME, self.settings.ttl, Data::Name(target));
        Sections { answers: target.map(alias).into_iter().collect(), ..Sections::default() }
    }

    fn delegation(&self, asked: &Asked) -> Sections {
        let servers = self.name_servers(&asked.zone);
        let server = |(name, _): &(String, IpAddr)| {
            Record::new(&asked.name, RecordType::NS, self.settings.ttl, Data::Name(name.clone()))
        };
        let mut answers: Vec<Record> = servers.iter().map(server).collect();
        answers.dedup();
        let additional = servers
            .iter()
            .map(|(name, address)| Record::address(name, self.settings.ttl, *address))
            .collect();
        Sections { answers, additional, outside: None }
    }
}

/// What the schema makes of the name, in words.
fn meaning(asked: &Asked) -> String {
    match Request::read(&asked.below) {
        Ok(Request::Service(request)) if request.service.is_empty() => {
            format!("{} is the namespace {}", asked.name, request.namespace)
        }
        Ok(Request::Service(request)) => {
            let service = format!("the Service {}/{}", request.namespace, request.service);
            match (request.endpoint.as_str(), request.port.as_str()) {
                ("", "") => format!("{} is {service}", asked.name),
                ("", port) => format!(
                    "{} is the {} port {port:?} of {service}",
                    asked.name,
                    request.protocol.to_uppercase()
                ),
                (endpoint, _) => format!("{} is the endpoint {endpoint:?} of {service}", asked.name),
            }
        }
        Ok(Request::Pod { namespace, address }) if address.is_empty() => {
            format!("{} is the namespace {namespace}", asked.name)
        }
        Ok(Request::Pod { .. }) => format!("{} is the address in a Pod's name", asked.name),
        _ => format!("{} is in the zone {}", asked.name, asked.zone),
    }
}
