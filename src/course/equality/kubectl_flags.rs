//! The flags of `kubectl` 1.36, as far as one must know them to read a command line: short forms, and which take no
//! value. Source: the pages of the kubectl reference.

/// The long name of a short flag of the command `verb`; `None` if it has none that we know.
pub(super) fn long_name(letter: char, verb: &str) -> Option<&'static str> {
    let name = match (verb, letter) {
        ("patch", 'p') => "patch",
        ("logs", 'p') => "previous",
        ("logs", 'f') => "follow",
        ("run" | "expose", 'l') => "labels",
        ("create", 'r') => "replicas",
        ("set", 'e') => "env",
        ("set", 'c') => "containers",
        ("delete", 'i') => "interactive",
        (_, 'n') => "namespace",
        (_, 'o') => "output",
        (_, 'l') => "selector",
        (_, 'f') => "filename",
        (_, 'k') => "kustomize",
        (_, 'R') => "recursive",
        (_, 'A') => "all-namespaces",
        (_, 'L') => "label-columns",
        (_, 'w') => "watch",
        (_, 'i') => "stdin",
        (_, 't') => "tty",
        (_, 'q') => "quiet",
        (_, 'c') => "container",
        (_, 's') => "server",
        (_, 'v') => "v",
        (_, 'h') => "help",
        _ => return None,
    };
    Some(name)
}

/// Whether a flag does not take the next word as its value: it is true when given, or has a default of its own, so that
/// a value must follow `=`.
pub(super) fn stands_alone(name: &str, verb: &str) -> bool {
    match (verb, name) {
        // The same name means a value elsewhere.
        ("config", "raw") | ("top", "containers") => true,
        _ => is_switch(name) || OWN_DEFAULT.binary_search(&name).is_ok(),
    }
}

/// Whether `name=true` says the same as `name`.
pub(super) fn is_switch(name: &str) -> bool {
    SWITCHES.binary_search(&name).is_ok()
}

const OWN_DEFAULT: [&str; 3] = ["cascade", "dry-run", "validate"];

const SWITCHES: [&str; 63] = [
    "all",
    "all-containers",
    "all-namespaces",
    "all-pods",
    "allow-missing-template-keys",
    "append-hash",
    "arguments-only",
    "attach",
    "cached",
    "client",
    "command",
    "current",
    "delete-emptydir-data",
    "disable-compression",
    "disable-eviction",
    "edit",
    "expose",
    "flatten",
    "follow",
    "force",
    "force-conflicts",
    "help",
    "ignore-daemonsets",
    "ignore-errors",
    "ignore-not-found",
    "insecure-skip-tls-verify",
    "insecure-skip-tls-verify-backend",
    "interactive",
    "keep-annotations",
    "leave-stdin-open",
    "list",
    "local",
    "match-server-version",
    "merge",
    "minify",
    "namespaced",
    "no-headers",
    "now",
    "output-watch-events",
    "overwrite",
    "prefix",
    "previous",
    "privileged",
    "prune",
    "quiet",
    "record",
    "recursive",
    "replace",
    "resolve-image-tags",
    "rm",
    "save-config",
    "server-side",
    "share-processes",
    "show-events",
    "show-kind",
    "show-labels",
    "show-managed-fields",
    "stdin",
    "timestamps",
    "tty",
    "wait",
    "watch",
    "watch-only",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_because_they_are_searched() {
        assert!(SWITCHES.is_sorted());
        assert!(OWN_DEFAULT.is_sorted());
    }
}
