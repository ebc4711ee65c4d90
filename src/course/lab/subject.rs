//! Whom a criterion speaks of, in a short notation: Pods by labels or workload, clients, targets, peers, objects.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::ports::{self, Ports};

/// `NS/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Namespaced {
    pub namespace: String,
    pub name: String,
}

/// Pods of one namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pods {
    pub namespace: String,
    pub which: Which,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// `NS/*`.
    All,
    /// `NS/app=web,tier=front`.
    Labelled(BTreeMap<String, String>),
    /// `NS/deployment/web`, `NS/pod/tool`.
    Of { kind: String, name: String },
}

/// Who opens a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Client {
    /// Each of these Pods; there must be one.
    Pods(Pods),
    /// `new NS/app=web`: a Pod with these labels that comes into being for the question, in a copy of the cluster.
    New(Pods),
    /// `outside`, `outside 198.51.100.7`.
    Outside(Option<IpAddr>),
    /// `node NAME`.
    Node(String),
}

/// Where a connection goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Each of these Pods, at its address.
    Pods(Pods),
    /// A name, looked up by the client.
    Name(String),
    Address(IpAddr),
    /// `service NS/NAME`: its virtual address, without a lookup.
    Service(Namespaced),
    /// `node-port NS/NAME`: the node port of this Service on every node; the port asked for is the Service's.
    NodePort(Namespaced),
    /// `balancer NS/NAME`: the address that a load balancer gave it.
    Balancer(Namespaced),
    /// A URL, through Ingress or a Gateway.
    Url(String),
}

/// Whom a task lets through, and on which ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    pub peer: Peer,
    /// Empty: on every port.
    pub ports: Ports,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    Pods(Pods),
    /// `namespaces team=ops/app=probe`: Pods with the labels behind the slash (`*`: all) in every namespace with those before it.
    Namespaces(BTreeMap<String, String>, BTreeMap<String, String>),
    /// `block 192.0.2.0/24`.
    Block(String),
    /// Every Pod and every address.
    Anyone,
}

/// `KIND NS/NAME`, or `KIND NAME` for what has no namespace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectName {
    pub kind: String,
    pub namespace: String,
    pub name: String,
}

type Read<T> = Result<T, String>;

impl Namespaced {
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Read<Self> {
        match text.split_once('/') {
            Some((namespace, name)) if is_word(namespace) && is_word(name) => {
                Ok(Self { namespace: namespace.to_owned(), name: name.to_owned() })
            }
            _ => Err(format!("`{text}` is not NS/NAME")),
        }
    }
}

impl std::fmt::Display for Namespaced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

impl Pods {
    /// Reads `NS/*`, `NS/key=value,...` or `NS/KIND/NAME`.
    ///
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Read<Self> {
        let fault = || format!("`{text}` names no Pods: write NS/key=value,... or NS/KIND/NAME or NS/*");
        let (namespace, rest) =
            text.split_once('/').filter(|(namespace, _)| is_word(namespace)).ok_or_else(fault)?;
        let which = if rest == "*" {
            Which::All
        } else if let Some((kind, name)) = rest.split_once('/').filter(|_| !rest.contains('=')) {
            if !is_word(kind) || !is_word(name) {
                return Err(fault());
            }
            Which::Of { kind: kind.to_lowercase(), name: name.to_owned() }
        } else {
            Which::Labelled(labels(rest).ok_or_else(fault)?)
        };
        Ok(Self { namespace: namespace.to_owned(), which })
    }
}

impl std::fmt::Display for Pods {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/", self.namespace)?;
        match &self.which {
            Which::All => f.write_str("*"),
            Which::Labelled(labels) => f.write_str(&shown(labels)),
            Which::Of { kind, name } => write!(f, "{kind}/{name}"),
        }
    }
}

impl Client {
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Read<Self> {
        match text.split_once(' ') {
            None if text == "outside" => Ok(Self::Outside(None)),
            None => Pods::read(text).map(Self::Pods),
            Some(("outside", address)) => address
                .parse()
                .map(|address| Self::Outside(Some(address)))
                .map_err(|_| format!("`{address}` is no address")),
            Some(("node", name)) if is_word(name) => Ok(Self::Node(name.to_owned())),
            Some(("new", pods)) => match Pods::read(pods)? {
                Pods { which: Which::Of { .. }, .. } => {
                    Err(format!("`{text}`: a new Pod is given by its labels"))
                }
                pods => Ok(Self::New(pods)),
            },
            Some(_) => Err(format!(
                "`{text}` opens no connection: write NS/key=value, NS/KIND/NAME, `new NS/key=value`, `outside [ADDRESS]` or `node NAME`"
            )),
        }
    }
}

impl Target {
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Read<Self> {
        match text.split_once(' ') {
            Some(("service", rest)) => return Namespaced::read(rest).map(Self::Service),
            Some(("node-port", rest)) => return Namespaced::read(rest).map(Self::NodePort),
            Some(("balancer", rest)) => return Namespaced::read(rest).map(Self::Balancer),
            Some(_) => {
                return Err(format!(
                    "`{text}` is no target: write a name, an address, a URL, NS/key=value, NS/KIND/NAME, or `service`, `node-port` or `balancer` NS/NAME"
                ));
            }
            None => {}
        }
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(address));
        }
        if text.contains("://") {
            return Ok(Self::Url(text.to_owned()));
        }
        if text.contains('/') {
            return Pods::read(text).map(Self::Pods);
        }
        let is_name = text.split('.').all(is_word) || (text.ends_with('.') && text.len() > 1);
        if is_name { Ok(Self::Name(text.to_owned())) } else { Err(format!("`{text}` is no name")) }
    }
}

impl Allowed {
    /// Reads `PEER` or `PEER on 53/UDP,53/TCP`; a peer is Pods, `anyone`, `block CIDR` or `namespaces key=value/key=value`.
    ///
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Read<Self> {
        let (peer, ports) = match text.split_once(" on ") {
            Some((peer, ports)) => (peer.trim(), ports::read_list(ports)?),
            None => (text, Ports::new()),
        };
        Ok(Self { peer: Peer::read(peer)?, ports })
    }
}

impl Peer {
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Read<Self> {
        if text == "anyone" {
            return Ok(Self::Anyone);
        }
        match text.split_once(' ') {
            None => Pods::read(text).map(Self::Pods),
            Some(("block", cidr)) => {
                let (address, length) = cidr.split_once('/').unwrap_or((cidr, ""));
                let longest = if address.contains(':') { 128 } else { 32 };
                let good = address.parse::<IpAddr>().is_ok()
                    && length.parse::<u8>().is_ok_and(|length| length <= longest);
                if good {
                    Ok(Self::Block(cidr.to_owned()))
                } else {
                    Err(format!("`{cidr}` is no block of addresses"))
                }
            }
            Some(("namespaces", rest)) => {
                let fault = || {
                    format!("`{text}`: write `namespaces key=value/key=value` or `namespaces key=value/*`")
                };
                let (namespaces, pods) = rest.rsplit_once('/').ok_or_else(fault)?;
                let pods = if pods == "*" { BTreeMap::new() } else { labels(pods).ok_or_else(fault)? };
                Ok(Self::Namespaces(labels(namespaces).ok_or_else(fault)?, pods))
            }
            Some(_) => Err(format!(
                "`{text}` is nobody: write NS/key=value, NS/*, `anyone`, `block CIDR` or `namespaces key=value/key=value`"
            )),
        }
    }
}

impl ObjectName {
    /// # Errors
    /// What it must be.
    pub fn read(text: &str) -> Read<Self> {
        let (kind, rest) = text
            .split_once(' ')
            .ok_or_else(|| format!("`{text}` is no object: write KIND NS/NAME or KIND NAME"))?;
        let (namespace, name) = rest.split_once('/').unwrap_or(("", rest));
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(format!("`{text}` is no object: write KIND NS/NAME or KIND NAME"));
        }
        Ok(Self { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.to_owned() })
    }
}

impl std::fmt::Display for ObjectName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.namespace.as_str() {
            "" => write!(f, "{} {}", self.kind, self.name),
            namespace => write!(f, "{} {namespace}/{}", self.kind, self.name),
        }
    }
}

/// `key=value,key=value`.
fn labels(text: &str) -> Option<BTreeMap<String, String>> {
    let pair = |part: &str| {
        let (key, value) = part.split_once('=')?;
        (!key.is_empty() && !key.contains(char::is_whitespace) && !value.contains([' ', '=']))
            .then(|| (key.to_owned(), value.to_owned()))
    };
    text.split(',').map(pair).collect()
}

/// Labels as they are written.
fn shown(labels: &BTreeMap<String, String>) -> String {
    labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
}

/// Whether it can be the name of an object, or of a namespace.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lab::Transport;

    #[test]
    fn pods_are_named_by_labels_by_workload_or_all() {
        for text in
            ["app/app=web,tier=front", "app/deployment/web", "app/*", "app/app.kubernetes.io/name=web"]
        {
            let pods = Pods::read(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(pods.to_string(), text);
        }
        for text in ["app", "/app=web", "app/", "app/app", "app/deployment/", "a b/app=web", "app/=x"] {
            assert!(Pods::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn clients_and_targets_are_told_apart_by_their_form() {
        assert_eq!(Client::read("outside"), Ok(Client::Outside(None)));
        assert!(matches!(Client::read("new x/app=web"), Ok(Client::New(_))));
        assert!(Client::read("new x/pod/web").is_err() && Client::read("old x/app=web").is_err());
        assert_eq!(Target::read("web.shop"), Ok(Target::Name("web.shop".into())));
        assert!(matches!(Target::read("http://shop.example/"), Ok(Target::Url(_))));
        assert!(matches!(Target::read("10.0.0.1"), Ok(Target::Address(_))));
        assert!(matches!(Target::read("node-port shop/web"), Ok(Target::NodePort(_))));
        assert!(Target::read("door shop/web").is_err());
    }

    #[test]
    fn who_is_allowed_may_have_ports() {
        let allowed = Allowed::read("kube-system/k8s-app=kube-dns on 53/UDP, 53/TCP").unwrap();
        assert_eq!(allowed.ports, [(53, Transport::Udp), (53, Transport::Tcp)]);
        assert_eq!(Allowed::read("anyone").unwrap().peer, Peer::Anyone);
        assert!(matches!(Allowed::read("namespaces team=ops/*").unwrap().peer, Peer::Namespaces(..)));
        for text in ["block 10.0.0.0/33", "block x", "shop/app=web on 0", "shop/app=web on http", "all"] {
            assert!(Allowed::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn objects_have_a_namespace_or_none() {
        assert_eq!(ObjectName::read("Service shop/web").unwrap().to_string(), "Service shop/web");
        assert_eq!(ObjectName::read("Node worker").unwrap().namespace, "");
        assert!(ObjectName::read("Service").is_err());
    }
}
