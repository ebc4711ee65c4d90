//! `ss` and `netstat`: who listens here. Which process it is they do not say here.

use k8s_openapi::api::core::v1::Pod;

use crate::{
    cluster::{Kind, Protocol, container::listening, daemons, pod},
    network::service::health_check_ports,
    shell::{call::Call, place::Place, session::Session},
};

/// A socket that waits for clients.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Socket {
    protocol: Protocol,
    at: &'static str,
    port: u16,
}

pub fn ss(call: &mut Call<'_>) -> u8 {
    let wanted = Wanted::of(call);
    let rows = wanted.sockets(call.session);
    // The column of protocols is there where there can be more than one.
    let netid = |text: &str| if wanted.tcp && wanted.udp { format!("{text:<5} ") } else { String::new() };
    let shown: Vec<(String, &str, String, u16)> = rows
        .iter()
        .map(|row| match row.protocol {
            Protocol::Udp => (netid("udp"), "UNCONN", row.at.to_owned(), row.port),
            _ => (netid("tcp"), "LISTEN", row.at.to_owned(), row.port),
        })
        .collect();
    let address = shown.iter().map(|row| row.2.len()).max().unwrap_or(0).max("Local Address".len());
    let port = shown.iter().map(|row| row.3.to_string().len()).max().unwrap_or(0).max("Port".len());
    call.line(&format!(
        "{}State  Recv-Q Send-Q {:>address$}:{:<port$} Peer Address:PortProcess",
        netid("Netid"),
        "Local Address",
        "Port"
    ));
    for (netid, state, at, number) in shown {
        let queue = if state == "LISTEN" { 4096 } else { 0 };
        call.line(&format!(
            "{netid}{state} 0      {queue:<6} {at:>address$}:{number:<port$} {:>12}:*          ",
            "0.0.0.0"
        ));
    }
    0
}

pub fn netstat(call: &mut Call<'_>) -> u8 {
    let wanted = Wanted::of(call);
    let (head, cell) = if wanted.process { ("PID/Program name", "-") } else { ("", "") };
    call.line("Active Internet connections (only servers)");
    call.line(&format!(
        "Proto Recv-Q Send-Q {:23} {:23} {:11} {head}",
        "Local Address", "Foreign Address", "State"
    ));
    for Socket { protocol, at, port } in wanted.sockets(call.session) {
        let (word, state) = if protocol == Protocol::Udp { ("udp", "") } else { ("tcp", "LISTEN") };
        call.line(&format!(
            "{word}   {:6} {:6} {:23} {:23} {state:11} {cell}",
            0,
            0,
            format!("{at}:{port}"),
            "0.0.0.0:*"
        ));
    }
    0
}

/// What the options ask for.
struct Wanted {
    tcp: bool,
    udp: bool,
    process: bool,
}

impl Wanted {
    fn of(call: &Call<'_>) -> Self {
        let words = call.arguments.iter().filter(|word| word.starts_with('-'));
        let flags: String = words.map(String::as_str).collect();
        let (tcp, udp) = (flags.contains('t'), flags.contains('u'));
        Self { tcp: tcp || !udp, udp: udp || !tcp, process: flags.contains('p') }
    }

    fn sockets(&self, session: &Session) -> Vec<Socket> {
        let mut all = sockets(session);
        all.sort();
        // Some of what every node runs is there as a Pod, too.
        all.dedup();
        all.retain(|socket| match socket.protocol {
            Protocol::Tcp => self.tcp,
            Protocol::Udp => self.udp,
            Protocol::Sctp => false,
        });
        all
    }
}

fn sockets(session: &Session) -> Vec<Socket> {
    let tcp = |localhost_only, port| Socket { protocol: Protocol::Tcp, at: at(localhost_only), port };
    match session.place() {
        Place::Container { namespace, pod, .. } => {
            session.cluster.fetch::<Pod>(namespace, pod).map(|(_, pod)| of_pod(pod)).unwrap_or_default()
        }
        Place::Node(name) => {
            let cluster = &session.cluster;
            let own = cluster.find(Kind::Node, "", name).into_iter().flat_map(|node| daemons(node));
            let own = own.map(|daemon| tcp(daemon.localhost_only, daemon.port));
            let shares = |pod: &Pod| {
                pod::on_host_network(pod) && pod::node(pod) == Some(name) && !pod::is_finished(pod)
            };
            let pods = cluster.pods().filter(|(_, pod)| shares(pod));
            let checks = health_check_ports(cluster).map(|port| tcp(false, port));
            own.chain(checks).chain(pods.flat_map(|(_, pod)| of_pod(pod))).collect()
        }
        Place::Host => vec![tcp(false, 22)],
    }
}

fn of_pod(pod: &Pod) -> Vec<Socket> {
    let ports = listening(pod).into_iter().flat_map(|container| container.ports);
    ports
        .map(|port| Socket { protocol: port.protocol, at: at(port.localhost_only), port: port.port })
        .collect()
}

fn at(localhost_only: bool) -> &'static str {
    if localhost_only { "127.0.0.1" } else { "0.0.0.0" }
}
