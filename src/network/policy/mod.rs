//! `NetworkPolicy`: may this connection be opened, and which rules say so.
//!
//! Compiled once per cluster state ([`Policies::compile`]), asked for one connection ([`Policies::decide`]) or for all
//! Pods at once ([`matrix`](super::matrix)).
//!
//! Rules of the field, from <https://kubernetes.io/docs/concepts/services-networking/network-policies/>:
//! - A Pod that no policy of its own namespace selects for a direction is open in that direction.
//! - `policyTypes` left out means `Ingress`, and `Egress` too when there is at least one egress rule.
//! - What any policy allows is allowed; there is neither order nor denial.
//! - A connection needs egress at its source and ingress at its destination. Answers need nothing.
//! - A Pod always reaches itself, and a Pod and the node that it runs on always reach each other.
//! - Ports are those of the Pod, not of a Service. A port without protocol is TCP.
//!
//! Where the documentation leaves two possibilities open (Pods on the host network), both are computed: when they agree
//! that is the answer, else it is [`Verdict::Undefined`].

mod compile;
mod decide;
mod decision;
mod party;
mod rule;

pub use compile::{Policies, Policy};
pub use decision::{Ground, NearMiss, PolicyDecision, PolicyName, RuleName, Side, Verdict};
pub use party::Party;
pub use rule::{Connection, Direction, Namespaces, Peer, Ports, Rule, Which};

#[cfg(test)]
pub(in crate::network) mod example;
#[cfg(test)]
pub(in crate::network) mod random;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod rules_of_the_field;
#[cfg(test)]
mod undefined;

/// The page that the rules above are from.
pub const PAGE: &str = "https://kubernetes.io/docs/concepts/services-networking/network-policies/";
