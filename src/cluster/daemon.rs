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
}

const fn daemon(name: &'static str, port: u16, localhost_only: bool, control_plane: bool) -> Daemon {
    Daemon { name, port, localhost_only, control_plane }
}

/// <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>, and the SSH server by which one gets there. The
/// API server is not among them: at which ports it listens, the Service `default/kubernetes` says.
const DAEMONS: [Daemon; 9] = [
    daemon("sshd", 22, false, false),
    daemon("kubelet", 10_248, true, false),
    daemon("kubelet", 10_250, false, false),
    daemon("kube-proxy", 10_249, true, false),
    daemon("kube-proxy", 10_256, false, false),
    daemon("etcd", 2379, false, true),
    daemon("etcd", 2380, false, true),
    daemon("kube-controller-manager", 10_257, true, true),
    daemon("kube-scheduler", 10_259, true, true),
];

/// The label of the nodes that kubeadm puts the control plane on; the key of their taint, too.
pub const CONTROL_PLANE_ROLE: &str = "node-role.kubernetes.io/control-plane";

/// What listens on a node.
pub fn daemons(node: &Object) -> impl Iterator<Item = &'static Daemon> {
    let control_plane = node.labels().contains_key(CONTROL_PLANE_ROLE);
    DAEMONS.iter().filter(move |daemon| control_plane || !daemon.control_plane)
}
