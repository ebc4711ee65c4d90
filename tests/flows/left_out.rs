//! Steps that are not compared, each with the reason.

use std::ops::Range;

/// Flow, steps, reason.
pub const LEFT_OUT: &[(&str, Range<usize>, &str)] = &[
    ("job-basic", 0..5, "Jobs are not served"),
    ("rbac-can-i", 1..12, "roles are not simulated: there is one administrator"),
    ("kustomize", 1..6, "kustomize is not simulated"),
    ("np-invalid", 8..12, "a current server takes a policy without podSelector; the steps after it find it"),
    ("np-invalid", 13..14, "the policy without podSelector is there"),
];
