//! What the Pods of a cluster take up: addresses, and room on nodes. It is kept up with every change, so that a Pod is given
//! a node and an address without a look at all the others.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::Ipv4Addr,
    sync::Arc,
};

use k8s_openapi::api::core::v1::{Pod, PodSpec};

use super::{key::Key, object::Object, pod};

/// Cheap to clone, as the cluster is that it belongs to.
#[derive(Debug, Clone, Default)]
pub struct Occupancy {
    nodes: Arc<BTreeMap<String, Arc<OnNode>>>,
    addresses: Taken,
    given_back: Arc<BTreeSet<Ipv4Addr>>,
    homeless: Arc<BTreeSet<Key>>,
}

/// Addresses, each with the number of Pods that have it.
pub type Taken = Arc<BTreeMap<Ipv4Addr, usize>>;

/// What is on one node.
#[derive(Debug, Clone, Default)]
pub struct OnNode {
    pub pods: usize,
    ports: BTreeMap<(i32, String), usize>,
    namespaces: BTreeMap<String, usize>,
}

/// What one Pod takes up.
#[derive(Debug, PartialEq, Eq)]
struct Share<'o> {
    /// Where it runs, unless it has finished.
    node: Option<&'o str>,
    namespace: &'o str,
    ports: Vec<(i32, &'o str)>,
    addresses: Vec<Ipv4Addr>,
    is_homeless: bool,
}

impl Occupancy {
    pub fn on(&self, node: &str) -> Option<&OnNode> {
        self.nodes.get(node).map(AsRef::as_ref)
    }

    /// The addresses of all Pods.
    pub fn addresses(&self) -> &Taken {
        &self.addresses
    }

    /// Addresses that somebody had and nobody has now.
    pub fn given_back(&self) -> &Arc<BTreeSet<Ipv4Addr>> {
        &self.given_back
    }

    /// The Pods that wait for a node.
    pub fn homeless(&self) -> impl Iterator<Item = &Key> {
        self.homeless.iter()
    }

    /// Follows a change of an object. Most of those of Pods change nothing here.
    pub(super) fn follow(&mut self, key: &Key, old: Option<&Object>, new: Option<&Object>) {
        let (old, new) = (old.and_then(Share::of), new.and_then(Share::of));
        if old == new {
            return;
        }
        if let Some(share) = old {
            self.free(key, &share);
        }
        if let Some(share) = new {
            self.take(key, &share);
        }
    }

    fn take(&mut self, key: &Key, share: &Share<'_>) {
        if share.is_homeless {
            Arc::make_mut(&mut self.homeless).insert(key.clone());
        }
        for address in &share.addresses {
            *Arc::make_mut(&mut self.addresses).entry(*address).or_default() += 1;
            if self.given_back.contains(address) {
                Arc::make_mut(&mut self.given_back).remove(address);
            }
        }
        let Some(node) = share.node else { return };
        let here = Arc::make_mut(&mut self.nodes).entry(node.to_owned()).or_default();
        let here = Arc::make_mut(here);
        here.pods += 1;
        *here.namespaces.entry(share.namespace.to_owned()).or_default() += 1;
        for (number, protocol) in &share.ports {
            *here.ports.entry((*number, (*protocol).to_owned())).or_default() += 1;
        }
    }

    fn free(&mut self, key: &Key, share: &Share<'_>) {
        if share.is_homeless {
            Arc::make_mut(&mut self.homeless).remove(key);
        }
        for address in &share.addresses {
            one_less(Arc::make_mut(&mut self.addresses), address);
            if !self.addresses.contains_key(address) {
                Arc::make_mut(&mut self.given_back).insert(*address);
            }
        }
        let Some(node) = share.node else { return };
        let Some(here) = Arc::make_mut(&mut self.nodes).get_mut(node).map(Arc::make_mut) else { return };
        here.pods = here.pods.saturating_sub(1);
        one_less(&mut here.namespaces, &share.namespace.to_owned());
        for (number, protocol) in &share.ports {
            one_less(&mut here.ports, &(*number, (*protocol).to_owned()));
        }
    }
}

fn one_less<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

impl OnNode {
    /// How many Pods of a namespace are here.
    pub fn of_namespace(&self, namespace: &str) -> usize {
        self.namespaces.get(namespace).copied().unwrap_or(0)
    }

    /// Whether somebody has one of the host ports that a Pod asks for.
    pub fn has_port_of(&self, spec: &PodSpec) -> bool {
        host_ports(spec).any(|(number, protocol)| self.ports.contains_key(&(number, protocol.to_owned())))
    }
}

impl<'o> Share<'o> {
    fn of(object: &'o Object) -> Option<Self> {
        let one = object.typed::<Pod>()?;
        let bound = pod::node(one).filter(|node| !node.is_empty());
        let finished = pod::is_finished(one);
        let of_family_4 = |address: &std::net::IpAddr| match address {
            std::net::IpAddr::V4(address) => Some(*address),
            std::net::IpAddr::V6(_) => None,
        };
        Some(Self {
            node: bound.filter(|_| !finished),
            namespace: object.namespace(),
            ports: one.spec.iter().flat_map(host_ports).collect(),
            addresses: pod::addresses(one).iter().filter_map(of_family_4).collect(),
            is_homeless: bound.is_none() && !finished && !pod::is_terminating(one),
        })
    }
}

fn host_ports(spec: &PodSpec) -> impl Iterator<Item = (i32, &str)> {
    let ports = spec.containers.iter().flat_map(|container| container.ports.iter().flatten());
    ports.filter_map(|port| {
        let number = port.host_port.filter(|number| *number != 0)?;
        Some((number, port.protocol.as_deref().unwrap_or("TCP")))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::cluster::{Cluster, Key, Kind, Origin};

    fn put(cluster: &mut Cluster, name: &str, spec: &Value, status: &Value) {
        let json = json!({"metadata": {"namespace": "n", "name": name}, "spec": spec, "status": status});
        cluster.put_json(Kind::Pod, json, Origin::Given).unwrap();
    }

    /// Pods on the node, whether port 80 is taken, addresses, and who waits.
    fn state(cluster: &Cluster) -> (usize, bool, usize, usize) {
        let occupancy = cluster.occupancy();
        let here = occupancy.on("a");
        let spec = serde_json::from_value(
            json!({"containers": [{"name": "c", "ports": [{"containerPort": 1, "hostPort": 80}]}]}),
        );
        (
            here.map_or(0, |here| here.pods),
            here.is_some_and(|here| here.has_port_of(&spec.unwrap())),
            occupancy.addresses().len(),
            occupancy.homeless().count(),
        )
    }

    #[test]
    fn it_is_as_if_all_pods_were_looked_at_after_every_change() {
        let mut cluster = Cluster::default();
        let on_a = json!({"nodeName": "a", "containers": [{"name": "c", "ports": [{"containerPort": 80, "hostPort": 80}]}]});
        let nowhere = json!({"containers": []});
        put(&mut cluster, "one", &nowhere, &json!({}));
        assert_eq!(state(&cluster), (0, false, 0, 1));
        put(&mut cluster, "one", &on_a, &json!({"phase": "Running", "podIP": "10.0.0.1"}));
        put(&mut cluster, "two", &on_a, &json!({"phase": "Running", "podIP": "10.0.0.1"}));
        assert_eq!(state(&cluster), (2, true, 1, 0));
        let copy = cluster.clone();
        put(&mut cluster, "one", &on_a, &json!({"phase": "Succeeded", "podIP": "10.0.0.1"}));
        assert_eq!(state(&cluster), (1, true, 1, 0), "a finished Pod frees its node and keeps its address");
        cluster.remove(&Key::new(Kind::Pod, "n", "two"));
        assert_eq!(state(&cluster), (0, false, 1, 0));
        cluster.remove(&Key::new(Kind::Pod, "n", "one"));
        assert_eq!((state(&cluster), state(&copy)), ((0, false, 0, 0), (2, true, 1, 0)));
    }
}
