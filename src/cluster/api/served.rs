//! One declaration for each served kind, beside its names in [`KINDS`](crate::cluster::KINDS): where it holds a Pod's
//! specification and which of its lists a strategic merge patch merges.

use crate::cluster::Kind;

/// What the API does with one kind.
#[derive(Debug, Clone, Copy)]
pub struct Served {
    pub kind: Kind,
    /// The path of the object that holds a Pod's `metadata` and `spec`: empty for a Pod, `spec.template` for a workload.
    pub pod_template: Option<&'static str>,
    /// Lists merged by a strategic merge patch, with the field that tells their elements apart (empty: a list of plain
    /// values). From the `patchStrategy` and `patchMergeKey` tags of the API's Go types; every other list is replaced.
    pub merge_keys: &'static [(&'static str, &'static str)],
}

const CONDITIONS: &[(&str, &str)] = &[("status.conditions", "type")];
const TEMPLATE: Option<&str> = Some("spec.template");

#[rustfmt::skip]
/// Every kind, in the order of [`Kind`].
pub const SERVED: &[Served] = &[
    serve(Kind::Namespace, None, CONDITIONS),
    serve(Kind::Node, None, &[("spec.podCIDRs", ""), ("status.addresses", "type"), ("status.conditions", "type")]),
    serve(Kind::ServiceAccount, None, &[("secrets", "name")]),
    serve(Kind::ConfigMap, None, &[]),
    serve(Kind::Secret, None, &[]),
    serve(Kind::Deployment, TEMPLATE, CONDITIONS),
    serve(Kind::StatefulSet, TEMPLATE, CONDITIONS),
    serve(Kind::DaemonSet, TEMPLATE, CONDITIONS),
    serve(Kind::ReplicaSet, TEMPLATE, CONDITIONS),
    serve(Kind::Pod, Some(""), &[("status.conditions", "type"), ("status.podIPs", "ip"), ("status.hostIPs", "ip")]),
    serve(Kind::Service, None, &[("spec.ports", "port"), ("status.conditions", "type")]),
    serve(Kind::Endpoints, None, &[]),
    serve(Kind::EndpointSlice, None, &[]),
    serve(Kind::NetworkPolicy, None, &[]),
    serve(Kind::IngressClass, None, &[]),
    serve(Kind::Ingress, None, &[]),
    serve(Kind::GatewayClass, None, &[]),
    serve(Kind::Gateway, None, &[]),
    serve(Kind::HTTPRoute, None, &[]),
    serve(Kind::GRPCRoute, None, &[]),
    serve(Kind::ReferenceGrant, None, &[]),
];

const fn serve(
    kind: Kind,
    pod_template: Option<&'static str>,
    merge_keys: &'static [(&'static str, &'static str)],
) -> Served {
    Served { kind, pod_template, merge_keys }
}

impl Served {
    /// The declaration of a kind. The table is in the order of the enum (a test keeps that).
    pub fn of(kind: Kind) -> &'static Self {
        &SERVED[kind as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::KINDS;

    #[test]
    fn every_kind_is_served_in_the_order_of_the_enum() {
        assert_eq!(SERVED.len(), KINDS.len());
        for (place, served) in SERVED.iter().enumerate() {
            assert_eq!(served.kind as usize, place, "{}", served.kind);
        }
    }
}
