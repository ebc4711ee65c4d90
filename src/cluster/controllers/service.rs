//! Services: what the API server gives them, and the address of a load balancer where the cluster has an implementation.
//!
//! A cluster without one (kubeadm's) leaves it pending for ever. <https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer>

use std::{collections::BTreeSet, net::Ipv4Addr};

use k8s_openapi::api::core::v1::Service;
use serde_json::json;

use super::{Controller, Desk, Event};
use crate::cluster::{derive, key::Key, kind::Kind, object::Object, store::Changes};

pub(super) const CONTROLLER: Controller = Controller { name: "service", watches: &[Kind::Service], sync };

const FROM: &str = "metallb-controller";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    derive::give_service_addresses(desk.cluster);
    // An address that a Service gives back is free for those that wait.
    let mut due: BTreeSet<Key> = changes.keys().cloned().collect();
    let waiting = desk.cluster.services().filter(|(_, service)| wants_balancer(service));
    due.extend(
        waiting.filter(|(object, _)| balanced(object).is_none()).map(|(object, _)| object.key().clone()),
    );
    for key in due {
        balance(desk, &key);
    }
}

fn wants_balancer(service: &Service) -> bool {
    let spec = service.spec.as_ref();
    spec.is_some_and(|spec| {
        spec.type_.as_deref() == Some("LoadBalancer") && spec.load_balancer_class.is_none()
    })
}

fn balanced(object: &Object) -> Option<&str> {
    let first = object.json().pointer("/status/loadBalancer/ingress/0")?;
    first.get("ip").or_else(|| first.get("hostname"))?.as_str()
}

fn balance(desk: &mut Desk<'_>, key: &Key) {
    let Some(object) = desk.cluster.get(key).cloned() else { return };
    let Some(service) = object.typed::<Service>() else { return };
    if !wants_balancer(service) {
        if service.spec.as_ref().is_some_and(|spec| spec.type_.as_deref() != Some("LoadBalancer")) {
            desk.change(key, |json| json["status"] = json!({"loadBalancer": {}}));
        }
        return;
    }
    desk.change(key, |json| {
        if json.pointer("/status/loadBalancer").is_none() {
            json["status"] = json!({"loadBalancer": {}});
        }
    });
    let Some(pool) = desk.cluster.settings.load_balancers.clone() else { return };
    if balanced(&object).is_some() {
        return;
    }
    let used: BTreeSet<String> =
        desk.cluster.services().filter_map(|(other, _)| balanced(other).map(str::to_owned)).collect();
    let wish = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"];
    let wish = wish.iter().find_map(|name| object.annotation(name));
    let wish =
        wish.or_else(|| service.spec.as_ref()?.load_balancer_ip.as_deref()).filter(|wish| !wish.is_empty());
    let (first, last) = (u32::from(*pool.start()), u32::from(*pool.end()));
    let free = |address: &Ipv4Addr| !used.contains(&address.to_string());
    let found = match wish {
        Some(wish) => wish.parse().ok().filter(|address| pool.contains(address) && free(address)),
        None => (first..=last).map(Ipv4Addr::from).find(free),
    };
    if let Some(address) = found {
        desk.change(key, |json| {
            json["status"] =
                json!({"loadBalancer": {"ingress": [{"ip": address.to_string(), "ipMode": "VIP"}]}});
        });
        let message = format!("Assigned IP [{:?}]", address.to_string());
        desk.happened(&object, Event::normal(FROM, "IPAllocated", &message));
    } else {
        let why =
            wish.map_or_else(|| "no available IPs".to_owned(), |wish| format!("{wish:?} is not available"));
        let message = format!("Failed to allocate IP for {:?}: {why}", object.full_name());
        desk.stands(&object, Event::warning(FROM, "AllocationFailed", &message));
    }
}
