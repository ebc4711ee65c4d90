//! Rules for a container: image, ports, probes, mounts, resources.

use std::collections::BTreeSet;

use k8s_openapi::{
    api::core::v1::{Container, ContainerPort, Probe},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::{
    names::{label, port_name, port_number},
    resources::quantity,
};
use crate::cluster::api::faults::Faults;

const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];
const PULL_POLICIES: &[&str] = &["Always", "IfNotPresent", "Never"];

/// What containers of one Pod share.
pub struct Around<'a> {
    pub volumes: &'a BTreeSet<&'a str>,
    pub host_network: bool,
}

pub fn container(at: &str, container: &Container, around: &Around<'_>, faults: &mut Faults) {
    if container.name.is_empty() {
        faults.required(format!("{at}.name"), "");
    } else {
        faults.rule(&format!("{at}.name"), &container.name, label(&container.name));
    }
    match container.image.as_deref().unwrap_or_default() {
        "" => faults.required(format!("{at}.image"), ""),
        image if image.trim() != image => {
            faults.invalid(format!("{at}.image"), image, "must not have leading or trailing whitespace");
        }
        _ => {}
    }
    for (name, one) in [
        ("livenessProbe", &container.liveness_probe),
        ("readinessProbe", &container.readiness_probe),
        ("startupProbe", &container.startup_probe),
    ] {
        if let Some(one) = one {
            probe(&format!("{at}.{name}"), one, faults);
        }
    }
    ports(at, container.ports.as_deref().unwrap_or_default(), around.host_network, faults);
    for (index, variable) in container.env.iter().flatten().enumerate() {
        if variable.name.is_empty() {
            faults.required(format!("{at}.env[{index}].name"), "");
        }
    }
    let mut paths = BTreeSet::new();
    for (index, mount) in container.volume_mounts.iter().flatten().enumerate() {
        let at = |name: &str| format!("{at}.volumeMounts[{index}].{name}");
        if mount.name.is_empty() {
            faults.required(at("name"), "");
        } else if !around.volumes.contains(mount.name.as_str()) {
            faults.not_found(at("name"), &mount.name);
        }
        if mount.mount_path.is_empty() {
            faults.required(at("mountPath"), "");
        }
        if !paths.insert(mount.mount_path.as_str()) {
            faults.invalid(at("mountPath"), mount.mount_path.as_str(), "must be unique");
        }
    }
    let policy = container.image_pull_policy.as_deref().unwrap_or_default();
    if !PULL_POLICIES.contains(&policy) {
        faults.not_supported(format!("{at}.imagePullPolicy"), policy, PULL_POLICIES);
    }
    resources(at, container, faults);
}

fn ports(at: &str, ports: &[ContainerPort], host_network: bool, faults: &mut Faults) {
    let mut names = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let at = |name: &str| format!("{at}.ports[{index}].{name}");
        if let Some(name) = port.name.as_deref().filter(|name| !name.is_empty()) {
            let wrong = port_name(name);
            if wrong.is_empty() && !names.insert(name) {
                faults.duplicate(at("name"), name);
            }
            faults.rule(&at("name"), name, wrong);
        }
        if port.container_port == 0 {
            faults.required(at("containerPort"), "");
        } else {
            for why in port_number(port.container_port.into()) {
                faults.invalid(at("containerPort"), port.container_port, &why);
            }
        }
        let host_port = port.host_port.unwrap_or(0);
        if host_port != 0 {
            for why in port_number(host_port.into()) {
                faults.invalid(at("hostPort"), host_port, &why);
            }
        }
        let protocol = port.protocol.as_deref().unwrap_or_default();
        if !PROTOCOLS.contains(&protocol) {
            faults.not_supported(at("protocol"), protocol, PROTOCOLS);
        }
        if host_network && host_port != port.container_port {
            let why = "must match `hostPort` when `hostNetwork` is true";
            faults.invalid(at("containerPort"), port.container_port, why);
        }
    }
}

fn probe(at: &str, probe: &Probe, faults: &mut Faults) {
    let given = [
        ("exec", probe.exec.is_some()),
        ("httpGet", probe.http_get.is_some()),
        ("tcpSocket", probe.tcp_socket.is_some()),
        ("grpc", probe.grpc.is_some()),
    ];
    let mut given = given.iter().filter(|(_, given)| *given);
    if given.next().is_none() {
        faults.required(at, "must specify a handler type");
    }
    for (name, _) in given {
        faults.forbidden(format!("{at}.{name}"), "may not specify more than 1 handler type");
    }
    if let Some(exec) = &probe.exec
        && exec.command.as_ref().is_none_or(Vec::is_empty)
    {
        faults.required(format!("{at}.exec.command"), "");
    }
    for (name, port) in [
        ("httpGet", probe.http_get.as_ref().map(|get| &get.port)),
        ("tcpSocket", probe.tcp_socket.as_ref().map(|socket| &socket.port)),
    ] {
        let field = format!("{at}.{name}.port");
        match port {
            Some(IntOrString::Int(number)) => {
                for why in port_number((*number).into()) {
                    faults.invalid(field.as_str(), *number, &why);
                }
            }
            Some(IntOrString::String(name)) => faults.rule(&field, name, port_name(name)),
            None => {}
        }
    }
    for (name, number) in [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ] {
        if let Some(number) = number.filter(|number| *number < 0) {
            faults.invalid(format!("{at}.{name}"), number, "must be greater than or equal to 0");
        }
    }
    if let Some(number) = probe.success_threshold.filter(|number| *number > 1)
        && (at.ends_with(".livenessProbe") || at.ends_with(".startupProbe"))
    {
        faults.invalid(format!("{at}.successThreshold"), number, "must be 1");
    }
}

fn resources(at: &str, container: &Container, faults: &mut Faults) {
    let Some(resources) = &container.resources else { return };
    for (name, request) in resources.requests.iter().flatten() {
        let limit = resources.limits.as_ref().and_then(|limits| limits.get(name));
        let Some(limit) = limit else { continue };
        let (Some(asked), Some(most)) = (quantity(&request.0), quantity(&limit.0)) else { continue };
        if asked > most {
            let why = format!("must be less than or equal to {name} limit of {}", limit.0);
            faults.invalid(format!("{at}.resources.requests"), request.0.as_str(), &why);
        }
    }
}
