//! Questions on Ingress and Gateway API: which backend answers, with which status, and why a route is not accepted.

mod accepted;
mod attachment;
mod backend;
mod migration;
mod near;
mod path_type;
mod scene;
mod status;

use super::maker::Maker;
use crate::course::Mistake;

pub const MAKERS: &[Maker] = &[
    Maker {
        name: "ingress-backend",
        version: 2,
        row: "I2",
        asks: "which Service answers a request through an Ingress",
        mistakes: &[
            Mistake::RuleOrder,
            Mistake::ExactForPrefix,
            Mistake::PathElements,
            Mistake::Hostname,
            Mistake::HttpStatus,
        ],
        make: backend::make,
    },
    Maker {
        name: "gateway-status",
        version: 2,
        row: "T5",
        asks: "with which status a Gateway answers",
        mistakes: &[Mistake::HttpStatus],
        make: status::make,
    },
    Maker {
        name: "gateway-accepted",
        version: 2,
        row: "G1",
        asks: "why a route is not accepted, or does not work",
        mistakes: &[Mistake::AllowedRoutes, Mistake::Hostname, Mistake::ParentRef, Mistake::HttpStatus],
        make: accepted::make,
    },
    Maker {
        name: "ingress-path-type",
        version: 2,
        row: "I2",
        asks: "which path type does what is asked",
        mistakes: &[Mistake::ExactForPrefix, Mistake::PathElements],
        make: path_type::make,
    },
    Maker {
        name: "gateway-migration",
        version: 2,
        row: "G2",
        asks: "which HTTPRoute does the same as an Ingress, and what changes",
        mistakes: &[
            Mistake::ExactForPrefix,
            Mistake::Hostname,
            Mistake::ServicePort,
            Mistake::ParentRef,
            Mistake::PathElements,
            Mistake::RuleOrder,
        ],
        make: migration::make,
    },
];

pub const INGRESS: &str =
    "Kubernetes documentation: Ingress (https://kubernetes.io/docs/concepts/services-networking/ingress/)";
pub const GATEWAY: &str =
    "Gateway API documentation: API specification (https://gateway-api.sigs.k8s.io/reference/spec/)";
