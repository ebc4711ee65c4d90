//! The address of an Ingress, written where a controller of its class runs: that of the Service in front of the
//! controller's Pods, or else of their nodes.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/>

use std::collections::BTreeSet;

use k8s_openapi::api::{
    core::v1::{Pod, Service},
    networking::v1::{Ingress, IngressClass},
};
use serde_json::{Value, json};

use super::{Controller, Desk, Event, pods};
use crate::cluster::{
    derive::internal_address,
    kind::Kind,
    object::Object,
    pod,
    selector::Selector,
    store::{Changes, Cluster},
};

pub(super) const CONTROLLER: Controller = Controller {
    name: "ingress",
    watches: &[Kind::Ingress, Kind::IngressClass, Kind::Pod, Kind::Service],
    sync,
};

/// The controllers that we know: the name in `spec.controller` of their class, their image, whom their events are from.
const KNOWN: [(&str, &str, &str); 3] = [
    ("k8s.io/ingress-nginx", "ingress-nginx/controller", "nginx-ingress-controller"),
    ("traefik.io/ingress-controller", "traefik", "traefik"),
    ("haproxy-ingress.github.io/controller", "haproxytech/kubernetes-ingress", "haproxy-ingress"),
];

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    // Pods of others come and go all the time.
    let concerns = |object: &Object| {
        object.typed::<Pod>().is_none_or(|pod| KNOWN.iter().any(|known| runs(pod, known.1)))
    };
    let concerned = changes.iter().any(|(key, old)| {
        [old.as_ref(), desk.cluster.get(key)].into_iter().flatten().any(|object| concerns(object))
    });
    if !concerned {
        return;
    }
    let all: Vec<_> = desk.cluster.objects(Kind::Ingress).cloned().collect();
    for object in all {
        let Some((from, addresses)) = answering(desk.cluster, &object) else {
            if object.json().get("status").is_none() {
                desk.set_status(object.key(), json!({"loadBalancer": {}}));
            }
            continue;
        };
        let list: Vec<Value> = addresses.iter().map(|address| json!({"ip": address})).collect();
        if desk.set_status(object.key(), json!({"loadBalancer": {"ingress": list}})) {
            desk.happened(&object, Event::normal(from, "Sync", "Scheduled for sync"));
        }
    }
}

fn runs(pod: &Pod, image: &str) -> bool {
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
    let mut images = containers.filter_map(|container| container.image.as_deref());
    images.any(|reference| {
        let name = reference.split(['@']).next().unwrap_or_default();
        let name = name.rsplit_once(':').map_or(name, |(name, _)| name);
        name == image || name.ends_with(&format!("/{image}"))
    })
}

/// Who answers for the Ingress, and at which addresses; `None` where no controller of its class runs.
fn answering(cluster: &Cluster, object: &Object) -> Option<(&'static str, BTreeSet<String>)> {
    let ingress = object.typed::<Ingress>()?;
    let class = match ingress.spec.as_ref().and_then(|spec| spec.ingress_class_name.as_deref()) {
        Some(name) => name.to_owned(),
        None => object.annotation("kubernetes.io/ingress.class")?.to_owned(),
    };
    let (_, class) = cluster.fetch::<IngressClass>("", &class)?;
    let controller = class.spec.as_ref()?.controller.as_deref()?;
    let (_, image, from) = KNOWN.iter().find(|known| known.0 == controller)?;
    let running: Vec<(&Object, &Pod)> =
        cluster.pods().filter(|(object, pod)| runs(pod, image) && pods::is_ready(object)).collect();
    let (first, _) = running.first()?;
    let balanced = cluster.list_in::<Service>(first.namespace()).filter_map(|(object, service)| {
        let pairs = service.spec.as_ref()?.selector.as_ref().filter(|pairs| !pairs.is_empty())?;
        let selected = Selector::of_pairs(pairs).matches(first.labels());
        let ip = object.json().pointer("/status/loadBalancer/ingress/0/ip")?.as_str()?;
        selected.then(|| ip.to_owned())
    });
    let mut addresses: BTreeSet<String> = balanced.collect();
    if addresses.is_empty() {
        let nodes = running.iter().filter_map(|(_, pod)| cluster.find(Kind::Node, "", pod::node(pod)?));
        addresses = nodes.filter_map(|node| internal_address(node.json()).map(str::to_owned)).collect();
    }
    Some((from, addresses))
}
