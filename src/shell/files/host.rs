//! The files of the host that the session begins on.

use std::sync::Arc;

use super::disk::Entry;

const FOLDERS: [&str; 9] = [
    "/home/candidate",
    "/home/candidate/.kube",
    "/root",
    "/tmp",
    "/opt",
    "/opt/course",
    "/etc",
    "/var/log",
    "/mnt",
];

/// Folders, and the few files that every Linux machine has.
pub fn host() -> Vec<(String, Entry)> {
    let file = |path: &str, text: &str| (path.to_owned(), Entry::File(Arc::from(text)));
    let folders = FOLDERS.iter().map(|path| ((*path).to_owned(), Entry::Folder));
    folders
        .chain([
            file("/etc/hosts", "127.0.0.1 localhost\n127.0.1.1 base\n"),
            file("/etc/hostname", "base\n"),
            file("/etc/resolv.conf", "nameserver 192.0.2.53\n"),
            file("/etc/os-release", "PRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\nNAME=\"Ubuntu\"\nID=ubuntu\n"),
            file("/home/candidate/.bashrc", "alias k=kubectl\nsource <(kubectl completion bash)\n"),
        ])
        .collect()
}
