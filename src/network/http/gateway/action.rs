//! What a rule does with the requests that it takes: its filters, its backends and their references.

use super::{
    api::{self, GROUP},
    filter::Filters,
    grant::{Grants, Referrer},
};
use crate::{
    cluster::Cluster,
    network::http::target::{Fault, PortRef, Target},
};

/// A rule made ready.
#[derive(Debug)]
pub struct Action {
    pub filters: Filters,
    pub backends: Vec<WeightedTarget>,
    /// Faults of mirrors' references: they break no request, but show in `ResolvedRefs`.
    pub mirror_faults: Vec<Fault>,
}

#[derive(Debug)]
pub struct WeightedTarget {
    pub target: Target,
    pub weight: u32,
    pub filters: Filters,
}

impl Action {
    /// `referrer`: the route.
    pub fn read(cluster: &Cluster, referrer: Referrer<'_>, rule: &api::Rule, grants: &Grants) -> Self {
        let namespace = referrer.namespace;
        let target =
            |group: Option<&str>, kind: Option<&str>, to: Option<&str>, name: &str, port: Option<u16>| {
                let to = to.unwrap_or(namespace);
                let (group, kind) = (group.unwrap_or_default(), kind.unwrap_or("Service"));
                if !group.is_empty() || kind != "Service" {
                    let full = if group.is_empty() { kind.to_owned() } else { format!("{kind}.{group}") };
                    return Target::faulty(
                        to,
                        name,
                        Fault::InvalidKind(format!(
                            "the backend {name} is of kind {full}: only Services are supported"
                        )),
                    );
                }
                if !grants.permit(referrer, "Service", to, name) {
                    return Target::faulty(
                        to,
                        name,
                        Fault::NotPermitted(Grants::refusal(referrer, "Service", to, name)),
                    );
                }
                Target::find(cluster, to, name, port.map_or(PortRef::Missing, PortRef::Number))
            };
        let backends = rule.backend_refs.iter().map(|one| WeightedTarget {
            target: target(
                one.group.as_deref(),
                one.kind.as_deref(),
                one.namespace.as_deref(),
                &one.name,
                one.port,
            ),
            weight: one.weight.unwrap_or(1),
            filters: Filters::read(&one.filters),
        });
        let backends: Vec<WeightedTarget> = backends.collect();
        let filters = Filters::read(&rule.filters);
        let all = filters.mirrors.iter().chain(backends.iter().flat_map(|one| &one.filters.mirrors));
        let mirrors = all.map(|one| {
            target(one.group.as_deref(), one.kind.as_deref(), one.namespace.as_deref(), &one.name, one.port)
        });
        let mirror_faults = mirrors.filter_map(|target| target.fault().cloned()).collect();
        Self { filters, backends, mirror_faults }
    }

    /// All references that lead nowhere.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.backends.iter().filter_map(|one| one.target.fault()).chain(&self.mirror_faults)
    }
}

/// The kind of a parent as a status names it.
pub fn group_and_kind(parent: &api::ParentRef) -> (&str, &str) {
    (parent.group.as_deref().unwrap_or(GROUP), parent.kind.as_deref().unwrap_or("Gateway"))
}
