//! What a controller writes into the statuses of classes, Gateways and routes: values only, nothing is written here.

use serde::Serialize;

use super::{
    action::{Action, group_and_kind},
    api::{self, GROUP, GatewayClassSpec},
    condition::{Condition, Truth},
    listener::Listener,
    table::{Gateway, Gateways},
};
use crate::{
    cluster::{Cluster, Key, Kind},
    network::http::{Missing, target::Fault},
};

/// One item of a route's `status.parents`, but for `controllerName`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParentStatus {
    pub parent_ref: ParentName,
    /// The Gateway's namespace and name.
    #[serde(skip)]
    pub gateway: (String, String),
    pub conditions: Vec<Condition>,
}

/// The reference as the route writes it, with the API's defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParentName {
    pub group: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
}

/// A Gateway's `status`, but for its addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatewayStatus {
    pub conditions: Vec<Condition>,
    pub listeners: Vec<ListenerStatus>,
}

/// One item of `status.listeners`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerStatus {
    pub name: String,
    pub attached_routes: usize,
    pub supported_kinds: Vec<SupportedKind>,
    pub conditions: Vec<Condition>,
}

/// A kind of route that a listener takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupportedKind {
    pub group: &'static str,
    pub kind: &'static str,
}

impl ParentStatus {
    pub(super) fn new(
        parent: &api::ParentRef,
        gateway: (String, String),
        conditions: Vec<Condition>,
    ) -> Self {
        let (group, kind) = group_and_kind(parent);
        let parent_ref = ParentName {
            group: group.to_owned(),
            kind: kind.to_owned(),
            namespace: parent.namespace.clone(),
            name: parent.name.clone(),
            section_name: parent.section_name.clone(),
            port: parent.port,
        };
        Self { parent_ref, gateway, conditions }
    }

    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|one| one.kind == kind)
    }
}

impl Gateways {
    /// `status.parents` of an `HTTPRoute`: one for each `parentRef` to a Gateway that exists.
    pub fn route_status(&self, namespace: &str, name: &str) -> &[ParentStatus] {
        self.status_of(&Key::new(Kind::HTTPRoute, namespace, name))
    }

    /// The same for a route of any kind.
    pub fn status_of(&self, route: &Key) -> &[ParentStatus] {
        self.routes.get(route).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Gateway {
    pub fn status(&self) -> GatewayStatus {
        let programmed = match self.accepted.status {
            Truth::True => Condition::yes("Programmed", "Programmed"),
            Truth::False => Condition::no("Programmed", "Invalid", self.accepted.message.clone()),
            Truth::Unknown => Condition::unknown("Programmed", "Pending", self.accepted.message.clone()),
        };
        let listeners = self
            .listeners
            .iter()
            .zip(&self.attached)
            .map(|(listener, attached)| listener_status(listener, *attached));
        GatewayStatus { conditions: vec![self.accepted.clone(), programmed], listeners: listeners.collect() }
    }
}

fn listener_status(listener: &Listener, attached_routes: usize) -> ListenerStatus {
    let programmed = match listener.fault() {
        None => Condition::yes("Programmed", "Programmed"),
        Some(why) => Condition::no("Programmed", "Invalid", why),
    };
    let kinds = listener.kinds().iter().map(|kind| SupportedKind { group: GROUP, kind }).collect();
    let conditions =
        vec![listener.accepted.clone(), programmed, listener.resolved.clone(), listener.conflicted.clone()];
    ListenerStatus { name: listener.name.clone(), attached_routes, supported_kinds: kinds, conditions }
}

/// A class's condition `Accepted`; `None` where there is no such class.
pub fn class_status(cluster: &Cluster, name: &str) -> Option<Condition> {
    let object = cluster.find(Kind::GatewayClass, "", name)?;
    Some(match api::read::<GatewayClassSpec>(object) {
        Err(why) => Condition::no("Accepted", "Unsupported", why),
        Ok(spec) if spec.parameters_ref.is_some() => {
            Condition::no("Accepted", "InvalidParameters", "parameters are not supported here")
        }
        Ok(spec) if spec.controller_name.is_empty() => {
            Condition::unknown("Accepted", "Pending", "Waiting for controller")
        }
        Ok(_) => Condition::yes("Accepted", "Accepted"),
    })
}

/// Whether somebody runs Gateways of this class, and what was assumed.
pub(super) fn by_class(cluster: &Cluster, class: &str, missing: Missing) -> (Condition, Option<String>) {
    let waiting = |why: String| (Condition::unknown("Accepted", "Pending", why), None);
    let none_at_all = missing == Missing::Assumed && cluster.objects(Kind::GatewayClass).next().is_none();
    match class_status(cluster, class) {
        // A class with parameters that we can not read still has its controller.
        Some(condition) if condition.holds() || condition.reason == "InvalidParameters" => {
            (Condition::yes("Accepted", "Accepted"), None)
        }
        Some(_) => waiting(format!("GatewayClass {class} is not accepted by any controller")),
        None if none_at_all => {
            let note =
                format!("no GatewayClass is in the manifests: a controller for class {class} is assumed");
            (Condition::yes("Accepted", "Accepted"), Some(note))
        }
        None => {
            let names: Vec<&str> =
                cluster.objects(Kind::GatewayClass).map(|object| object.name()).take(5).collect();
            let have = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            waiting(format!(
                "there is no GatewayClass {class} (there is {have}), so no controller takes it up"
            ))
        }
    }
}

/// A Gateway is accepted as long as one listener is good.
pub(super) fn by_listeners(listeners: &[Listener]) -> Condition {
    let faults: Vec<String> =
        listeners.iter().filter_map(|one| Some(format!("listener {}: {}", one.name, one.fault()?))).collect();
    if faults.is_empty() && !listeners.is_empty() {
        return Condition::yes("Accepted", "Accepted");
    }
    let message = if listeners.is_empty() { "it has no listeners".to_owned() } else { faults.join("; ") };
    let good = faults.len() < listeners.len();
    Condition {
        kind: "Accepted",
        status: if good { Truth::True } else { Truth::False },
        reason: "ListenersNotValid",
        message,
    }
}

/// A route's `ResolvedRefs`: the first reference that leads nowhere gives the reason.
pub(super) fn resolved<'a>(actions: impl Iterator<Item = &'a Action>) -> Condition {
    let mut faults: Vec<&Fault> = Vec::new();
    for fault in actions.flat_map(Action::faults) {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    let Some(first) = faults.first() else { return Condition::yes("ResolvedRefs", "ResolvedRefs") };
    let reason = match first {
        Fault::NotFound(_) => "BackendNotFound",
        Fault::InvalidKind(_) => "InvalidKind",
        Fault::NotPermitted(_) => "RefNotPermitted",
    };
    let messages: Vec<&str> = faults.iter().map(|fault| fault.text()).collect();
    Condition::no("ResolvedRefs", reason, messages.join("; "))
}

pub(super) fn partially_invalid(reason: &'static str, why: String) -> Condition {
    Condition { kind: "PartiallyInvalid", status: Truth::True, reason, message: why }
}
