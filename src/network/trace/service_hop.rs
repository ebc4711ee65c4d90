//! What a Service does with a connection, as a hop with a sentence.

use std::fmt::Write;

use k8s_openapi::api::core::v1::{Service, ServicePort};

use super::hop::{Effect, Hop, Stage};
use crate::{
    cluster::Object,
    network::service::{
        Answer, Cause, Entrance, PROXY_PAGE, Scope, Translation, facts, traffic_policy::Preference,
    },
};

const POLICY_PAGE: &str = "https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/";
const SLICE_PAGE: &str = "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices";

pub fn hop(
    object: &Object,
    (service, port): (&Service, &ServicePort),
    entrance: Entrance,
    translation: &Translation,
) -> Hop {
    let name = object.full_name();
    let way = match entrance {
        Entrance::ClusterIp => format!("cluster IP, port {}", facts::port_text(port)),
        Entrance::ExternalIp => format!("external IP, port {}", facts::port_text(port)),
        Entrance::LoadBalancer | Entrance::LoadBalancerProxied => {
            format!("load balancer, port {}", facts::port_text(port))
        }
        Entrance::NodePort => {
            format!("node port {}/{}", port.node_port.unwrap_or_default(), facts::port_protocol(port))
        }
    };
    let field =
        if entrance == Entrance::ClusterIp { "internalTrafficPolicy" } else { "externalTrafficPolicy" };
    let (effect, page, text) = match &translation.answer {
        Answer::Backends(backends) => {
            let list: Vec<String> =
                backends.iter().take(4).map(|one| format!("{}:{}", one.address, one.port)).collect();
            let more = backends.len().saturating_sub(list.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let notes = notes(translation, field);
            (Effect::Translated, PROXY_PAGE, format!("{way} -> {}{more}{notes}", list.join(", ")))
        }
        Answer::Refused(cause) => (
            Effect::Refused,
            SLICE_PAGE,
            format!("{}, so the proxy rejects", why(*cause, &name, service, port, field)),
        ),
        Answer::Dropped(cause) => (
            Effect::Dropped,
            POLICY_PAGE,
            format!("{}, so the proxy drops", why(*cause, &name, service, port, field)),
        ),
    };
    Hop::new(Stage::Service, effect, text, page).of(format!("Service {name}"))
}

fn notes(translation: &Translation, field: &str) -> String {
    let mut notes = String::new();
    if translation.scope == Scope::Local {
        let _ = write!(notes, "; {field}: Local: this node's endpoints only");
    }
    match translation.preference {
        Preference::SameZone => notes += "; trafficDistribution keeps it in the zone",
        Preference::SameNode => notes += "; trafficDistribution keeps it on the node",
        Preference::None => {}
    }
    if let Some(seconds) = translation.affinity {
        let _ = write!(notes, "; sessionAffinity: a client keeps its endpoint for {seconds} s");
    }
    if translation.source_is_hidden {
        notes += "; the destination sees a node's address (SNAT)";
    }
    notes
}

fn why(cause: Cause, name: &str, service: &Service, port: &ServicePort, field: &str) -> String {
    match cause {
        Cause::NoEndpoints => no_endpoints(name, service, port),
        Cause::NoneReady => format!("Service {name} has endpoints, but none is ready"),
        Cause::NoneLocal => format!("{field} of Service {name} is Local and this node has no ready endpoint"),
        Cause::NoHealthyNode => {
            format!("externalTrafficPolicy of Service {name} is Local and no node has a ready endpoint")
        }
        Cause::SourceRange => format!("the client is not in loadBalancerSourceRanges of Service {name}"),
    }
}

fn no_endpoints(name: &str, service: &Service, port: &ServicePort) -> String {
    use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
    let spec = service.spec.as_ref();
    let selector = spec.and_then(|spec| spec.selector.as_ref()).filter(|selector| !selector.is_empty());
    match (selector, &port.target_port) {
        (None, _) => format!("Service {name} has no selector, and no EndpointSlice is written for its port"),
        (Some(selector), Some(IntOrString::String(target))) => {
            format!(
                "Service {name} has no endpoints: no Pod matches its selector ({}) and has a container port named {target:?}",
                pairs(selector)
            )
        }
        (Some(selector), _) => {
            format!("Service {name} has no endpoints: no Pod matches its selector ({})", pairs(selector))
        }
    }
}

fn pairs(selector: &std::collections::BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join(",")
}

/// The ports of a Service, for messages.
pub fn ports(service: &Service) -> String {
    let ports: Vec<String> =
        service.spec.iter().flat_map(|spec| spec.ports.iter().flatten()).map(facts::port_text).collect();
    if ports.is_empty() { "none".to_owned() } else { ports.join(", ") }
}
