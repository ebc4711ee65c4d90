//! What listens at a node's own address besides Pods: the processes that every node of a kubeadm cluster runs.

use super::object::Object;

/// One port of one process; TCP all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daemon {
    pub name: &'static str,
    pub port: u16,
    /// Bound to 127.0.0.1: nobody outside the node reaches it.
    pub localhost_only: bool,
    /// On nodes of the control plane only.
    control_plane: bool,
    pub door: Door,
}

/// What a client of HTTP that nobody knows meets at a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Something else than HTTP.
    Silent,
    /// HTTP: at `/healthz` stands this.
    Plain(&'static str),
    /// HTTPS: all learn of its health, and nothing else (`--authorization-always-allow-paths`).
    Health,
    /// HTTPS: strangers learn nothing. <https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/>
    Known,
    /// TLS: who shows no certificate of its own is not let in.
    /// <https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#securing-communication>
    Mutual,
}

const fn daemon(
    name: &'static str,
    (port, door): (u16, Door),
    localhost_only: bool,
    control_plane: bool,
) -> Daemon {
    Daemon { name, port, localhost_only, control_plane, door }
}

/// <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>, and the SSH server by which one gets there. The
/// API server is not among them: at which ports it listens, the Service `default/kubernetes` says.
const DAEMONS: [Daemon; 9] = [
    daemon("sshd", (22, Door::Silent), false, false),
    daemon("kubelet", (10_248, Door::Plain("ok")), true, false),
    daemon("kubelet", (10_250, Door::Known), false, false),
    daemon("kube-proxy", (10_249, Door::Plain("ok")), true, false),
    // Its body holds times of the proxy's own, which are not known here.
    daemon("kube-proxy", (10_256, Door::Plain("")), false, false),
    daemon("etcd", (2379, Door::Mutual), false, true),
    daemon("etcd", (2380, Door::Mutual), false, true),
    daemon("kube-controller-manager", (10_257, Door::Health), true, true),
    daemon("kube-scheduler", (10_259, Door::Health), true, true),
];

/// The label of the nodes that kubeadm puts the control plane on; the key of their taint, too.
pub const CONTROL_PLANE_ROLE: &str = "node-role.kubernetes.io/control-plane";

/// What listens on a node.
pub fn daemons(node: &Object) -> impl Iterator<Item = &'static Daemon> {
    let control_plane = node.labels().contains_key(CONTROL_PLANE_ROLE);
    DAEMONS.iter().filter(move |daemon| control_plane || !daemon.control_plane)
}
