//! The policies of a cluster, compiled once for a state of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicySpec};

use super::{
    decision::PolicyName,
    rule::{Direction, Rule},
};
use crate::cluster::{Cluster, Labels, Object, Selector};

/// One policy.
#[derive(Debug, Clone)]
pub struct Policy {
    pub name: PolicyName,
    pub selector: Selector,
    /// `None`: this policy does not isolate for ingress.
    ingress: Option<Vec<Rule>>,
    egress: Option<Vec<Rule>>,
}

impl Policy {
    fn compile(object: &Object, policy: &NetworkPolicy) -> Self {
        let nothing = NetworkPolicySpec::default();
        let spec = policy.spec.as_ref().unwrap_or(&nothing);
        let own = object.namespace();
        let (to_ingress, to_egress) = types(spec);
        let ingress = || {
            spec.ingress
                .iter()
                .flatten()
                .map(|rule| Rule::compile(own, rule.from.as_deref(), rule.ports.as_deref()))
                .collect()
        };
        let egress = || {
            spec.egress
                .iter()
                .flatten()
                .map(|rule| Rule::compile(own, rule.to.as_deref(), rule.ports.as_deref()))
                .collect()
        };
        // A selector that is left out selects every Pod, as an empty one does; one that the API refuses selects none.
        let selector = match &spec.pod_selector {
            Some(selector) => Selector::compile(Some(selector)).unwrap_or(Selector::Nothing),
            None => Selector::everything(),
        };
        Self {
            name: PolicyName { namespace: own.to_owned(), name: object.name().to_owned() },
            selector,
            ingress: to_ingress.then(ingress),
            egress: to_egress.then(egress),
        }
    }

    /// The rules of a direction; `None` when the policy does not speak about it.
    pub fn rules(&self, direction: Direction) -> Option<&[Rule]> {
        match direction {
            Direction::Ingress => self.ingress.as_deref(),
            Direction::Egress => self.egress.as_deref(),
        }
    }
}

/// Which directions a policy isolates: `policyTypes`, or what the API server fills in when that is left out (an empty
/// list counts as left out): `Ingress` always, `Egress` if there is an egress rule.
fn types(spec: &NetworkPolicySpec) -> (bool, bool) {
    match spec.policy_types.as_deref() {
        Some(types) if !types.is_empty() => {
            (types.iter().any(|one| one == "Ingress"), types.iter().any(|one| one == "Egress"))
        }
        _ => (true, spec.egress.as_ref().is_some_and(|rules| !rules.is_empty())),
    }
}

/// All policies of a cluster's state, with what of the cluster they need to be judged by.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    by_namespace: BTreeMap<String, Vec<Policy>>,
    namespaces: BTreeMap<String, Labels>,
    nodes: BTreeMap<String, BTreeSet<IpAddr>>,
    enforced: bool,
}

impl Policies {
    /// Compiles the policies of this state of a cluster. A later change of the cluster needs a new compilation.
    pub fn compile(cluster: &Cluster) -> Self {
        let mut by_namespace: BTreeMap<String, Vec<Policy>> = BTreeMap::new();
        for (object, policy) in cluster.network_policies() {
            by_namespace
                .entry(object.namespace().to_owned())
                .or_default()
                .push(Policy::compile(object, policy));
        }
        let namespaces = cluster
            .namespaces()
            .map(|(object, _)| (object.name().to_owned(), object.labels().clone()))
            .collect();
        let nodes = cluster.nodes().map(|(object, node)| {
            let addresses = node.status.iter().flat_map(|status| status.addresses.iter().flatten());
            (object.name().to_owned(), addresses.filter_map(|address| address.address.parse().ok()).collect())
        });
        Self {
            by_namespace,
            namespaces,
            nodes: nodes.collect(),
            enforced: cluster.settings.plugin.enforces_policies,
        }
    }

    /// Whether the network plugin heeds policies at all.
    pub fn enforced(&self) -> bool {
        self.enforced
    }

    /// The policies of a namespace, by name.
    pub fn of_namespace(&self, namespace: &str) -> &[Policy] {
        self.by_namespace.get(namespace).map_or(&[], Vec::as_slice)
    }

    /// The policies that isolate a Pod with these labels in this direction, with their rules.
    pub(in crate::network) fn isolating<'a>(
        &'a self,
        namespace: &str,
        labels: &'a Labels,
        direction: Direction,
    ) -> impl Iterator<Item = (&'a Policy, &'a [Rule])> + use<'a> {
        self.of_namespace(namespace).iter().filter_map(move |policy| {
            let rules = policy.rules(direction)?;
            policy.selector.matches(labels).then_some((policy, rules))
        })
    }

    pub(in crate::network) fn namespace_labels(&self, namespace: &str) -> &Labels {
        static NONE: Labels = Labels::new();
        self.namespaces.get(namespace).unwrap_or(&NONE)
    }

    /// All policies, by namespace and name.
    pub fn all(&self) -> impl Iterator<Item = &Policy> {
        self.by_namespace.values().flatten()
    }

    /// Whether an address is some node's.
    pub fn is_node(&self, address: IpAddr) -> bool {
        self.nodes.values().any(|addresses| addresses.contains(&address))
    }

    /// Whether one of the addresses is that node's.
    pub(in crate::network) fn runs_at(&self, node: Option<&str>, addresses: &[IpAddr]) -> bool {
        addresses.iter().any(|address| self.node_has(node, *address))
    }

    pub(super) fn node_has(&self, node: Option<&str>, address: IpAddr) -> bool {
        node.and_then(|node| self.nodes.get(node)).is_some_and(|addresses| addresses.contains(&address))
    }
}
