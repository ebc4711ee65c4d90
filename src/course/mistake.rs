//! The classes of mistakes that wrong answers stand for, so that what one gets wrong can come back in new clothes.

use serde::{Deserialize, Serialize};

macro_rules! mistakes {
    ($($(#[$note:meta])* $name:ident $id:literal $title:literal),+ $(,)?) => {
        /// A way of thinking that leads to a wrong answer. The id is what the record and JSON hold; it never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Mistake {
            $($(#[$note])* #[serde(rename = $id)] $name),+
        }

        impl Mistake {
            /// All of them, in the order of the course.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            /// What went wrong, in a few words for a list.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

mistakes! {
    ServicePort "service-port" "the Service's port taken for the Pod's",
    NamedPort "named-port" "a named port is looked up in each Pod",
    WrongDefault "wrong-default" "a default not known",
    ServiceType "service-type" "what each Service type adds",
    WayIn "way-in" "the wrong address or port for where one stands",
    Selector "selector" "a selector that does not select",
    OtherNamespace "other-namespace" "namespaces overlooked",
    NotReady "not-ready" "readiness overlooked",
    TrafficLocal "traffic-local" "what `Local` does",
    Headless "headless" "a headless Service taken for one with an address",
    DnsForm "dns-form" "the parts of a DNS name",
    SearchPath "search-path" "the search path and ndots",
    Isolation "isolation" "which Pods a policy isolates, and in which direction",
    Union "union" "policies taken for denials: they only add up",
    TwoItems "two-items" "two items where one was meant",
    NamespaceLabel "namespace-label" "a namespace's labels taken for a Pod's",
    AllLabels "all-labels" "one of several conditions taken for enough",
    AddressRange "address-range" "which addresses a range has, and what is cut out of it",
    OtherPort "other-port" "the port of a rule overlooked",
    MissingUdp "missing-udp" "the protocol overlooked: TCP is not UDP",
    EgressForgotten "egress-forgotten" "egress of the client forgotten",
    IngressForgotten "ingress-forgotten" "ingress of the server forgotten",
    TooWide "too-wide" "more opened than was asked",
    ExactForPrefix "exact-for-prefix" "Exact taken for Prefix, or the other way round",
    PathElements "path-elements" "prefixes match whole elements of a path",
    RuleOrder "rule-order" "the most specific rule wins, not the first",
    Hostname "hostname" "which hosts a rule is for",
    HttpStatus "http-status" "404, 500 and 503 mixed up",
    AllowedRoutes "allowed-routes" "allowedRoutes and ReferenceGrant mixed up",
    ParentRef "parent-ref" "the listener that a route names",
    CommandForm "command-form" "an option that the command does not have",
}

impl Mistake {
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|mistake| mistake.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_what_the_record_holds() {
        for mistake in Mistake::ALL {
            assert_eq!(Mistake::find(mistake.id()), Some(*mistake));
            assert_eq!(serde_json::to_value(mistake).unwrap(), mistake.id());
            assert!(crate::course::is_id(mistake.id()));
        }
    }
}
