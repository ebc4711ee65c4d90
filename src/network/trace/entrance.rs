//! The way into a Service from outside, where its name means nothing: load balancer, external IP or node port.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Service;

use super::{
    hop::{Effect, Hop, Stage},
    request::{Port, Request, RequestError},
    tracer::Tracer,
};
use crate::network::service::{PAGE as SERVICE_PAGE, facts};

impl Tracer<'_> {
    /// From outside there is no cluster DNS: a Service's name stands for its way in. `None` when no Service is meant.
    pub(super) fn entrance_of(
        &self,
        request: &Request,
        name: &str,
    ) -> Result<Option<(Hop, IpAddr, u16)>, RequestError> {
        let mut labels = name.trim_end_matches('.').split('.');
        let (service_name, namespace) =
            (labels.next().unwrap_or_default(), labels.next().unwrap_or("default"));
        let Some((object, service)) = self.cluster.fetch::<Service>(namespace, service_name) else {
            return Ok(None);
        };
        let Some(spec) = &service.spec else { return Ok(None) };
        let ports = spec.ports.as_deref().unwrap_or_default();
        let meant = ports.iter().find(|port| match &request.port {
            Some(Port::Number(number)) => {
                facts::port_number(port) == Some(*number) || facts::node_port(port) == Some(*number)
            }
            Some(Port::Named(name)) => port.name.as_deref() == Some(name),
            None => ports.len() == 1,
        });
        let Some(port) = meant else {
            let list = super::service_hop::ports(service);
            return Err(RequestError::new(
                format!("Service {} has the ports {list}", object.full_name()),
                "say which: --port NUMBER or NAME",
            ));
        };
        let balancer = facts::load_balancer_addresses(service).into_iter().map(|(address, _)| address);
        let outside =
            balancer.chain(facts::external_addresses(spec)).next().filter(|_| request.node.is_none());
        let hop = |text: String| {
            Hop::new(Stage::Address, Effect::Passed, text, SERVICE_PAGE).of(object.key().to_string())
        };
        if let (Some(address), Some(number)) = (outside, facts::port_number(port)) {
            return Ok(Some((
                hop(format!(
                    "outside the cluster, Service {} is entered at {address}:{number}",
                    object.full_name()
                )),
                address,
                number,
            )));
        }
        let node = self.node_addresses(request.node.as_deref()).first().copied();
        let (Some(number), Some(address)) = (facts::node_port(port), node) else { return Ok(None) };
        let pending = if facts::is_load_balancer(spec) && facts::load_balancer_addresses(service).is_empty() {
            " (its load balancer has no address: <pending>)"
        } else {
            ""
        };
        Ok(Some((
            hop(format!(
                "outside the cluster, Service {} is entered at node port {address}:{number}{pending}",
                object.full_name()
            )),
            address,
            number,
        )))
    }
}
