//! Rules for a `PodDisruptionBudget`.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/>

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::json;

use super::{Candidate, selector::selector};
use crate::cluster::{Typed, api::faults::Faults};

pub fn pod_disruption_budget(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::PodDisruptionBudget(budget) = typed else { return };
    let Some(spec) = &budget.spec else { return };
    if spec.min_available.is_some() && spec.max_unavailable.is_some() {
        faults.invalid("spec", json!(spec), "minAvailable and maxUnavailable cannot be both set");
    }
    for (field, value) in [("minAvailable", &spec.min_available), ("maxUnavailable", &spec.max_unavailable)] {
        let at = format!("spec.{field}");
        match value {
            Some(IntOrString::Int(number)) if *number < 0 => {
                faults.invalid(at, *number, "must be greater than or equal to 0");
            }
            Some(IntOrString::String(text)) => {
                let number = text
                    .strip_suffix('%')
                    .filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()));
                match number.map(|number| number.parse::<u32>().unwrap_or(u32::MAX)) {
                    None => faults.invalid(at, text.as_str(), "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"),
                    Some(101..) => faults.invalid(at, text.as_str(), "must not be greater than 100%"),
                    Some(_) => {}
                }
            }
            _ => {}
        }
    }
    if let Some(wanted) = &spec.selector {
        selector("spec.selector", wanted, faults);
    }
}
