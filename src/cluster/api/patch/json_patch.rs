//! JSON patch (RFC 6902) as the API server applies it: with its library's liberties (a `replace` of an absent field adds
//! it) and its words.

use serde_json::Value;

use super::{
    fault::PatchFault,
    pointer::{child, holder, place},
};

/// The most steps that the server takes from one patch.
const MOST_STEPS: usize = 10_000;

/// What all `copy` steps of one patch may add, in bytes of JSON: copying a map into itself doubles it each time.
const MOST_COPIED: usize = 3 * 1024 * 1024;

/// The document after every step of the patch; none is taken when one fails.
///
/// # Errors
/// When the patch is no list of steps, a path is missing, or a `test` fails.
pub fn json_patch(document: &Value, patch: &Value) -> Result<Value, PatchFault> {
    let Value::Array(steps) = patch else { return Err(PatchFault::NotADocument) };
    if steps.len() > MOST_STEPS {
        return Err(PatchFault::Step(format!(
            "The allowed maximum operations in a JSON patch is {MOST_STEPS}, got {}",
            steps.len()
        )));
    }
    let mut patched = document.clone();
    let mut copied = 0;
    for step in steps {
        take(&mut patched, step, &mut copied)?;
    }
    Ok(patched)
}

fn take(document: &mut Value, step: &Value, copied: &mut usize) -> Result<(), PatchFault> {
    let operation = step.get("op").and_then(Value::as_str).unwrap_or("unknown");
    let path = text(step, "path", operation)?;
    let value = || step.get("value").cloned().unwrap_or(Value::Null);
    match operation {
        "add" => add(document, path, value()),
        "remove" => remove(document, path).map(|_| ()),
        "replace" => replace(document, path, value()),
        "move" => {
            let from = text(step, "from", operation)?;
            let moved = fetch(document, from, "move")?;
            remove(document, from)?;
            add(document, path, moved)
        }
        "copy" => {
            let value = fetch(document, text(step, "from", operation)?, "copy")?;
            *copied += value.to_string().len();
            if *copied > MOST_COPIED {
                return Err(PatchFault::Step(format!(
                    "Unable to complete the copy, the accumulated size increase of copy is {copied}, exceeding the limit {MOST_COPIED}"
                )));
            }
            add(document, path, value)
        }
        "test" => test(document, path, &value()),
        other => Err(PatchFault::Step(format!("Unexpected kind: {other}"))),
    }
}

fn text<'a>(step: &'a Value, field: &str, operation: &str) -> Result<&'a str, PatchFault> {
    step.get(field).and_then(Value::as_str).ok_or_else(|| {
        PatchFault::Step(format!("{operation} operation: operation missing {field} field: missing value"))
    })
}

fn missing(operation: &str, what: &str, path: &str) -> PatchFault {
    PatchFault::Step(format!(
        "{operation} operation does not apply: doc is missing {what}: {path}: missing value"
    ))
}

fn in_path(operation: &str, path: &str, why: &str) -> PatchFault {
    PatchFault::Step(format!("error in {operation} for path: '{path}': {why}"))
}

fn bad_index(operation: &str, path: &str, index: &str) -> PatchFault {
    if index.parse::<i64>().is_err() {
        return in_path(
            operation,
            path,
            &format!(
                "value was not a proper array index: '{index}': strconv.Atoi: parsing {index:?}: invalid syntax"
            ),
        );
    }
    in_path(operation, path, &format!("Unable to access invalid index: {index}: invalid index referenced"))
}

fn add(document: &mut Value, path: &str, value: Value) -> Result<(), PatchFault> {
    let Some((holder, last)) = holder(document, path) else {
        return Err(missing("add", "path", &format!("{path:?}")));
    };
    match holder {
        Value::Object(fields) => {
            fields.insert(last, value);
        }
        Value::Array(items) if last == "-" => items.push(value),
        Value::Array(items) => {
            // Counted in the list as it will be: -1 is the new end.
            let place =
                last.parse().ok().and_then(|index| place(index, items.len() + usize::from(index < 0)));
            match place {
                Some(place) if place <= items.len() => items.insert(place, value),
                _ => return Err(bad_index("add", path, &last)),
            }
        }
        _ => {}
    }
    Ok(())
}

fn remove(document: &mut Value, path: &str) -> Result<Value, PatchFault> {
    let Some((holder, last)) = holder(document, path) else {
        return Err(missing("remove", "path", &format!("{path:?}")));
    };
    match holder {
        Value::Array(items) => last
            .parse()
            .ok()
            .and_then(|index| place(index, items.len()))
            .filter(|place| *place < items.len())
            .map(|place| items.remove(place))
            .ok_or_else(|| bad_index("remove", path, &last)),
        Value::Object(fields) => fields.remove(&last).ok_or_else(|| {
            in_path("remove", path, &format!("Unable to remove nonexistent key: {last}: missing value"))
        }),
        _ => Ok(Value::Null),
    }
}

/// The library only asks a list whether the place exists: in a map, `replace` adds what is not there.
fn replace(document: &mut Value, path: &str, value: Value) -> Result<(), PatchFault> {
    if path.is_empty() {
        *document = value;
        return Ok(());
    }
    let Some((holder, last)) = holder(document, path) else { return Err(missing("replace", "path", path)) };
    match holder {
        Value::Object(fields) => {
            fields.insert(last, value);
        }
        list => match child(list, &last) {
            Some(there) => *there = value,
            None => return Err(missing("replace", "key", path)),
        },
    }
    Ok(())
}

fn fetch(document: &mut Value, from: &str, operation: &str) -> Result<Value, PatchFault> {
    let Some((holder, last)) = holder(document, from) else {
        return Err(missing(operation, "from path", from));
    };
    let is_list = holder.is_array();
    match child(holder, &last) {
        Some(value) => Ok(value.clone()),
        None if is_list => Err(bad_index(operation, from, &last)),
        None if operation == "move" => {
            Err(in_path("remove", from, &format!("Unable to remove nonexistent key: {last}: missing value")))
        }
        None => Ok(Value::Null),
    }
}

/// An absent field equals `null`.
fn test(document: &mut Value, path: &str, expected: &Value) -> Result<(), PatchFault> {
    let equal = if path.is_empty() {
        document == expected
    } else {
        let Some((holder, last)) = holder(document, path) else {
            return Err(missing("test", "path", path));
        };
        child(holder, &last).map_or(expected.is_null(), |there| there == expected)
    };
    if equal { Ok(()) } else { Err(PatchFault::Test(path.to_owned())) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_take_indices_the_end_and_places_from_the_end() {
        let document = json!({"l": [1, 2], "a/b": {"m~n": 0}});
        for (patch, result) in [
            (json!([{"op": "add", "path": "/l/0", "value": 0}]), json!([0, 1, 2])),
            (json!([{"op": "add", "path": "/l/-", "value": 0}]), json!([1, 2, 0])),
            (json!([{"op": "add", "path": "/l/2", "value": 0}]), json!([1, 2, 0])),
            (json!([{"op": "add", "path": "/l/-1", "value": 0}]), json!([1, 2, 0])),
            (json!([{"op": "remove", "path": "/l/-1"}]), json!([1])),
            (json!([{"op": "move", "from": "/l/0", "path": "/l/1"}]), json!([2, 1])),
            (json!([{"op": "copy", "from": "/a~1b/m~0n", "path": "/l/0"}]), json!([0, 1, 2])),
        ] {
            assert_eq!(json_patch(&document, &patch).unwrap()["l"], result, "{patch}");
        }
    }

    #[test]
    fn copies_of_copies_come_to_an_end() {
        let steps: Vec<Value> =
            (0..64).map(|step| json!({"op": "copy", "from": "/a", "path": format!("/a/{step}")})).collect();
        let fault = json_patch(&json!({"a": {"b": "c"}}), &Value::Array(steps)).unwrap_err().to_string();
        assert!(fault.contains("exceeding the limit 3145728"), "{fault}");
    }

    #[test]
    fn a_step_that_cannot_be_taken_is_named() {
        let document = json!({"l": [1], "m": {}});
        for (patch, message) in [
            (json!([{"op": "add", "path": "/n/o", "value": 1}]), r#"doc is missing path: "/n/o""#),
            (json!([{"op": "replace", "path": "/l/4", "value": 1}]), "doc is missing key: /l/4"),
            (json!([{"op": "replace", "path": "/l/1", "value": 1}]), "doc is missing key: /l/1"),
            (json!([{"op": "remove", "path": "/l/1"}]), "invalid index"),
            (json!([{"op": "add", "path": "/l/x", "value": 1}]), "not a proper array index"),
            (json!([{"op": "add", "path": "/l/-9223372036854775808", "value": 1}]), "invalid index"),
            (json!([{"op": "jump", "path": "/l"}]), "Unexpected kind: jump"),
            (json!([{"op": "add"}]), "missing path"),
            (json!(["add"]), "missing path"),
        ] {
            let fault = json_patch(&document, &patch).unwrap_err().to_string();
            assert!(fault.contains(message), "{patch}: {fault}");
        }
    }
}
