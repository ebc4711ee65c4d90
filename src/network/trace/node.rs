//! Connections to a node's own address: host ports, Pods on the host network, the processes of every node, the API server.

use k8s_openapi::api::core::v1::{Pod, Service};

use super::{
    dial::{ADDRESS_PAGE, Arrival, Dialled},
    hop::{Effect, End, Hop, Outcome, Stage},
    judge::Rewriting,
    tracer::{Source, Tracer},
};
use crate::{
    cluster::{
        Cluster, Kind, Protocol,
        container::{Hearing, hearing},
        daemons, pod,
    },
    network::{
        policy::{Connection, Party, Verdict},
        service::{facts, health_check},
    },
};

impl<'c> Tracer<'c> {
    /// A node's own address: host ports, Pods on the host network, what every node runs. A port that none of them has is
    /// closed, and the node's kernel says so at once; a `NetworkPolicy` speaks of Pods only.
    pub(super) fn to_node(&self, source: &Source<'c>, node: &str, dialled: Dialled<'_>) -> Arrival {
        let on_node = |pod: &Pod| pod::node(pod) == Some(node) && !pod::is_finished(pod);
        let mut unknown = None;
        for (object, pod) in self.cluster.pods().filter(|(_, pod)| on_node(pod)) {
            let party = Party::Pod(object, pod);
            if pod::on_host_network(pod) {
                match hearing(pod, dialled.port, dialled.protocol, dialled.at_home) {
                    Hearing::Accepted { .. } => {
                        return Arrival::at(self.end(
                            source,
                            (party, dialled.address),
                            dialled.connection(),
                            &Rewriting::default(),
                            dialled.path,
                        ));
                    }
                    Hearing::Unknown { .. } => unknown = Some(object.full_name()),
                    _ => {}
                }
            } else if let Some(inside) = host_port(pod, dialled) {
                let rewriting = Rewriting { seen_as: vec![dialled.address], dialled: None };
                let connection = Connection { port: inside, protocol: dialled.protocol };
                let address = pod::address(pod).unwrap_or(dialled.address);
                let text = format!(
                    "host port {} of node {node} leads to {} port {inside}",
                    dialled.port_text(),
                    object.full_name()
                );
                let hop = Hop::new(Stage::Address, Effect::Translated, text, ADDRESS_PAGE)
                    .of(object.key().to_string())
                    .carrying(dialled.packet(source));
                return Arrival {
                    hops: vec![hop],
                    ends: vec![self.end(source, (party, address), connection, &rewriting, dialled.path)],
                    stop: None,
                };
            }
        }
        let mut end = self.end(
            source,
            (Party::Address(dialled.address), dialled.address),
            dialled.connection(),
            &Rewriting::default(),
            dialled.path,
        );
        let api = is_api_server(self.cluster, dialled);
        if end.policy == Verdict::Allow && !api {
            let (effect, outcome, text) = self.own_process(node, dialled, unknown.as_deref());
            end.outcome = outcome;
            end.reason.clone_from(&text);
            end.hops.pop();
            end.hops.push(
                Hop::new(Stage::Listener, effect, text, ADDRESS_PAGE)
                    .of(format!("Node {node}"))
                    .carrying(dialled.packet(source)),
            );
        }
        control_plane(&mut end, api);
        Arrival::at(end)
    }

    /// What comes of a port that no Service, no host port and no known Pod on the host network has. `unknown`: a Pod of
    /// the host network of which nobody knows what it listens on.
    fn own_process(
        &self,
        node: &str,
        dialled: Dialled<'_>,
        unknown: Option<&str>,
    ) -> (Effect, Outcome, String) {
        let object = self.cluster.find(Kind::Node, "", node);
        let mut own = object.into_iter().flat_map(|node| daemons(node));
        let daemon = own.find(|one| dialled.protocol == Protocol::Tcp && one.port == dialled.port);
        let port = dialled.port_text();
        let check =
            health_check(self.cluster, node, dialled.port).filter(|_| dialled.protocol == Protocol::Tcp);
        if let Some(check) = check {
            let text = format!(
                "kube-proxy of node {node} answers the health check of Service {} on {port}",
                check.service.full_name()
            );
            return (Effect::Passed, Outcome::Delivered, text);
        }
        match (daemon, unknown) {
            (Some(daemon), _) if daemon.localhost_only && !dialled.at_home => {
                let text = format!("{} of node {node} listens on {port} at 127.0.0.1 only", daemon.name);
                (Effect::Refused, Outcome::Refused, text)
            }
            (Some(daemon), _) => {
                let text = format!("{} of node {node} accepts on {port}", daemon.name);
                (Effect::Passed, Outcome::Delivered, text)
            }
            (None, Some(pod)) => {
                let text = format!("what {pod}, on the host network of node {node}, listens on is not known");
                (Effect::Unknown, Outcome::Unknown, text)
            }
            (None, None) => {
                let text = format!(
                    "nothing listens on {port} at node {node}: it is no node port of a Service, no host port, and no port of the node's own processes"
                );
                (Effect::Refused, Outcome::Refused, text)
            }
        }
    }
}

/// The container port behind a `hostPort`.
fn host_port(pod: &Pod, dialled: Dialled<'_>) -> Option<u16> {
    let same = |port: &&k8s_openapi::api::core::v1::ContainerPort| {
        port.host_port.is_some_and(|number| number == i32::from(dialled.port))
            && Protocol::of_field(port.protocol.as_deref()) == Some(dialled.protocol)
    };
    pod::ports(pod).filter(same).find_map(|port| u16::try_from(port.container_port).ok())
}

fn is_api_server(cluster: &Cluster, dialled: Dialled<'_>) -> bool {
    let port = cluster
        .fetch::<Service>("default", "kubernetes")
        .and_then(|(_, service)| service.spec.as_ref()?.ports.as_ref()?.first());
    let Some(port) = port else { return false };
    let name = port.name.as_deref().unwrap_or_default();
    let endpoints = crate::network::service::endpoints(
        cluster,
        "default",
        "kubernetes",
        name,
        facts::port_protocol(port),
    );
    endpoints.iter().any(|one| one.address == dialled.address && one.port == dialled.port)
}

/// Every cluster has an API server; it is the one process on nodes that is always known to listen.
pub(super) fn control_plane(end: &mut End, is_api: bool) {
    if is_api && end.policy == Verdict::Allow && end.outcome == Outcome::Unknown {
        end.outcome = Outcome::Delivered;
        "the API server accepts".clone_into(&mut end.reason);
        if let Some(hop) = end.hops.last_mut() {
            hop.effect = Effect::Passed;
            hop.text.clone_from(&end.reason);
        }
    }
}
