//! The rules of all Ingresses of one class, by host, in order of precedence.

use std::{cmp::Reverse, collections::BTreeMap};

use k8s_openapi::api::networking::v1::{HTTPIngressPath, Ingress, IngressBackend, IngressSpec};

use super::{class::Controller, nginx, tls::Certificates};
use crate::{
    cluster::{Cluster, Object},
    network::http::{
        age::Age,
        host::Pattern,
        path::PathRule,
        target::{Fault, PortRef, Target},
    },
};

/// What the controller of one class knows.
#[derive(Debug)]
pub struct Table {
    pub(super) controller: Controller,
    /// As answers name it.
    pub(super) name: String,
    pub(super) hosts: BTreeMap<Pattern, Host>,
    /// Default backends, those of Ingresses without rules first.
    pub(super) defaults: Vec<Default>,
    pub(super) certificates: Certificates,
    pub(super) notes: Vec<String>,
}

/// The rules for one host.
#[derive(Debug, std::default::Default)]
pub(super) struct Host {
    pub rules: Vec<Rule>,
    /// The Ingresses that have a rule for it.
    pub owners: Vec<String>,
    /// Under ingress-nginx: one rewriting Ingress makes all paths of its host expressions.
    pub expressions: bool,
}

#[derive(Debug)]
pub(super) struct Rule {
    /// `Ingress shop/web`.
    pub ingress: String,
    pub place: String,
    pub path: PathRule,
    pub target: Target,
    pub rewrite: Option<nginx::Rewrite>,
    pub age: Age,
    /// Why it never matches, if so.
    pub fault: Option<String>,
    written: Written,
}

/// What the manifest says, until it is known whether the host takes expressions.
#[derive(Debug, Clone)]
struct Written {
    path: String,
    kind: String,
}

#[derive(Debug)]
pub(super) struct Default {
    pub ingress: String,
    pub target: Target,
    without_rules: bool,
    age: Age,
}

impl Table {
    pub fn new(name: String, controller: Controller) -> Self {
        Self {
            controller,
            name,
            hosts: BTreeMap::new(),
            defaults: vec![],
            certificates: Certificates::default(),
            notes: vec![],
        }
    }

    pub fn add(&mut self, cluster: &Cluster, object: &Object, ingress: &Ingress, note: Option<String>) {
        let Some(spec) = &ingress.spec else { return };
        if let Some(note) = note.filter(|note| !self.notes.contains(note)) {
            self.notes.push(note);
        }
        self.certificates.add(cluster, object, spec);
        self.add_default(cluster, object, spec);
        for (number, rule) in spec.rules.iter().flatten().enumerate() {
            let host = self.hosts.entry(Pattern::read(rule.host.as_deref())).or_default();
            let name = object.key().to_string();
            if !host.owners.contains(&name) {
                host.owners.push(name);
            }
            for (index, path) in rule.http.iter().flat_map(|http| &http.paths).enumerate() {
                let place = format!("spec.rules[{number}].http.paths[{index}]");
                let rewrite = nginx::Rewrite::read(object, path.path.as_deref().unwrap_or("/"))
                    .filter(|_| self.controller == Controller::IngressNginx);
                host.expressions |= rewrite.is_some()
                    || (self.controller == Controller::IngressNginx && nginx::uses_expressions(object));
                host.rules.push(Rule::read(cluster, object, place, path, rewrite));
            }
        }
    }

    fn add_default(&mut self, cluster: &Cluster, object: &Object, spec: &IngressSpec) {
        let Some(backend) = &spec.default_backend else { return };
        let without_rules = spec.rules.iter().flatten().next().is_none();
        let target = target(cluster, object.namespace(), backend);
        self.defaults.push(Default {
            ingress: object.key().to_string(),
            target,
            without_rules,
            age: Age::of(object),
        });
    }

    /// Sorts; call once when all are added.
    pub fn finish(&mut self) {
        self.defaults.sort_by_cached_key(|one| (!one.without_rules, one.age.clone()));
        for host in self.hosts.values_mut() {
            for rule in &mut host.rules {
                rule.settle(self.controller, host.expressions);
            }
            // Longest first; of one length Exact before Prefix; then the older Ingress, then the order in it (stable).
            host.rules.sort_by_cached_key(|rule| {
                (Reverse(rule.path.length()), !rule.path.is_exact(), rule.age.clone())
            });
        }
    }

    /// No Ingress has this class.
    pub fn is_empty(&self) -> bool {
        self.hosts.is_empty() && self.defaults.is_empty()
    }

    /// Whether it has a rule that names this host, or one for all hosts.
    pub fn knows(&self, host: &str, by_name: bool) -> bool {
        let covers = crate::network::http::host::Covers::OneLabel;
        let catches_all = !by_name && (!self.defaults.is_empty() || self.hosts.contains_key(&Pattern::Any));
        catches_all
            || self.hosts.keys().any(|pattern| *pattern != Pattern::Any && pattern.matches(host, covers))
    }
}

impl Rule {
    fn read(
        cluster: &Cluster,
        object: &Object,
        place: String,
        path: &HTTPIngressPath,
        rewrite: Option<nginx::Rewrite>,
    ) -> Self {
        let text = path.path.clone().unwrap_or_else(|| "/".to_owned());
        Self {
            ingress: object.key().to_string(),
            place,
            path: PathRule::prefix(&text),
            target: target(cluster, object.namespace(), &path.backend),
            rewrite,
            age: Age::of(object),
            fault: None,
            written: Written { path: text, kind: path.path_type.clone() },
        }
    }

    /// Its path as the controller reads it.
    fn settle(&mut self, controller: Controller, expressions: bool) {
        let Written { path, kind } = self.written.clone();
        self.path = match (kind.as_str(), controller) {
            _ if expressions => PathRule::nginx_expression(&path).unwrap_or_else(|_| {
                self.fault = Some(format!("{path:?} is no regular expression that can be followed here"));
                PathRule::Exact(path)
            }),
            ("Exact", _) => PathRule::Exact(path),
            ("ImplementationSpecific", Controller::IngressNginx) => PathRule::Start(path),
            ("Prefix" | "ImplementationSpecific", _) => PathRule::prefix(&path),
            (other, _) => {
                let what = if other.is_empty() {
                    "it has no pathType".to_owned()
                } else {
                    format!("{other:?} is no pathType")
                };
                self.fault = Some(format!(
                    "{what}: a server refuses the Ingress (use Exact, Prefix or ImplementationSpecific)"
                ));
                PathRule::prefix(&path)
            }
        };
    }

    /// `Prefix /api`, as the manifest says it.
    pub fn text(&self) -> String {
        format!("{} {}", self.written.kind, self.written.path)
    }
}

fn target(cluster: &Cluster, namespace: &str, backend: &IngressBackend) -> Target {
    let Some(service) = &backend.service else {
        let resource =
            backend.resource.as_ref().map(|one| format!("{} {}", one.kind, one.name)).unwrap_or_default();
        return Target::faulty(
            namespace,
            &resource,
            Fault::InvalidKind(format!(
                "the backend is no Service but {resource:?}: what a controller makes of it is its own affair"
            )),
        );
    };
    let port = service.port.as_ref();
    let wanted = match (port.and_then(|port| port.number), port.and_then(|port| port.name.as_deref())) {
        (Some(number), _) => u16::try_from(number).map_or(PortRef::Missing, PortRef::Number),
        (None, Some(name)) => PortRef::Name(name),
        (None, None) => PortRef::Missing,
    };
    Target::find(cluster, namespace, &service.name, wanted)
}
