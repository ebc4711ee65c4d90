//! One endpoint: an address of a Pod, with the conditions, names and hints that the controller writes about it.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Pod, ServiceSpec};
use serde_json::{Value, json};

use crate::cluster::{kind::Kind, object::Object, pod, store::Cluster};

/// As the `EndpointSlice` controller sees it: `serving` is the Pod's readiness; `ready` is that but for a terminating
/// Pod, and always true under `publishNotReadyAddresses`.
pub struct Endpoint {
    address: IpAddr,
    pod: String,
    uid: String,
    namespace: String,
    node: Option<String>,
    zone: Option<String>,
    hostname: Option<String>,
    pub ready: bool,
    serving: bool,
    terminating: bool,
    closeness: Option<Closeness>,
}

/// `trafficDistribution`: what the controller writes into the hints of ready endpoints.
/// <https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution>
#[derive(Clone, Copy, PartialEq)]
enum Closeness {
    Zone,
    Node,
}

impl Closeness {
    /// `PreferClose` is the older name of `PreferSameZone`.
    fn of(spec: &ServiceSpec) -> Option<Self> {
        match spec.traffic_distribution.as_deref() {
            Some("PreferSameZone" | "PreferClose") => Some(Self::Zone),
            Some("PreferSameNode") => Some(Self::Node),
            _ => None,
        }
    }
}

impl Endpoint {
    pub fn of(
        cluster: &Cluster,
        service: &Object,
        spec: &ServiceSpec,
        object: &Object,
        pod: &Pod,
        address: IpAddr,
    ) -> Self {
        let pod_spec = pod.spec.as_ref();
        let (serving, terminating) = (pod::is_ready(pod), pod::is_terminating(pod));
        let in_its_domain = pod_spec.and_then(|spec| spec.subdomain.as_deref()) == Some(service.name());
        let node = pod::node(pod).map(str::to_owned);
        let zone = node.as_deref().and_then(|node| {
            cluster.find(Kind::Node, "", node)?.labels().get("topology.kubernetes.io/zone").cloned()
        });
        Self {
            address,
            pod: object.name().to_owned(),
            uid: object.uid().to_owned(),
            namespace: object.namespace().to_owned(),
            node,
            zone,
            hostname: pod_spec
                .and_then(|spec| spec.hostname.clone())
                .filter(|hostname| in_its_domain && !hostname.is_empty()),
            ready: spec.publish_not_ready_addresses.unwrap_or(false) || (serving && !terminating),
            serving,
            terminating,
            closeness: Closeness::of(spec),
        }
    }

    pub fn in_slice(&self) -> Value {
        let mut json = json!({
            "addresses": [self.address.to_string()],
            "conditions": {"ready": self.ready, "serving": self.serving, "terminating": self.terminating},
            "targetRef": self.target(),
        });
        for (field, text) in [("nodeName", &self.node), ("zone", &self.zone), ("hostname", &self.hostname)] {
            if let Some(text) = text {
                json[field] = text.as_str().into();
            }
        }
        if let Some(hints) = self.hints() {
            json["hints"] = hints;
        }
        json
    }

    fn hints(&self) -> Option<Value> {
        let closeness = self.closeness.filter(|_| self.ready)?;
        let zone = self.zone.as_ref();
        let node = self.node.as_ref().filter(|_| closeness == Closeness::Node);
        let mut hints = json!({});
        for (field, name) in [("forZones", zone), ("forNodes", node)] {
            if let Some(name) = name {
                hints[field] = json!([{"name": name}]);
            }
        }
        hints.as_object().is_some_and(|hints| !hints.is_empty()).then_some(hints)
    }

    pub fn in_endpoints(&self) -> Value {
        let mut json = json!({"ip": self.address.to_string(), "targetRef": self.target()});
        for (field, text) in [("nodeName", &self.node), ("hostname", &self.hostname)] {
            if let Some(text) = text {
                json[field] = text.as_str().into();
            }
        }
        json
    }

    fn target(&self) -> Value {
        let mut target = json!({"kind": "Pod", "namespace": self.namespace, "name": self.pod});
        if !self.uid.is_empty() {
            target["uid"] = self.uid.as_str().into();
        }
        target
    }
}
