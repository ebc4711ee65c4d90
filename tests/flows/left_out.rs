//! Steps that are not compared, each with the reason.

use std::ops::Range;

/// Flow, steps, reason.
pub const LEFT_OUT: &[(&str, Range<usize>, &str)] = &[
    ("job-basic", 0..5, "Jobs are not served"),
    ("rbac-can-i", 1..12, "roles are not simulated: there is one administrator"),
    ("kustomize", 1..6, "kustomize is not simulated"),
    ("np-invalid", 8..12, "a current server takes a policy without podSelector; the steps after it find it"),
    ("np-invalid", 13..14, "the policy without podSelector is there"),
    (
        "svc-rename-attempts",
        5..6,
        "the version that the patch says, 1, is by chance the one that the Service has here",
    ),
    (
        "svc-without-selector",
        9..10,
        "a mirrored slice lacks its owner and its generateName here, and has conditions that the recorded one lacks",
    ),
];
