//! `EndpointSlice`s and `Endpoints`, kept by their controllers: what follows from Services and Pods is worked out where the
//! loading door does it, too (`derive::endpoints`).

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::Service;
use serde_json::Value;

use super::{Controller, Desk};
use crate::cluster::{
    derive, key::Key, kind::Kind, listing::SERVICE_NAME, object::Object, selector::Selector, store::Changes,
};

pub(super) const CONTROLLER: Controller = Controller {
    name: "endpoints",
    watches: &[Kind::Service, Kind::Pod, Kind::Node, Kind::Endpoints, Kind::EndpointSlice],
    sync,
};

const TRIGGERED: &str = "endpoints.kubernetes.io/last-change-trigger-time";

fn sync(desk: &mut Desk<'_>, changes: &Changes) {
    for key in concerned(desk, changes) {
        reconcile(desk, &key);
    }
}

/// The Services that changed, that select a changed Pod or selected it before, whose endpoints somebody else wrote or
/// removed. Slices are not watched closer: the controller's own writes would all come back.
fn concerned(desk: &Desk<'_>, changes: &Changes) -> BTreeSet<Key> {
    let mut due = BTreeSet::new();
    let mut selectors: BTreeMap<&str, Vec<(Key, Selector)>> = BTreeMap::new();
    for (key, old) in changes {
        let now = desk.cluster.get(key);
        let service = |name: &str| Key::new(Kind::Service, &key.namespace, name);
        match key.kind {
            Kind::Service => drop(due.insert(key.clone())),
            Kind::Pod => {
                let all = selectors.entry(&key.namespace).or_insert_with(|| selecting(desk, &key.namespace));
                for object in [old.as_ref(), now].into_iter().flatten() {
                    let labels = object.labels();
                    due.extend(all.iter().filter(|(_, one)| one.matches(labels)).map(|(key, _)| key.clone()));
                }
            }
            Kind::Endpoints => drop(due.insert(service(&key.name))),
            Kind::EndpointSlice if now.is_none() => {
                due.extend(
                    old.as_ref().and_then(|old| old.labels().get(SERVICE_NAME)).map(|name| service(name)),
                );
            }
            Kind::Node => {
                let labels =
                    |object: Option<&std::sync::Arc<Object>>| object.map(|object| object.labels().clone());
                if labels(old.as_ref()) != labels(now) {
                    due.extend(desk.cluster.services().map(|(object, _)| object.key().clone()));
                }
            }
            _ => {}
        }
    }
    due
}

fn selecting(desk: &Desk<'_>, namespace: &str) -> Vec<(Key, Selector)> {
    let services = desk.cluster.list_in::<Service>(namespace);
    services
        .filter_map(|(object, service)| {
            let pairs = service.spec.as_ref()?.selector.as_ref().filter(|pairs| !pairs.is_empty())?;
            Some((object.key().clone(), Selector::of_pairs(pairs)))
        })
        .collect()
}

fn reconcile(desk: &mut Desk<'_>, key: &Key) {
    let service = desk.cluster.fetch::<Service>(&key.namespace, &key.name);
    let wanted = service.map_or_else(Vec::new, |(object, service)| {
        derive::endpoints_of(desk.cluster, object, service, false)
    });
    // The slices of a Service without a selector are somebody else's, but for those that mirror its Endpoints.
    let selects = service.is_none_or(|(_, service)| {
        service
            .spec
            .as_ref()
            .is_some_and(|spec| spec.selector.as_ref().is_some_and(|pairs| !pairs.is_empty()))
    });
    let kept: BTreeSet<&Key> = wanted.iter().map(|(key, ..)| key).collect();
    let stale: Vec<Key> = desk
        .cluster
        .slices_of(&key.namespace, &key.name)
        .filter(|(slice, _)| !kept.contains(slice.key()) && is_ours(slice, selects))
        .map(|(slice, _)| slice.key().clone())
        .collect();
    for key in stale {
        desk.cluster.remove(&key);
    }
    for (key, json, origin) in wanted {
        let now = desk.now;
        desk.apply(key.kind, json, origin, |json| json["metadata"]["annotations"][TRIGGERED] = now.into());
    }
}

/// A slice that somebody wrote by hand stays beside the controller's.
fn is_ours(slice: &Object, selects: bool) -> bool {
    let manager = slice.labels().get("endpointslice.kubernetes.io/managed-by").map(String::as_str);
    match manager {
        Some("endpointslicemirroring-controller.k8s.io") => true,
        Some(manager) => selects && manager.ends_with("-controller.k8s.io"),
        None => {
            let owner = slice.json().pointer("/metadata/ownerReferences/0/kind");
            selects && owner.and_then(Value::as_str) == Some("Service")
        }
    }
}
