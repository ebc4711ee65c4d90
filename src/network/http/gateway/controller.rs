//! The controller of Gateway API: writes the statuses of classes, Gateways and routes into a cluster that answers requests.
//!
//! It takes up every `GatewayClass` that names a controller. A Gateway's address comes from the cluster's load balancers;
//! where there are none it is accepted and not programmed, as with the real implementations.

use serde_json::{Value, json};

use super::{Condition, Gateways, class_status};
use crate::{
    cluster::{
        Changes, Cluster, Key, Kind,
        controllers::{
            Controller, Desk,
            balancer::{self, Balancer, IP_ADDRESS_POOL, address_of},
        },
    },
    network::http::Missing,
};

/// Install it in a cluster that answers requests.
pub const CONTROLLER: Controller = Controller {
    name: "gateway",
    watches: &[
        Kind::GatewayClass,
        Kind::Gateway,
        Kind::HTTPRoute,
        Kind::GRPCRoute,
        Kind::ReferenceGrant,
        Kind::Namespace,
        Kind::Secret,
        Kind::Service,
        Kind::Pod,
        IP_ADDRESS_POOL,
    ],
    sync,
};

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    // Of Pods, those that give addresses count; others come and go all the time.
    let counts = |(key, old): (&Key, &Option<_>)| {
        key.kind != Kind::Pod
            || [old.as_ref(), desk.cluster.get(key)].into_iter().flatten().any(|pod| balancer::concerns(pod))
    };
    let watched = [Kind::GatewayClass, Kind::Gateway, Kind::HTTPRoute, Kind::GRPCRoute];
    if !changes.iter().any(counts) || watched.iter().all(|kind| desk.cluster.objects(*kind).next().is_none())
    {
        return;
    }
    for key in keys(desk.cluster, Kind::GatewayClass) {
        if let Some(condition) = class_status(desk.cluster, &key.name) {
            set(desk, &key, |before| json!({"conditions": dated(&[condition], &before)}));
        }
    }
    let gateways = Gateways::compile(desk.cluster, Missing::Counts);
    for key in keys(desk.cluster, Kind::Gateway) {
        write_gateway(desk, &gateways, &key);
    }
    for kind in [Kind::HTTPRoute, Kind::GRPCRoute] {
        for key in keys(desk.cluster, kind) {
            write_route(desk, &gateways, &key);
        }
    }
}

fn keys(cluster: &Cluster, kind: Kind) -> Vec<Key> {
    cluster.objects(kind).map(|object| object.key().clone()).collect()
}

/// What a status was before, and the time and generation that new conditions get.
struct Before {
    status: Value,
    generation: Value,
    now: String,
}

fn set(desk: &mut Desk<'_>, key: &Key, status: impl FnOnce(Before) -> Value) {
    let Some(object) = desk.cluster.get(key) else { return };
    let before = Before {
        status: object.json().get("status").cloned().unwrap_or_default(),
        generation: object.json()["metadata"].get("generation").cloned().unwrap_or_else(|| 1.into()),
        now: desk.now.to_owned(),
    };
    let status = status(before);
    desk.set_status(key, status);
}

/// Conditions as the API shows them; the time of a transition stays while the status is the same.
fn dated(conditions: &[Condition], before: &Before) -> Value {
    dated_from(conditions, before.status.get("conditions"), before)
}

fn dated_from(conditions: &[Condition], old: Option<&Value>, before: &Before) -> Value {
    let old = |kind: &str| old?.as_array()?.iter().find(|one| one["type"] == kind);
    conditions
        .iter()
        .map(|condition| {
            let same = old(condition.kind).filter(|one| one["status"] == condition.status.name());
            let since = same.and_then(|one| one.get("lastTransitionTime")).cloned();
            json!({
                "type": condition.kind, "status": condition.status.name(), "reason": condition.reason,
                "message": condition.message, "observedGeneration": before.generation,
                "lastTransitionTime": since.unwrap_or_else(|| before.now.as_str().into()),
            })
        })
        .collect()
}

fn write_gateway(desk: &mut Desk<'_>, gateways: &Gateways, key: &Key) {
    let Some(gateway) = gateways.get(&key.namespace, &key.name) else { return };
    let mut status = gateway.status();
    let accepted = status.conditions.iter().any(|one| one.kind == "Accepted" && one.holds());
    let address = if accepted { address(desk.cluster, key) } else { None };
    if accepted && address.is_none() {
        let why = "No addresses have been assigned to the Gateway";
        let programmed = status.conditions.iter_mut().filter(|one| one.kind == "Programmed");
        programmed.for_each(|one| *one = Condition::no("Programmed", "AddressNotAssigned", why));
    }
    set(desk, key, |before| {
        let old = |name: &str| {
            let listeners = before.status.get("listeners")?.as_array()?;
            listeners.iter().find(|one| one["name"] == name)?.get("conditions")
        };
        let listeners: Vec<Value> = status
            .listeners
            .iter()
            .map(|one| {
                json!({
                    "name": one.name, "attachedRoutes": one.attached_routes, "supportedKinds": one.supported_kinds,
                    "conditions": dated_from(&one.conditions, old(&one.name), &before),
                })
            })
            .collect();
        let mut written = json!({"conditions": dated(&status.conditions, &before), "listeners": listeners});
        if let Some(address) = &address {
            written["addresses"] = json!([{"type": "IPAddress", "value": address}]);
        }
        written
    });
}

/// The address that the Gateway has, or the last that nobody has: Services are given theirs from the other end.
fn address(cluster: &Cluster, key: &Key) -> Option<String> {
    if let Some(own) = cluster.get(key).and_then(|object| address_of(object).map(str::to_owned)) {
        return Some(own);
    }
    let balancer = Balancer::of(cluster)?;
    balancer.free(&key.namespace, &balancer::taken(cluster)).next_back().map(|address| address.to_string())
}

/// `status.parents` has one item for each parent that somebody takes care of.
fn write_route(desk: &mut Desk<'_>, gateways: &Gateways, key: &Key) {
    let parents = gateways.status_of(key);
    let controller = |gateway: &(String, String)| {
        let object = desk.cluster.find(Kind::Gateway, &gateway.0, &gateway.1)?;
        let class = object.json().pointer("/spec/gatewayClassName")?.as_str()?;
        let class = desk.cluster.find(Kind::GatewayClass, "", class)?;
        class.json().pointer("/spec/controllerName")?.as_str().map(str::to_owned)
    };
    let cared_for: Vec<_> =
        parents.iter().filter_map(|parent| Some((parent, controller(&parent.gateway)?))).collect();
    set(desk, key, |before| {
        let old = |reference: &Value| {
            let parents = before.status.get("parents")?.as_array()?;
            parents.iter().find(|one| one["parentRef"] == *reference)?.get("conditions")
        };
        let parents: Vec<Value> = cared_for
            .iter()
            .map(|(parent, controller)| {
                let reference = json!(parent.parent_ref);
                json!({
                    "conditions": dated_from(&parent.conditions, old(&reference), &before),
                    "controllerName": controller, "parentRef": reference,
                })
            })
            .collect();
        json!({"parents": parents})
    });
}
