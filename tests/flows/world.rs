//! The cluster that the flows were recorded on: three nodes, `kube-system` as kubeadm makes it.

use kubedrill::{
    cluster::{self, LoadOptions, Source},
    shell::Session,
};

const START: &str = "2026-11-22T09:00:00Z";

/// A session on a fresh cluster, with the two files that the flows use.
pub fn session() -> Session {
    let mut options = LoadOptions::default();
    options.settings.staged = Some("fake.lab".to_owned());
    let source = Source { name: "world.yaml", bytes: include_bytes!("world.yaml") };
    let cluster = cluster::load(&[source], &options).unwrap().cluster;
    let mut session = Session::new(cluster, START, 1);
    session.write_file("tls.crt", &pem("CERTIFICATE", 1131)).unwrap();
    session.write_file("tls.key", &pem("PRIVATE KEY", 1704)).unwrap();
    session
}

/// A block of that many bytes in all.
fn pem(name: &str, bytes: usize) -> String {
    let (head, tail) = (format!("-----BEGIN {name}-----\n"), format!("-----END {name}-----\n"));
    let body = bytes - head.len() - tail.len();
    let lines = body / 65;
    let mut text = head;
    let line = "A".repeat(64) + "\n";
    text.push_str(&line.repeat(lines));
    if let Some(rest) = (body - lines * 65).checked_sub(1) {
        text.push_str(&("A".repeat(rest) + "\n"));
    }
    text + &tail
}
