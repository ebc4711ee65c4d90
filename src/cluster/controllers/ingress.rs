//! The address of an Ingress, written where a controller of its class runs: that of the Service in front of the
//! controller's Pods, or else of their nodes.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/>

use std::collections::{BTreeMap, BTreeSet};

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

/// The controllers that we know: the name in `spec.controller` of their class, their image, whom their events are from
/// (empty: it writes none).
const KNOWN: [(&str, &str, &str); 6] = [
    ("k8s.io/ingress-nginx", "ingress-nginx/controller", "nginx-ingress-controller"),
    ("traefik.io/ingress-controller", "traefik", ""),
    ("haproxy.org/ingress-controller", "haproxytech/kubernetes-ingress", ""),
    ("haproxy-ingress.github.io/controller", "jcmoraisjr/haproxy-ingress", ""),
    ("projectcontour.io/ingress-controller", "projectcontour/contour", ""),
    ("ingress-controllers.konghq.com/kong", "kong/kubernetes-ingress-controller", ""),
];

/// The address of a class: whose events it brings, and where it is reached.
type Answering = Option<(&'static str, BTreeSet<String>)>;

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    // Pods of others come and go all the time.
    let concerns = |object: &Object| object.kind() != Kind::Pod || is_ingress_controller(object);
    let concerned = changes.iter().any(|(key, old)| {
        [old.as_ref(), desk.cluster.get(key)].into_iter().flatten().any(|object| concerns(object))
    });
    if !concerned {
        return;
    }
    let all: Vec<_> = desk.cluster.objects(Kind::Ingress).cloned().collect();
    // All Ingresses of a class have the same answer.
    let mut known: BTreeMap<String, Answering> = BTreeMap::new();
    for object in all {
        let class = class_of(&object).unwrap_or_default();
        let answer = known.entry(class).or_insert_with_key(|class| answering(desk.cluster, class));
        let Some((from, addresses)) = answer else {
            if object.json().get("status").is_none() {
                desk.set_status(object.key(), json!({"loadBalancer": {}}));
            }
            continue;
        };
        let list: Vec<Value> = addresses.iter().map(|address| json!({"ip": address})).collect();
        let told = desk.set_status(object.key(), json!({"loadBalancer": {"ingress": list}}));
        if told && !from.is_empty() {
            desk.happened(&object, Event::normal(from, "Sync", "Scheduled for sync"));
        }
    }
}

/// Whether a Pod runs one of the controllers that we know.
pub fn is_ingress_controller(pod: &Object) -> bool {
    KNOWN.iter().any(|known| pods::runs(pod, known.1))
}

/// Whether nobody runs the controller of a class although we know how it would: its Ingresses are not served then.
pub fn is_idle(cluster: &Cluster, class: &IngressClass) -> bool {
    let name = class.spec.as_ref().and_then(|spec| spec.controller.as_deref());
    let known = KNOWN.iter().find(|known| Some(known.0) == name);
    known.is_some_and(|(_, image, _)| pods::running(cluster, image).next().is_none())
}

fn class_of(object: &Object) -> Option<String> {
    let ingress = object.typed::<Ingress>()?;
    let named = ingress.spec.as_ref().and_then(|spec| spec.ingress_class_name.as_deref());
    named.or_else(|| object.annotation("kubernetes.io/ingress.class")).map(str::to_owned)
}

/// Who answers for the Ingresses of a class, and at which addresses; `None` where no controller of it runs.
fn answering(cluster: &Cluster, class: &str) -> Answering {
    let (_, class) = cluster.fetch::<IngressClass>("", class)?;
    let controller = class.spec.as_ref()?.controller.as_deref()?;
    let (_, image, from) = KNOWN.iter().find(|known| known.0 == controller)?;
    let running: Vec<(&Object, &Pod)> = pods::running(cluster, image).collect();
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
