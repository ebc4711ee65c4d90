//! Steps that are not compared, each with the reason.

use std::ops::Range;

/// Flow, steps, reason.
pub const LEFT_OUT: &[(&str, Range<usize>, &str)] = &[
    ("job-basic", 0..5, "Jobs are not served"),
    ("rbac-can-i", 1..12, "roles are not simulated: there is one administrator"),
    ("kustomize", 1..6, "kustomize is not simulated"),
];
