//! Rules for labels and label selectors.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::names::{label_value, qualified};
use crate::cluster::api::faults::Faults;

pub fn labels(field: &str, labels: &BTreeMap<String, String>, faults: &mut Faults) {
    for (key, value) in labels {
        faults.rule(field, key, qualified(key));
        faults.rule(field, value, label_value(value));
    }
}

pub fn selector(field: &str, selector: &LabelSelector, faults: &mut Faults) {
    if let Some(wanted) = &selector.match_labels {
        labels(&format!("{field}.matchLabels"), wanted, faults);
    }
    for (index, requirement) in selector.match_expressions.iter().flatten().enumerate() {
        let at = |name: &str| format!("{field}.matchExpressions[{index}].{name}");
        let values = requirement.values.as_deref().unwrap_or_default();
        match requirement.operator.as_str() {
            "In" | "NotIn" if values.is_empty() => {
                faults.required(at("values"), "must be specified when `operator` is 'In' or 'NotIn'");
            }
            "Exists" | "DoesNotExist" if !values.is_empty() => faults.forbidden(
                at("values"),
                "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            ),
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            other => faults.invalid(at("operator"), other, "not a valid selector operator"),
        }
        faults.rule(&at("key"), &requirement.key, qualified(&requirement.key));
        for (place, value) in values.iter().enumerate() {
            faults.rule(&format!("{}[{place}]", at("values")), value, label_value(value));
        }
    }
}
