//! Defaults of `PriorityClass`.

use serde_json::{Map, Value};

use super::fill;

/// <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass>
pub fn priority_class(object: &mut Map<String, Value>) {
    // Go writes a number that is 0 and leaves out a flag that is not set.
    fill(object, "value", 0);
    if object.get("globalDefault") == Some(&Value::Bool(false)) {
        object.remove("globalDefault");
    }
    // A pointer in Go: an empty text is not absent, and a fault.
    object.entry("preemptionPolicy").or_insert_with(|| "PreemptLowerPriority".into());
}
