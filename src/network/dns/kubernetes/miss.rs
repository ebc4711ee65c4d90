//! Why there is no such name: each reason for NXDOMAIN from the plugin `kubernetes`, in words.

use std::{fmt, net::IpAddr};

use super::question::NotInSchema;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    Schema(NotInSchema),
    NoNamespace(String),
    /// `namespaces` or `namespace_labels` leave it out.
    NamespaceNotServed(String),
    NoService {
        namespace: String,
        service: String,
    },
    /// `labels` leave it out.
    ServiceNotServed {
        namespace: String,
        service: String,
    },
    /// `ignore empty_service`.
    EmptyService {
        namespace: String,
        service: String,
    },
    NoReadyEndpoint {
        namespace: String,
        service: String,
    },
    NoEndpoint {
        service: String,
        endpoint: String,
    },
    NoPort {
        service: String,
        port: String,
        protocol: String,
    },
    BelowExternalName(String),
    ExternalNameIsAddress {
        service: String,
        target: String,
    },
    PodsDisabled,
    NotAnAddress(String),
    NoPod {
        namespace: String,
        address: IpAddr,
    },
    NobodyHasAddress(IpAddr),
    /// A forward name in a reverse zone.
    ReverseZone,
    NoText,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema(NotInSchema::NeitherServiceNorPod(label)) => {
                write!(f, "below the zone there are only svc and pod, not {label:?}")
            }
            Self::Schema(NotInSchema::TooLong) => {
                f.write_str("the name has more labels than any Service or Pod has")
            }
            Self::NoNamespace(namespace) => write!(f, "there is no namespace {namespace:?}"),
            Self::NamespaceNotServed(namespace) => {
                write!(f, "the Corefile leaves the namespace {namespace:?} out")
            }
            Self::NoService { namespace, service } => {
                write!(f, "there is no Service {service:?} in the namespace {namespace:?}")
            }
            Self::ServiceNotServed { namespace, service } => {
                write!(f, "the Corefile's labels leave the Service {namespace}/{service} out")
            }
            Self::EmptyService { namespace, service } => {
                write!(
                    f,
                    "the Service {namespace}/{service} has no ready endpoint, and the Corefile says: ignore empty_service"
                )
            }
            Self::NoReadyEndpoint { namespace, service } => {
                write!(f, "the headless Service {namespace}/{service} has no ready endpoint")
            }
            Self::NoEndpoint { service, endpoint } => {
                write!(f, "no ready endpoint of the Service {service} is called {endpoint:?}")
            }
            Self::NoPort { service, port, protocol } => {
                write!(f, "the Service {service} has no {protocol} port named {port:?}")
            }
            Self::BelowExternalName(service) => {
                write!(f, "the Service {service} is of type ExternalName: it has no endpoints")
            }
            Self::ExternalNameIsAddress { service, target } => {
                write!(
                    f,
                    "the external name of the Service {service} is {target}: an address can not be the target of a CNAME"
                )
            }
            Self::PodsDisabled => f.write_str(
                "the Corefile has no pods mode, or pods disabled: Pods have no names of their own",
            ),
            Self::NotAnAddress(label) => {
                write!(f, "{label:?} is not an address with dashes: Pods have no names but that")
            }
            Self::NoPod { namespace, address } => {
                write!(f, "no Pod in the namespace {namespace:?} has the address {address} (pods verified)")
            }
            Self::NobodyHasAddress(address) => {
                write!(f, "no Service and no ready endpoint has the address {address}")
            }
            Self::ReverseZone => f.write_str("in a reverse zone there are only addresses"),
            Self::NoText => f.write_str("no such name (the only TXT record is dns-version)"),
        }
    }
}
