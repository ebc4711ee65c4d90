//! The ports of a Service as one Pod offers them: target ports by number, or by name in the Pod's containers.

use k8s_openapi::{
    api::core::v1::{Pod, ServicePort, ServiceSpec},
    apimachinery::pkg::util::intstr::IntOrString,
};

use crate::cluster::pod::{self, Protocol};

/// One port of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    pub name: String,
    pub number: u16,
    pub protocol: Protocol,
    pub app_protocol: Option<String>,
}

/// The ports that a Pod has for a Service. A port name that the Pod does not know is left out, as the `EndpointSlice`
/// controller does; Pods with different ports go to different slices.
pub fn ports(spec: &ServiceSpec, pod: &Pod) -> Vec<Port> {
    let all = spec.ports.iter().flatten();
    all.filter_map(|port| {
        let protocol = Protocol::of_field(port.protocol.as_deref())?;
        Some(Port {
            name: port.name.clone().unwrap_or_default(),
            number: target(port, pod, protocol)?,
            protocol,
            app_protocol: port.app_protocol.clone(),
        })
    })
    .collect()
}

fn target(port: &ServicePort, pod: &Pod, protocol: Protocol) -> Option<u16> {
    match &port.target_port {
        // A number in quotes is a name, too, and no container port can have it.
        Some(IntOrString::String(name)) if !name.is_empty() => pod::named_port(pod, name, protocol),
        Some(IntOrString::Int(number)) if *number != 0 => u16::try_from(*number).ok(),
        _ => u16::try_from(port.port).ok(),
    }
}
