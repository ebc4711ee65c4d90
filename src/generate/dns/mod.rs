//! Questions on DNS: which names work from here, what they give, which query comes first.

mod first;
mod gives;
mod headless;
mod records;
mod scene;
mod shortest;
mod stateful;

use super::maker::Maker;
use crate::course::Mistake;

pub const MAKERS: &[Maker] = &[
    Maker {
        name: "dns-shortest",
        version: 3,
        row: "D1",
        asks: "the shortest name that works from here",
        mistakes: &[Mistake::SearchPath, Mistake::DnsForm, Mistake::OtherNamespace],
        make: shortest::make,
    },
    Maker {
        name: "dns-gives",
        version: 2,
        row: "D1",
        asks: "what this name gives from this Pod",
        mistakes: &[Mistake::OtherNamespace, Mistake::DnsForm, Mistake::Headless, Mistake::SearchPath],
        make: gives::make,
    },
    Maker {
        name: "dns-stateful",
        version: 2,
        row: "V6",
        asks: "the name of a StatefulSet's Pod",
        mistakes: &[Mistake::DnsForm, Mistake::Headless, Mistake::OtherNamespace],
        make: stateful::make,
    },
    Maker {
        name: "dns-first",
        version: 3,
        row: "D3",
        asks: "which query is tried first",
        mistakes: &[Mistake::SearchPath],
        make: first::make,
    },
    Maker {
        name: "dns-records",
        version: 2,
        row: "D1",
        asks: "SRV and Pod records",
        mistakes: &[Mistake::DnsForm, Mistake::ServicePort, Mistake::NamedPort],
        make: records::make,
    },
    Maker {
        name: "dns-headless",
        version: 2,
        row: "V6",
        asks: "what a headless Service answers",
        mistakes: &[Mistake::Headless, Mistake::NotReady, Mistake::Selector],
        make: headless::make,
    },
];

/// Where all of it is written.
pub const SOURCE: &str = "Kubernetes documentation: DNS for Services and Pods (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)";
