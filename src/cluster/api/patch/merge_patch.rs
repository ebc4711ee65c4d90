//! JSON merge patch (RFC 7386): maps are merged, `null` removes, everything else replaces.

use serde_json::{Map, Value};

use super::fault::PatchFault;

/// The document with the patch merged in.
///
/// # Errors
/// When the patch is not a map: it would replace the whole object.
pub fn merge_patch(document: &Value, patch: &Value) -> Result<Value, PatchFault> {
    if !patch.is_object() {
        return Err(PatchFault::NotADocument);
    }
    let mut patched = document.clone();
    merge(&mut patched, patch);
    Ok(patched)
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(fields) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            fields.remove(name);
        } else {
            merge(fields.entry(name.as_str()).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_examples_of_the_rfc_hold() {
        for (document, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!({"e": null}), json!({"a": 1}), json!({"a": 1, "e": null})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            assert_eq!(merge_patch(&document, &patch), Ok(result));
        }
        assert_eq!(merge_patch(&json!({}), &json!(["c"])), Err(PatchFault::NotADocument));
    }
}
