//! The group `scheduling.k8s.io`.

use super::declaration::Declaration;
use crate::cluster::{
    Kind,
    api::{defaults, validate},
    table::{AGE, Column, NAME},
};

/// <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass>
pub const PRIORITY_CLASS: Declaration = Declaration {
    kind: Kind::PriorityClass,
    name: "PriorityClass",
    group: "scheduling.k8s.io",
    plural: "priorityclasses",
    singular: "priorityclass",
    short: &["pc"],
    namespaced: false,
    columns: &[
        NAME,
        Column::number("VALUE", ".value"),
        Column::text("GLOBAL-DEFAULT", ".globalDefault", "false"),
        AGE,
        Column::text("PREEMPTIONPOLICY", ".preemptionPolicy", ""),
    ],
    generation: true,
    kept: (
        &["system-node-critical", "system-cluster-critical"],
        "this is a system priority class and cannot be deleted",
    ),
    defaults: defaults::priority_class,
    rules: validate::priority_class,
    update_rules: validate::priority_class_update,
    ..Declaration::PLAIN
};
