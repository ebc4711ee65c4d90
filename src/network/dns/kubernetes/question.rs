//! A question below a zone of the plugin `kubernetes`, read by the DNS schema of Kubernetes.
//! <https://github.com/kubernetes/dns/blob/master/docs/specification.md>

use crate::network::dns::name;

/// A name in one of the plugin's zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// As asked.
    pub name: String,
    /// As asked.
    pub zone: String,
    /// In lower case, below the zone.
    pub below: String,
}

impl Asked {
    pub fn new(asked: &str, zone: &str) -> Self {
        let below = name::below(asked, zone).to_ascii_lowercase();
        Self { name: asked.to_owned(), zone: name::zone_as_asked(asked, zone).to_owned(), below }
    }

    pub fn is_apex(&self) -> bool {
        self.below.is_empty()
    }
}

/// What the schema makes of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// The zone, `svc` or `pod`: they exist and have no records.
    Branch,
    Service(ServiceRequest),
    /// `IP.NAMESPACE.pod`; the address is empty for the namespace itself.
    Pod {
        namespace: String,
        address: String,
    },
}

/// `[ENDPOINT. | _PORT._PROTOCOL.]SERVICE.NAMESPACE.svc`, what is not written empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceRequest {
    pub namespace: String,
    pub service: String,
    pub endpoint: String,
    pub port: String,
    pub protocol: String,
}

/// A name that the schema has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotInSchema {
    NeitherServiceNorPod(String),
    TooLong,
}

impl Request {
    pub fn read(below: &str) -> Result<Self, NotInSchema> {
        let mut labels = name::labels(below).into_iter().rev();
        let Some(branch) = labels.next() else { return Ok(Self::Branch) };
        if !matches!(branch, "svc" | "pod") {
            return Err(NotInSchema::NeitherServiceNorPod(branch.to_owned()));
        }
        let Some(namespace) = labels.next() else { return Ok(Self::Branch) };
        let (namespace, own) = (namespace.to_owned(), labels.next().unwrap_or_default().to_owned());
        let mut request = ServiceRequest { namespace, service: own, ..ServiceRequest::default() };
        match (labels.next(), labels.next(), labels.next()) {
            (None, ..) => {}
            (Some(endpoint), None, _) => endpoint.clone_into(&mut request.endpoint),
            (Some(protocol), Some(port), None) => {
                // Without underscores it works, too.
                protocol.strip_prefix('_').unwrap_or(protocol).clone_into(&mut request.protocol);
                port.strip_prefix('_').unwrap_or(port).clone_into(&mut request.port);
            }
            _ => return Err(NotInSchema::TooLong),
        }
        Ok(match branch {
            "pod" => Self::Pod { namespace: request.namespace, address: request.service },
            _ => Self::Service(request),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_the_right() {
        let service = |text: &str| match Request::read(text) {
            Ok(Request::Service(request)) => request,
            other => panic!("{other:?}"),
        };
        assert_eq!(Request::read(""), Ok(Request::Branch));
        assert_eq!(Request::read("svc"), Ok(Request::Branch));
        assert_eq!(service("shop.svc").service, "");
        assert_eq!(service("web.shop.svc").service, "web");
        assert_eq!(service("db-0.db.shop.svc").endpoint, "db-0");
        let port = service("_http._tcp.web.shop.svc");
        assert_eq!((port.port.as_str(), port.protocol.as_str()), ("http", "tcp"));
        assert_eq!(Request::read("a.b.c.web.shop.svc"), Err(NotInSchema::TooLong));
        assert_eq!(Request::read("shop.foo"), Err(NotInSchema::NeitherServiceNorPod("foo".into())));
    }
}
