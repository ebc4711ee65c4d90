//! The plugins compiled into `CoreDNS`, in the order in which they see a question.
//!
//! That order is fixed when `CoreDNS` is built (`plugin.cfg`); the order in the Corefile means nothing.

/// Every directive of the `CoreDNS` 1.13 that Kubernetes ships.
#[rustfmt::skip]
pub const DIRECTIVES: &[&str] = &[
    "root", "metadata", "geoip", "cancel", "tls", "quic", "grpc_server", "https", "https3", "timeouts", "multisocket",
    "reload", "nsid", "bufsize", "bind", "debug", "trace", "ready", "health", "pprof", "prometheus", "errors", "log",
    "dnstap", "local", "dns64", "acl", "any", "chaos", "loadbalance", "tsig", "cache", "rewrite", "header", "dnssec",
    "autopath", "minimal", "template", "transfer", "hosts", "route53", "azure", "clouddns", "k8s_external", "kubernetes",
    "file", "auto", "secondary", "etcd", "nomad", "loop", "forward", "grpc", "erratic", "whoami", "on", "sign", "view",
];

/// The directive's own text and its place in the order.
pub fn directive(name: &str) -> Option<(usize, &'static str)> {
    DIRECTIVES.iter().copied().enumerate().find(|(_, one)| *one == name)
}
