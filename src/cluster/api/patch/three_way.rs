//! The patch of `kubectl apply`: what is written now, and the removal of what was written last time and is gone.
//!
//! <https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-apply-calculates-differences-and-merges-changes>
//! What another client added stays, because the patch does not name it. Nothing is compared with the live object here:
//! merging what it has already changes nothing.

use serde_json::{Map, Value, json};

use super::schema::Schema;

/// A strategic merge patch that brings an object from what was applied last (`original`) to what is applied now.
pub fn apply_patch(original: &Value, modified: &Value, schema: &Schema) -> Value {
    let (Value::Object(was), Value::Object(now)) = (original, modified) else { return modified.clone() };
    Value::Object(map(was, now, schema))
}

/// The same as a JSON merge patch, for custom resources: lists are replaced.
pub fn apply_merge_patch(original: &Value, modified: &Value) -> Value {
    let (Value::Object(was), Value::Object(now)) = (original, modified) else { return modified.clone() };
    let mut patch = Map::new();
    for (name, value) in now {
        patch.insert(name.clone(), apply_merge_patch(was.get(name).unwrap_or(&Value::Null), value));
    }
    patch.extend(gone(was, now));
    Value::Object(patch)
}

fn gone<'a>(
    was: &'a Map<String, Value>,
    now: &'a Map<String, Value>,
) -> impl Iterator<Item = (String, Value)> + 'a {
    was.keys().filter(|name| !now.contains_key(*name)).map(|name| (name.clone(), Value::Null))
}

fn map(was: &Map<String, Value>, now: &Map<String, Value>, schema: &Schema) -> Map<String, Value> {
    let mut patch: Map<String, Value> = gone(was, now).collect();
    for (name, value) in now {
        let (schema, before) = (schema.child(name), was.get(name));
        let change = match (before, value) {
            (Some(Value::Object(before)), Value::Object(value)) => Value::Object(map(before, value, &schema)),
            (before, Value::Array(items)) => {
                let before = before.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                match schema.merge_key() {
                    None => value.clone(),
                    Some("") => {
                        let lost: Vec<Value> =
                            before.iter().filter(|item| !items.contains(item)).cloned().collect();
                        if !lost.is_empty() {
                            patch.insert(format!("$deleteFromPrimitiveList/{name}"), lost.into());
                        }
                        value.clone()
                    }
                    Some(key) => {
                        let order: Vec<Value> =
                            items.iter().map(|item| json!({key: item.get(key)})).collect();
                        if items.len() > 1 {
                            patch.insert(format!("$setElementOrder/{name}"), order.into());
                        }
                        Value::Array(list(before, items, key, &schema))
                    }
                }
            }
            (_, value) => value.clone(),
        };
        patch.insert(name.clone(), change);
    }
    patch
}

fn list(was: &[Value], now: &[Value], key: &str, schema: &Schema) -> Vec<Value> {
    let same = |item: &Value, of: &[Value]| of.iter().find(|other| other.get(key) == item.get(key)).cloned();
    let mut items: Vec<Value> = now
        .iter()
        .map(|item| match (same(item, was), item) {
            (Some(Value::Object(before)), Value::Object(item)) => Value::Object(map(&before, item, schema)),
            (_, item) => item.clone(),
        })
        .collect();
    let lost = was.iter().filter(|item| same(item, now).is_none() && item.get(key).is_some());
    items.extend(lost.map(|item| json!({"$patch": "delete", key: item.get(key)})));
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{Kind, api::patch::strategic_merge_patch};

    #[test]
    fn what_was_applied_and_is_gone_is_removed_and_the_rest_stays() {
        let schema = Schema::of(Kind::Service);
        let original = json!({"metadata": {"labels": {"a": "1", "b": "2"}}, "spec": {"ports": [{"port": 80}, {"port": 443}]}});
        let modified =
            json!({"metadata": {"labels": {"a": "3"}}, "spec": {"ports": [{"port": 443, "name": "s"}]}});
        let live = json!({"metadata": {"labels": {"a": "1", "b": "2", "c": "4"}}, "spec": {"clusterIP": "x", "ports": [{"port": 80, "nodePort": 1}, {"port": 443, "nodePort": 2}]}});
        let patch = apply_patch(&original, &modified, &schema);
        assert_eq!(
            strategic_merge_patch(&live, &patch, &schema).unwrap(),
            json!({"metadata": {"labels": {"a": "3", "c": "4"}}, "spec": {"clusterIP": "x", "ports": [{"port": 443, "name": "s", "nodePort": 2}]}})
        );
    }
}
