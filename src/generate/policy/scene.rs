//! A few Pods in one or two namespaces, and policies among them.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    cluster::{Cluster, Protocol},
    generate::{
        Level,
        draw::Draw,
        insight::Look,
        objects::{Labels, PodSketch, labels, namespace},
        table,
        words::{APPS, App, NAMESPACES},
        world,
    },
    network::policy::{Connection, Policies, PolicyDecision},
};

/// What a policy question is about.
#[derive(Debug, Clone)]
pub struct Scene {
    pub namespaces: Vec<(String, Labels)>,
    pub pods: Vec<PodSketch>,
    pub policies: Vec<Value>,
    /// Its cluster without policies, made when first asked for: a maker tries many policies in one.
    grounds: OnceCell<Option<Cluster>>,
}

/// One connection asked about: Pods by their place in the scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub from: usize,
    pub to: usize,
    pub connection: Connection,
}

/// A scene's cluster with its policies compiled.
#[derive(Debug)]
pub struct Ready {
    cluster: Cluster,
    policies: Policies,
    pods: Vec<(String, String)>,
}

impl Scene {
    /// Four Pods, or five, without policies. Level 1 has one namespace or two, the others two; apps are told apart by their
    /// label, and one app runs in both namespaces from level 2 on, so that names alone do not decide.
    pub fn draw(draw: &mut Draw, level: Level) -> Option<Self> {
        let count = if level == Level::EASY && draw.chance(50) { 1 } else { 2 };
        let namespaces: Vec<(String, Labels)> = draw
            .few(NAMESPACES, count)
            .into_iter()
            .map(|(name, team)| (name.to_owned(), labels(&[("team", team)])))
            .collect();
        let apps: Vec<App> = draw.few(APPS, 4);
        let mut pods = Vec::new();
        for (index, app) in apps.iter().enumerate() {
            let home = &namespaces.get(index % count)?.0;
            pods.push(pod(home, *app, level));
        }
        let twin = *draw.pick(&apps)?;
        if count == 2 && level != Level::EASY {
            let taken = pods.iter().find(|pod| pod.app == twin)?.namespace.clone();
            let other = namespaces.iter().find(|(name, _)| *name != taken)?;
            pods.push(pod(&other.0, twin, level));
        }
        // `NotIn` and `Exists` differ about a Pod without the label.
        if level != Level::EASY && draw.chance(60) {
            let bare = usize::from(draw.between(0, 9)) % pods.len();
            pods.get_mut(bare)?.labels.remove("tier");
        }
        pods.sort_by(|one, two| (&one.namespace, &one.name).cmp(&(&two.namespace, &two.name)));
        Some(Self { namespaces, pods, policies: Vec::new(), grounds: OnceCell::new() })
    }

    pub fn namespace_labels(&self, name: &str) -> Option<&Labels> {
        self.namespaces.iter().find(|(own, _)| own == name).map(|(_, labels)| labels)
    }

    /// Namespaces and Pods: what the stem tells.
    pub fn told(&self) -> Vec<Value> {
        let namespaces = self.namespaces.iter().map(|(name, labels)| namespace(name, labels));
        namespaces.chain(self.pods.iter().map(PodSketch::object)).collect()
    }

    pub fn ready(&self) -> Option<Ready> {
        self.ready_with(&self.policies)
    }

    /// As it would be with these policies instead.
    pub fn ready_with(&self, policies: &[Value]) -> Option<Ready> {
        let grounds = self.grounds.get_or_init(|| world::unsettled(&self.told())).as_ref()?;
        let cluster = world::with(grounds, policies)?;
        let policies = Policies::compile(&cluster);
        Some(Ready { policies, cluster, pods: self.pods.iter().map(PodSketch::key).collect() })
    }

    /// The tables of the stem. Namespaces have one only where their labels matter: where a policy selects by them; the names of
    /// container ports are told where a policy asks for one.
    pub fn tables(&self) -> String {
        let by_label = self.policies.iter().any(|policy| policy.to_string().contains("namespaceSelector"));
        let pods = table::pods(&self.pods, self.policies.iter().any(names_a_port));
        if by_label { format!("{}\n\n{pods}", table::namespaces(&self.namespaces)) } else { pods }
    }

    pub fn connection_to(&self, to: usize) -> Option<Connection> {
        let app = self.pods.get(to)?.app;
        Some(Connection { port: app.port, protocol: app.protocol })
    }

    /// What to look at after the answer: who connects on this port, and this connection before all.
    pub fn look(&self, asked: Asked) -> Look {
        let name = |index: usize| self.pods.get(index).map(PodSketch::full_name);
        let Connection { port, protocol } = asked.connection;
        Look::Matrix { port, protocol, between: name(asked.from).zip(name(asked.to)) }
    }

    /// The same with a Pod more in each namespace, of an app that no policy knows.
    pub fn with_bystanders(&self) -> Self {
        let app =
            App { name: "bystander", port: 7070, port_name: "other", protocol: Protocol::Tcp, tier: "none" };
        let more = self.namespaces.iter().map(|(name, _)| pod(name, app, Level::EASY));
        Self {
            namespaces: self.namespaces.clone(),
            pods: self.pods.iter().cloned().chain(more).collect(),
            policies: self.policies.clone(),
            grounds: OnceCell::new(),
        }
    }

    /// Every connection from Pod to Pod on every port that somebody listens on, on 80, and with either protocol: what a rule
    /// opens too far shows here, whether somebody listens there today or not.
    pub fn every_connection(&self) -> Vec<Asked> {
        let numbers: BTreeSet<u16> = self.pods.iter().map(|pod| pod.app.port).chain([80]).collect();
        let mut found = Vec::new();
        for port in numbers {
            for protocol in [Protocol::Tcp, Protocol::Udp] {
                let connection = Connection { port, protocol };
                for to in 0..self.pods.len() {
                    let others = (0..self.pods.len()).filter(|from| *from != to);
                    found.extend(others.map(|from| Asked { from, to, connection }));
                }
            }
        }
        found
    }

    /// Every connection from Pod to Pod on the ports that Pods of the scene listen on.
    pub fn all_asked(&self) -> Vec<Asked> {
        let mut found = Vec::new();
        for to in 0..self.pods.len() {
            let Some(connection) = self.connection_to(to) else { continue };
            found.extend((0..self.pods.len()).filter(|from| *from != to).map(|from| Asked {
                from,
                to,
                connection,
            }));
        }
        found
    }
}

fn pod(namespace: &str, app: App, level: Level) -> PodSketch {
    let mut own = labels(&[("app", app.name)]);
    if level != Level::EASY {
        own.insert("tier".to_owned(), app.tier.to_owned());
    }
    PodSketch { namespace: namespace.to_owned(), name: format!("{}-0", app.name), app, labels: own }
}

impl Ready {
    pub fn decide(&self, asked: Asked) -> Option<PolicyDecision> {
        let (from, to) = (self.pods.get(asked.from)?, self.pods.get(asked.to)?);
        world::decide(&self.cluster, &self.policies, from, to, asked.connection)
    }

    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    pub fn allows(&self, asked: Asked) -> Option<bool> {
        Some(self.decide(asked)?.verdict == crate::network::policy::Verdict::Allow)
    }
}

/// Whether a rule of a policy has a port by its name.
fn names_a_port(policy: &Value) -> bool {
    ["ingress", "egress"]
        .iter()
        .flat_map(|direction| policy["spec"][direction].as_array().into_iter().flatten())
        .flat_map(|rule| rule["ports"].as_array().into_iter().flatten())
        .any(|port| port["port"].is_string())
}

/// What a client does, by the protocol: UDP knows no connections.
pub fn connect_to(connection: Connection) -> &'static str {
    if connection.protocol == Protocol::Udp { "send to" } else { "connect to" }
}

/// `TCP 5432`.
pub fn port_text(connection: Connection) -> String {
    let protocol: Protocol = connection.protocol;
    format!("{protocol} {}", connection.port)
}
