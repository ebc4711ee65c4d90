//! Questions sent on: out of the cluster, or back to `CoreDNS` itself.

use std::net::SocketAddr;

use super::Chain;
use crate::network::dns::{
    answer::{Answer, Ending, Rcode, Step},
    plugin::{Forward, Upstream},
    record::RecordType,
};

impl Chain<'_> {
    pub(super) fn forward(self, forward: &Forward, asked: &str, kind: RecordType) -> Answer {
        let servers: Vec<SocketAddr> = forward
            .to
            .iter()
            .flat_map(|upstream| match upstream {
                Upstream::Server(server) => vec![*server],
                Upstream::ResolvConf => {
                    self.dns.node.nameservers.iter().map(|address| SocketAddr::new(*address, 53)).collect()
                }
            })
            .collect();
        let to: Vec<String> = servers.iter().map(SocketAddr::to_string).collect();
        let step = |text| Step { plugin: "forward", line: forward.line, text };
        let own = servers
            .iter()
            .find(|server| self.dns.is_own_address(server.ip()) && self.server.listens_on(server.port()));
        match own {
            Some(own) if servers.iter().all(|server| self.dns.is_own_address(server.ip())) => {
                let mut answer = Self { port: own.port(), ..self }.again(asked, kind);
                answer.steps.insert(0, step(format!("forwards to {own}, which is CoreDNS itself")));
                answer
            }
            _ => {
                let what = if forward.to.contains(&Upstream::ResolvConf) {
                    "the servers in the node's /etc/resolv.conf"
                } else {
                    "them"
                };
                let text = format!("forwards to {} ({what}): what they say is not known here", to.join(", "));
                Answer::new(Rcode::Passed, Ending::Forwarded { to }, vec![step(text)])
            }
        }
    }
}
