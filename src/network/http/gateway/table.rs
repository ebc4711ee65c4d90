//! All Gateways of a cluster with the rules attached to their listeners, sorted by precedence.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use super::{
    ATTACH_PAGE,
    action::Action,
    api::{self, GatewaySpec, ParentRef, read},
    attach::{Attachment, attach},
    condition::Condition,
    grant::{Grants, Referrer},
    listener::Listener,
    matching::Match,
    status::{self, ParentStatus},
};
use crate::{
    cluster::{Cluster, Key, Kind, Object},
    network::http::{
        Missing,
        age::Age,
        host::{Covers, Pattern},
        routed::{Matched, NearMiss},
    },
};

/// Every Gateway and the status of every route.
#[derive(Debug, Default)]
pub struct Gateways {
    pub(super) all: BTreeMap<(String, String), Gateway>,
    pub(super) routes: BTreeMap<Key, Vec<ParentStatus>>,
}

/// One Gateway.
#[derive(Debug)]
pub struct Gateway {
    /// `Gateway shop/web`.
    pub name: String,
    pub(super) accepted: Condition,
    pub(super) listeners: Vec<Listener>,
    /// For each listener, the rules attached to it.
    pub(super) rules: Vec<Vec<HostRules>>,
    pub(super) attached: Vec<usize>,
    /// Routes that name this Gateway and do not attach.
    pub(super) refused: Vec<NearMiss>,
    pub(super) notes: Vec<String>,
}

/// The rules for one hostname that route and listener share; more specific hostnames come first.
#[derive(Debug)]
pub(super) struct HostRules {
    pub host: Pattern,
    pub rules: Vec<Rule>,
}

/// One item of a rule's `matches`.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub route: Arc<Route>,
    /// Places in `spec.rules`, and in its `matches`; `None` where none are written.
    pub place: (usize, Option<usize>),
    pub matching: Arc<Match>,
    pub action: Arc<Action>,
}

#[derive(Debug)]
pub(super) struct Route {
    /// `HTTPRoute shop/web`.
    pub name: String,
    pub age: Age,
}

impl Gateways {
    pub fn compile(cluster: &Cluster, missing: Missing) -> Self {
        let grants = Grants::of(cluster);
        let mut gateways = Self::default();
        for object in cluster.objects(Kind::Gateway) {
            let key = (object.namespace().to_owned(), object.name().to_owned());
            gateways.all.insert(key, Gateway::read(cluster, object, &grants, missing));
        }
        for object in [Kind::HTTPRoute, Kind::GRPCRoute].into_iter().flat_map(|kind| cluster.objects(kind)) {
            gateways.add_route(cluster, object, &grants);
        }
        for gateway in gateways.all.values_mut() {
            gateway.rules.iter_mut().for_each(sort);
        }
        gateways
    }

    pub fn get(&self, namespace: &str, name: &str) -> Option<&Gateway> {
        self.all.get(&(namespace.to_owned(), name.to_owned()))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&(String, String), &Gateway)> {
        self.all.iter()
    }

    fn add_route(&mut self, cluster: &Cluster, object: &Object, grants: &Grants) {
        let spec = match api::Route::read(object) {
            Ok(spec) => spec,
            Err(why) => return self.refuse_everywhere(object, &why),
        };
        let route = Arc::new(Route { name: object.key().to_string(), age: Age::of(object) });
        let referrer = Referrer { kind: object.kind().name(), namespace: object.namespace() };
        let (rules, partial) = rules(cluster, &route, referrer, &spec, grants);
        let resolved = status::resolved(rules.iter().map(|rule| rule.action.as_ref()));
        let conditions: Vec<Condition> = std::iter::once(resolved).chain(partial).collect();
        let hostnames = &spec.hostnames;
        self.each_parent(
            cluster,
            object,
            (&spec.parent_refs, hostnames),
            &conditions,
            |gateway, attachment| {
                if attachment.listeners.is_empty() {
                    gateway.refused.push(refusal(&route.name, hostnames, &attachment.accepted));
                }
                for (place, hosts) in attachment.listeners {
                    gateway.attach(place, &hosts, &rules);
                }
            },
        );
    }

    /// Notes what each parent of a route says, `Accepted` before the conditions that are the same for all, and hands on
    /// what attaches.
    fn each_parent(
        &mut self,
        cluster: &Cluster,
        object: &Object,
        (parents, hostnames): (&[ParentRef], &[String]),
        conditions: &[Condition],
        mut then: impl FnMut(&mut Gateway, Attachment),
    ) {
        let namespace = object.namespace();
        for parent in parents.iter().filter(|parent| parent.is_gateway()) {
            let gateway_key =
                (parent.namespace.clone().unwrap_or_else(|| namespace.to_owned()), parent.name.clone());
            let Some(gateway) = self.all.get_mut(&gateway_key) else { continue };
            let kind = object.kind().name();
            let attachment = attach(cluster, (kind, namespace), hostnames, parent, &gateway.listeners);
            let all =
                std::iter::once(attachment.accepted.clone()).chain(conditions.iter().cloned()).collect();
            let status = ParentStatus::new(parent, gateway_key, all);
            self.routes.entry(object.key().clone()).or_default().push(status);
            then(gateway, attachment);
        }
    }

    /// A route whose fields can not be read: a server would not have taken it.
    fn refuse_everywhere(&mut self, object: &Object, why: &str) {
        let rule = Matched {
            object: object.key().to_string(),
            place: "spec".to_owned(),
            text: "its fields".to_owned(),
        };
        for gateway in self.all.values_mut() {
            gateway.refused.push(NearMiss { rule: rule.clone(), why: format!("a server refuses it: {why}") });
        }
    }
}

impl Gateway {
    fn read(cluster: &Cluster, object: &Object, grants: &Grants, missing: Missing) -> Self {
        let mut gateway = Self {
            name: object.key().to_string(),
            accepted: Condition::yes("Accepted", "Accepted"),
            listeners: vec![],
            rules: vec![],
            attached: vec![],
            refused: vec![],
            notes: vec![],
        };
        let spec: GatewaySpec = match read(object) {
            Ok(spec) => spec,
            Err(why) => {
                gateway.accepted =
                    Condition::no("Accepted", "Invalid", format!("a server refuses it: {why}"));
                return gateway;
            }
        };
        let (accepted, note) = status::by_class(cluster, &spec.gateway_class_name, missing);
        gateway.accepted = accepted;
        gateway.notes.extend(note);
        gateway.listeners = spec
            .listeners
            .iter()
            .map(|one| Listener::read(cluster, object.namespace(), one, grants, missing))
            .collect();
        Listener::mark_conflicts(&mut gateway.listeners);
        gateway.notes.extend(gateway.listeners.iter().filter_map(|one| one.note.clone()));
        gateway.notes.dedup();
        gateway.rules = gateway.listeners.iter().map(|_| vec![]).collect();
        gateway.attached = vec![0; gateway.listeners.len()];
        if gateway.accepted.holds() {
            gateway.accepted = status::by_listeners(&gateway.listeners);
        }
        gateway
    }

    fn attach(&mut self, place: usize, hosts: &[Pattern], rules: &[Rule]) {
        if let Some(count) = self.attached.get_mut(place) {
            *count += 1;
        }
        let Some(table) = self.rules.get_mut(place) else { return };
        for host in hosts {
            match table.iter_mut().find(|one| one.host == *host) {
                Some(own) => own.rules.extend(rules.iter().cloned()),
                None => table.push(HostRules { host: host.clone(), rules: rules.to_vec() }),
            }
        }
    }

    /// Whether a working listener takes this host: by its name or a route's, or else for all hosts.
    pub fn knows(&self, host: &str, by_name: bool) -> bool {
        let names = |pattern: &Pattern| {
            pattern.matches(host, Covers::Labels) && (!by_name || *pattern != Pattern::Any)
        };
        let listeners = self.listeners.iter().zip(&self.rules).filter(|(one, _)| one.speaks_http());
        self.accepted.holds()
            && listeners
                .into_iter()
                .any(|(one, table)| names(&one.host) || table.iter().any(|rules| names(&rules.host)))
    }
}

impl Rule {
    /// `spec.rules[0].matches[1]`.
    pub fn matched(&self, host: &Pattern) -> Matched {
        let place = match self.place {
            (rule, Some(matching)) => format!("spec.rules[{rule}].matches[{matching}]"),
            (rule, None) => format!("spec.rules[{rule}]"),
        };
        Matched { object: self.route.name.clone(), place, text: format!("{host}, {}", self.matching.text()) }
    }
}

/// The rules of a route, one for each match; and a condition where some of them are broken.
fn rules(
    cluster: &Cluster,
    route: &Arc<Route>,
    referrer: Referrer<'_>,
    spec: &api::Route,
    grants: &Grants,
) -> (Vec<Rule>, Option<Condition>) {
    let mut all = Vec::new();
    let mut broken = None;
    for (number, rule) in spec.rules.iter().enumerate() {
        let action = Arc::new(Action::read(cluster, referrer, rule, grants));
        broken = partial(number, &action).or(broken);
        let nothing = [api::Match::default()];
        let matches = if rule.matches.is_empty() { nothing.as_slice() } else { rule.matches.as_slice() };
        for (index, one) in matches.iter().enumerate() {
            match Match::read(one) {
                Ok(matching) => {
                    let place = (number, (!rule.matches.is_empty()).then_some(index));
                    all.push(Rule {
                        route: Arc::clone(route),
                        place,
                        matching: Arc::new(matching),
                        action: Arc::clone(&action),
                    });
                }
                Err(why) => {
                    broken = Some(status::partially_invalid(
                        "UnsupportedValue",
                        format!("spec.rules[{number}].matches[{index}]: {why}"),
                    ));
                }
            }
        }
    }
    (all, broken)
}

/// A rule whose filters can not be carried out.
fn partial(number: usize, action: &Action) -> Option<Condition> {
    let own = action.filters.fault.as_ref();
    let fault = own.or(action.backends.iter().find_map(|one| one.filters.fault.as_ref()))?;
    Some(status::partially_invalid(fault.reason, format!("spec.rules[{number}]: {}", fault.why)))
}

/// Hostnames first, then matches; ties to the older route, the first by name, the first rule (the sort is stable, routes come by name).
fn sort(table: &mut Vec<HostRules>) {
    table.sort_by_cached_key(|one| Reverse(one.host.specificity()));
    for host in table {
        host.rules.sort_by_cached_key(|rule| (rule.matching.rank(), rule.route.age.clone(), rule.place));
    }
}

fn refusal(route: &str, hostnames: &[String], accepted: &Condition) -> NearMiss {
    let text = if hostnames.is_empty() { "any host".to_owned() } else { hostnames.join(", ") };
    let rule = Matched { object: route.to_owned(), place: "spec.parentRefs".to_owned(), text };
    NearMiss {
        rule,
        why: format!("it is not attached ({}): {}; see {ATTACH_PAGE}", accepted.reason, accepted.message),
    }
}
