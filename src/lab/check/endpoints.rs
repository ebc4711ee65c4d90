//! The Pods behind a Service: the ready ones that its slices carry.

use std::collections::BTreeSet;

use crate::{
    course::lab::Endpoints,
    lab::{find, scene::Scene},
    network::service::{self, facts},
};

pub fn met(wanted: &Endpoints, scene: &Scene<'_>) -> Result<(), String> {
    let name = &wanted.service;
    let service = find::service(scene.cluster, name)?;
    let pods: BTreeSet<String> =
        find::pods(scene.cluster, &wanted.pods)?.into_iter().map(|(object, _)| object.full_name()).collect();
    let ports = service.spec.as_ref().and_then(|spec| spec.ports.as_deref()).unwrap_or_default();
    let mut behind = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for port in ports {
        let of_port = port.name.as_deref().unwrap_or_default();
        let protocol = facts::port_protocol(port);
        for endpoint in service::endpoints(scene.cluster, &name.namespace, &name.name, of_port, protocol) {
            if endpoint.ready {
                behind.insert(endpoint.pod.unwrap_or_else(|| endpoint.address.to_string()));
                numbers.insert(endpoint.port);
            }
        }
    }
    if let Some(missing) = pods.iter().find(|pod| !behind.contains(*pod)) {
        return Err(missing_one(wanted, scene, missing, behind.is_empty()));
    }
    if let Some(stranger) = behind.iter().find(|one| wanted.exactly && !pods.contains(*one)) {
        return Err(format!(
            "Service {name} also has {stranger} behind it, which is not one of {}",
            wanted.pods
        ));
    }
    match wanted.port {
        Some(port) if !numbers.contains(&port) => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            Err(format!("Service {name} sends to port {} of its Pods, not to {port}", numbers.join(", ")))
        }
        _ => Ok(()),
    }
}

fn missing_one(wanted: &Endpoints, scene: &Scene<'_>, missing: &str, none: bool) -> String {
    let name = &wanted.service;
    let selector = find::service(scene.cluster, name).ok().and_then(|service| service.spec.clone()?.selector);
    let told = if none {
        format!("Service {name} has no ready Pod behind it")
    } else {
        format!("Service {name} does not have {missing} behind it")
    };
    let Some(selector) = selector.filter(|selector| !selector.is_empty()) else {
        return format!("{told}: it has no selector");
    };
    let labels = find::pods(scene.cluster, &wanted.pods).ok().and_then(|pods| {
        pods.into_iter()
            .find(|(object, _)| object.full_name() == missing)
            .map(|(object, pod)| (object.labels().clone(), pod))
    });
    let Some((labels, pod)) = labels else { return told };
    let differs = selector.iter().find(|(key, value)| labels.get(*key) != Some(*value));
    match differs {
        Some((key, value)) => match labels.get(key) {
            Some(own) => format!("{told}: its selector asks for {key}={value}, {missing} has {key}={own}"),
            None => format!("{told}: its selector asks for {key}={value}, {missing} has no label {key}"),
        },
        None if wanted.service.namespace != wanted.pods.namespace => {
            format!("{told}: a Service selects Pods of its own Namespace only")
        }
        None if !crate::cluster::pod::is_ready(pod) => format!("{told}: the Pod is not ready"),
        None => format!("{told}: no port of the Service leads to it"),
    }
}
