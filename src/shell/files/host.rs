//! The files of the host that the session begins on.

use super::disk::Entry;
use crate::cluster::Cluster;

const FOLDERS: [&str; 8] =
    ["/home/candidate", "/home/candidate/.kube", "/root", "/tmp", "/opt/course", "/etc", "/var/log", "/mnt"];

/// Folders, and the few files that every Linux machine has.
pub fn host(cluster: &Cluster, name: &str) -> Vec<(String, Entry)> {
    let file = |path: &str, text: &str| (path.to_owned(), Entry::File(text.into()));
    let folders = FOLDERS.iter().map(|path| ((*path).to_owned(), Entry::Folder));
    folders
        .chain([
            file("/etc/hosts", &hosts(cluster, name)),
            file("/etc/hostname", &format!("{name}\n")),
            // Nobody answers there: the host knows no names but those in its file.
            file("/etc/resolv.conf", "nameserver 192.0.2.53\n"),
            file("/etc/os-release", "PRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\nNAME=\"Ubuntu\"\nID=ubuntu\n"),
            file("/home/candidate/.bashrc", "alias k=kubectl\nsource <(kubectl completion bash)\n"),
        ])
        .collect()
}

/// `/etc/hosts` of a machine: itself and the nodes.
pub fn hosts(cluster: &Cluster, name: &str) -> String {
    let mut text = format!("127.0.0.1 localhost\n127.0.1.1 {name}\n");
    for (object, node) in cluster.nodes() {
        let addresses = node.status.iter().flat_map(|status| status.addresses.iter().flatten());
        if let Some(address) = addresses.into_iter().find(|address| address.type_ == "InternalIP") {
            text.push_str(&address.address);
            text.push(' ');
            text.push_str(object.name());
            text.push('\n');
        }
    }
    text
}
