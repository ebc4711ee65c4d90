//! DNS in sixty lines: the search path, and what the names of Services and Pods give.

use std::collections::BTreeSet;

use serde_json::Value;

use super::asked::Asked;
use super::cluster::{Pod, has_all, labels, pods as pods_of, text};

struct World {
    services: Vec<Value>,
    sets: Vec<Value>,
    pods: Vec<Pod>,
    namespaces: BTreeSet<String>,
    search: Vec<String>,
    ndots: usize,
}

const DOMAIN: &str = "cluster.local";

impl World {
    /// As the toolbox sees it.
    fn of(asked: &Asked) -> Self {
        let client = asked.kind("Pod").find(|pod| pod["metadata"]["name"] == "toolbox");
        let (mut search, mut ndots) = (Vec::new(), 5);
        if let Some(client) = client {
            let home = text(client, "/metadata/namespace");
            if client["spec"]["dnsPolicy"] != "None" {
                search = vec![format!("{home}.svc.{DOMAIN}"), format!("svc.{DOMAIN}"), DOMAIN.to_owned()];
            }
            let more =
                client.pointer("/spec/dnsConfig/searches").and_then(Value::as_array).into_iter().flatten();
            for domain in more.map(|domain| domain.as_str().unwrap().to_owned()) {
                if !search.contains(&domain) {
                    search.push(domain);
                }
            }
            let option = client.pointer("/spec/dnsConfig/options/0/value").and_then(Value::as_str);
            ndots = option.map_or(5, |value| value.parse().unwrap());
        }
        Self {
            services: asked.kind("Service").cloned().collect(),
            sets: asked.kind("StatefulSet").cloned().collect(),
            pods: pods_of(&asked.objects),
            namespaces: asked.kind("Namespace").map(|one| text(one, "/metadata/name").to_owned()).collect(),
            search,
            ndots,
        }
    }

    fn tried(&self, name: &str) -> Vec<String> {
        if let Some(absolute) = name.strip_suffix('.') {
            return vec![absolute.to_owned()];
        }
        let searched = self.search.iter().map(|domain| format!("{name}.{domain}"));
        if name.matches('.').count() >= self.ndots {
            std::iter::once(name.to_owned()).chain(searched).collect()
        } else {
            searched.chain([name.to_owned()]).collect()
        }
    }

    fn resolve(&self, name: &str) -> BTreeSet<String> {
        self.tried(name)
            .iter()
            .map(|one| self.addresses(one))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    fn service(&self, name: &str, namespace: &str) -> Option<&Value> {
        self.services
            .iter()
            .find(|one| text(one, "/metadata/name") == name && text(one, "/metadata/namespace") == namespace)
    }

    fn addresses(&self, absolute: &str) -> BTreeSet<String> {
        let Some(rest) = absolute.strip_suffix(&format!(".{DOMAIN}")) else { return BTreeSet::new() };
        let labels: Vec<&str> = rest.split('.').collect();
        match labels.as_slice() {
            [service, namespace, "svc"] => {
                self.service(service, namespace).map(|one| self.of_service(one)).unwrap_or_default()
            }
            // The Pod of a StatefulSet, below the Service that governs it.
            [pod, service, namespace, "svc"] => {
                let governs = |set: &&Value| {
                    let (name, count) =
                        (text(set, "/metadata/name"), set["spec"]["replicas"].as_u64().unwrap());
                    text(set, "/metadata/namespace") == *namespace
                        && text(set, "/spec/serviceName") == *service
                        && (0..count).any(|ordinal| *pod == format!("{name}-{ordinal}"))
                };
                let found =
                    self.service(service, namespace).is_some() && self.sets.iter().any(|set| governs(&set));
                found.then(|| format!("address of {namespace}/{pod}")).into_iter().collect()
            }
            [dashed, namespace, "pod"] if self.namespaces.contains(*namespace) => {
                let address = dashed.replace('-', ".");
                address.parse::<std::net::Ipv4Addr>().map(|_| address).into_iter().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    fn of_service(&self, service: &Value) -> BTreeSet<String> {
        let own = text(service, "/spec/clusterIP");
        if own != "None" {
            return BTreeSet::from([own.to_owned()]);
        }
        let selector = labels(&service["spec"]["selector"]);
        let all = service["spec"]["publishNotReadyAddresses"] == true;
        let behind = |pod: &&Pod| {
            pod.namespace == text(service, "/metadata/namespace")
                && has_all(&pod.labels, &selector)
                && (pod.ready || all)
        };
        self.pods.iter().filter(behind).map(|pod| pod.address.clone()).collect()
    }

    fn has_srv(&self, name: &str) -> bool {
        let labels: Vec<&str> = name.split('.').collect();
        let [port, protocol, service, namespace, "svc", "cluster", "local"] = labels.as_slice() else {
            return false;
        };
        let (Some(port), Some("tcp")) = (port.strip_prefix('_'), protocol.strip_prefix('_')) else {
            return false;
        };
        self.service(service, namespace)
            .is_some_and(|one| one["spec"]["ports"].as_array().unwrap().iter().any(|own| own["name"] == port))
    }
}

fn set(text: &str) -> BTreeSet<String> {
    text.replace(" and ", ", ").split(", ").map(str::to_owned).collect()
}

pub fn shortest(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let service = asked.between("wants to reach the Service `", "`").unwrap();
    let namespace = asked.stem.rsplit_once("of namespace `").unwrap().1.split_once('`').unwrap().0;
    let target = world.addresses(&format!("{service}.{namespace}.svc.{DOMAIN}"));
    assert!(!target.is_empty());
    let works = |text: &str| world.resolve(text.trim_matches('`')) == target;
    let shortest = asked
        .choices
        .iter()
        .map(|one| one.text.as_str())
        .filter(|text| works(text))
        .min_by_key(|text| text.len())
        .unwrap();
    assert_eq!(
        asked.choices.iter().filter(|one| works(&one.text) && one.text.len() == shortest.len()).count(),
        1
    );
    asked.each(|text| text == shortest)
}

pub fn gives(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let found = world.resolve(asked.between("looks up `", "`").unwrap());
    asked.each(|text| {
        if text == "No address: there is no such name" { found.is_empty() } else { set(text) == found }
    })
}

pub fn stateful(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let pod = asked.between("reach the Pod `", "`").unwrap();
    let home = text(asked.kind("StatefulSet").next().unwrap(), "/metadata/namespace");
    let wanted = BTreeSet::from([format!("address of {home}/{pod}")]);
    asked.each(|text| world.resolve(text.trim_matches('`')) == wanted)
}

pub fn first(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let name = asked.between("asks for the address of `", "`").unwrap();
    let first = world.tried(name).into_iter().next().unwrap();
    asked.each(|text| text.trim_matches('`').trim_end_matches('.') == first)
}

pub fn records(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    if asked.stem.starts_with("Which name has the SRV") {
        return asked.each(|text| world.has_srv(text.trim_matches('`')));
    }
    if let Some(name) = asked.between("SRV record `", "`") {
        assert!(world.has_srv(name));
        let service = &world.services[0];
        // Behind a headless Service the record has `targetPort`, which clients are told to ignore: nothing to ask about.
        assert_ne!(text(service, "/spec/clusterIP"), "None");
        let port = service["spec"]["ports"]
            .as_array()
            .unwrap()
            .iter()
            .find(|port| port["name"] == "metrics")
            .unwrap();
        return asked.each(|text| port["port"] == text.parse::<u64>().unwrap());
    }
    let address = &world
        .pods
        .iter()
        .find(|pod| pod.name == asked.between("of the Pod `", "`").unwrap())
        .unwrap()
        .address;
    asked.each(|text| world.addresses(text.trim_matches('`')).contains(address))
}

pub fn headless(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let found = world.addresses(asked.between("does a lookup of `", "`").unwrap());
    asked.each(|text| set(text) == found)
}
