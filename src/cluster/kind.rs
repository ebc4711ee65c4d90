//! The kinds of object a cluster holds: one declaration for each, with its names, group and scope.

use std::fmt;

use serde::Serialize;

/// A kind of object that the cluster serves. The order is the order in which `kubectl get` lists kinds we care about:
/// what others are built on comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Kind {
    Namespace,
    Node,
    ServiceAccount,
    ConfigMap,
    Secret,
    Deployment,
    StatefulSet,
    DaemonSet,
    ReplicaSet,
    Pod,
    Service,
    Endpoints,
    EndpointSlice,
    NetworkPolicy,
    IngressClass,
    Ingress,
    GatewayClass,
    Gateway,
    HTTPRoute,
    GRPCRoute,
    ReferenceGrant,
}

/// What the API says about one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    pub kind: Kind,
    /// As written in `kind:`.
    pub name: &'static str,
    /// Empty for the core group.
    pub group: &'static str,
    /// Versions that we read; the first is the one that we write.
    pub versions: &'static [&'static str],
    pub plural: &'static str,
    pub singular: &'static str,
    pub short: &'static [&'static str],
    pub namespaced: bool,
}

const GATEWAY: &str = "gateway.networking.k8s.io";
const GATEWAY_VERSIONS: &[&str] = &["v1", "v1beta1"];

#[rustfmt::skip]
/// Every kind, in the order of [`Kind`].
pub const KINDS: &[Declaration] = &[
    declare(Kind::Namespace, "Namespace", "", &["v1"], "namespaces", "namespace", &["ns"], false),
    declare(Kind::Node, "Node", "", &["v1"], "nodes", "node", &["no"], false),
    declare(Kind::ServiceAccount, "ServiceAccount", "", &["v1"], "serviceaccounts", "serviceaccount", &["sa"], true),
    declare(Kind::ConfigMap, "ConfigMap", "", &["v1"], "configmaps", "configmap", &["cm"], true),
    declare(Kind::Secret, "Secret", "", &["v1"], "secrets", "secret", &[], true),
    declare(Kind::Deployment, "Deployment", "apps", &["v1"], "deployments", "deployment", &["deploy"], true),
    declare(Kind::StatefulSet, "StatefulSet", "apps", &["v1"], "statefulsets", "statefulset", &["sts"], true),
    declare(Kind::DaemonSet, "DaemonSet", "apps", &["v1"], "daemonsets", "daemonset", &["ds"], true),
    declare(Kind::ReplicaSet, "ReplicaSet", "apps", &["v1"], "replicasets", "replicaset", &["rs"], true),
    declare(Kind::Pod, "Pod", "", &["v1"], "pods", "pod", &["po"], true),
    declare(Kind::Service, "Service", "", &["v1"], "services", "service", &["svc"], true),
    declare(Kind::Endpoints, "Endpoints", "", &["v1"], "endpoints", "endpoints", &["ep"], true),
    declare(Kind::EndpointSlice, "EndpointSlice", "discovery.k8s.io", &["v1"], "endpointslices", "endpointslice", &[], true),
    declare(Kind::NetworkPolicy, "NetworkPolicy", "networking.k8s.io", &["v1"], "networkpolicies", "networkpolicy", &["netpol"], true),
    declare(Kind::IngressClass, "IngressClass", "networking.k8s.io", &["v1"], "ingressclasses", "ingressclass", &[], false),
    declare(Kind::Ingress, "Ingress", "networking.k8s.io", &["v1"], "ingresses", "ingress", &["ing"], true),
    declare(Kind::GatewayClass, "GatewayClass", GATEWAY, GATEWAY_VERSIONS, "gatewayclasses", "gatewayclass", &["gc"], false),
    declare(Kind::Gateway, "Gateway", GATEWAY, GATEWAY_VERSIONS, "gateways", "gateway", &["gtw"], true),
    declare(Kind::HTTPRoute, "HTTPRoute", GATEWAY, GATEWAY_VERSIONS, "httproutes", "httproute", &[], true),
    declare(Kind::GRPCRoute, "GRPCRoute", GATEWAY, GATEWAY_VERSIONS, "grpcroutes", "grpcroute", &[], true),
    declare(Kind::ReferenceGrant, "ReferenceGrant", GATEWAY, GATEWAY_VERSIONS, "referencegrants", "referencegrant", &["refgrant"], true),
];

#[allow(clippy::too_many_arguments, reason = "a row of the table above; a builder would hide it")]
const fn declare(
    kind: Kind,
    name: &'static str,
    group: &'static str,
    versions: &'static [&'static str],
    plural: &'static str,
    singular: &'static str,
    short: &'static [&'static str],
    namespaced: bool,
) -> Declaration {
    Declaration { kind, name, group, versions, plural, singular, short, namespaced }
}

impl Kind {
    /// The kind's declaration. The table is in the order of the enum (a test keeps that).
    pub fn declaration(self) -> &'static Declaration {
        &KINDS[self as usize]
    }

    /// As written in `kind:`.
    pub fn name(self) -> &'static str {
        self.declaration().name
    }

    pub fn namespaced(self) -> bool {
        self.declaration().namespaced
    }

    /// The kind that a document's `apiVersion` and `kind` name, if we serve it in that version.
    pub fn of_document(api_version: &str, kind: &str) -> Option<Self> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        KINDS
            .iter()
            .find(|d| d.name == kind && d.group == group && d.versions.contains(&version))
            .map(|d| d.kind)
    }

    /// `v1`, `apps/v1`: what we write in `apiVersion:`.
    pub fn api_version(self) -> String {
        let declaration = self.declaration();
        let version = declaration.versions.first().copied().unwrap_or("v1");
        if declaration.group.is_empty() {
            version.to_owned()
        } else {
            format!("{}/{version}", declaration.group)
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (place, declaration) in KINDS.iter().enumerate() {
            assert_eq!(declaration.kind as usize, place, "{}", declaration.name);
            assert_eq!(declaration.kind.name(), format!("{:?}", declaration.kind));
        }
    }

    #[test]
    fn a_document_names_its_kind_by_group_version_and_kind() {
        assert_eq!(Kind::of_document("networking.k8s.io/v1", "NetworkPolicy"), Some(Kind::NetworkPolicy));
        assert_eq!(
            Kind::of_document("gateway.networking.k8s.io/v1beta1", "HTTPRoute"),
            Some(Kind::HTTPRoute)
        );
        assert_eq!(Kind::of_document("extensions/v1beta1", "NetworkPolicy"), None);
        assert_eq!(Kind::of_document("v1", "Deployment"), None);
    }
}
