//! Zones as the Corefile writes them: keys of server blocks, CIDRs for reverse zones, and `fallthrough` lists.

use ipnet::IpNet;

use crate::network::dns::name;

/// A key of a server block, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Absolute, lower case; several where a CIDR does not end at an octet.
    pub zones: Vec<String>,
    /// `None`: the default of the transport.
    pub port: Option<u16>,
    /// `dns`, `tls`, `grpc`, `https`, ...
    pub transport: String,
}

impl Key {
    /// Reads `[TRANSPORT://]ZONE[:PORT]`.
    ///
    /// # Errors
    /// The words of `CoreDNS`.
    pub fn read(text: &str) -> Result<Self, String> {
        let (transport, rest) = text.split_once("://").unwrap_or(("dns", text));
        let (host, port) = match rest.rsplit_once(':') {
            Some((_, "")) => return Err(format!("expecting data after last colon: {rest:?}")),
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                let port = port.parse().map_err(|_| format!("address {port}: invalid port"))?;
                (host, Some(port))
            }
            _ => (rest, None),
        };
        if host.len() > 255 {
            return Err(format!("specified zone is too long: {} > 255", host.len()));
        }
        let named = if host.is_empty() { "." } else { host };
        if !name::is_valid(named) {
            return Err(format!("zone is not a valid domain name: {host}"));
        }
        Ok(Self { zones: zones_of(named), port, transport: transport.to_owned() })
    }
}

/// The zones that a written zone stands for.
fn zones_of(text: &str) -> Vec<String> {
    match text.parse::<IpNet>() {
        Ok(net) => reverse_zones(net),
        Err(_) => vec![name::normal(text)],
    }
}

/// A CIDR as reverse zones, cut at the next octet (IPv4) or nibble (IPv6) boundary below the prefix.
fn reverse_zones(net: IpNet) -> Vec<String> {
    let digit = if net.addr().is_ipv4() { 8 } else { 4 };
    let whole = net.prefix_len().div_ceil(digit).max(1) * digit;
    let Ok(subnets) = net.subnets(whole) else { return vec![] };
    let count = usize::from(whole / digit);
    subnets
        .map(|subnet| match subnet {
            IpNet::V4(v4) => {
                let octets: Vec<String> =
                    v4.network().octets().iter().take(count).rev().map(u8::to_string).collect();
                format!("{}.in-addr.arpa.", octets.join("."))
            }
            IpNet::V6(v6) => {
                let digits = format!("{:032x}", v6.network().to_bits());
                let nibbles: Vec<String> = digits.chars().take(count).map(String::from).collect();
                format!("{}.ip6.arpa.", nibbles.into_iter().rev().collect::<Vec<_>>().join("."))
            }
        })
        .collect()
}

/// Zones given to a plugin, or those of its server block.
pub fn zones_or(given: &[&str], block: &[String]) -> Result<Vec<String>, String> {
    if given.is_empty() {
        return Ok(block.to_vec());
    }
    given
        .iter()
        .map(|zone| Key::read(zone).map(|key| key.zones))
        .collect::<Result<Vec<_>, _>>()
        .map(|lists| lists.concat())
}

/// `fallthrough [ZONES...]`: for which names a plugin lets the next one answer what it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fallthrough(Vec<String>);

impl Fallthrough {
    pub fn of_arguments(zones: &[&str]) -> Self {
        if zones.is_empty() {
            Self(vec![".".to_owned()])
        } else {
            Self(zones.iter().map(|zone| name::normal(zone)).collect())
        }
    }

    pub fn is_set(&self) -> bool {
        !self.0.is_empty()
    }

    pub fn lets(&self, name: &str) -> bool {
        self.0.iter().any(|zone| name::is_within(name, zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_zones_ports_and_transports() {
        let key = |text: &str| Key::read(text).unwrap();
        assert_eq!(key(".:53"), Key { zones: vec![".".into()], port: Some(53), transport: "dns".into() });
        assert_eq!(
            key("Example.Local"),
            Key { zones: vec!["example.local.".into()], port: None, transport: "dns".into() }
        );
        assert_eq!(key("tls://a.b:853").transport, "tls");
        assert_eq!(key(":5300").zones, ["."]);
        assert_eq!(key("10.0.0.0/16").zones, ["0.10.in-addr.arpa."]);
        assert_eq!(key("10.1.0.0/15").zones, ["0.10.in-addr.arpa.", "1.10.in-addr.arpa."]);
        assert_eq!(key("2001:db8::/32").zones, ["8.b.d.0.1.0.0.2.ip6.arpa."]);
        assert_eq!(Key::read("a:").unwrap_err(), "expecting data after last colon: \"a:\"");
        assert_eq!(Key::read(".:53{").unwrap_err(), "zone is not a valid domain name: .:53{");
    }

    #[test]
    fn fallthrough_without_zones_is_for_every_name() {
        assert!(Fallthrough::of_arguments(&[]).lets("a.b."));
        assert!(!Fallthrough::default().lets("a.b."));
        assert!(Fallthrough::of_arguments(&["in-addr.arpa"]).lets("1.in-addr.arpa."));
        assert!(!Fallthrough::of_arguments(&["in-addr.arpa"]).lets("cluster.local."));
    }
}
