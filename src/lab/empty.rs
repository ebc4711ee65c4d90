//! Selectors of a policy that select nothing: a label that nobody has is the slip that is hardest to see in a manifest.

use crate::{
    cluster::{
        Cluster, Kind, Selector,
        selector::{Operator, Requirement},
    },
    network::{
        policy::{Direction, Namespaces, Peer, Policies, PolicyName},
        trace::Trace,
    },
};

/// What the policies that stop a connection ask for in vain.
pub fn of_trace(trace: &Trace, cluster: &Cluster) -> Option<String> {
    let hops = trace.hops.iter().chain(trace.ends.iter().flat_map(|end| &end.hops));
    let policies = Policies::compile(cluster);
    hops.filter(|hop| hop.is_decisive())
        .flat_map(|hop| &hop.policies)
        .find_map(|name| of_policy(name, &policies, cluster))
}

fn of_policy(name: &PolicyName, policies: &Policies, cluster: &Cluster) -> Option<String> {
    let policy = policies.of_namespace(&name.namespace).iter().find(|policy| policy.name == *name)?;
    let rules = [Direction::Ingress, Direction::Egress].map(|way| policy.rules(way).unwrap_or_default());
    let mut peers = rules.into_iter().flatten().filter_map(|rule| rule.peers.as_ref()).flatten();
    peers.find_map(|peer| of_peer(peer, cluster))
}

fn of_peer(peer: &Peer, cluster: &Cluster) -> Option<String> {
    let Peer::Pods { namespaces, pods } = peer else { return None };
    if let Namespaces::Selected(selector) = namespaces {
        let labels = wanted(selector)?;
        if cluster.objects(Kind::Namespace).any(|one| selector.matches(one.labels())) {
            return none_of(pods, cluster);
        }
        let key = "kubernetes.io/metadata.name";
        let hint = if labels.contains(key) {
            ""
        } else {
            "; the label that each has by itself is kubernetes.io/metadata.name"
        };
        return Some(format!("no Namespace has the label {labels}{hint}"));
    }
    none_of(pods, cluster)
}

fn none_of(pods: &Selector, cluster: &Cluster) -> Option<String> {
    let labels = wanted(pods)?;
    let any = cluster.objects(Kind::Pod).any(|pod| pods.matches(pod.labels()));
    (!any).then(|| format!("no Pod has the label {labels}"))
}

/// The labels that a selector asks for, if it asks for any by their values.
fn wanted(selector: &Selector) -> Option<String> {
    let Selector::All(requirements) = selector else { return None };
    let one = |requirement: &Requirement| match requirement.operator {
        Operator::In => Some(format!("{}={}", requirement.key, requirement.values.join(" or "))),
        _ => None,
    };
    let labels: Vec<String> = requirements.iter().filter_map(one).collect();
    (!labels.is_empty()).then(|| labels.join(","))
}
