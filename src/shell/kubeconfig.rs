//! The kubeconfig: contexts, and which of them is the current one.

/// One context: a cluster, a user, a namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub name: String,
    pub cluster: String,
    pub user: String,
    pub namespace: Option<String>,
}

/// What `~/.kube/config` says. All contexts lead to the same simulated cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kubeconfig {
    pub contexts: Vec<Context>,
    /// The name of the current context.
    pub current: String,
}

impl Default for Kubeconfig {
    /// kubeadm's.
    fn default() -> Self {
        let context = Context {
            name: "kubernetes-admin@kubernetes".to_owned(),
            cluster: "kubernetes".to_owned(),
            user: "kubernetes-admin".to_owned(),
            namespace: None,
        };
        Self { current: context.name.clone(), contexts: vec![context] }
    }
}

impl Kubeconfig {
    pub fn context(&self) -> Option<&Context> {
        self.contexts.iter().find(|context| context.name == self.current)
    }

    /// The namespace that commands without `-n` work in.
    pub fn namespace(&self) -> &str {
        self.context().and_then(|context| context.namespace.as_deref()).unwrap_or("default")
    }
}
