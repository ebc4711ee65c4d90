//! What limits a namespace: `ResourceQuota`, `LimitRange` and the group `policy`.

use super::declaration::Declaration;
use crate::cluster::{
    Kind,
    api::validate,
    table::{AGE, Column, NAME, quota},
};

pub const RESOURCE_QUOTA: Declaration = Declaration {
    kind: Kind::ResourceQuota,
    name: "ResourceQuota",
    plural: "resourcequotas",
    singular: "resourcequota",
    short: &["quota"],
    columns: &[NAME, Column::made("REQUEST", quota::requests), Column::made("LIMIT", quota::limits), AGE],
    rules: validate::resource_quota,
    ..Declaration::PLAIN
};

pub const LIMIT_RANGE: Declaration = Declaration {
    kind: Kind::LimitRange,
    name: "LimitRange",
    plural: "limitranges",
    singular: "limitrange",
    short: &["limits"],
    columns: &[NAME, Column::CREATED],
    ..Declaration::PLAIN
};

/// <https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/>
pub const POD_DISRUPTION_BUDGET: Declaration = Declaration {
    kind: Kind::PodDisruptionBudget,
    name: "PodDisruptionBudget",
    group: "policy",
    plural: "poddisruptionbudgets",
    singular: "poddisruptionbudget",
    short: &["pdb"],
    columns: &[
        NAME,
        Column::text("MIN AVAILABLE", ".spec.minAvailable", "N/A"),
        Column::text("MAX UNAVAILABLE", ".spec.maxUnavailable", "N/A"),
        Column::number("ALLOWED DISRUPTIONS", ".status.disruptionsAllowed"),
        AGE,
    ],
    generation: true,
    merge_keys: &[("status.conditions", "type")],
    rules: validate::pod_disruption_budget,
    ..Declaration::PLAIN
};
