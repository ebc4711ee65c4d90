//! Gateway API: listeners, the routes attached to them, what they do to a request, and the statuses a controller writes.
//!
//! The rules are the specification's (<https://gateway-api.sigs.k8s.io/reference/spec/>); the cases of its conformance suite are run in
//! `tests/vectors_http.rs`.
//!
//! | file | what |
//! |---|---|
//! | `api` | the kinds' fields |
//! | `grpc` | a `GRPCRoute` as rules for HTTP |
//! | `listener`, `attach`, `grant` | which routes a Gateway takes, which references are good |
//! | `matching`, `filter`, `cors`, `action` | one rule |
//! | `table` | all Gateways with their rules, sorted |
//! | `choose`, `answer`, `near` | a request: listener and rule; filters and backends; the rules that nearly took it |
//! | `condition`, `status` | conditions with their reasons, as values |
//! | `controller` | writes them into a cluster that answers requests |

mod action;
mod answer;
mod api;
mod attach;
mod choose;
mod condition;
mod controller;
mod cors;
mod filter;
mod grant;
mod grpc;
mod listener;
mod matching;
mod near;
#[cfg(test)]
mod rules_of_the_field;
mod status;
mod table;

pub use condition::{Condition, Truth};
pub use controller::CONTROLLER;
pub use status::{GatewayStatus, ListenerStatus, ParentStatus, class_status};
pub use table::{Gateway, Gateways};

/// The specification.
pub const PAGE: &str = "https://gateway-api.sigs.k8s.io/reference/spec/";
/// How routes attach.
pub const ATTACH_PAGE: &str =
    "https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways";
