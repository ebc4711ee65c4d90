//! Rules for `Deployment`, `ReplicaSet`, `StatefulSet` and `DaemonSet`.

use k8s_openapi::{api::core::v1::PodTemplateSpec, apimachinery::pkg::apis::meta::v1::LabelSelector};
use serde_json::{Value, json};

use super::Candidate;
use super::{
    pod::pod_spec,
    selector::{labels, selector},
};
use crate::cluster::{Selector, Typed, api::faults::Faults};

fn not_negative(field: &str, number: Option<i32>, faults: &mut Faults) {
    if let Some(number) = number.filter(|number| *number < 0) {
        faults.invalid(field, number, "must be greater than or equal to 0");
    }
}

fn selects(of: &str, wanted: Option<&LabelSelector>, faults: &mut Faults) {
    let Some(wanted) = wanted else { return faults.required("spec.selector", "") };
    selector("spec.selector", wanted, faults);
    if wanted.match_labels.as_ref().is_none_or(std::collections::BTreeMap::is_empty)
        && wanted.match_expressions.as_ref().is_none_or(Vec::is_empty)
    {
        faults.invalid("spec.selector", json!(wanted), &format!("empty selector is invalid for {of}"));
    }
}

fn template(wanted: Option<&LabelSelector>, template: Option<&PodTemplateSpec>, faults: &mut Faults) {
    let none = PodTemplateSpec::default();
    let template = template.unwrap_or(&none);
    let own = template.metadata.as_ref().and_then(|metadata| metadata.labels.as_ref());
    let matches = wanted.is_some_and(|wanted| {
        Selector::compile(Some(wanted)).is_ok_and(|wanted| {
            own.map_or_else(|| wanted.matches(&std::collections::BTreeMap::new()), |own| wanted.matches(own))
        })
    });
    if !matches {
        let shown = own.map_or(Value::Null, |own| json!(own));
        faults.invalid("spec.template.metadata.labels", shown, "`selector` does not match template `labels`");
    }
    if let Some(own) = own {
        labels("spec.template.labels", own, faults);
    }
    let spec = template.spec.as_ref();
    pod_spec("spec.template.spec", spec, faults);
    let restart = spec.and_then(|spec| spec.restart_policy.as_deref()).unwrap_or("Always");
    if matches!(restart, "Never" | "OnFailure") {
        faults.not_supported("spec.template.spec.restartPolicy", restart, &["Always"]);
    }
}

/// A selector that is not written is another fault than one that is empty.
fn written<'a>(json: &Value, selector: &'a LabelSelector) -> Option<&'a LabelSelector> {
    json.pointer("/spec/selector").map(|_| selector)
}

pub fn deployment(Candidate { json, typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::Deployment(deployment) = typed else { return };
    let Some(spec) = &deployment.spec else { return };
    let wanted = written(json, &spec.selector);
    not_negative("spec.replicas", spec.replicas, faults);
    selects("deployment", wanted, faults);
    template(wanted, Some(&spec.template), faults);
    if let Some(strategy) = &spec.strategy {
        match strategy.type_.as_deref().unwrap_or_default() {
            "Recreate" if strategy.rolling_update.is_some() => {
                let why = "may not be specified when strategy `type` is 'Recreate'";
                faults.forbidden("spec.strategy.rollingUpdate", why);
            }
            "Recreate" | "RollingUpdate" => {}
            other => faults.not_supported("spec.strategy.type", other, &["Recreate", "RollingUpdate"]),
        }
    }
    not_negative("spec.minReadySeconds", spec.min_ready_seconds, faults);
    not_negative("spec.revisionHistoryLimit", spec.revision_history_limit, faults);
}

pub fn replica_set(Candidate { json, typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::ReplicaSet(set) = typed else { return };
    let Some(spec) = &set.spec else { return };
    let wanted = written(json, &spec.selector);
    not_negative("spec.replicas", spec.replicas, faults);
    selects("deployment", wanted, faults);
    template(wanted, spec.template.as_ref(), faults);
}

pub fn stateful_set(Candidate { json, typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::StatefulSet(set) = typed else { return };
    let Some(spec) = &set.spec else { return };
    let wanted = written(json, &spec.selector);
    not_negative("spec.replicas", spec.replicas, faults);
    selects("statefulset", wanted, faults);
    template(wanted, Some(&spec.template), faults);
}

pub fn daemon_set(Candidate { json, typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::DaemonSet(set) = typed else { return };
    let Some(spec) = &set.spec else { return };
    let wanted = written(json, &spec.selector);
    selects("daemonset", wanted, faults);
    template(wanted, Some(&spec.template), faults);
}

/// A workload keeps its selector for life.
pub fn selector_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let both = match (old, new) {
        (Typed::Deployment(old), Typed::Deployment(new)) => {
            old.spec.as_ref().map(|spec| &spec.selector).zip(new.spec.as_ref().map(|spec| &spec.selector))
        }
        (Typed::ReplicaSet(old), Typed::ReplicaSet(new)) => {
            old.spec.as_ref().map(|spec| &spec.selector).zip(new.spec.as_ref().map(|spec| &spec.selector))
        }
        (Typed::DaemonSet(old), Typed::DaemonSet(new)) => {
            old.spec.as_ref().map(|spec| &spec.selector).zip(new.spec.as_ref().map(|spec| &spec.selector))
        }
        (Typed::StatefulSet(old), Typed::StatefulSet(new)) => {
            let (Some(old), Some(new)) = (&old.spec, &new.spec) else { return };
            if old.selector != new.selector || old.service_name != new.service_name {
                faults.forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
            }
            None
        }
        _ => None,
    };
    if let Some((old, new)) = both
        && old != new
    {
        faults.invalid("spec.selector", json!(new), "field is immutable");
    }
}
