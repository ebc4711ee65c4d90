//! A URL as curl and wget take it: without a scheme it is http.

use crate::network::http::Scheme;

/// The parts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    pub scheme: Scheme,
    pub host: String,
    /// As written; else the scheme's.
    pub port: u16,
    pub explicit_port: bool,
    /// Begins with `/`; with the query.
    pub path: String,
}

impl Url {
    /// Reads it; `None` when it is none.
    pub fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let scheme = Scheme::read(&scheme.to_ascii_lowercase())?;
        let rest = rest.split('#').next()?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = authority.rsplit('@').next()?;
        let (host, port) = match authority.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        if host.is_empty() || host.contains(|one: char| one.is_whitespace() || one.is_control()) {
            return None;
        }
        let explicit = port.filter(|port| !port.is_empty());
        let number = match explicit {
            Some(port) => port.parse().ok().filter(|port| *port > 0)?,
            None => scheme.port(),
        };
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Some(Self { scheme, host: host.to_owned(), port: number, explicit_port: explicit.is_some(), path })
    }

    /// As the header `Host` has it.
    pub fn authority(&self) -> String {
        if self.explicit_port && self.port != self.scheme.port() {
            format!("{}:{}", self.host, self.port)
        } else {
            self.host.clone()
        }
    }

    /// Where a redirect leads.
    pub fn follow(&self, location: &str) -> Option<Self> {
        if location.contains("://") {
            return Self::read(location);
        }
        Some(Self { path: location.to_owned(), ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_with_and_without_scheme_port_and_path() {
        let read = |text: &str| {
            Url::read(text).map(|url| format!("{} {} {} {}", url.scheme, url.host, url.port, url.path))
        };
        for (text, parts) in [
            ("web", "http web 80 /"),
            ("https://web.shop/a?b=c", "https web.shop 443 /a?b=c"),
            ("web:8080", "http web 8080 /"),
            ("http://10.0.0.1:30080/x#y", "http 10.0.0.1 30080 /x"),
            ("web?a", "http web 80 /?a"),
            ("http://[::1]:80/", "http ::1 80 /"),
        ] {
            assert_eq!(read(text).as_deref(), Some(parts), "{text}");
        }
        for bad in ["", "ftp://x", "http://", "web:0", "web:99999", "a b"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
