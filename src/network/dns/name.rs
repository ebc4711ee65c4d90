//! DNS names: absolute, compared without regard to case, cut at labels, and back to addresses in the reverse zones.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The name with a dot at its end.
pub fn absolute(name: &str) -> String {
    if name.ends_with('.') { name.to_owned() } else { format!("{name}.") }
}

/// Absolute and in lower case: the form in which zones and configured names are kept.
pub fn normal(name: &str) -> String {
    absolute(name).to_ascii_lowercase()
}

/// The labels, the root's empty one left out.
pub fn labels(name: &str) -> Vec<&str> {
    name.strip_suffix('.').unwrap_or(name).split('.').filter(|label| !label.is_empty()).collect()
}

/// Whether a resolver would send it: labels of 1 to 63 octets, 255 in all (RFC 1035, 2.3.4).
pub fn is_valid(name: &str) -> bool {
    let bare = name.strip_suffix('.').unwrap_or(name);
    name == "." || (bare.len() <= 253 && bare.split('.').all(|label| (1..=63).contains(&label.len())))
}

/// Whether the name is the zone or below it. Both are absolute.
pub fn is_within(name: &str, zone: &str) -> bool {
    if zone == "." {
        return true;
    }
    let Some(start) = name.len().checked_sub(zone.len()) else { return false };
    let ends_alike = name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(zone));
    ends_alike && (start == 0 || name.as_bytes().get(start - 1) == Some(&b'.'))
}

/// The most specific of the zones that the name is in.
pub fn longest_zone<'a>(zones: impl IntoIterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    zones.into_iter().filter(|zone| is_within(name, zone)).max_by_key(|zone| zone.len())
}

/// The end of the name that is the zone, spelled as asked: answers repeat the spelling of the question.
pub fn zone_as_asked<'a>(name: &'a str, zone: &str) -> &'a str {
    name.len().checked_sub(zone.len()).and_then(|start| name.get(start..)).unwrap_or(name)
}

/// What stands before the zone, without the dot between.
pub fn below<'a>(name: &'a str, zone: &str) -> &'a str {
    let cut = name.len().saturating_sub(zone.len());
    name.get(..cut).unwrap_or_default().trim_end_matches('.')
}

const REVERSE_4: &str = ".in-addr.arpa.";
const REVERSE_6: &str = ".ip6.arpa.";

/// Below `in-addr.arpa.` or `ip6.arpa.`. Expects lower case.
pub fn is_reverse(name: &str) -> bool {
    name.ends_with(REVERSE_4) || name.ends_with(REVERSE_6)
}

/// The address that a name such as `1.0.96.10.in-addr.arpa.` stands for.
pub fn reverse_address(name: &str) -> Option<IpAddr> {
    let name = name.to_ascii_lowercase();
    if let Some(octets) = name.strip_suffix(REVERSE_4) {
        let forward: Vec<&str> = octets.rsplit('.').collect();
        return forward.join(".").parse::<Ipv4Addr>().ok().map(IpAddr::V4);
    }
    let nibbles: Vec<&str> = name.strip_suffix(REVERSE_6)?.rsplit('.').collect();
    if nibbles.len() != 32 || nibbles.iter().any(|nibble| nibble.len() != 1) {
        return None;
    }
    let digits = nibbles.concat();
    u128::from_str_radix(&digits, 16).ok().map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_ends_at_a_label() {
        assert!(is_within("web.shop.svc.Cluster.local.", "cluster.local."));
        assert!(is_within("cluster.local.", "cluster.local."));
        assert!(!is_within("mycluster.local.", "cluster.local."));
        assert!(is_within("anything.", "."));
        assert_eq!(
            longest_zone([".", "local.", "cluster.local."], "a.cluster.local."),
            Some("cluster.local.")
        );
        assert_eq!(below("web.shop.svc.cluster.local.", "cluster.local."), "web.shop.svc");
        assert_eq!(below("web.", "."), "web");
    }

    #[test]
    fn reverse_names_are_addresses_read_backwards() {
        assert_eq!(reverse_address("1.0.96.10.in-addr.arpa."), Some(IpAddr::V4(Ipv4Addr::new(10, 96, 0, 1))));
        let long = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.";
        assert_eq!(reverse_address(long), "2001:db8::1".parse().ok());
        for broken in ["96.10.in-addr.arpa.", "1.2.3.ip6.arpa.", "x.y.z.w.in-addr.arpa.", "web.shop."] {
            assert_eq!(reverse_address(broken), None, "{broken}");
        }
    }

    #[test]
    fn names_have_limits() {
        assert!(is_valid("a.b.") && is_valid(".") && is_valid("_http._tcp.web"));
        assert!(!is_valid("") && !is_valid("a..b") && !is_valid(".a") && !is_valid(&"a".repeat(64)));
        assert!(!is_valid(&"abc.".repeat(70)));
    }
}
