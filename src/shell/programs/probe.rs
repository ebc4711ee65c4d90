//! `nc`, `telnet`, `ping`, `traceroute`: does somebody listen, and what can not be asked.

use crate::{
    cluster::Protocol,
    network::trace::Tracer,
    shell::{
        call::Call,
        dial::{Named, Reach},
    },
};

/// Seconds after which the kernel gives up connecting.
const KERNEL: u64 = 134;

pub fn nc(call: &mut Call<'_>) -> u8 {
    let given = match call.options("z v n u l k w: q: i: p: s: 4 6 t e: N", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    if given.has("l") {
        call.error_line("nc: [listening is not simulated here: run a Pod that listens]");
        return 1;
    }
    let [host, ports, ..] = given.rest.as_slice() else {
        call.error_line("usage: nc [-zvnu] [-w SECONDS] HOST PORT");
        return 1;
    };
    let busybox = super::images::is_busybox(call.session);
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) else {
        return call.fail(&format!("port number invalid: {ports}"), 1);
    };
    let cluster = call.session.cluster.clone();
    let tracer = Tracer::new(&cluster);
    let limit = given.value("w").and_then(super::waiting::duration);
    let address = match call.session.look_up(&tracer, host) {
        Named::Addresses(addresses) if !addresses.is_empty() => addresses.first().copied(),
        named => {
            if named == Named::TimedOut {
                call.session.pass(limit.unwrap_or(20).min(20));
            }
            None
        }
    };
    let Some(address) = address else {
        let message = if busybox {
            format!("bad address '{host}'")
        } else {
            format!("getaddrinfo for host \"{host}\" port {first}: Name or service not known")
        };
        return call.fail(&message, 1);
    };
    let protocol = if given.has("u") { Protocol::Udp } else { Protocol::Tcp };
    let word = if given.has("u") { "udp" } else { "tcp" };
    let mut open = false;
    for port in (first..=last).take(1000) {
        let reach = call.session.dial(&tracer, (address, port), protocol, None);
        let message = match &reach {
            Reach::Open(_) => {
                open = true;
                if given.has("v") {
                    let line = if busybox {
                        format!("{host} ({address}:{port}) open")
                    } else {
                        format!("Connection to {host} ({address}) {port} port [{word}/*] succeeded!")
                    };
                    call.error_line(&line);
                }
                continue;
            }
            Reach::Refused if busybox => format!("{host} ({address}:{port}): Connection refused"),
            Reach::Refused => {
                format!("connect to {host} ({address}) port {port} ({word}) failed: Connection refused")
            }
            Reach::TimedOut => {
                call.session.pass(limit.unwrap_or(KERNEL));
                if busybox && limit.is_some() {
                    "timed out".to_owned()
                } else if busybox {
                    format!("{host} ({address}:{port}): Connection timed out")
                } else {
                    let why =
                        if limit.is_some() { "Operation now in progress" } else { "Connection timed out" };
                    format!("connect to {host} ({address}) port {port} ({word}) timed out: {why}")
                }
            }
        };
        if given.has("v") || busybox {
            call.fail(&message, 1);
        }
    }
    u8::from(!open)
}

/// `ping` and `traceroute` ask with ICMP, which no Service answers and no policy speaks of.
pub fn ping(call: &mut Call<'_>) -> u8 {
    let words: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
    let host = words.iter().rev().find(|word| !word.starts_with('-') && word.parse::<u32>().is_err());
    let Some(host) = host.copied() else { return call.fail("usage error: Destination address required", 1) };
    let cluster = call.session.cluster.clone();
    let tracer = Tracer::new(&cluster);
    let address = match call.session.look_up(&tracer, host) {
        Named::Addresses(addresses) => addresses.first().copied(),
        _ => None,
    };
    let Some(address) = address else {
        let busybox = super::images::is_busybox(call.session);
        let message = if busybox {
            format!("bad address '{host}'")
        } else {
            format!("{host}: Name or service not known")
        };
        return call.fail(&message, if busybox { 1 } else { 2 });
    };
    call.line(&format!("PING {host} ({address}): 56 data bytes"));
    call.error_line(
        "[not simulated: ICMP proves nothing here. A Service's address is virtual and usually answers no ping, and what a\n\
         NetworkPolicy does to ICMP is not defined. Ask a port instead: nc -zv HOST PORT, curl, wget.\n\
         https://kubernetes.io/docs/concepts/services-networking/network-policies/]",
    );
    1
}

/// `telnet HOST PORT`: connects and says so.
pub fn telnet(call: &mut Call<'_>) -> u8 {
    let [host, port, ..] = call.arguments else { return call.fail("usage: telnet HOST PORT", 1) };
    let Ok(port) = port.parse() else { return call.fail(&format!("{port}: bad port number"), 1) };
    let cluster = call.session.cluster.clone();
    let tracer = Tracer::new(&cluster);
    let Named::Addresses(addresses) = call.session.look_up(&tracer, host) else {
        return call.fail(&format!("could not resolve {host}/{port}: Name or service not known"), 1);
    };
    let Some(address) = addresses.first().copied() else { return 1 };
    call.line(&format!("Trying {address}..."));
    match call.session.dial(&tracer, (address, port), Protocol::Tcp, None) {
        Reach::Open(_) => {
            call.line(&format!(
                "Connected to {host}.\nEscape character is '^]'.\nConnection closed by foreign host."
            ));
            1
        }
        Reach::Refused => call.fail("Unable to connect to remote host: Connection refused", 1),
        Reach::TimedOut => {
            call.session.pass(KERNEL);
            call.fail("Unable to connect to remote host: Connection timed out", 1)
        }
    }
}
