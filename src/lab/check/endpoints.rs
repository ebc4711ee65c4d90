//! The Pods behind a Service: the ready ones that its slices carry.

use std::collections::BTreeSet;

use crate::{
    course::lab::Endpoints,
    lab::{find, loss::Loss, scene::Scene},
    network::service::{self, facts},
};

pub fn met(wanted: &Endpoints, scene: &Scene<'_>) -> Result<(), Loss> {
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
        let told =
            format!("Service {name} also has {stranger} behind it, which is not one of {}", wanted.pods);
        return Err(told.into());
    }
    match wanted.port {
        Some(port) if !numbers.contains(&port) => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let told =
                format!("Service {name} sends to port {} of its Pods, not to {port}", numbers.join(", "));
            Err(told.into())
        }
        _ => Ok(()),
    }
}

fn missing_one(wanted: &Endpoints, scene: &Scene<'_>, missing: &str, none: bool) -> Loss {
    let name = &wanted.service;
    let selector = find::service(scene.cluster, name).ok().and_then(|service| service.spec.clone()?.selector);
    let told = if none {
        format!("Service {name} has no ready Pod behind it")
    } else {
        format!("Service {name} does not have {missing} behind it")
    };
    let Some(selector) = selector.filter(|selector| !selector.is_empty()) else {
        return Loss::of(told, "it has no selector");
    };
    let labels = find::pods(scene.cluster, &wanted.pods).ok().and_then(|pods| {
        pods.into_iter()
            .find(|(object, _)| object.full_name() == missing)
            .map(|(object, pod)| (object.labels().clone(), pod))
    });
    let Some((labels, pod)) = labels else { return told.into() };
    let differs = selector.iter().find(|(key, value)| labels.get(*key) != Some(*value));
    let cause = match differs {
        Some((key, value)) => match labels.get(key) {
            Some(own) => format!("its selector asks for {key}={value}, {missing} has {key}={own}"),
            None => format!("its selector asks for {key}={value}, {missing} has no label {key}"),
        },
        None if wanted.service.namespace != wanted.pods.namespace => {
            "a Service selects Pods of its own Namespace only".to_owned()
        }
        None if !crate::cluster::pod::is_ready(pod) => "the Pod is not ready".to_owned(),
        None => "no port of the Service leads to it".to_owned(),
    };
    Loss::of(told, cause)
}
