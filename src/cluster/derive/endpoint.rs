//! One endpoint: a Pod's address as a Service's slice and its `Endpoints` show it.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Pod, ServiceSpec};
use serde_json::{Value, json};

use crate::cluster::{kind::Kind, object::Object, pod, store::Cluster};

/// A Pod's address behind a Service.
pub struct Endpoint {
    address: IpAddr,
    pod: String,
    namespace: String,
    node: Option<String>,
    zone: Option<String>,
    hostname: Option<String>,
    pub ready: bool,
    serving: bool,
    terminating: bool,
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
            namespace: object.namespace().to_owned(),
            node,
            zone,
            hostname: pod_spec
                .and_then(|spec| spec.hostname.clone())
                .filter(|hostname| in_its_domain && !hostname.is_empty()),
            ready: spec.publish_not_ready_addresses.unwrap_or(false) || (serving && !terminating),
            serving,
            terminating,
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
        json
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
        json!({"kind": "Pod", "namespace": self.namespace, "name": self.pod})
    }
}
