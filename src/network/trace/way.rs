//! A trace as ways: one for each end that the connection may come to, from the first hop to the last.

use std::net::SocketAddr;

use super::hop::{End, Hop, Trace};

/// What comes of one packet on one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub from: String,
    /// With the port, and the endpoint where there are several.
    pub to: String,
    pub hops: Vec<Hop>,
}

/// Before the endpoint in a way's destination.
const ENDPOINT: &str = ", endpoint ";

impl Way {
    /// The destination, whichever endpoint it comes to.
    pub fn target(&self) -> &str {
        self.to.split(ENDPOINT).next().unwrap_or_default()
    }

    /// Whether the packet was stopped at an earlier hop: what stands at this one would be decided if it came here.
    pub fn stopped_before(&self, number: usize) -> bool {
        self.hops.iter().take(number).any(Hop::stops)
    }
}

impl Trace {
    /// One for each end; one in all where there is no end to come to.
    pub fn ways(&self) -> Vec<Way> {
        if self.ends.is_empty() {
            return vec![self.way(None)];
        }
        self.ends.iter().map(|end| self.way(Some(end))).collect()
    }

    fn way(&self, end: Option<&End>) -> Way {
        let port = self.port.map(|port| format!(", {} {port}", self.protocol)).unwrap_or_default();
        let endpoint = end.filter(|_| self.ends.len() > 1).map(|end| {
            let at = || SocketAddr::new(end.address, end.port).to_string();
            format!("{ENDPOINT}{}", end.pod.clone().unwrap_or_else(at))
        });
        let hops = self.hops.iter().chain(end.into_iter().flat_map(|end| &end.hops));
        Way {
            from: self.from.clone(),
            to: format!("{}{port}{}", self.to, endpoint.unwrap_or_default()),
            hops: hops.cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        cluster::{LoadOptions, Source, load},
        network::trace::{Effect, From, Port, Request, Stage, To, Tracer},
    };

    const SHOP: &str = r#"
apiVersion: v1
kind: Pod
metadata: {name: client, namespace: shop}
spec: {nodeName: n1, containers: [{name: c, image: busybox}]}
status: {phase: Running, podIP: 10.244.1.9, podIPs: [{ip: 10.244.1.9}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {nodeName: n2, containers: [{name: c, image: x, ports: [{containerPort: 8080}]}]}
status: {phase: Running, podIP: 10.244.2.7, podIPs: [{ip: 10.244.2.7}], conditions: [{type: Ready, status: "True"}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: NodePort, clusterIP: 10.96.40.7, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}
"#;

    fn packets(from: &str, to: &str, port: u16) -> Vec<(Stage, String)> {
        let sources = [Source { name: "shop.yaml", bytes: SHOP.as_bytes() }];
        let cluster = load(&sources, &LoadOptions::default()).unwrap().cluster;
        let request = Request {
            from: From::read(from).unwrap(),
            to: To::read(to).unwrap().0,
            port: Some(Port::Number(port)),
            protocol: None,
            node: None,
        };
        let trace = Tracer::new(&cluster).trace(&request).unwrap();
        let hops = trace.ways().remove(0).hops.into_iter();
        hops.filter_map(|hop| Some((hop.stage, hop.packet?.to_string()))).collect()
    }

    #[test]
    fn a_packet_bears_the_services_address_until_it_is_translated() {
        let seen = packets("shop/client", "web", 80);
        let wanted = [
            (Stage::Lookup, "10.244.1.9 -> 10.96.0.10:53/UDP"),
            (Stage::Service, "10.244.1.9 -> 10.96.40.7:80/TCP"),
            (Stage::Egress, "10.244.1.9 -> 10.244.2.7:8080/TCP"),
            (Stage::Ingress, "10.244.1.9 -> 10.244.2.7:8080/TCP"),
            (Stage::Listener, "10.244.1.9 -> 10.244.2.7:8080/TCP"),
        ];
        assert_eq!(seen, wanted.map(|(stage, packet)| (stage, packet.to_owned())));
    }

    #[test]
    fn who_comes_by_a_node_port_is_seen_as_a_node() {
        let seen = packets("ip:203.0.113.7", "http://web.shop", 80);
        let at = |stage| seen.iter().find(|(own, _)| *own == stage).map(|(_, packet)| packet.as_str());
        let dialled = at(Stage::Service).unwrap();
        assert!(dialled.starts_with("203.0.113.7 -> ") && dialled.ends_with(":30080/TCP"), "{seen:?}");
        let arrives = at(Stage::Ingress).unwrap();
        assert!(!arrives.starts_with("203.0.113.7"), "{seen:?}");
        assert!(arrives.ends_with(" -> 10.244.2.7:8080/TCP"), "{seen:?}");
    }

    #[test]
    fn after_a_drop_the_packet_comes_no_further() {
        let way = super::Way {
            from: String::new(),
            to: String::new(),
            hops: [(Stage::Egress, Effect::Dropped), (Stage::Ingress, Effect::Passed)]
                .map(|(stage, effect)| super::Hop::new(stage, effect, "", ""))
                .into(),
        };
        assert!(!way.stopped_before(0) && way.stopped_before(1));
    }
}
