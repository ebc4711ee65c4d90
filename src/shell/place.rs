//! Where a shell stands: whose programs, files and network it has.

/// A machine, or a container of a Pod.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The host that the exam's session begins on: outside the cluster's network, with `kubectl`.
    Host,
    /// A node of the cluster, by its name.
    Node(String),
    Container {
        namespace: String,
        pod: String,
        container: String,
    },
}

impl Place {
    /// What `hostname` says there.
    pub fn hostname(&self) -> &str {
        match self {
            Self::Host => "base",
            Self::Node(name) => name,
            Self::Container { pod, .. } => pod,
        }
    }

    /// Who one is after arriving there.
    pub fn user(&self) -> &'static str {
        if *self == Self::Host { "candidate" } else { "root" }
    }

    /// The home folder of a user.
    pub fn home(user: &str) -> &'static str {
        if user == "root" { "/root" } else { "/home/candidate" }
    }
}
