//! The question: who wants to connect to what, read from the words of a command line.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use crate::cluster::Protocol;

/// One connection to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub from: From,
    pub to: To,
    /// May be left out where the destination has only one.
    pub port: Option<Port>,
    /// Left out: TCP, or what the only port of that number or name has.
    pub protocol: Option<Protocol>,
    /// The node at which a connection from outside arrives.
    pub node: Option<String>,
}

/// Who opens the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    Pod {
        namespace: String,
        name: String,
    },
    /// By its name: the node itself, or what runs on its network.
    Node(String),
    /// An address: outside, a node's, or a Pod's.
    Address(IpAddr),
}

/// Where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Pod {
        namespace: String,
        name: String,
    },
    /// A node by its name, at the address that it has for the cluster.
    Node(String),
    Address(IpAddr),
    /// A name to look up.
    Name(String),
    Url {
        scheme: String,
        host: Host,
        path: String,
    },
}

/// The host of a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    Address(IpAddr),
    Name(String),
}

/// The port asked for: of the Service where one is addressed, else of the Pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    Number(u16),
    Named(String),
}

/// Why a question can not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RequestError {
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl RequestError {
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

impl From {
    /// Reads `NAMESPACE/POD`, `node/NAME` or `ip:ADDRESS`.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn read(text: &str) -> Result<Self, RequestError> {
        let hint = "write NAMESPACE/POD, node/NAME or ip:ADDRESS";
        if let Some(name) = text.strip_prefix(NODE) {
            return node(name, hint).map(Self::Node);
        }
        if let Some(address) = text.strip_prefix("ip:") {
            let address = address
                .parse()
                .map_err(|_| RequestError::new(format!("{address:?} is no IP address"), hint))?;
            return Ok(Self::Address(address));
        }
        let (namespace, name) =
            pod(text).ok_or_else(|| RequestError::new(format!("{text:?} is no Pod"), hint))?;
        Ok(Self::Pod { namespace, name })
    }
}

impl To {
    /// Reads `NAMESPACE/POD`, `node/NAME[:PORT]`, `NAME[.NAMESPACE...]`, `ADDRESS[:PORT]` (`ip:` before it may stand) or a URL;
    /// gives the port that stands there, too.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn read(text: &str) -> Result<(Self, Option<Port>), RequestError> {
        if let Some((scheme, rest)) = text.split_once("://") {
            return url(text, scheme, rest);
        }
        let hint = "write NAMESPACE/POD, node/NAME:PORT, a name, an address or a URL";
        if let Some(rest) = text.strip_prefix(NODE) {
            let (name, port) = rest.split_once(':').map_or((rest, None), |(name, port)| (name, Some(port)));
            return Ok((Self::Node(node(name, hint)?), port.map(Port::read).transpose()?));
        }
        let bare = text.strip_prefix("ip:").unwrap_or(text);
        if let Ok(address) = bare.parse() {
            return Ok((Self::Address(address), None));
        }
        if let Ok(socket) = bare.parse::<SocketAddr>() {
            return Ok((Self::Address(socket.ip()), Some(Port::read(&socket.port().to_string())?)));
        }
        if text.contains('/') {
            let (namespace, name) =
                pod(text).ok_or_else(|| RequestError::new(format!("{text:?} is no Pod"), hint))?;
            return Ok((Self::Pod { namespace, name }, None));
        }
        name(text).map(|name| (Self::Name(name), None))
    }

    /// The port of a question: `own` as read with the destination, `asked` as said beside it.
    ///
    /// # Errors
    /// When they differ. The scheme of a URL is no word on a port, so there the one that is asked for counts.
    pub fn agreed_port(&self, own: Option<Port>, asked: Option<Port>) -> Result<Option<Port>, RequestError> {
        let (Some(of_destination), Some(beside)) = (&own, &asked) else { return Ok(asked.or(own)) };
        if of_destination != beside && !matches!(self, Self::Url { .. }) {
            return Err(RequestError::new(
                format!(
                    "the destination says port {of_destination}, and beside it port {beside} is asked for"
                ),
                "say one of them",
            ));
        }
        Ok(asked)
    }
}

impl Port {
    /// Reads a number from 1 to 65535 or a name.
    ///
    /// # Errors
    /// When it is neither.
    pub fn read(text: &str) -> Result<Self, RequestError> {
        let hint = "a port is a number from 1 to 65535, or the name of a port";
        let fault = || RequestError::new(format!("{text:?} is no port"), hint);
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().filter(|number| *number > 0).map(Self::Number).ok_or_else(fault);
        }
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (plain && !text.starts_with('-')).then(|| Self::Named(text.to_owned())).ok_or_else(fault)
    }
}

/// Reads a protocol in either case.
///
/// # Errors
/// When there is no such protocol in Kubernetes.
pub fn read_protocol(text: &str) -> Result<Protocol, RequestError> {
    Protocol::read(&text.to_ascii_uppercase())
        .ok_or_else(|| RequestError::new(format!("{text:?} is no protocol"), "use TCP, UDP or SCTP"))
}

/// Before the name of a node, as kubectl names one. No Pod of a Namespace `node` can be meant so.
const NODE: &str = "node/";

fn node(name: &str, hint: &str) -> Result<String, RequestError> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    let is_name = !name.is_empty() && name.bytes().all(good);
    is_name
        .then(|| name.to_owned())
        .ok_or_else(|| RequestError::new(format!("{name:?} is no name of a node"), hint))
}

fn pod(text: &str) -> Option<(String, String)> {
    let (namespace, name) = text.split_once('/')?;
    let good = |part: &str| !part.is_empty() && !part.contains('/') && !part.contains(char::is_whitespace);
    (good(namespace) && good(name)).then(|| (namespace.to_owned(), name.to_owned()))
}

fn name(text: &str) -> Result<String, RequestError> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if bare.len() <= 253 && bare.split('.').all(label) {
        return Ok(text.to_owned());
    }
    Err(RequestError::new(
        format!("{text:?} is no name that DNS could look up"),
        "write NAMESPACE/POD, a name, an address or a URL",
    ))
}

fn url(text: &str, scheme: &str, rest: &str) -> Result<(To, Option<Port>), RequestError> {
    let fault = || {
        RequestError::new(
            format!("{text:?} is no URL that can be followed"),
            "write http://HOST[:PORT][/PATH]",
        )
    };
    let default = match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        _ => None,
    };
    let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or_else(fault)?)),
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    let port = port.map(Port::read).transpose()?.or(default.map(Port::Number));
    let host = match host.parse() {
        Ok(address) => Host::Address(address),
        Err(_) => Host::Name(name(host).map_err(|_| fault())?),
    };
    Ok((To::Url { scheme: scheme.to_owned(), host, path: path.to_owned() }, port))
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for From {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pod { namespace, name } => write!(f, "{namespace}/{name}"),
            Self::Node(name) => write!(f, "{NODE}{name}"),
            Self::Address(address) => write!(f, "ip:{address}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart_by_their_form() {
        let read = |text: &str| To::read(text).unwrap();
        assert_eq!(read("shop/web").0, To::Pod { namespace: "shop".into(), name: "web".into() });
        assert_eq!(read("web.shop.svc"), (To::Name("web.shop.svc".into()), None));
        assert_eq!(read("10.0.0.1").0, To::Address("10.0.0.1".parse().unwrap()));
        assert_eq!(read("fd00::1").0, To::Address("fd00::1".parse().unwrap()));
        let (to, port) = read("http://web.shop:8080/health?x=1");
        assert_eq!(
            to,
            To::Url {
                scheme: "http".into(),
                host: Host::Name("web.shop".into()),
                path: "/health?x=1".into()
            }
        );
        assert_eq!(port, Some(Port::Number(8080)));
        assert_eq!(read("https://[fd00::1]/").1, Some(Port::Number(443)));
        assert_eq!(read("node/worker"), (To::Node("worker".into()), None));
        assert_eq!(read("node/worker.example:30080").1, Some(Port::Number(30_080)));
        assert_eq!(
            read("192.168.10.11:30080"),
            (To::Address("192.168.10.11".parse().unwrap()), Some(Port::Number(30_080)))
        );
        assert_eq!(read("[fd00::1]:80").1, Some(Port::Number(80)));
        assert_eq!(From::read("node/worker"), Ok(From::Node("worker".into())));
    }

    #[test]
    fn what_has_no_form_is_refused_with_a_hint() {
        for text in [
            "",
            "a//b",
            "/web",
            "shop/",
            "a b",
            "http://",
            "http://web:0",
            "http://web:99999",
            "x..y",
            "node/",
            "node/a/b",
            "node/a:0",
            "node/a:",
            "10.0.0.1:0",
        ] {
            assert!(To::read(text).is_err(), "{text}");
        }
        for text in ["web", "ip:web", "ip:", "/", "node/", "node/a:80"] {
            assert!(From::read(text).is_err(), "{text}");
        }
        for text in ["0", "65536", "", "a b", "-1"] {
            assert!(Port::read(text).is_err(), "{text}");
        }
        assert_eq!(read_protocol("udp"), Ok(Protocol::Udp));
        assert!(read_protocol("icmp").is_err());
    }
}
