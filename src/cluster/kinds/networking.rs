//! The groups `networking.k8s.io` and `discovery.k8s.io`.

use super::declaration::Declaration;
use crate::cluster::{
    Kind,
    api::{defaults, validate},
    table::{AGE, Column, NAME, ingress, service, workload},
};

const NETWORKING: Declaration =
    Declaration { group: "networking.k8s.io", generation: true, ..Declaration::PLAIN };

pub const ENDPOINT_SLICE: Declaration = Declaration {
    kind: Kind::EndpointSlice,
    name: "EndpointSlice",
    group: "discovery.k8s.io",
    plural: "endpointslices",
    singular: "endpointslice",
    columns: &[
        NAME,
        Column::text("ADDRESSTYPE", ".addressType", ""),
        Column::made("PORTS", service::slice_ports),
        Column::made("ENDPOINTS", service::slice_endpoints),
        AGE,
    ],
    generation: true,
    defaults: defaults::endpoint_slice,
    rules: validate::endpoint_slice,
    update_rules: validate::endpoint_slice_update,
    ..Declaration::PLAIN
};

pub const NETWORK_POLICY: Declaration = Declaration {
    kind: Kind::NetworkPolicy,
    name: "NetworkPolicy",
    plural: "networkpolicies",
    singular: "networkpolicy",
    short: &["netpol"],
    columns: &[NAME, Column::made("POD-SELECTOR", workload::pod_selector), AGE],
    defaults: defaults::network_policy,
    rules: validate::network_policy,
    ..NETWORKING
};

pub const INGRESS_CLASS: Declaration = Declaration {
    kind: Kind::IngressClass,
    name: "IngressClass",
    plural: "ingressclasses",
    singular: "ingressclass",
    namespaced: false,
    columns: &[
        NAME,
        Column::text("CONTROLLER", ".spec.controller", ""),
        Column::made("PARAMETERS", ingress::parameters),
        AGE,
    ],
    rules: validate::ingress_class,
    update_rules: validate::ingress_class_update,
    ..NETWORKING
};

pub const INGRESS: Declaration = Declaration {
    kind: Kind::Ingress,
    name: "Ingress",
    plural: "ingresses",
    singular: "ingress",
    short: &["ing"],
    columns: &[
        NAME,
        Column::text("CLASS", ".spec.ingressClassName", "<none>"),
        Column::made("HOSTS", ingress::hosts),
        Column::made("ADDRESS", ingress::address),
        Column::made("PORTS", ingress::ports),
        AGE,
    ],
    defaults: defaults::ingress,
    rules: validate::ingress,
    ..NETWORKING
};
