//! Rules for a `PriorityClass`.
//!
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass>

use super::Candidate;
use crate::cluster::{Typed, api::faults::Faults};

/// What is above is for the classes of the system.
const HIGHEST: i32 = 1_000_000_000;
const RESERVED: &str = "system-";
/// The classes of the system with their values.
const SYSTEM: &[(&str, i32)] =
    &[("system-node-critical", 2_000_001_000), ("system-cluster-critical", 2_000_000_000)];
const POLICIES: &[&str] = &["PreemptLowerPriority", "Never"];

/// Only asked when a class is created: an update is refused for what it changes, and nothing of this may change.
pub fn priority_class(Candidate { typed, is_new, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::PriorityClass(class) = typed else { return };
    if !is_new {
        return;
    }
    let name = class.metadata.name.as_deref().unwrap_or_default();
    let value = class.value.unwrap_or_default();
    if name.starts_with(RESERVED) {
        if let Some(why) = not_of_the_system(name, value, class.global_default.unwrap_or_default()) {
            let why = format!(
                "priority class names with '{RESERVED}' prefix are reserved for system use only. error: {why}"
            );
            faults.forbidden("metadata.name", &why);
        }
    } else if value > HIGHEST {
        let why = format!("maximum allowed value of a user defined priority is {HIGHEST}");
        faults.forbidden("value", &why);
    }
    match class.preemption_policy.as_deref() {
        Some("") => faults.required("preemptionPolicy", ""),
        Some(policy) if !POLICIES.contains(&policy) => {
            faults.not_supported("preemptionPolicy", policy, POLICIES);
        }
        _ => {}
    }
}

/// Why a class is none of those that the system has.
fn not_of_the_system(name: &str, value: i32, global_default: bool) -> Option<String> {
    match SYSTEM.iter().find(|(system, _)| *system == name) {
        None => Some(format!("{name} is not a known system priority class")),
        Some((_, own)) if *own != value => Some(format!("value of {name} PriorityClass must be {own}")),
        Some(_) if global_default => Some(format!("globalDefault of {name} PriorityClass must be false")),
        Some(_) => None,
    }
}

pub fn priority_class_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let (Typed::PriorityClass(old), Typed::PriorityClass(new)) = (old, new) else { return };
    if old.value != new.value {
        faults.forbidden("value", "may not be changed in an update.");
    }
    if old.preemption_policy != new.preemption_policy {
        faults.invalid("preemptionPolicy", new.preemption_policy.clone(), "field is immutable");
    }
}
