//! What the API declares of each kind: names, table, defaults, rules. One declaration a kind, in the file of its group.
//!
//! To add a kind, write its [`Declaration`] in the file of its group and name it in the list below: under `typed`, with the
//! module of its struct, if `k8s-openapi` has one. Everything else - the resource words of a command line, tables, patches,
//! admission, field selectors - is derived from that. ARCHITECTURE.md tells it step by step.

mod apps;
mod core;
mod custom;
mod declaration;
mod gateway;
pub mod metallb;
mod networking;
mod policy;
mod scheduling;

pub use custom::CustomKind;
pub use declaration::Declaration;

/// Hands the list of kinds to another macro: first those with a Rust type, then those that are read as plain JSON. A line
/// is `Kind = file::DECLARATION`; with a type, its module in `k8s_openapi::api` stands behind the kind. What others are
/// built on comes first: that is the order of [`Kind`](super::Kind).
macro_rules! each_kind {
    ($then:ident) => {
        $then! {
            typed {
                Namespace: core::v1 = core::NAMESPACE,
                Node: core::v1 = core::NODE,
                ServiceAccount: core::v1 = core::SERVICE_ACCOUNT,
                ConfigMap: core::v1 = core::CONFIG_MAP,
                Secret: core::v1 = core::SECRET,
                ResourceQuota: core::v1 = policy::RESOURCE_QUOTA,
                LimitRange: core::v1 = policy::LIMIT_RANGE,
                PriorityClass: scheduling::v1 = scheduling::PRIORITY_CLASS,
                Deployment: apps::v1 = apps::DEPLOYMENT,
                StatefulSet: apps::v1 = apps::STATEFUL_SET,
                DaemonSet: apps::v1 = apps::DAEMON_SET,
                ControllerRevision: apps::v1 = apps::CONTROLLER_REVISION,
                ReplicaSet: apps::v1 = apps::REPLICA_SET,
                Pod: core::v1 = core::POD,
                PodDisruptionBudget: policy::v1 = policy::POD_DISRUPTION_BUDGET,
                Service: core::v1 = core::SERVICE,
                Endpoints: core::v1 = core::ENDPOINTS,
                EndpointSlice: discovery::v1 = networking::ENDPOINT_SLICE,
                NetworkPolicy: networking::v1 = networking::NETWORK_POLICY,
                IngressClass: networking::v1 = networking::INGRESS_CLASS,
                Ingress: networking::v1 = networking::INGRESS,
                Event: core::v1 = core::EVENT,
            }
            plain {
                CustomResourceDefinition = custom::CUSTOM_RESOURCE_DEFINITION,
                GatewayClass = gateway::GATEWAY_CLASS,
                Gateway = gateway::GATEWAY,
                HTTPRoute = gateway::HTTP_ROUTE,
                GRPCRoute = gateway::GRPC_ROUTE,
                ReferenceGrant = gateway::REFERENCE_GRANT,
            }
        }
    };
}
pub(super) use each_kind;

macro_rules! all_declarations {
    (typed { $($typed:ident: $group:ident::$version:ident = $typed_file:ident::$typed_row:ident,)+ } plain { $($plain:ident = $file:ident::$row:ident,)+ }) => {
        /// Every kind that is built in, in the order of [`Kind`](super::Kind).
        pub const KINDS: &[Declaration] = &[$($typed_file::$typed_row,)+ $($file::$row,)+];

        impl super::Kind {
            /// What the API declares of this kind.
            pub fn declaration(self) -> &'static Declaration {
                match self {
                    $(Self::$typed => &$typed_file::$typed_row,)+
                    $(Self::$plain => &$file::$row,)+
                    Self::Custom(custom) => custom.declaration(),
                }
            }
        }
    };
}
each_kind!(all_declarations);

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn every_declaration_is_that_of_its_kind() {
        for declaration in KINDS {
            assert_eq!(declaration.kind.declaration().name, declaration.name);
            assert_eq!(format!("{:?}", declaration.kind), declaration.name);
            assert_eq!(declaration.kind.name(), declaration.name);
        }
        assert!(KINDS.windows(2).all(|pair| pair[0].kind < pair[1].kind));
    }

    #[test]
    fn no_two_kinds_share_a_word() {
        for one in KINDS {
            for word in one.short.iter().chain([&one.plural, &one.singular]) {
                let called: Vec<_> = KINDS.iter().filter(|other| other.is_called(word)).collect();
                assert_eq!(called.len(), 1, "{word}");
            }
        }
    }
}
