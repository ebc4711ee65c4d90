//! A name as a Pod's resolver takes it: every question it asks, and what comes of it.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;
use serde::Serialize;

use super::{
    Dns,
    answer::{Answer, Ending, Rcode, Step},
    name,
    record::{Record, RecordType},
    resolv_conf::ResolvConf,
    search::candidates,
};

/// One question that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// Absolute.
    pub name: String,
    /// The nameserver asked, as in `resolv.conf`.
    pub server: String,
    /// `PASSED` also where no plugin was left: the resolver sees SERVFAIL then, and goes on.
    pub rcode: Rcode,
    /// NOERROR without a record of the type.
    pub no_data: bool,
    pub steps: Vec<Step>,
}

/// What the Pod gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Records of the type asked for, or CNAMEs that lead to them.
    Found,
    /// None of the names tried exists.
    NameError,
    /// A name exists, without a record of the type.
    NoData,
    ServerFailure,
    Refused,
    /// A server outside of the cluster has the last word on this name.
    Outside {
        name: String,
        servers: Vec<String>,
    },
    /// It depends on something that is not simulated.
    Unsupported {
        why: String,
    },
    /// No server was there to ask.
    NoServer {
        why: String,
    },
}

/// The whole story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    pub conf: ResolvConf,
    pub tried: Vec<Tried>,
    pub outcome: Outcome,
    pub answers: Vec<Record>,
}

impl Resolution {
    /// The response code of the whole: the one that decided.
    pub fn rcode(&self) -> Rcode {
        let nobodys = self.tried.last().is_some_and(|tried| tried.rcode == Rcode::Passed);
        match self.outcome {
            Outcome::ServerFailure if nobodys => Rcode::Passed,
            Outcome::Found | Outcome::NoData => Rcode::NoError,
            Outcome::NameError => Rcode::NameError,
            Outcome::ServerFailure | Outcome::NoServer { .. } => Rcode::ServerFailure,
            Outcome::Refused => Rcode::Refused,
            Outcome::Outside { .. } => Rcode::Passed,
            Outcome::Unsupported { .. } => Rcode::Unsupported,
        }
    }

    pub fn addresses(&self) -> Vec<IpAddr> {
        let address = |record: &Record| match record.data {
            super::Data::Address(address) => Some(address),
            _ => None,
        };
        self.answers.iter().filter_map(address).collect()
    }

    /// The nameservers that were asked, each once, in order: the connections to follow before the main one.
    pub fn servers(&self) -> Vec<IpAddr> {
        let mut found: Vec<IpAddr> = Vec::new();
        for server in self.tried.iter().filter_map(|tried| tried.server.parse().ok()) {
            if !found.contains(&server) {
                found.push(server);
            }
        }
        found
    }
}

/// Whether the resolver goes on to the next name.
enum Next {
    Stop(Outcome, Vec<Record>),
    GoOn,
}

impl Dns {
    /// What a Pod of the namespace gets for a name: its search path, its nameservers, as glibc uses them. It is assumed
    /// that its questions reach the servers.
    pub fn resolve(&self, namespace: &str, pod: &Pod, given: &str, kind: RecordType) -> Resolution {
        let conf = self.resolv_conf(namespace, pod);
        let mut resolution = Resolution { tried: vec![], outcome: Outcome::NameError, answers: vec![], conf };
        if resolution.conf.nameservers.is_empty() {
            let why =
                "its resolv.conf names no server; the resolver asks 127.0.0.1, where none listens".to_owned();
            resolution.outcome = Outcome::NoServer { why };
            return resolution;
        }
        let (mut no_data, mut failed) = (false, false);
        for candidate in candidates(given, &resolution.conf) {
            match self.try_servers(&candidate.name, kind, &mut resolution) {
                Next::Stop(outcome, answers) => {
                    (resolution.outcome, resolution.answers) = (outcome, answers);
                    return resolution;
                }
                Next::GoOn => {
                    let last = resolution.tried.last();
                    no_data |= last.is_some_and(|tried| tried.no_data);
                    failed |=
                        last.is_some_and(|tried| matches!(tried.rcode, Rcode::ServerFailure | Rcode::Passed));
                }
            }
        }
        resolution.outcome = match (no_data, failed) {
            (true, _) => Outcome::NoData,
            (false, true) => Outcome::ServerFailure,
            (false, false) => Outcome::NameError,
        };
        resolution
    }

    /// One name, from server to server: the next is asked where one fails.
    fn try_servers(&self, name: &str, kind: RecordType, resolution: &mut Resolution) -> Next {
        let mut next = Next::GoOn;
        for server in resolution.conf.nameservers.clone() {
            let answer = match self.ask_server(&server, name, kind) {
                Ok(answer) => answer,
                Err(why) => {
                    next = Next::Stop(Outcome::NoServer { why }, vec![]);
                    continue;
                }
            };
            // No plugin left: on the wire that is SERVFAIL.
            let rcode =
                if answer.ending == Ending::NoPluginLeft { Rcode::ServerFailure } else { answer.rcode };
            let no_data = answer.is_no_data();
            let steps = answer.steps.clone();
            resolution.tried.push(Tried {
                name: name.to_owned(),
                server: server.clone(),
                rcode: answer.rcode,
                no_data,
                steps,
            });
            next = judge(name, &server, rcode, answer);
            if !matches!(rcode, Rcode::ServerFailure | Rcode::Refused) {
                break;
            }
        }
        next
    }

    fn ask_server(&self, server: &str, name: &str, kind: RecordType) -> Result<Answer, String> {
        let address =
            server.parse::<IpAddr>().map_err(|_| format!("{server:?} is not the address of a nameserver"))?;
        if self.is_in_cluster(address) {
            return self.answer(name, kind).map_err(ToString::to_string);
        }
        // Other servers know nothing of the cluster's own names; what else they know is not guessed.
        let domain = name::normal(&self.domain);
        if name::is_within(name, &domain) {
            let text = format!("{server} is not the cluster's DNS: it does not know {domain}");
            return Ok(Answer::new(
                Rcode::NameError,
                Ending::Answered,
                vec![Step { plugin: "server", line: 0, text }],
            ));
        }
        let text = format!("{server} is outside of the cluster: what it says is not known here");
        let steps = vec![Step { plugin: "server", line: 0, text }];
        Ok(Answer::new(Rcode::Passed, Ending::Forwarded { to: vec![server.to_owned()] }, steps))
    }
}

fn judge(name: &str, server: &str, rcode: Rcode, answer: Answer) -> Next {
    match rcode {
        Rcode::NoError if answer.answers.is_empty() => Next::GoOn,
        Rcode::NoError => {
            let outcome = match answer.outside {
                Some(target) => Outcome::Outside { name: target, servers: vec![server.to_owned()] },
                None => Outcome::Found,
            };
            Next::Stop(outcome, answer.answers)
        }
        Rcode::NameError | Rcode::ServerFailure | Rcode::FormatError => Next::GoOn,
        Rcode::Refused => Next::Stop(Outcome::Refused, vec![]),
        Rcode::Passed => {
            let servers = match answer.ending {
                Ending::Forwarded { to } => to,
                _ => vec![server.to_owned()],
            };
            Next::Stop(Outcome::Outside { name: name.to_owned(), servers }, vec![])
        }
        Rcode::Unsupported => Next::Stop(Outcome::Unsupported { why: answer.reason().to_owned() }, vec![]),
    }
}
