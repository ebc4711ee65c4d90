//! Questions on Services: which type fits, where they are reached, why they have no endpoints.

mod empty;
mod named_port;
mod nodes;
mod reach;
mod traffic;
mod types;

use super::maker::Maker;
use crate::course::Mistake;

pub use empty::{Cause, Scene as Faulty};

pub const MAKERS: &[Maker] = &[
    Maker {
        name: "service-type",
        version: 2,
        row: "V4",
        asks: "which type of Service fits",
        mistakes: &[Mistake::ServiceType, Mistake::Headless],
        make: types::make,
    },
    Maker {
        name: "service-reach",
        version: 2,
        row: "V3",
        asks: "at which addresses and ports a Service is reached from here",
        mistakes: &[Mistake::ServicePort, Mistake::WayIn, Mistake::ServiceType],
        make: reach::make,
    },
    Maker {
        name: "service-endpoints",
        version: 2,
        row: "V7",
        asks: "why a Service has no endpoint to send to",
        mistakes: empty::MISTAKES,
        make: empty::make,
    },
    Maker {
        name: "service-named-port",
        version: 2,
        row: "V1",
        asks: "what a named target port gives",
        mistakes: &[Mistake::ServicePort, Mistake::NamedPort, Mistake::NotReady],
        make: named_port::make,
    },
    Maker {
        name: "service-traffic",
        version: 2,
        row: "V8",
        asks: "what a traffic policy does",
        mistakes: &[Mistake::TrafficLocal, Mistake::NotReady],
        make: traffic::make,
    },
];

/// Where most of it is written.
pub const SOURCE: &str =
    "Kubernetes documentation: Service (https://kubernetes.io/docs/concepts/services-networking/service/)";
