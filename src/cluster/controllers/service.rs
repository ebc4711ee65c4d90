//! Services: what the API server gives them, and the address of a load balancer where the cluster has an implementation.
//!
//! A cluster without one (kubeadm's) leaves it pending for ever. <https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer>

use std::{collections::BTreeSet, net::Ipv4Addr};

use k8s_openapi::api::core::v1::Service;
use serde_json::json;

use super::{
    Controller, Desk, Event,
    balancer::{self, Balancer, POOL, Retraction, address_of, wished_address, wished_pool},
};
use crate::cluster::{
    derive,
    key::Key,
    kind::Kind,
    kinds::metallb::{IP_ADDRESS_POOL, L2_ADVERTISEMENT},
    listing::SERVICE_NAME,
    object::Object,
    store::Changes,
};

pub(super) const CONTROLLER: Controller = Controller {
    name: "service",
    watches: &[Kind::Service, Kind::Pod, Kind::EndpointSlice, IP_ADDRESS_POOL, L2_ADVERTISEMENT],
    sync,
};

const FROM: &str = "metallb-controller";
const SPEAKER: &str = "metallb-speaker";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    let services = |key: &&Key| key.kind == Kind::Service;
    let mut due: BTreeSet<Key> = changes.keys().filter(services).cloned().collect();
    let both = |(key, old): (&Key, &Option<_>)| [old.clone(), desk.cluster.get(key).cloned()];
    let supply = changes.iter().flat_map(both).flatten().any(|object| balancer::concerns(&object));
    if due.is_empty() && !supply {
        announce_ready(desk, changes);
        return;
    }
    derive::give_service_addresses(desk.cluster);
    // An address that a Service gives back is free for those that wait; so is a new pool's.
    let balanced = desk.cluster.services().filter(|(_, service)| wants_balancer(service));
    due.extend(
        balanced
            .filter(|(object, _)| supply || address_of(object).is_none())
            .map(|(object, _)| object.key().clone()),
    );
    for key in due {
        balance(desk, &key);
        announce(desk, &key);
    }
}

fn wants_balancer(service: &Service) -> bool {
    let spec = service.spec.as_ref();
    spec.is_some_and(|spec| {
        spec.type_.as_deref() == Some("LoadBalancer") && spec.load_balancer_class.is_none()
    })
}

fn balance(desk: &mut Desk<'_>, key: &Key) {
    let Some(object) = desk.cluster.get(key).cloned() else { return };
    let Some(service) = object.typed::<Service>() else { return };
    if !wants_balancer(service) {
        if service.spec.as_ref().is_some_and(|spec| spec.type_.as_deref() != Some("LoadBalancer")) {
            clear(desk, key);
        }
        return;
    }
    desk.change(key, |json| {
        if json.pointer("/status/loadBalancer").is_none() {
            json["status"] = json!({"loadBalancer": {}});
        }
    });
    let Some(balancer) = Balancer::of(desk.cluster) else { return };
    if let Some(address) = address_of(&object) {
        let retraction = address.parse().ok().and_then(|address| balancer.retraction(&object, address));
        let Some(retraction) = retraction else { return };
        if retraction == Retraction::NotAllowed && !balancer.is_empty() {
            let message = format!(
                "current IP for {:?} not allowed by config, will attempt for new IP assignment: [{address:?}] is not allowed in config",
                object.full_name()
            );
            desk.happened(&object, Event::normal(FROM, "ClearAssignment", &message));
        }
        clear(desk, key);
    }
    if balancer.is_empty() {
        return;
    }
    let taken = balancer::taken(desk.cluster);
    match choose(&balancer, &object, &taken) {
        Ok(address) => give(desk, &object, &balancer, address),
        Err(why) => {
            let message = format!("Failed to allocate IP for {:?}: {why}", object.full_name());
            desk.stands(&object, Event::warning(FROM, "AllocationFailed", &message));
        }
    }
}

/// Takes the address from a Service.
fn clear(desk: &mut Desk<'_>, key: &Key) {
    desk.change(key, |json| {
        json["status"] = json!({"loadBalancer": {}});
        if let Some(annotations) = json["metadata"].get_mut("annotations").and_then(|all| all.as_object_mut())
        {
            annotations.remove(POOL);
        }
    });
}

/// # Errors
/// Why there is none, in `MetalLB`'s words.
fn choose(balancer: &Balancer, object: &Object, taken: &BTreeSet<Ipv4Addr>) -> Result<Ipv4Addr, String> {
    let namespace = object.namespace();
    let wish = wished_address(object);
    if !wish.is_empty() {
        let address = wish.parse::<Ipv4Addr>().ok().filter(|address| !taken.contains(address));
        let address =
            address.filter(|address| balancer.pool_with(*address).is_some_and(|pool| pool.serves(namespace)));
        return address.ok_or_else(|| format!("{wish:?} is not available"));
    }
    let pool = wished_pool(object);
    if !pool.is_empty() {
        let found = balancer.pool(pool).ok_or_else(|| format!("unknown pool {pool:?}"))?;
        let mut free = found.addresses().filter(|address| !taken.contains(address));
        return free
            .next()
            .filter(|_| found.serves(namespace))
            .ok_or_else(|| format!("no available IPs in pool {pool:?} for IPv4 IPFamily"));
    }
    balancer.free(namespace, taken).next().ok_or_else(|| "no available IPs".to_owned())
}

fn give(desk: &mut Desk<'_>, object: &Object, balancer: &Balancer, address: Ipv4Addr) {
    let pool = balancer.pool_with(address).map(|pool| pool.name.clone()).unwrap_or_default();
    desk.change(object.key(), |json| {
        json["status"] = json!({"loadBalancer": {"ingress": [{"ip": address.to_string(), "ipMode": "VIP"}]}});
        if !pool.is_empty() {
            json["metadata"]["annotations"][POOL] = pool.into();
        }
    });
    let message = format!("Assigned IP [{:?}]", address.to_string());
    desk.happened(object, Event::normal(FROM, "IPAllocated", &message));
}

/// Services whose first endpoint became ready.
fn announce_ready(desk: &mut Desk<'_>, changes: &Changes) {
    let slices = changes.keys().filter(|key| key.kind == Kind::EndpointSlice);
    let named = |key: &Key| {
        let name = desk.cluster.get(key)?.labels().get(SERVICE_NAME)?;
        Some(Key::new(Kind::Service, &key.namespace, name))
    };
    let due: BTreeSet<Key> = slices.filter_map(named).collect();
    for key in due {
        announce(desk, &key);
    }
}

/// A speaker answers for a Service's address once the Service has an endpoint.
fn announce(desk: &mut Desk<'_>, key: &Key) {
    let Some(object) = desk.cluster.get(key).cloned() else { return };
    let Some(pool) = object.annotation(POOL).filter(|_| address_of(&object).is_some()) else { return };
    if balancer::unannounced(desk.cluster, &object).is_some() {
        return;
    }
    let Some(node) = balancer::announcer(desk.cluster, pool) else { return };
    let message = format!("announcing from node {node:?} with protocol \"layer2\"");
    desk.stands(&object, Event::normal(SPEAKER, "nodeAssigned", &message));
}
