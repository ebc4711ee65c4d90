//! Criteria: what is asked of the cluster when an attempt is graded, and what each answer is worth.

use super::{
    ports::{PortAsked, Ports, Transport},
    subject::{Allowed, Client, Namespaced, ObjectName, Peer, Pods, Target},
};

/// One criterion of a lab.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Unique in its lab.
    pub id: String,
    /// Where it stands in `lab.toml`, from 1.
    pub line: usize,
    /// What must be so, as a sentence for the learner.
    pub title: String,
    /// Its share of the score, from 1.
    pub weight: u32,
    /// A guard holds at the start already, and counts only once some criterion that is no guard is met: who does
    /// nothing breaks nothing, and earns nothing.
    pub guard: bool,
    pub check: Check,
}

/// The kinds of criteria.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    Flow(Flow),
    Blocked(Blocked),
    Name(Lookup),
    Endpoints(Endpoints),
    Http(Http),
    File(FileContent),
    Field(Field),
    Unbroken(Unbroken),
    /// The Pods of all workloads are replaced in a copy of the cluster, and these criteria are asked again there.
    Recreation(Vec<String>),
}

/// Connections that must be delivered, from each client to each target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    pub from: Vec<Client>,
    pub to: Vec<Target>,
    /// As the client dials it; may be left out where the target has only one.
    pub port: Option<PortAsked>,
    pub transport: Transport,
    /// Every end must be one of these Pods.
    pub answered_by: Option<Pods>,
}

/// Nobody but those allowed may open a connection: asked of the policies, with witnesses put into a copy of the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The Pods that are to be closed.
    pub subject: Pods,
    /// Closed for what comes in (`to = ...`), or for what goes out (`from = ...`).
    pub inward: bool,
    pub allowed: Vec<Allowed>,
    /// Whom this criterion is about; none: all. So that one task can tell two ways of being too wide apart.
    pub among: Vec<Peer>,
    /// The ports that the task speaks of; none: every port.
    pub ports: Ports,
}

/// What a name gives inside Pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    pub from: Vec<Client>,
    pub name: String,
    pub gives: LookupAnswer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupAnswer {
    /// The virtual address of a Service.
    Service(Namespaced),
    /// The addresses of exactly these Pods.
    Pods(Pods),
    /// Exactly these addresses.
    Addresses(Vec<std::net::IpAddr>),
    /// A CNAME to this name.
    Alias(String),
    /// Some address or alias.
    Something,
    /// It is asked of a server outside the cluster.
    Outside,
    Nothing,
}

/// The Pods behind a Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    pub service: Namespaced,
    /// The ready Pods behind it.
    pub pods: Pods,
    /// At their port.
    pub port: Option<u16>,
    /// None but these.
    pub exactly: bool,
}

/// A request from outside through Ingress or Gateway API.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Http {
    pub url: String,
    /// `GET` if left out.
    pub method: String,
    pub headers: Vec<(String, String)>,
    /// `gateway NS/NAME` or `class NAME`, where there are several ways in.
    pub door: Option<Door>,
    pub status: Option<u16>,
    /// The Service that all requests of this kind go to.
    pub backend: Option<Namespaced>,
    pub location: Option<String>,
    /// The Secret whose certificate the client is shown.
    pub certificate: Option<Namespaced>,
}

/// The way in that a request takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    Gateway(Namespaced),
    Class(String),
}

/// A file that the learner was asked to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileContent {
    /// Relative to the learner's home, unless it begins with `/`.
    pub path: String,
    pub rule: FileRule,
}

/// Blank lines and spaces at the ends of lines never matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRule {
    Is(String),
    /// These lines in any order, each once.
    Lines(Vec<String>),
    /// All of these occur in it.
    Has(Vec<String>),
    /// The value of a field of an object of the cluster.
    FieldOf(ObjectName, String),
    /// The addresses of these Pods, one a line, in any order.
    AddressesOf(Pods),
}

/// An object, or one of its fields: only where the task itself names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub object: ObjectName,
    /// A JSON pointer such as `/spec/ports/0/port`; `*` in place of an index is any item. Empty: the object itself.
    pub pointer: String,
    pub rule: FieldRule,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldRule {
    /// One of these, as text: `8080`, `true`, `NodePort`.
    Is(Vec<String>),
    Present,
    Absent,
}

/// What must be as it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unbroken {
    /// Connections that were there and must be there still.
    pub flows: Vec<Flow>,
    /// Objects whose content must not have changed; `*` at the end of a name stands for all that begin so.
    pub untouched: Vec<ObjectName>,
}

impl Check {
    /// As `kind` of a criterion says it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Flow(_) => "flow",
            Self::Blocked(_) => "blocked",
            Self::Name(_) => "name",
            Self::Endpoints(_) => "endpoints",
            Self::Http(_) => "http",
            Self::File(_) => "file",
            Self::Field(_) => "field",
            Self::Unbroken(_) => "unbroken",
            Self::Recreation(_) => "recreation",
        }
    }

    /// Whether it can be asked again after Pods were replaced.
    pub fn survives(&self) -> bool {
        matches!(self, Self::Flow(_) | Self::Blocked(_) | Self::Name(_) | Self::Endpoints(_) | Self::Http(_))
    }
}

impl Door {
    /// Reads `gateway NS/NAME` or `class NAME`.
    ///
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Result<Self, String> {
        match text.split_once(' ') {
            Some(("gateway", rest)) => Namespaced::read(rest).map(Self::Gateway),
            Some(("class", name)) if !name.is_empty() => Ok(Self::Class(name.to_owned())),
            _ => Err(format!("`{text}` is no way in: write `gateway NS/NAME` or `class NAME`")),
        }
    }
}

impl LookupAnswer {
    /// Reads `service NS/NAME`, `pods NS/LABELS`, `alias HOST`, addresses, `something`, `outside` or `nothing`.
    ///
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Result<Self, String> {
        match text.split_once(' ') {
            Some(("service", rest)) => return Namespaced::read(rest).map(Self::Service),
            Some(("pods", rest)) => return Pods::read(rest).map(Self::Pods),
            Some(("alias", host)) => return Ok(Self::Alias(host.trim_end_matches('.').to_owned())),
            _ => {}
        }
        match text {
            "something" => Ok(Self::Something),
            "outside" => Ok(Self::Outside),
            "nothing" => Ok(Self::Nothing),
            _ => text.split([',', ' ']).filter(|part| !part.is_empty()).map(str::parse).collect::<Result<_, _>>().map(Self::Addresses).map_err(|_| {
                format!("`{text}` is no answer to a lookup: write `service NS/NAME`, `pods NS/LABELS`, `alias HOST`, addresses, `something`, `outside` or `nothing`")
            }),
        }
    }
}
