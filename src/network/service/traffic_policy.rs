//! Which endpoints the proxy of one node uses, under both traffic policies and with hints.
//!
//! The rules are kube-proxy's (`pkg/proxy/topology.go`, `CategorizeEndpoints`), whose own table of cases is run in
//! `tests/vectors_services.rs`. Documented at <https://kubernetes.io/docs/reference/networking/virtual-ips/>.

use super::endpoint::Endpoint;

/// What a Service says about its traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrafficPolicies {
    /// `internalTrafficPolicy: Local`.
    pub internal_local: bool,
    /// `externalTrafficPolicy: Local`; without meaning unless `external`.
    pub external_local: bool,
    /// It has a node port, a load balancer's address or an external IP.
    pub external: bool,
}

/// The node whose proxy chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Locality<'a> {
    pub node: Option<&'a str>,
    /// Its label `topology.kubernetes.io/zone`.
    pub zone: Option<&'a str>,
}

/// The endpoints that one node's proxy uses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usable<'e> {
    /// For traffic under policy `Cluster`; `None` when the Service has no such traffic.
    pub cluster: Option<Vec<&'e Endpoint>>,
    /// For traffic under policy `Local`; `None` when the Service has no such traffic.
    pub local: Option<Vec<&'e Endpoint>>,
    /// Some endpoint somewhere could serve: without one, traffic is rejected; with one, but none usable here, dropped.
    pub any: bool,
    /// What narrowed the choice for policy `Cluster`.
    pub preference: Preference,
}

/// Whether hints narrowed the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preference {
    #[default]
    None,
    SameZone,
    SameNode,
}

impl Usable<'_> {
    /// Every endpoint that this node may send to, each once, in the order of the slices.
    pub fn all(&self) -> Vec<&Endpoint> {
        let mut all: Vec<&Endpoint> = self.cluster.iter().flatten().copied().collect();
        for endpoint in self.local.iter().flatten() {
            if !all.contains(endpoint) {
                all.push(endpoint);
            }
        }
        all
    }
}

impl TrafficPolicies {
    /// Even under `externalTrafficPolicy: Local`: clients inside that use an outside address get any endpoint.
    fn uses_cluster(self) -> bool {
        !self.internal_local || self.external
    }

    fn uses_local(self) -> bool {
        self.internal_local || (self.external_local && self.external)
    }
}

/// Chooses. Ready endpoints; where there are none, those that still serve while they terminate.
pub fn usable<'e>(endpoints: &'e [Endpoint], policies: TrafficPolicies, here: Locality<'_>) -> Usable<'e> {
    let mut usable = Usable::default();
    if policies.uses_cluster() {
        usable.preference = preference(endpoints, here);
        let ready =
            endpoints.iter().filter(|one| one.ready && is_preferred(one, usable.preference, here)).collect();
        let chosen = or_else(ready, || endpoints.iter().filter(|one| is_leaving(one)).collect());
        usable.any |= !chosen.is_empty();
        usable.cluster = Some(chosen);
    }
    if policies.uses_local() {
        usable.any |= endpoints.iter().any(|one| one.ready || is_leaving(one));
        let local = || endpoints.iter().filter(|one| one.is_on(here.node));
        let ready = local().filter(|one| one.ready).collect();
        usable.local = Some(or_else(ready, || local().filter(|one| is_leaving(one)).collect()));
    }
    usable
}

fn or_else<'e>(first: Vec<&'e Endpoint>, second: impl FnOnce() -> Vec<&'e Endpoint>) -> Vec<&'e Endpoint> {
    if first.is_empty() { second() } else { first }
}

fn is_leaving(endpoint: &Endpoint) -> bool {
    endpoint.serving && endpoint.terminating
}

/// Hints count only when every ready endpoint has some and one of them means this place: a preference, never a wall.
fn preference(endpoints: &[Endpoint], here: Locality<'_>) -> Preference {
    let ready: Vec<&Endpoint> = endpoints.iter().filter(|one| one.ready).collect();
    let holds = |has: fn(&Endpoint) -> &std::collections::BTreeSet<String>, place: Option<&str>| {
        !ready.is_empty()
            && ready.iter().all(|one| !has(one).is_empty())
            && place.is_some_and(|place| ready.iter().any(|one| has(one).contains(place)))
    };
    if holds(|one| &one.for_nodes, here.node) {
        Preference::SameNode
    } else if holds(|one| &one.for_zones, here.zone) {
        Preference::SameZone
    } else {
        Preference::None
    }
}

fn is_preferred(endpoint: &Endpoint, preference: Preference, here: Locality<'_>) -> bool {
    match preference {
        Preference::None => true,
        Preference::SameNode => here.node.is_some_and(|node| endpoint.for_nodes.contains(node)),
        Preference::SameZone => here.zone.is_some_and(|zone| endpoint.for_zones.contains(zone)),
    }
}
