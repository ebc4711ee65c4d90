//! The settings of the plugin `forward`. <https://coredns.io/plugins/forward/>

use std::net::{IpAddr, SocketAddr};

use super::{reader::Reader, zone::Key};
use crate::network::dns::{corefile::CorefileError, name};

/// One `forward FROM TO...` stanza.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    pub line: usize,
    /// Names in this zone are sent on.
    pub from: String,
    pub to: Vec<Upstream>,
    /// But not those in these zones.
    pub except: Vec<String>,
}

/// Where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upstream {
    /// An address, and the port 53 where none is written; 853 for `tls://`.
    Server(SocketAddr),
    /// The servers named in `/etc/resolv.conf` of the `CoreDNS` Pod, which is the node's.
    ResolvConf,
}

/// `max_upstreams` of the plugin.
const MOST: usize = 15;

impl Forward {
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, CorefileError> {
        let line = reader.line();
        let arguments = reader.arguments();
        let Some((from, to)) = arguments.split_first().filter(|(_, to)| !to.is_empty()) else {
            return Err(reader.wrong_count());
        };
        let zones = Key::read(from).map(|key| key.zones).unwrap_or_default();
        let Some(zone) = zones.into_iter().next() else {
            return Err(reader.plain(format!("unable to normalize '{from}'")));
        };
        let to = to.iter().map(|text| upstream(text, reader)).collect::<Result<Vec<_>, _>>()?;
        let mut forward = Self { line, from: zone, to, except: vec![] };
        while let Some(property) = reader.property() {
            forward.property(property, reader)?;
        }
        if forward.to.len() > MOST {
            return Err(reader.plain(format!("more than {MOST} TOs configured: {}", forward.to.len())));
        }
        Ok(forward)
    }

    fn property(&mut self, property: &str, reader: &mut Reader<'_>) -> Result<(), CorefileError> {
        let arguments = reader.arguments();
        let first = || arguments.first().copied().ok_or_else(|| reader.wrong_count());
        match property {
            "except" => {
                first()?;
                self.except = arguments
                    .iter()
                    .flat_map(|zone| Key::read(zone).map(|key| key.zones).unwrap_or_default())
                    .collect();
            }
            "max_fails" | "max_connect_attempts" | "max_idle_conns" => {
                reader.number::<u32>(first()?)?;
            }
            "max_concurrent" => {
                let count: i64 = reader.number(first()?)?;
                if count < 0 {
                    return Err(reader.plain(format!("max_concurrent can't be negative: {count}")));
                }
            }
            "health_check" | "expire" | "max_age" => {
                if reader.duration(first()?)? < 0.0 {
                    return Err(reader.plain(format!("{property} can't be negative: {}", first()?)));
                }
            }
            "force_tcp" | "prefer_udp" | "failfast_all_unhealthy_upstreams" => {
                if !arguments.is_empty() {
                    return Err(reader.wrong_count());
                }
            }
            "policy" => match first()? {
                "random" | "round_robin" | "sequential" => {}
                other => return Err(reader.fault(format!("unknown policy '{other}'"))),
            },
            "tls" if arguments.len() <= 3 => {}
            "tls_servername" => {
                first()?;
            }
            // With these an answer of the upstream decides where the question goes next.
            "next" | "failover" => return Err(reader.not_simulated(format!("forward with {property}"))),
            _ => return Err(reader.fault(format!("unknown property '{property}'"))),
        }
        Ok(())
    }

    /// Whether the name is sent on.
    pub fn takes(&self, name: &str) -> bool {
        let same = name.eq_ignore_ascii_case(&self.from);
        name::is_within(name, &self.from)
            && (same || !self.except.iter().any(|zone| name::is_within(name, zone)))
    }
}

fn upstream(text: &str, reader: &Reader<'_>) -> Result<Upstream, CorefileError> {
    let (transport, host) = text.split_once("://").unwrap_or(("dns", text));
    let port = match transport {
        "dns" => 53,
        "tls" => 853,
        other => {
            return Err(reader
                .plain(format!("'{other}' is not supported as a destination protocol in forward: {text}")));
        }
    };
    if host == "/etc/resolv.conf" {
        return Ok(Upstream::ResolvConf);
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare
        .parse::<IpAddr>()
        .map(|address| SocketAddr::new(address, port))
        .or_else(|_| host.parse::<SocketAddr>());
    address.map(Upstream::Server).map_err(|_| reader.plain(format!("not an IP address or file: {host:?}")))
}
