//! One declaration for each served kind, beside its names in [`KINDS`](crate::cluster::KINDS): its defaults, its rules,
//! where it holds a Pod's specification and which of its lists a strategic merge patch merges.

use serde_json::{Map, Value};

use super::{
    defaults,
    validate::{self, Rule, Rules, UpdateRules},
};
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
    /// A custom resource knows no strategic merge patch and keeps its unknown fields here.
    pub custom: bool,
    /// Counts changes of `spec` in `metadata.generation`.
    pub generation: bool,
    pub name_rule: Rule,
    pub defaults: fn(&mut Map<String, Value>),
    pub rules: Rules,
    pub update_rules: UpdateRules,
}

const CONDITIONS: &[(&str, &str)] = &[("status.conditions", "type")];

/// A kind of which nothing special is known; the table below says what is.
const PLAIN: Served = Served {
    kind: Kind::ConfigMap,
    pod_template: None,
    merge_keys: &[],
    custom: false,
    generation: false,
    name_rule: validate::subdomain,
    defaults: |_| {},
    rules: |_, _| {},
    update_rules: |_, _, _| {},
};
const WORKLOAD: Served = Served {
    pod_template: Some("spec.template"),
    merge_keys: CONDITIONS,
    generation: true,
    update_rules: validate::selector_update,
    ..PLAIN
};
const CUSTOM: Served = Served { custom: true, generation: true, ..PLAIN };

/// Every kind, in the order of [`Kind`].
pub const SERVED: &[Served] = &[
    Served {
        kind: Kind::Namespace,
        merge_keys: CONDITIONS,
        name_rule: validate::label,
        defaults: defaults::namespace,
        rules: validate::namespace,
        ..PLAIN
    },
    Served {
        kind: Kind::Node,
        merge_keys: &[("spec.podCIDRs", ""), ("status.addresses", "type"), ("status.conditions", "type")],
        ..PLAIN
    },
    Served { kind: Kind::ServiceAccount, merge_keys: &[("secrets", "name")], ..PLAIN },
    Served {
        kind: Kind::ConfigMap,
        rules: validate::config_map,
        update_rules: validate::config_map_update,
        ..PLAIN
    },
    Served {
        kind: Kind::Secret,
        defaults: defaults::secret,
        rules: validate::secret,
        update_rules: validate::secret_update,
        ..PLAIN
    },
    Served {
        kind: Kind::Deployment,
        defaults: defaults::deployment,
        rules: validate::deployment,
        ..WORKLOAD
    },
    Served {
        kind: Kind::StatefulSet,
        defaults: defaults::stateful_set,
        rules: validate::stateful_set,
        ..WORKLOAD
    },
    Served { kind: Kind::DaemonSet, defaults: defaults::daemon_set, rules: validate::daemon_set, ..WORKLOAD },
    Served {
        kind: Kind::ReplicaSet,
        defaults: defaults::replica_set,
        rules: validate::replica_set,
        ..WORKLOAD
    },
    Served {
        kind: Kind::Pod,
        pod_template: Some(""),
        merge_keys: &[("status.conditions", "type"), ("status.podIPs", "ip"), ("status.hostIPs", "ip")],
        generation: true,
        defaults: defaults::pod,
        rules: validate::pod,
        update_rules: validate::pod_update,
        ..PLAIN
    },
    Served {
        kind: Kind::Service,
        merge_keys: &[("spec.ports", "port"), ("status.conditions", "type")],
        name_rule: validate::label,
        defaults: defaults::service,
        rules: validate::service,
        update_rules: validate::service_update,
        ..PLAIN
    },
    Served { kind: Kind::Endpoints, defaults: defaults::endpoints, rules: validate::endpoints, ..PLAIN },
    Served {
        kind: Kind::EndpointSlice,
        generation: true,
        defaults: defaults::endpoint_slice,
        rules: validate::endpoint_slice,
        update_rules: validate::endpoint_slice_update,
        ..PLAIN
    },
    Served {
        kind: Kind::NetworkPolicy,
        generation: true,
        defaults: defaults::network_policy,
        rules: validate::network_policy,
        ..PLAIN
    },
    Served { kind: Kind::IngressClass, generation: true, rules: validate::ingress_class, ..PLAIN },
    Served {
        kind: Kind::Ingress,
        generation: true,
        defaults: defaults::ingress,
        rules: validate::ingress,
        ..PLAIN
    },
    Served { kind: Kind::GatewayClass, ..CUSTOM },
    Served { kind: Kind::Gateway, ..CUSTOM },
    Served { kind: Kind::HTTPRoute, ..CUSTOM },
    Served { kind: Kind::GRPCRoute, ..CUSTOM },
    Served { kind: Kind::ReferenceGrant, ..CUSTOM },
    Served { kind: Kind::Event, ..PLAIN },
    Served { kind: Kind::ResourceQuota, ..PLAIN },
    Served { kind: Kind::LimitRange, ..PLAIN },
    Served { kind: Kind::CustomResourceDefinition, ..CUSTOM },
];

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
