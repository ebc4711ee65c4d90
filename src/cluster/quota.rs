//! `ResourceQuota`: what a namespace uses of it, and whether one more object is too much.
//!
//! <https://kubernetes.io/docs/concepts/policy/resource-quotas/>

use k8s_openapi::api::core::v1::{Container, Pod, Service};
use serde_json::Value;

use super::{kind::Kind, object::Object, pod, quantity::Quantity, store::Cluster};

/// What one object counts for a resource name of a quota; `None` if it has nothing to do with it.
pub fn charge(object: &Object, resource: &str) -> Option<Quantity> {
    let declaration = object.kind().declaration();
    let one = Some(Quantity::whole(1));
    let counted = match declaration.group {
        "" => format!("count/{}", declaration.plural),
        group => format!("count/{}.{group}", declaration.plural),
    };
    if resource == counted {
        return one;
    }
    if let Some(pod) = object.typed::<Pod>() {
        // A finished Pod costs nothing any more.
        if pod::is_finished(pod) {
            return None;
        }
        return if resource == "pods" { one } else { compute(pod, resource) };
    }
    if let Some(service) = object.typed::<Service>() {
        let spec = service.spec.as_ref();
        let kind = spec.and_then(|spec| spec.type_.as_deref()).unwrap_or("ClusterIP");
        let ports = spec.and_then(|spec| spec.ports.as_ref()).map_or(0, Vec::len);
        let node_ports = match kind {
            "NodePort" => ports,
            "LoadBalancer" if spec.and_then(|spec| spec.allocate_load_balancer_node_ports) != Some(false) => {
                ports
            }
            _ => 0,
        };
        return match resource {
            "services" => one,
            "services.nodeports" => Some(Quantity::whole(node_ports)),
            "services.loadbalancers" => Some(Quantity::whole(usize::from(kind == "LoadBalancer"))),
            _ => None,
        };
    }
    (resource == declaration.plural && declaration.group.is_empty()).then_some(one).flatten()
}

/// `requests.cpu`, `limits.memory` as list and name; `cpu` alone means the request. Other resources are not computed.
fn computed(resource: &str) -> Option<(&str, &str)> {
    let (list, name) = resource.split_once('.').unwrap_or(("requests", resource));
    let known =
        matches!(list, "requests" | "limits") && matches!(name, "cpu" | "memory" | "ephemeral-storage");
    known.then_some((list, name))
}

fn amount(container: &Container, (list, name): (&str, &str)) -> Option<Quantity> {
    let resources = container.resources.as_ref()?;
    let amounts = if list == "limits" { &resources.limits } else { &resources.requests };
    Quantity::read(&amounts.as_ref()?.get(name)?.0)
}

fn containers(pod: &Pod) -> &[Container] {
    pod.spec.as_ref().map(|spec| spec.containers.as_slice()).unwrap_or_default()
}

fn compute(pod: &Pod, resource: &str) -> Option<Quantity> {
    let resource = computed(resource)?;
    let amounts = containers(pod).iter().filter_map(|container| amount(container, resource));
    Some(amounts.fold(Quantity::default(), Quantity::plus))
}

/// The containers that say nothing of a resource on which there is a quota: such a Pod is refused.
fn silent(object: &Object, resource: &str) -> Vec<String> {
    let (Some(pod), Some(resource)) = (object.typed::<Pod>(), computed(resource)) else { return Vec::new() };
    let silent = containers(pod).iter().filter(|container| amount(container, resource).is_none());
    silent.map(|container| container.name.clone()).collect()
}

/// What a quota limits: resource name and amount.
pub fn limits(quota: &Object) -> Vec<(String, Quantity)> {
    let hard = quota.json().pointer("/spec/hard").and_then(Value::as_object);
    let read =
        |value: &Value| value.as_str().map(str::to_owned).or_else(|| Some(value.as_i64()?.to_string()));
    hard.into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), Quantity::read(&read(value)?)?)))
        .collect()
}

/// What all objects of a namespace use of a resource.
pub fn used(cluster: &Cluster, namespace: &str, resource: &str) -> Quantity {
    let kinds = [
        Kind::Pod,
        Kind::Service,
        Kind::ConfigMap,
        Kind::Secret,
        Kind::ServiceAccount,
        Kind::Deployment,
        Kind::ReplicaSet,
        Kind::StatefulSet,
        Kind::DaemonSet,
        Kind::Ingress,
        Kind::NetworkPolicy,
        Kind::ResourceQuota,
    ];
    kinds
        .into_iter()
        .flat_map(|kind| cluster.objects_in(kind, namespace))
        .filter_map(|object| charge(object, resource))
        .fold(Quantity::default(), Quantity::plus)
}

/// Why a new object is refused, in the server's words: it asks for more than a quota of its namespace has left.
pub fn refusal(cluster: &Cluster, object: &Object) -> Option<String> {
    for quota in cluster.objects_in(Kind::ResourceQuota, object.namespace()) {
        let limits = limits(quota);
        let unsaid: Vec<String> = limits
            .iter()
            .map(|(name, _)| (name, silent(object, name)))
            .filter(|(_, containers)| !containers.is_empty())
            .map(|(name, containers)| format!("{name} for: {}", containers.join(",")))
            .collect();
        if !unsaid.is_empty() {
            return Some(format!("failed quota: {}: must specify {}", quota.name(), unsaid.join("; ")));
        }
        let mut parts = [Vec::new(), Vec::new(), Vec::new()];
        for (name, limit) in &limits {
            let Some(asked) = charge(object, name).filter(|asked| asked.exceeds(Quantity::default())) else {
                continue;
            };
            let used = used(cluster, object.namespace(), name);
            if used.plus(asked).exceeds(*limit) {
                for (part, amount) in parts.iter_mut().zip([asked, used, *limit]) {
                    part.push(format!("{name}={amount}"));
                }
            }
        }
        let [asked, used, limited] = parts.map(|part| part.join(","));
        if !asked.is_empty() {
            let name = quota.name();
            return Some(format!(
                "exceeded quota: {name}, requested: {asked}, used: {used}, limited: {limited}"
            ));
        }
    }
    None
}
