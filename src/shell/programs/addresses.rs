//! `ip`, `ifconfig`: this place's addresses and routes.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;

use crate::{
    cluster::pod,
    shell::{call::Call, place::Place, session::Session},
};

/// The address that this place has for others.
pub fn own(session: &Session) -> Option<IpAddr> {
    match session.place() {
        Place::Container { namespace, pod: name, .. } => {
            session.cluster.fetch::<Pod>(namespace, name).and_then(|(_, pod)| pod::address(pod))
        }
        Place::Node(name) => session.node_address(name),
        Place::Host => match session.client() {
            crate::network::trace::From::Address(address) => Some(address),
            crate::network::trace::From::Pod { .. } | crate::network::trace::From::Node(_) => None,
        },
    }
}

/// `ip addr`, `ip route`, `ip link`; `ifconfig`.
pub fn ip(call: &mut Call<'_>) -> u8 {
    let Some(own) = own(call.session) else { return call.fail("no address", 1) };
    let object =
        call.arguments.iter().map(String::as_str).find(|word| !word.starts_with('-')).unwrap_or("addr");
    let inside = matches!(call.session.place(), Place::Container { .. });
    let gateway = gateway(call.session);
    let text = match object {
        "a" | "addr" | "address" | "l" | "link" | "eth0" => {
            let mask = if inside { 32 } else { 16 };
            format!(
                "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN\n    inet 127.0.0.1/8 scope host lo\n2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP\n    inet {own}/{mask} scope global eth0"
            )
        }
        "r" | "route" | "ro" if inside => {
            "default via 169.254.1.1 dev eth0\n169.254.1.1 dev eth0 scope link".to_owned()
        }
        "r" | "route" | "ro" => routes(call.session, own, gateway),
        other => return call.fail(&format!("Object \"{other}\" is unknown, try \"ip help\"."), 1),
    };
    call.line(&text);
    0
}

fn gateway(session: &Session) -> IpAddr {
    session.cluster.settings.node_range.hosts().next().map_or(IpAddr::from([172, 30, 0, 1]), IpAddr::V4)
}

/// A node's routes: the network of the nodes, and the Pods of each other node behind it.
fn routes(session: &Session, own: IpAddr, gateway: IpAddr) -> String {
    let mut lines = vec![
        format!("default via {gateway} dev eth0"),
        format!("{} dev eth0 proto kernel scope link src {own}", session.cluster.settings.node_range.trunc()),
    ];
    if let Place::Node(here) = session.place() {
        for (object, node) in session.cluster.nodes() {
            let range = node.spec.as_ref().and_then(|spec| spec.pod_cidr.clone());
            let Some(range) = range else { continue };
            if object.name() == here {
                lines.push(format!("{range} dev cni0 proto kernel scope link"));
            } else if let Some(other) = session.node_address(object.name()) {
                lines.push(format!("{range} via {other} dev eth0"));
            }
        }
    }
    lines.join("\n")
}
