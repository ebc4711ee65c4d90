//! Gateway API: custom resources, with the columns of their definitions (`config/crd` of the project, standard channel).
//!
//! | file | what |
//! |---|---|
//! | `listeners`, `http_route`, `grpc_route` | the form of each kind |
//! | `filters`, `parts` | what they share |

mod filters;
mod grpc_route;
mod http_route;
mod listeners;
mod parts;
#[cfg(test)]
mod tests;

use super::declaration::Declaration;
use crate::cluster::{
    Kind,
    table::{AGE, Column, NAME},
};

const GATEWAY_API: Declaration = Declaration {
    group: "gateway.networking.k8s.io",
    versions: &["v1", "v1beta1"],
    categories: &["gateway-api"],
    custom: true,
    generation: true,
    ..Declaration::PLAIN
};
const HOSTNAMES: Column = Column::text("HOSTNAMES", ".spec.hostnames", "");

pub const GATEWAY_CLASS: Declaration = Declaration {
    kind: Kind::GatewayClass,
    name: "GatewayClass",
    plural: "gatewayclasses",
    singular: "gatewayclass",
    form: Some(&listeners::GATEWAY_CLASS),
    short: &["gc"],
    namespaced: false,
    columns: &[
        NAME,
        Column::text("CONTROLLER", ".spec.controllerName", ""),
        Column::text("ACCEPTED", r#".status.conditions[?(@.type=="Accepted")].status"#, ""),
        AGE,
        Column::text("DESCRIPTION", ".spec.description", "").wide(),
    ],
    ..GATEWAY_API
};

pub const GATEWAY: Declaration = Declaration {
    kind: Kind::Gateway,
    name: "Gateway",
    plural: "gateways",
    singular: "gateway",
    form: Some(&listeners::GATEWAY),
    short: &["gtw"],
    merge_keys: &[("spec.listeners", "name")],
    columns: &[
        NAME,
        Column::text("CLASS", ".spec.gatewayClassName", ""),
        Column::text("ADDRESS", ".status.addresses[*].value", ""),
        Column::text("PROGRAMMED", r#".status.conditions[?(@.type=="Programmed")].status"#, ""),
        AGE,
    ],
    ..GATEWAY_API
};

pub const HTTP_ROUTE: Declaration = Declaration {
    kind: Kind::HTTPRoute,
    name: "HTTPRoute",
    plural: "httproutes",
    singular: "httproute",
    form: Some(&http_route::HTTP_ROUTE),
    columns: &[NAME, HOSTNAMES, AGE],
    ..GATEWAY_API
};

pub const GRPC_ROUTE: Declaration = Declaration {
    kind: Kind::GRPCRoute,
    name: "GRPCRoute",
    plural: "grpcroutes",
    singular: "grpcroute",
    form: Some(&grpc_route::GRPC_ROUTE),
    columns: &[NAME, HOSTNAMES, AGE],
    ..GATEWAY_API
};

pub const REFERENCE_GRANT: Declaration = Declaration {
    kind: Kind::ReferenceGrant,
    name: "ReferenceGrant",
    plural: "referencegrants",
    singular: "referencegrant",
    form: Some(&listeners::REFERENCE_GRANT),
    short: &["refgrant"],
    ..GATEWAY_API
};
