//! An answer of the DNS server, with how it came to be.

use std::{fmt, net::IpAddr};

use serde::Serialize;

use super::record::{Data, Record, RecordType};

/// The response code, by its name in RFC 1035; and two that no server sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Rcode {
    #[serde(rename = "NOERROR")]
    NoError,
    #[serde(rename = "NXDOMAIN")]
    NameError,
    #[serde(rename = "SERVFAIL")]
    ServerFailure,
    #[serde(rename = "REFUSED")]
    Refused,
    #[serde(rename = "FORMERR")]
    FormatError,
    /// Not `CoreDNS`'s own to answer: forwarded out of the cluster, or no plugin left. What the world outside says is not guessed.
    #[serde(rename = "PASSED")]
    Passed,
    /// The Corefile sends this question to a plugin that is not simulated.
    #[serde(rename = "UNSUPPORTED")]
    Unsupported,
}

impl Rcode {
    pub fn name(self) -> &'static str {
        match self {
            Self::NoError => "NOERROR",
            Self::NameError => "NXDOMAIN",
            Self::ServerFailure => "SERVFAIL",
            Self::Refused => "REFUSED",
            Self::FormatError => "FORMERR",
            Self::Passed => "PASSED",
            Self::Unsupported => "UNSUPPORTED",
        }
    }
}

impl fmt::Display for Rcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where the question came to rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// A plugin wrote the answer.
    Answered,
    /// Sent on to these servers, none of which is `CoreDNS` itself.
    Forwarded { to: Vec<String> },
    /// Every plugin passed it on: `CoreDNS` sends SERVFAIL ("plugin/...: no next plugin found").
    NoPluginLeft,
    /// No server block has a zone for it.
    NoZone,
    /// It was forwarded back to `CoreDNS` for ever.
    Looped,
    /// It reached a plugin, or a use of one, that is not simulated.
    NotSimulated,
}

/// One thing that happened on the way: for the "why" of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The plugin, or `server`.
    pub plugin: &'static str,
    /// In the Corefile, from 1; 0 where there is none.
    pub line: usize,
    pub text: String,
}

impl Step {
    /// The page that describes the plugin.
    pub fn page(&self) -> String {
        match self.plugin {
            "server" => "https://coredns.io/manual/toc/#server-blocks".to_owned(),
            plugin => format!("https://coredns.io/plugins/{plugin}/"),
        }
    }
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub rcode: Rcode,
    pub answers: Vec<Record>,
    pub additional: Vec<Record>,
    pub authority: Vec<Record>,
    pub ending: Ending,
    /// The last name of a chain of CNAMEs that leads out of the cluster: its addresses are not known here.
    pub outside: Option<String>,
    pub steps: Vec<Step>,
}

impl Answer {
    pub(super) fn new(rcode: Rcode, ending: Ending, steps: Vec<Step>) -> Self {
        Self { rcode, answers: vec![], additional: vec![], authority: vec![], ending, outside: None, steps }
    }

    /// NOERROR or NXDOMAIN with the zone's SOA in the authority section.
    pub(super) fn negative(rcode: Rcode, zone: &str, ttl: u32, steps: Vec<Step>) -> Self {
        let mut answer = Self::new(rcode, Ending::Answered, steps);
        answer.authority.push(Record::new(zone, RecordType::SOA, ttl, Data::StartOfAuthority));
        answer
    }

    /// The name exists but has no record of the type asked for.
    pub fn is_no_data(&self) -> bool {
        self.rcode == Rcode::NoError && self.answers.is_empty()
    }

    /// The addresses in the answer, in order.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let address = |record: &Record| match record.data {
            Data::Address(address) => Some(address),
            _ => None,
        };
        self.answers.iter().filter_map(address).collect()
    }

    /// The last word on why: the text of the last step.
    pub fn reason(&self) -> &str {
        self.steps.last().map(|step| step.text.as_str()).unwrap_or_default()
    }
}
