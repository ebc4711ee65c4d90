//! Pods that are made for a question: each lacks one label or Namespace that the task or a policy names.

use std::collections::BTreeSet;
use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use super::{check::OUTSIDE, find};
use crate::{
    cluster::{
        Cluster, Kind, Labels, Origin, Selector, pod,
        selector::{Operator, Requirement},
    },
    course::lab::{Blocked, Peer, Which},
    network::policy::{Direction, Namespaces, Party, Peer as PolicyPeer, Policies},
};

/// Witnesses at most: a bound on what one question costs, far above what a task needs.
const MOST: usize = 500;
/// Namespaces of a cluster that witnesses stand in, at most.
const NAMESPACES: usize = 24;

/// Somebody who asks to be let through.
pub enum Witness {
    /// A Pod of the copied cluster.
    Pod {
        namespace: String,
        name: String,
    },
    Address(IpAddr),
}

impl Witness {
    pub fn party<'c>(&self, cluster: &'c Cluster) -> Option<Party<'c>> {
        match self {
            Self::Pod { namespace, name, .. } => Party::pod(cluster, namespace, name),
            Self::Address(address) => Some(Party::Address(*address)),
        }
    }
}

/// Puts a Pod that runs into the cluster, by its labels alone or like another in all but name, labels and address; gives
/// its name.
pub fn put(cluster: &mut Cluster, namespace: &str, labels: &Labels, like: Option<&Value>) -> String {
    let number = cluster.objects(Kind::Pod).filter(|pod| pod.name().starts_with(NAME)).count();
    let name = format!("{NAME}{number}");
    // From the end of the range: nodes are given its beginning.
    let last = u32::from(cluster.settings.pod_range.broadcast());
    let offset = u32::try_from(number).unwrap_or_default().saturating_add(2);
    let address = std::net::Ipv4Addr::from(last.saturating_sub(offset)).to_string();
    let spec = like.and_then(|like| like.get("spec").cloned());
    let mut spec = spec.unwrap_or_else(|| json!({"containers": [{"name": "c", "image": "busybox"}]}));
    if let Some(fields) = spec.as_object_mut() {
        // On a node of its own: no Pod and no node is nearer to it than another.
        fields.remove("nodeName");
    }
    let json = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "labels": labels},
        "spec": spec,
        "status": {
            "phase": "Running", "podIP": address, "podIPs": [{"ip": address}],
            "conditions": [{"type": "Ready", "status": "True"}],
        },
    });
    // Labels and a spec that were read before have their types.
    let _ = cluster.put_json(Kind::Pod, json, Origin::Derived);
    name
}

/// No learner's Pod is called so.
pub const NAME: &str = "kubedrill-witness-";

/// Puts the witnesses of a question into the cluster; the Pods that are there come first.
pub fn witnesses(cluster: &mut Cluster, blocked: &Blocked, policies: &Policies) -> Vec<Witness> {
    let mut witnesses: Vec<Witness> = Vec::new();
    for (object, typed) in cluster.pods() {
        if !pod::is_finished(typed) && !pod::on_host_network(typed) && witnesses.len() < MOST {
            let (namespace, name) = (object.namespace().to_owned(), object.name().to_owned());
            witnesses.push(Witness::Pod { namespace, name });
        }
    }
    let labels = label_sets(cluster, blocked, policies);
    let ports = named_ports(cluster);
    for namespace in namespaces(cluster, blocked, policies) {
        for labels in &labels {
            if witnesses.len() >= MOST {
                break;
            }
            let name = put(cluster, &namespace, labels, Some(&ports));
            witnesses.push(Witness::Pod { namespace: namespace.clone(), name });
        }
    }
    witnesses.extend(outside(blocked, policies).into_iter().map(Witness::Address));
    witnesses
}

/// Sets of labels: each that the task or a policy names, the same without one of them, and none.
fn label_sets(cluster: &Cluster, blocked: &Blocked, policies: &Policies) -> BTreeSet<Labels> {
    let mut sets = BTreeSet::from([Labels::new()]);
    let allowed = blocked.allowed.iter().map(|allowed| &allowed.peer).chain(&blocked.among);
    for peer in allowed {
        match peer {
            Peer::Pods(pods) if !matches!(&pods.which, Which::Of { kind, .. } if kind == "pod") => {
                add(&mut sets, &find::labels_of(cluster, pods));
            }
            Peer::Namespaces(_, labels) => add(&mut sets, labels),
            Peer::Pods(_) | Peer::Block(_) | Peer::Anyone => {}
        }
    }
    add(&mut sets, &find::labels_of(cluster, &blocked.subject));
    for peer in peers(policies) {
        if let PolicyPeer::Pods { pods, .. } = peer {
            for labels in satisfying(pods) {
                add(&mut sets, &labels);
            }
        }
    }
    sets
}

fn add(sets: &mut BTreeSet<Labels>, labels: &Labels) {
    sets.insert(labels.clone());
    sets.extend(without_one(labels));
}

fn without_one(labels: &Labels) -> impl Iterator<Item = Labels> + '_ {
    labels.keys().map(|key| {
        let mut fewer = labels.clone();
        fewer.remove(key);
        fewer
    })
}

/// Labels that a selector selects: one set for each value that it names.
fn satisfying(selector: &Selector) -> Vec<Labels> {
    let Selector::All(requirements) = selector else { return Vec::new() };
    let value = |requirement: &Requirement, index: usize| match requirement.operator {
        Operator::In => {
            requirement.values.get(index.min(requirement.values.len().saturating_sub(1))).cloned()
        }
        Operator::Exists => Some("any".to_owned()),
        Operator::NotIn | Operator::DoesNotExist => None,
    };
    let most = requirements.iter().map(|one| one.values.len()).max().unwrap_or(1).clamp(1, 4);
    let set = |index| {
        requirements.iter().filter_map(|one| Some((one.key.clone(), value(one, index)?))).collect::<Labels>()
    };
    (0..most).map(set).collect()
}

/// The Namespaces that are there, one that nobody knows, and for each set of labels by which Namespaces are selected one
/// that lacks just one of them.
fn namespaces(cluster: &mut Cluster, blocked: &Blocked, policies: &Policies) -> Vec<String> {
    let mut names: Vec<String> = vec![blocked.subject.namespace.clone()];
    names.extend(cluster.namespaces().map(|(object, _)| object.name().to_owned()).take(NAMESPACES));
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let mut sets = BTreeSet::from([Labels::new()]);
    for peer in blocked.allowed.iter().map(|allowed| &allowed.peer) {
        if let Peer::Namespaces(labels, _) = peer {
            sets.extend(without_one(labels));
        }
    }
    for peer in peers(policies) {
        if let PolicyPeer::Pods { namespaces: Namespaces::Selected(selector), .. } = peer {
            for labels in satisfying(selector) {
                sets.extend(without_one(&labels));
            }
        }
    }
    for (number, mut labels) in sets.into_iter().take(NAMESPACES).enumerate() {
        let name = if number == 0 { "elsewhere".to_owned() } else { format!("elsewhere-{number}") };
        labels.insert("kubernetes.io/metadata.name".to_owned(), name.clone());
        let json =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}});
        let _ = cluster.put_json(Kind::Namespace, json, Origin::Derived);
        names.push(name);
    }
    names
}

/// An address that nobody names, and for each block the first of it and of each hole in it.
fn outside(blocked: &Blocked, policies: &Policies) -> BTreeSet<IpAddr> {
    let first = |block: &ipnet::IpNet| block.hosts().next();
    let mut addresses = BTreeSet::from([OUTSIDE]);
    for allowed in &blocked.allowed {
        if let Peer::Block(text) = &allowed.peer {
            addresses.extend(text.parse().ok().as_ref().and_then(first));
        }
    }
    for peer in peers(policies) {
        if let PolicyPeer::Block { cidr, except } = peer {
            addresses.extend(std::iter::once(cidr).chain(except).filter_map(first));
        }
    }
    addresses.into_iter().take(NAMESPACES).collect()
}

fn peers(policies: &Policies) -> impl Iterator<Item = &PolicyPeer> {
    let rules = policies
        .all()
        .flat_map(|policy| [Direction::Ingress, Direction::Egress].map(|direction| policy.rules(direction)));
    rules.flatten().flatten().filter_map(|rule| rule.peers.as_ref()).flatten()
}

/// A Pod that has every named port of the cluster, so that rules by a port's name mean witnesses too.
fn named_ports(cluster: &Cluster) -> Value {
    let mut seen = BTreeSet::new();
    let mut ports = Vec::new();
    for (_, typed) in cluster.list::<Pod>() {
        for port in pod::ports(typed) {
            if let Some(name) = port.name.clone().filter(|name| seen.insert(name.clone())) {
                ports.push(
                    json!({"name": name, "containerPort": port.container_port, "protocol": port.protocol}),
                );
            }
        }
    }
    json!({"spec": {"containers": [{"name": "c", "image": "busybox", "ports": ports}]}})
}
