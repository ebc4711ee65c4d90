//! A packet on its way: whose address it bears, and where it is bound for.

use std::{fmt, net::IpAddr};

use serde::{Serialize, Serializer};

use crate::cluster::Protocol;

/// What stands in the head of a packet; of the source's port nothing depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet {
    pub source: Sender,
    pub destination: IpAddr,
    pub port: u16,
    pub protocol: Protocol,
}

/// Whose address a packet bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    Address(IpAddr),
    /// That of one of several nodes: the sender's own was replaced (SNAT).
    SomeNode,
    /// The sender has none yet.
    Unknown,
}

impl Sender {
    pub fn of(address: Option<IpAddr>) -> Self {
        address.map_or(Self::Unknown, Self::Address)
    }

    /// What the destination sees of a sender whose address may be replaced by one of these.
    pub(super) fn behind(self, nodes: &[IpAddr]) -> Self {
        match nodes {
            [] => self,
            [one] => Self::Address(*one),
            _ => Self::SomeNode,
        }
    }
}

impl fmt::Display for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Sender::Address(address) => write!(f, "{address}")?,
            Sender::SomeNode => f.write_str("a node")?,
            Sender::Unknown => f.write_str("?")?,
        }
        write!(f, " -> {}/{}", std::net::SocketAddr::new(self.destination, self.port), self.protocol)
    }
}

impl Serialize for Packet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_reads_as_one_line() {
        let source = Sender::of("10.244.1.9".parse().ok());
        let destination = "10.96.40.7".parse().unwrap();
        let packet = Packet { source, destination, port: 80, protocol: Protocol::Tcp };
        assert_eq!(packet.to_string(), "10.244.1.9 -> 10.96.40.7:80/TCP");
        let nodes: Vec<IpAddr> = ["192.168.1.1", "192.168.1.2"].map(|text| text.parse().unwrap()).into();
        assert_eq!(source.behind(&[]), source);
        assert_eq!(source.behind(&nodes[..1]), Sender::Address(nodes[0]));
        let hidden = Packet { source: source.behind(&nodes), ..packet };
        assert_eq!(hidden.to_string(), "a node -> 10.96.40.7:80/TCP");
    }
}
