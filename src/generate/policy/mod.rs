//! Questions on NetworkPolicy: who connects, which policy blocks, what opens, which policy does what is asked.

mod addresses;
mod blocks;
mod changes;
mod choice;
mod connects;
mod near;
mod opens;
mod peers;
mod reasons;
mod rules;
mod scene;
mod selector;
mod types;
mod which_pods;

use super::maker::Maker;
use crate::course::Mistake;

pub const MAKERS: &[Maker] = &[
    Maker {
        name: "policy-reach",
        version: 3,
        row: "P2",
        asks: "does this Pod reach that one on this port",
        mistakes: reasons::MISTAKES,
        make: connects::make,
    },
    Maker {
        name: "policy-pods",
        version: 3,
        row: "P2",
        asks: "which of these Pods can connect",
        mistakes: reasons::MISTAKES,
        make: which_pods::make,
    },
    Maker {
        name: "policy-addresses",
        version: 1,
        row: "P2",
        asks: "which addresses outside the cluster policies allow",
        mistakes: addresses::MISTAKES,
        make: addresses::make,
    },
    Maker {
        name: "policy-blocks",
        version: 3,
        row: "T4",
        asks: "which policy blocks a connection",
        mistakes: &[
            Mistake::Isolation,
            Mistake::OtherNamespace,
            Mistake::EgressForgotten,
            Mistake::IngressForgotten,
        ],
        make: blocks::make,
    },
    Maker {
        name: "policy-opens",
        version: 3,
        row: "P4",
        asks: "which change opens a connection and nothing else",
        mistakes: opens::MISTAKES,
        make: opens::make,
    },
    Maker {
        name: "policy-choice",
        version: 3,
        row: "P3",
        asks: "which of four policies does exactly what is asked",
        mistakes: choice::MISTAKES,
        make: choice::make,
    },
    Maker {
        name: "policy-types",
        version: 2,
        row: "P1",
        asks: "in which directions a policy isolates",
        mistakes: &[Mistake::WrongDefault, Mistake::Isolation],
        make: types::make,
    },
];

/// Where all of it is written.
pub const SOURCE: &str = "Kubernetes documentation: Network Policies (https://kubernetes.io/docs/concepts/services-networking/network-policies/)";
