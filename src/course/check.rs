//! A check: claims of a text in a form that the engine can confirm, with the cluster they speak of. For authors only.

/// Claims that hold together in one small cluster. The notation is told in `content/README.md`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// The line of its file on which it begins.
    pub line: usize,
    /// The titles of the manifests that the cluster is made of; left out, all that stand in the same place.
    pub with: Option<Vec<String>>,
    pub given: Vec<Given>,
    pub claims: Vec<PlacedClaim>,
}

/// A claim and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedClaim {
    pub line: usize,
    /// It must not hold.
    pub negated: bool,
    pub claim: Claim,
}

/// What the cluster has besides the manifests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    Pod(GivenPod),
    Service(GivenService),
    Namespace {
        name: String,
        labels: Vec<(String, String)>,
    },
    /// A node with its labels.
    Node {
        name: String,
        labels: Vec<(String, String)>,
    },
    /// The network plugin enforces no policies.
    NoEnforcement,
}

/// A Pod, as short as it can be said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GivenPod {
    pub namespace: String,
    pub name: String,
    pub labels: Vec<(String, String)>,
    pub listens: Vec<Listens>,
    pub node: Option<String>,
    pub address: Option<String>,
    pub unready: bool,
    pub host_network: bool,
}

/// A port on which a Pod's process listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listens {
    pub port: u16,
    pub protocol: String,
    /// The name that the container gives it.
    pub name: Option<String>,
    /// On 127.0.0.1 only.
    pub localhost: bool,
}

/// A Service, as short as it can be said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GivenService {
    pub namespace: String,
    pub name: String,
    /// Empty: none.
    pub selector: Vec<(String, String)>,
    pub ports: Vec<GivenPort>,
    pub headless: bool,
}

/// A port of a given Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenPort {
    pub port: u16,
    /// A number or a name.
    pub target: String,
    pub protocol: String,
    /// Left out, the only port has none, and several have one of their place.
    pub name: Option<String>,
}

/// One claim. Names of Pods may be those of their workload: the first of its Pods is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// `FROM reaches TO`, `FROM gets OUTCOME from TO`: what a client sees.
    Connects { from: String, to: String, node: Option<String>, outcome: String },
    /// `FROM may reach TO`: what policies say, whoever listens.
    May { from: String, to: String },
    /// `FROM resolves NAME to ANSWERS at try N`.
    Resolves { from: String, name: String, to: Vec<String>, at: Option<usize> },
    /// `GET URL goes to NS/SERVICE:PORT`, `GET URL answers 404`.
    Routes(RouteClaim),
    /// `KIND NS/NAME has PATH VALUE`, as the API server stores it; the value is JSON, `absent` means none.
    Has { kind: String, object: String, path: String, value: String },
    /// `service NS/NAME has ENDPOINTS`: the ready ones.
    Endpoints { service: String, ready: Vec<String> },
    /// `HTTPRoute NS/NAME is Accepted`, or not, with the reason.
    Condition { object: String, condition: String, reason: Option<String> },
    /// `$ LINE` is typed into the lab's shell, in one session for the whole check, and succeeds; `! LINE` fails. What it
    /// prints holds these texts, each from a line `> TEXT` below.
    Types { line: String, succeeds: bool, prints: Vec<String> },
    /// `lesson`: every command shown in this place succeeds, but those that begin with one of these.
    Lesson { except: Vec<String> },
    /// `refused TEXT`: the API server refuses one of the manifests, with these words among its own.
    Refused { text: String },
}

/// One HTTP request from outside and where it ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RouteClaim {
    pub method: String,
    /// `http://HOST/PATH`.
    pub url: String,
    pub headers: Vec<(String, String)>,
    /// `class NAME`, `gateway NS/NAME`; left out: the only door.
    pub door: Option<(String, String)>,
    /// `NS/SERVICE:PORT`; or a status that the proxy itself answers with.
    pub goal: String,
    /// The path that arrives at the Service.
    pub arrives: Option<String>,
}

/// YAML that a check needs and a learner does not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    pub line: usize,
    pub title: String,
    pub text: String,
}
