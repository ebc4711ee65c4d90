//! The flags that every command takes.

use super::flag::{Flag, Takes, duration, list, switch, text};

/// The global flags, in the order of `kubectl options`.
#[rustfmt::skip]
pub const GLOBAL: &[Flag] = &[
    text("as", '\0', "", "Username to impersonate for the operation. User could be a regular user or a service account in a namespace."),
    list("as-group", '\0', "Group to impersonate for the operation, this flag can be repeated to specify multiple groups."),
    text("as-uid", '\0', "", "UID to impersonate for the operation."),
    list("as-user-extra", '\0', "User extras to impersonate for the operation, this flag can be repeated to specify multiple values for the same key."),
    text("cache-dir", '\0', "~/.kube/cache", "Default cache directory"),
    text("certificate-authority", '\0', "", "Path to a cert file for the certificate authority"),
    text("client-certificate", '\0', "", "Path to a client certificate file for TLS"),
    text("client-key", '\0', "", "Path to a client key file for TLS"),
    text("cluster", '\0', "", "The name of the kubeconfig cluster to use"),
    text("context", '\0', "", "The name of the kubeconfig context to use"),
    switch("disable-compression", '\0', "If true, opt-out of response compression for all requests to the server"),
    switch("insecure-skip-tls-verify", '\0', "If true, the server's certificate will not be checked for validity. This will make your HTTPS connections insecure"),
    text("kubeconfig", '\0', "", "Path to the kubeconfig file to use for CLI requests."),
    text("kuberc", '\0', "", "Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off."),
    duration("log-flush-frequency", '\0', "5s", "Maximum number of seconds between log flushes"),
    switch("match-server-version", '\0', "Require server version to match client version"),
    text("namespace", 'n', "", "If present, the namespace scope for this CLI request"),
    text("password", '\0', "", "Password for basic authentication to the API server"),
    text("profile", '\0', "none", "Name of profile to capture. One of (none|cpu|heap|goroutine|threadcreate|block|mutex|trace)"),
    text("profile-output", '\0', "profile.pprof", "Name of the file to write the profile to"),
    text("request-timeout", '\0', "0", "The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don't timeout requests."),
    text("server", 's', "", "The address and port of the Kubernetes API server"),
    text("tls-server-name", '\0', "", "Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used"),
    text("token", '\0', "", "Bearer token for authentication to the API server"),
    text("user", '\0', "", "The name of the kubeconfig user to use"),
    text("username", '\0', "", "Username for basic authentication to the API server"),
    Flag { name: "v", short: 'v', takes: Takes::Number, default: "0", help: "number for the log level verbosity" },
    Flag { name: "vmodule", short: '\0', takes: Takes::Duration, default: "", help: "comma-separated list of pattern=N settings for file-filtered logging (only works for the default text log format)" },
    switch("warnings-as-errors", '\0', "Treat warnings received from the server as errors and exit with a non-zero exit code"),
];
