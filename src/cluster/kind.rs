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
    Event,
    ResourceQuota,
    LimitRange,
    CustomResourceDefinition,
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
    /// Words that mean this kind among others: `all` of `kubectl get all`.
    pub categories: &'static [&'static str],
}

const GATEWAY: &str = "gateway.networking.k8s.io";
const GATEWAY_CATEGORY: &[&str] = &["gateway-api"];
const GATEWAY_VERSIONS: &[&str] = &["v1", "v1beta1"];

#[rustfmt::skip]
/// Every kind, in the order of [`Kind`].
pub const KINDS: &[Declaration] = &[
    declare(Kind::Namespace, "Namespace", "", &["v1"], "namespaces", "namespace", &["ns"], false),
    declare(Kind::Node, "Node", "", &["v1"], "nodes", "node", &["no"], false),
    declare(Kind::ServiceAccount, "ServiceAccount", "", &["v1"], "serviceaccounts", "serviceaccount", &["sa"], true),
    declare(Kind::ConfigMap, "ConfigMap", "", &["v1"], "configmaps", "configmap", &["cm"], true),
    declare(Kind::Secret, "Secret", "", &["v1"], "secrets", "secret", &[], true),
    declare(Kind::Deployment, "Deployment", "apps", &["v1"], "deployments", "deployment", &["deploy"], true).in_all(),
    declare(Kind::StatefulSet, "StatefulSet", "apps", &["v1"], "statefulsets", "statefulset", &["sts"], true).in_all(),
    declare(Kind::DaemonSet, "DaemonSet", "apps", &["v1"], "daemonsets", "daemonset", &["ds"], true).in_all(),
    declare(Kind::ReplicaSet, "ReplicaSet", "apps", &["v1"], "replicasets", "replicaset", &["rs"], true).in_all(),
    declare(Kind::Pod, "Pod", "", &["v1"], "pods", "pod", &["po"], true).in_all(),
    declare(Kind::Service, "Service", "", &["v1"], "services", "service", &["svc"], true).in_all(),
    declare(Kind::Endpoints, "Endpoints", "", &["v1"], "endpoints", "endpoints", &["ep"], true),
    declare(Kind::EndpointSlice, "EndpointSlice", "discovery.k8s.io", &["v1"], "endpointslices", "endpointslice", &[], true),
    declare(Kind::NetworkPolicy, "NetworkPolicy", "networking.k8s.io", &["v1"], "networkpolicies", "networkpolicy", &["netpol"], true),
    declare(Kind::IngressClass, "IngressClass", "networking.k8s.io", &["v1"], "ingressclasses", "ingressclass", &[], false),
    declare(Kind::Ingress, "Ingress", "networking.k8s.io", &["v1"], "ingresses", "ingress", &["ing"], true),
    declare(Kind::GatewayClass, "GatewayClass", GATEWAY, GATEWAY_VERSIONS, "gatewayclasses", "gatewayclass", &["gc"], false).in_categories(GATEWAY_CATEGORY),
    declare(Kind::Gateway, "Gateway", GATEWAY, GATEWAY_VERSIONS, "gateways", "gateway", &["gtw"], true).in_categories(GATEWAY_CATEGORY),
    declare(Kind::HTTPRoute, "HTTPRoute", GATEWAY, GATEWAY_VERSIONS, "httproutes", "httproute", &[], true).in_categories(GATEWAY_CATEGORY),
    declare(Kind::GRPCRoute, "GRPCRoute", GATEWAY, GATEWAY_VERSIONS, "grpcroutes", "grpcroute", &[], true).in_categories(GATEWAY_CATEGORY),
    declare(Kind::ReferenceGrant, "ReferenceGrant", GATEWAY, GATEWAY_VERSIONS, "referencegrants", "referencegrant", &["refgrant"], true).in_categories(GATEWAY_CATEGORY),
    declare(Kind::Event, "Event", "", &["v1"], "events", "event", &["ev"], true),
    declare(Kind::ResourceQuota, "ResourceQuota", "", &["v1"], "resourcequotas", "resourcequota", &["quota"], true),
    declare(Kind::LimitRange, "LimitRange", "", &["v1"], "limitranges", "limitrange", &["limits"], true),
    declare(Kind::CustomResourceDefinition, "CustomResourceDefinition", "apiextensions.k8s.io", &["v1"], "customresourcedefinitions", "customresourcedefinition", &["crd", "crds"], false),
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
    Declaration { kind, name, group, versions, plural, singular, short, namespaced, categories: &[] }
}

impl Declaration {
    const fn in_categories(mut self, categories: &'static [&'static str]) -> Self {
        self.categories = categories;
        self
    }

    const fn in_all(self) -> Self {
        self.in_categories(&["all"])
    }

    /// Whether a word typed for a resource means this kind: `po`, `pod`, `pods`, `Pod`, `deploy.apps`, `deployments.v1.apps`.
    /// Case does not matter, as for kubectl.
    pub fn is_called(&self, word: &str) -> bool {
        let (name, rest) = word.split_once('.').unwrap_or((word, ""));
        let named = [self.plural, self.singular, self.name]
            .iter()
            .chain(self.short)
            .any(|own| own.eq_ignore_ascii_case(name));
        named && (rest.is_empty() || self.is_in_group(rest))
    }

    /// `apps` and `v1.apps`, for a kind of the group `apps`; `v1` for one of the core group.
    fn is_in_group(&self, rest: &str) -> bool {
        let in_version = |version: &str| match rest.strip_prefix(version) {
            Some("") => self.group.is_empty(),
            Some(group) => group.strip_prefix('.') == Some(self.group),
            None => false,
        };
        rest == self.group || self.versions.iter().any(|version| in_version(version))
    }
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

    /// The kinds that a resource word of a command line means: one, or for a category (`all`) several, in the order in
    /// which the API server lists them; none when the word is unknown.
    pub fn of_word(word: &str) -> Vec<Self> {
        if let Some(one) = KINDS.iter().find(|declaration| declaration.is_called(word)) {
            return vec![one.kind];
        }
        let mut found: Vec<&Declaration> =
            KINDS.iter().filter(|one| one.categories.contains(&word)).collect();
        found.sort_by_key(|one| (one.group, one.plural));
        found.into_iter().map(|one| one.kind).collect()
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

    #[test]
    fn a_word_means_a_kind_or_several() {
        for (word, kind) in [
            ("po", Kind::Pod),
            ("Pods", Kind::Pod),
            ("svc", Kind::Service),
            ("ep", Kind::Endpoints),
            ("netpol", Kind::NetworkPolicy),
            ("gtw", Kind::Gateway),
            ("deployments.apps", Kind::Deployment),
            ("deploy.v1.apps", Kind::Deployment),
            ("services.v1", Kind::Service),
        ] {
            assert_eq!(Kind::of_word(word), [kind], "{word}");
        }
        for word in ["", "pod.apps", "widgets", "deploy.v2.apps", "."] {
            assert!(Kind::of_word(word).is_empty(), "{word}");
        }
        let all = [
            Kind::Pod,
            Kind::Service,
            Kind::DaemonSet,
            Kind::Deployment,
            Kind::ReplicaSet,
            Kind::StatefulSet,
        ];
        assert_eq!(Kind::of_word("all"), all);
    }
}
