//! From an address and port to the ends that a connection may come to: Pods, Services, nodes, the world outside.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Service;

use super::{
    hop::{Effect, End, Hop, Outcome, Stage},
    judge::Rewriting,
    node::control_plane,
    packet::{Packet, Sender},
    service_hop,
    tracer::{Source, Tracer},
};
use crate::{
    cluster::{Protocol, controllers::balancer},
    network::{
        policy::{Connection, PAGE, Party, Verdict},
        service::{Answer, Entrance, Frontend, Origin, Owner, PROXY_PAGE, translate},
    },
};

/// What is dialled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialled<'a> {
    pub address: IpAddr,
    pub port: u16,
    pub protocol: Protocol,
    /// It stands for the client's own localhost: what is bound to 127.0.0.1 answers, too.
    pub at_home: bool,
    /// The path of a URL.
    pub path: Option<&'a str>,
}

impl Dialled<'_> {
    pub fn connection(&self) -> Connection {
        Connection { port: self.port, protocol: self.protocol }
    }

    /// As it leaves the client.
    pub fn packet(&self, source: &Source<'_>) -> Packet {
        let source = Sender::of(source.address);
        Packet { source, destination: self.address, port: self.port, protocol: self.protocol }
    }

    pub fn port_text(&self) -> String {
        format!("{}/{}", self.port, self.protocol)
    }
}

/// Where the connection may come to.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrival {
    pub hops: Vec<Hop>,
    pub ends: Vec<End>,
    /// It ends here already.
    pub stop: Option<(Verdict, Outcome)>,
}

impl Arrival {
    pub fn at(end: End) -> Self {
        Self { ends: vec![end], ..Self::default() }
    }

    fn stop(hop: Hop, verdict: Verdict, outcome: Outcome) -> Self {
        Self { hops: vec![hop], ends: vec![], stop: Some((verdict, outcome)) }
    }
}

pub(super) const ADDRESS_PAGE: &str =
    "https://kubernetes.io/docs/concepts/cluster-administration/networking/";

impl<'c> Tracer<'c> {
    pub(super) fn dial(&self, source: &Source<'c>, dialled: Dialled<'_>) -> Arrival {
        let address = dialled.address;
        let direct = |party: Party<'c>| {
            Arrival::at(self.end(
                source,
                (party, address),
                dialled.connection(),
                &Rewriting::default(),
                dialled.path,
            ))
        };
        if address.is_loopback() {
            // At a node's localhost also answers what has all of its addresses, kube-proxy's node ports among it
            // (`--iptables-localhost-nodeports`).
            return match self.own_address(source) {
                Some(own) => self.dial(source, Dialled { address: own, at_home: true, ..dialled }),
                None => direct(source.party),
            };
        }
        if let Some(pod) = self.pod_at(address) {
            return direct(pod);
        }
        if let Some(frontend) = self.frontends.at(address, dialled.port, dialled.protocol) {
            return self.through_service(source, frontend, dialled);
        }
        match self.frontends.owner(address) {
            Some(Owner::Service(key, entrance)) => {
                let ports = self
                    .cluster
                    .fetch::<Service>(&key.namespace, &key.name)
                    .map(|(_, service)| service_hop::ports(service))
                    .unwrap_or_default();
                let why = if entrance == Entrance::ClusterIp {
                    "no node translates that (iptables lets it time out, nftables refuses)"
                } else {
                    // nftables refuses unknown ports of cluster IPs only.
                    "no node translates that, and it leaves the node for whoever has the address"
                };
                let text = format!(
                    "Service {}/{} has no port {}: it has {ports}; {why}",
                    key.namespace,
                    key.name,
                    dialled.port_text()
                );
                let hop = Hop::new(Stage::Service, Effect::Dropped, text, PROXY_PAGE)
                    .of(key.to_string())
                    .carrying(dialled.packet(source));
                Arrival::stop(hop, Verdict::Undefined, Outcome::TimedOut)
            }
            Some(Owner::Node(node)) => self.to_node(source, node, dialled),
            None => self.elsewhere(source, dialled),
        }
    }

    /// The address of the node that the client is, or whose network it shares.
    fn own_address(&self, source: &Source<'c>) -> Option<IpAddr> {
        let Origin::Node(node) = source.origin else { return None };
        self.node_addresses(Some(node)).first().copied()
    }

    fn through_service(&self, source: &Source<'c>, frontend: &Frontend, dialled: Dialled<'_>) -> Arrival {
        let key = &frontend.service;
        let Some((object, service)) = self.cluster.fetch::<Service>(&key.namespace, &key.name) else {
            return Arrival::default();
        };
        let Some(port) = service.spec.as_ref().and_then(|spec| spec.ports.as_ref()?.get(frontend.port))
        else {
            return Arrival::default();
        };
        if frontend.entrance == Entrance::ClusterIp && !source.is_inside() {
            let text = format!(
                "{} is a cluster IP (Service {}): it exists on the cluster's nodes only, nothing routes to it from outside",
                dialled.address,
                object.full_name()
            );
            let hop = Hop::new(Stage::Service, Effect::Dropped, text, PROXY_PAGE)
                .of(key.to_string())
                .carrying(dialled.packet(source));
            return Arrival::stop(hop, Verdict::Undefined, Outcome::TimedOut);
        }
        let from_outside = !source.is_inside()
            && matches!(frontend.entrance, Entrance::LoadBalancer | Entrance::LoadBalancerProxied);
        if let Some(why) = balancer::unannounced(self.cluster, object).filter(|_| from_outside) {
            let text = format!("nobody outside finds {}: {why}", dialled.address);
            let hop = Hop::new(Stage::Address, Effect::Dropped, text, balancer::PAGE)
                .of(key.to_string())
                .carrying(dialled.packet(source));
            return Arrival::stop(hop, Verdict::Undefined, Outcome::TimedOut);
        }
        let origin = self.origin_at(source, frontend.entrance, dialled.address);
        let translation =
            translate(self.cluster, (object, service), port, (frontend.entrance, origin), source.address);
        let hop = service_hop::hop(object, (service, port), frontend.entrance, &translation)
            .carrying(dialled.packet(source));
        let (stopped, backends) = match translation.answer {
            Answer::Refused(_) => (Some(Outcome::Refused), vec![]),
            Answer::Dropped(_) => (Some(Outcome::TimedOut), vec![]),
            Answer::Backends(backends) => (None, backends),
        };
        if let Some(outcome) = stopped {
            return Arrival::stop(hop, self.judge_unknown_destination(source, dialled.connection()), outcome);
        }
        let via = match origin {
            Origin::OutsideViaNode(node) | Origin::Node(node) | Origin::Pod { node: Some(node) } => {
                Some(node)
            }
            Origin::OutsideViaLoadBalancer | Origin::Pod { node: None } => None,
        };
        let seen_as = if translation.source_is_hidden { self.node_addresses(via) } else { vec![] };
        let rewriting = Rewriting { seen_as, dialled: Some(dialled.address) };
        let ends = backends.into_iter().map(|backend| {
            let party = backend
                .pod
                .as_deref()
                .and_then(|pod| self.backend_pod(pod, backend.address))
                .or_else(|| self.pod_at(backend.address));
            let connection = Connection { port: backend.port, protocol: dialled.protocol };
            let mut end = self.end(
                source,
                (party.unwrap_or(Party::Address(backend.address)), backend.address),
                connection,
                &rewriting,
                dialled.path,
            );
            control_plane(&mut end, key.to_string() == "Service default/kubernetes");
            end
        });
        Arrival { hops: vec![hop], ends: ends.collect(), stop: None }
    }

    /// A slice may name a Pod that is gone, or has another address by now.
    fn backend_pod(&self, name: &str, address: IpAddr) -> Option<Party<'c>> {
        let (namespace, name) = name.split_once('/')?;
        Party::pod(self.cluster, namespace, name).filter(|party| party.addresses().contains(&address))
    }

    fn origin_at(&self, source: &Source<'c>, entrance: Entrance, address: IpAddr) -> Origin<'c> {
        let addressed = || {
            let name = self.frontends.node_at(address)?;
            self.cluster.find(crate::cluster::Kind::Node, "", name).map(|node| node.name())
        };
        match (entrance, source.origin) {
            // The node that has the address translates, wherever the client is.
            (Entrance::NodePort, Origin::Pod { node }) => Origin::Pod { node: addressed().or(node) },
            (Entrance::NodePort, Origin::Node(node)) => Origin::Node(addressed().unwrap_or(node)),
            (Entrance::NodePort, outside) => addressed().map_or(outside, Origin::OutsideViaNode),
            // Only the balancer knows the address: the connection leaves the cluster and comes back.
            (Entrance::LoadBalancerProxied, _) => Origin::OutsideViaLoadBalancer,
            (_, origin) => origin,
        }
    }

    fn elsewhere(&self, source: &Source<'c>, dialled: Dialled<'_>) -> Arrival {
        let settings = &self.cluster.settings;
        let within = |range: ipnet::Ipv4Net| matches!(dialled.address, IpAddr::V4(address) if range.contains(&address));
        let nobody = |what: &str| {
            let text = format!("no {what} has the address {}", dialled.address);
            let hop = Hop::new(Stage::Address, Effect::Dropped, text, ADDRESS_PAGE)
                .carrying(dialled.packet(source));
            Arrival::stop(hop, Verdict::Undefined, Outcome::TimedOut)
        };
        if within(settings.service_range) {
            return nobody("Service");
        }
        if within(settings.pod_range) {
            return nobody("Pod");
        }
        if !source.is_inside() {
            let hop = Hop::new(
                Stage::Address,
                Effect::Unknown,
                "both ends are outside: this is no connection of the cluster's",
                PAGE,
            );
            return Arrival::stop(hop, Verdict::Undefined, Outcome::Unknown);
        }
        Arrival::at(self.end(
            source,
            (Party::Address(dialled.address), dialled.address),
            dialled.connection(),
            &Rewriting::default(),
            dialled.path,
        ))
    }
}
