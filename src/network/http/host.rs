//! Hostnames of requests and of rules: what a pattern matches, how specific it is, what two patterns share.

use std::fmt;

/// A hostname as Ingress rules, listeners and routes write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pattern {
    /// None is written: every host, and no host at all.
    Any,
    Exact(String),
    /// `*.example.com`, kept as `.example.com`.
    Wildcard(String),
}

/// How many labels a `*` stands for. The two APIs differ here, and exams ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// Ingress, and certificates. <https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards>
    OneLabel,
    /// Gateway API. <https://gateway-api.sigs.k8s.io/reference/spec/#hostname>
    Labels,
}

impl Pattern {
    /// Reads a hostname field; case does not matter in hostnames.
    pub fn read(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
        match text.strip_prefix('*') {
            _ if text.is_empty() || text == "*" => Self::Any,
            Some(suffix) if suffix.starts_with('.') && suffix.len() > 1 => Self::Wildcard(suffix.to_owned()),
            _ => Self::Exact(text),
        }
    }

    /// Whether a host (as [`bare`] makes it) matches.
    pub fn matches(&self, host: &str, covers: Covers) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(own) => own == host,
            Self::Wildcard(suffix) => {
                let label = host.strip_suffix(suffix.as_str()).unwrap_or_default();
                !label.is_empty() && (covers == Covers::Labels || !label.contains('.'))
            }
        }
    }

    /// What both match, under Gateway API's wildcards; `None` when nothing does.
    /// <https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec> (`hostnames`)
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let contains = |wide: &str, narrow: &Self| match narrow {
            Self::Any => false,
            Self::Exact(host) => Self::Wildcard(wide.to_owned()).matches(host, Covers::Labels),
            Self::Wildcard(suffix) => suffix.ends_with(wide),
        };
        match (self, other) {
            (Self::Any, one) | (one, Self::Any) => Some(one.clone()),
            (Self::Exact(one), Self::Exact(two)) => (one == two).then(|| self.clone()),
            (Self::Wildcard(wide), narrow) if contains(wide, narrow) => Some(narrow.clone()),
            (narrow, Self::Wildcard(wide)) if contains(wide, narrow) => Some(narrow.clone()),
            _ => None,
        }
    }

    /// Greater is more specific: characters of a hostname without wildcard, then characters of any.
    pub fn specificity(&self) -> (usize, usize) {
        match self {
            Self::Any => (0, 0),
            Self::Exact(host) => (host.len(), host.len()),
            Self::Wildcard(suffix) => (0, suffix.len() + 1),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any host"),
            Self::Exact(host) => f.write_str(host),
            Self::Wildcard(suffix) => write!(f, "*{suffix}"),
        }
    }
}

/// The host of a `Host` header as it is compared: lower case, without port and final dot.
pub fn bare(host: &str) -> String {
    split(host).0.trim_end_matches('.').to_ascii_lowercase()
}

/// The port that a `Host` header carries.
pub fn port(host: &str) -> Option<u16> {
    split(host).1
}

fn split(host: &str) -> (&str, Option<u16>) {
    if let Some(rest) = host.strip_prefix('[') {
        let (inside, after) = rest.split_once(']').unwrap_or((rest, ""));
        return (inside, after.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match host.split_once(':') {
        // More than one colon: an IPv6 address without brackets.
        Some((name, port)) if !port.contains(':') => (name, port.parse().ok()),
        _ => (host, None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::read(Some(text).filter(|text| !text.is_empty()))
    }

    /// Listener, route, what they share: the table of the fact sheet, 5.3.
    #[test]
    fn intersections_of_listener_and_route() {
        let table = [
            ("www.example.com", "www.example.com", Some("www.example.com")),
            ("*.example.com", "www.example.com", Some("www.example.com")),
            ("*.example.com", "sub.domain.example.com", Some("sub.domain.example.com")),
            ("www.example.com", "*.example.com", Some("www.example.com")),
            ("*.com", "*.example.com", Some("*.example.com")),
            ("", "www.example.com", Some("www.example.com")),
            ("www.example.com", "", Some("www.example.com")),
            ("test.example.com", "other.example.com", None),
            ("*.example.com", "example.com", None),
            ("*.example.com", "*.example.org", None),
            ("*.example.com", "*.badexample.com", None),
        ];
        for (listener, route, shared) in table {
            let found = pattern(listener).intersect(&pattern(route));
            assert_eq!(found, shared.map(pattern), "{listener:?} and {route:?}");
            assert_eq!(found, pattern(route).intersect(&pattern(listener)), "order does not matter");
        }
    }

    #[test]
    fn a_wildcard_is_one_label_in_ingress_and_one_or_more_in_gateway_api() {
        for (host, one, many) in [
            ("bar.foo.com", true, true),
            ("baz.bar.foo.com", false, true),
            ("foo.com", false, false),
            (".foo.com", false, false),
            ("barfoo.com", false, false),
        ] {
            assert_eq!(pattern("*.foo.com").matches(host, Covers::OneLabel), one, "{host}");
            assert_eq!(pattern("*.foo.com").matches(host, Covers::Labels), many, "{host}");
        }
    }

    #[test]
    fn hosts_are_compared_without_case_port_and_final_dot() {
        assert_eq!(bare("WWW.Example.com.:8080"), "www.example.com");
        assert_eq!((bare("[fd00::1]:80"), port("[fd00::1]:80")), ("fd00::1".to_owned(), Some(80)));
        assert_eq!((bare("fd00::1"), port("fd00::1")), ("fd00::1".to_owned(), None));
        assert_eq!(port("foo.com:99999"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_both_match_is_what_the_intersection_matches(
            one in "(\\*\\.)?[ab]\\.[ab](\\.c)?", two in "(\\*\\.)?[ab]\\.[ab](\\.c)?", host in "([ab]\\.){1,4}c?"
        ) {
            let (one, two, host) = (pattern(&one), pattern(&two), bare(&host));
            let both = one.matches(&host, Covers::Labels) && two.matches(&host, Covers::Labels);
            let shared = one.intersect(&two);
            prop_assert_eq!(both, shared.is_some_and(|shared| shared.matches(&host, Covers::Labels)));
        }

        #[test]
        fn no_text_panics(text in any::<String>(), host in any::<String>()) {
            let read = Pattern::read(Some(&text));
            let _ = (read.matches(&bare(&host), Covers::OneLabel), read.intersect(&Pattern::read(Some(&host))), port(&host));
        }
    }
}
