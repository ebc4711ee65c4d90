//! The answer about one connection, with every policy and rule that decided it.

use std::fmt;

use serde::Serialize;

use super::rule::Direction;

/// What policies say about a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Allow,
    Deny,
    /// Kubernetes does not say; no grader and no question may depend on it.
    Undefined,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::Undefined => "undefined",
        }
    }

    /// Both directions together: a denial on one side is final, whatever the other side may be.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Deny, _) | (_, Self::Deny) => Self::Deny,
            (Self::Undefined, _) | (_, Self::Undefined) => Self::Undefined,
            _ => Self::Allow,
        }
    }
}

/// `namespace/name` of a policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct PolicyName {
    pub namespace: String,
    pub name: String,
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

/// One rule of a policy and the items of it that matched; indices count from 0, as in field paths.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RuleName {
    pub policy: PolicyName,
    pub direction: Direction,
    pub rule: usize,
    /// The item of `from`/`to`; `None` when the rule names no peers, and so means all.
    pub peer: Option<usize>,
    /// The item of `ports`; `None` when the rule names no ports, and so means all.
    pub port: Option<usize>,
}

/// `shop/allow-web ingress[0].from[1].ports[0]`: the rule, its peer, its port.
impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}[{}]", self.policy, self.direction.field(), self.rule)?;
        if let Some(peer) = self.peer {
            write!(f, ".{}[{peer}]", self.direction.peers_field())?;
        }
        match self.port {
            Some(port) => write!(f, ".ports[{port}]"),
            None => Ok(()),
        }
    }
}

/// A rule that allows the peer but not the port, or the port but not the peer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NearMiss {
    /// With the item that did match.
    pub rule: RuleName,
    pub peer_matches: bool,
    pub port_matches: bool,
}

/// Why one direction is decided as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Ground {
    /// The network plugin has no policy support: policies are kept but without effect.
    NotEnforced,
    /// This end is no Pod of the cluster: no policy speaks about it.
    NotAPod,
    /// A Pod always reaches itself.
    Itself,
    /// A Pod and its own node always reach each other.
    OwnNode,
    /// No policy selects the Pod in this direction.
    NotIsolated,
    /// At least one rule of a policy that selects the Pod allows it.
    AllowedByRule,
    /// Policies select the Pod, and no rule of theirs allows it.
    NoRuleAllows,
    /// A Pod on the host network is involved, and plugins may treat it in two ways that differ here.
    HostNetwork,
    /// One end is a Pod that has finished: it has no address any more.
    Finished,
}

/// One direction of a connection: egress at the source, or ingress at the destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    pub direction: Direction,
    pub verdict: Verdict,
    pub ground: Ground,
    /// The policies that isolate the Pod in this direction, by name.
    pub isolating: Vec<PolicyName>,
    /// The rules that allow the connection: one for each rule, with the first items that matched.
    pub allowing: Vec<RuleName>,
    /// When nothing allows it: the rules that nearly did.
    pub near_misses: Vec<NearMiss>,
}

/// What policies say about one connection, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyDecision {
    pub verdict: Verdict,
    /// At the source.
    pub egress: Side,
    /// At the destination.
    pub ingress: Side,
    /// The page of the documentation that decides it.
    pub page: &'static str,
}

impl Side {
    pub(super) fn plain(direction: Direction, verdict: Verdict, ground: Ground) -> Self {
        Self {
            direction,
            verdict,
            ground,
            isolating: Vec::new(),
            allowing: Vec::new(),
            near_misses: Vec::new(),
        }
    }
}
