//! Nodes: those that Pods name but the input lacks, or a small cluster of three when it has none; each with an address.

use std::{collections::BTreeSet, net::Ipv4Addr};

use serde_json::{Value, json};

use super::{change, namespaces::map_of, put};
use crate::cluster::{daemon::CONTROL_PLANE_ROLE, key::Key, kind::Kind, object::Origin, pod, store::Cluster};

/// The nodes of a cluster about which the input says nothing.
const ASSUMED: [&str; 3] = ["control-plane", "worker", "worker2"];

pub fn settle(cluster: &mut Cluster) {
    let named: BTreeSet<String> = cluster
        .pods()
        .filter_map(|(_, pod)| pod::node(pod))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let none = cluster.nodes().next().is_none() && named.is_empty();
    let missing = named.iter().map(String::as_str).chain(ASSUMED.into_iter().filter(|_| none));
    let missing: Vec<String> =
        missing.filter(|name| cluster.find(Kind::Node, "", name).is_none()).map(str::to_owned).collect();
    for name in missing {
        put(cluster, Kind::Node, node(&name), Origin::Assumed);
    }
    equip(cluster);
}

/// Gives the nodes that are there what they lack. A running cluster gets no others: one that was deleted stays away,
/// whatever Pods name it.
pub fn equip(cluster: &mut Cluster) {
    complete(cluster);
    give_addresses(cluster);
}

/// A node of which only the name is written is a healthy one; each has its block of the Pod range, which
/// kube-controller-manager gives out where kubeadm was told the range.
fn complete(cluster: &mut Cluster) {
    let range = cluster.settings.pod_range;
    let mut blocks = range.subnets(range.prefix_len().max(24)).into_iter().flatten();
    let nodes: Vec<Key> = cluster.objects(Kind::Node).map(|node| node.key().clone()).collect();
    for key in nodes {
        let Some(node) = cluster.get(&key) else { continue };
        let (block, silent) =
            (node.json().pointer("/spec/podCIDR"), node.json().pointer("/status/conditions"));
        let block = if block.is_none() { blocks.next().map(|block| block.to_string()) } else { None };
        let silent = silent.is_none();
        if block.is_none() && !silent {
            continue;
        }
        change(cluster, &key, |json| {
            if let (Some(block), Some(spec)) = (block, map_of(json, "spec")) {
                spec.insert("podCIDRs".to_owned(), json!([block]));
                spec.insert("podCIDR".to_owned(), block.into());
            }
            if let (true, Some(status), Value::Object(healthy)) =
                (silent, map_of(json, "status"), status(&key.name))
            {
                for (field, value) in healthy {
                    status.entry(field).or_insert(value);
                }
            }
        });
    }
}

fn node(name: &str) -> Value {
    let control_plane = name == ASSUMED[0];
    let mut labels = json!({
        "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64",
    });
    let mut spec = json!({});
    if control_plane {
        labels[CONTROL_PLANE_ROLE] = "".into();
        spec["taints"] = json!([{"key": CONTROL_PLANE_ROLE, "effect": "NoSchedule"}]);
    }
    json!({
        "apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels}, "spec": spec,
        "status": status(name),
    })
}

/// A small virtual machine with the reference version of Kubernetes.
fn status(name: &str) -> Value {
    let amounts = |memory: &str| json!({"cpu": "2", "memory": memory, "ephemeral-storage": "20145724Ki", "hugepages-2Mi": "0", "pods": "110"});
    let conditions = [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ]
    .map(|(kind, status, reason, message)| json!({"type": kind, "status": status, "reason": reason, "message": message}));
    json!({
        "addresses": [{"type": "Hostname", "address": name}],
        "capacity": amounts("4030940Ki"), "allocatable": amounts("3928540Ki"), "conditions": conditions,
        "nodeInfo": {
            "architecture": "amd64", "operatingSystem": "linux", "osImage": "Ubuntu 24.04.3 LTS",
            "kernelVersion": "6.8.0-85-generic", "containerRuntimeVersion": "containerd://2.2.0",
            "kubeletVersion": "v1.36.0", "kubeProxyVersion": "", "bootID": "", "machineID": "", "systemUUID": "",
        },
    })
}

/// An `InternalIP` for each node without one: the first of the node range that no Pod and no node has.
fn give_addresses(cluster: &mut Cluster) {
    let without: Vec<Key> = cluster
        .objects(Kind::Node)
        .filter(|node| internal_address(node.json()).is_none())
        .map(|node| node.key().clone())
        .collect();
    if without.is_empty() {
        return;
    }
    let mut used: BTreeSet<String> =
        cluster.pods().flat_map(|(_, pod)| pod::addresses(pod)).map(|address| address.to_string()).collect();
    used.extend(
        cluster.objects(Kind::Node).filter_map(|node| internal_address(node.json()).map(str::to_owned)),
    );
    let mut free = cluster.settings.node_range.hosts().skip(1);
    for key in without {
        let Some(address): Option<Ipv4Addr> = free.find(|address| !used.contains(&address.to_string()))
        else {
            return;
        };
        change(cluster, &key, |json| {
            let Some(status) = map_of(json, "status") else { return };
            let addresses = status.entry("addresses").or_insert_with(|| json!([]));
            if let Some(addresses) = addresses.as_array_mut() {
                // Before the host name, as kubelets write them.
                addresses.insert(0, json!({"type": "InternalIP", "address": address.to_string()}));
            }
        });
    }
}

/// A node's `InternalIP`.
pub fn internal_address(node: &Value) -> Option<&str> {
    let addresses = node.pointer("/status/addresses")?.as_array()?;
    addresses.iter().find(|address| address["type"] == "InternalIP")?.get("address")?.as_str()
}
