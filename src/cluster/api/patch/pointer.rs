//! JSON pointers as the server's JSON patch library walks them: negative indices count from the end.

use serde_json::Value;

/// The steps of a pointer, `~1` and `~0` undone. The text before the first slash is dropped, as that library does.
pub(super) fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// The value that holds the last step's value, and that last step. `None` when a part of the way is missing.
pub(super) fn holder<'a>(document: &'a mut Value, pointer: &str) -> Option<(&'a mut Value, String)> {
    let mut steps = steps(pointer);
    let last = steps.pop()?;
    let mut here = document;
    for step in steps {
        here = child(here, &step)?;
    }
    matches!(here, Value::Object(_) | Value::Array(_)).then_some((here, last))
}

/// The value under one step.
pub(super) fn child<'a>(value: &'a mut Value, step: &str) -> Option<&'a mut Value> {
    match value {
        Value::Object(fields) => fields.get_mut(step),
        Value::Array(items) => {
            let place = place(step.parse().ok()?, items.len())?;
            items.get_mut(place)
        }
        _ => None,
    }
}

/// The place that an index means in a list of that length; `length` itself is a place too (the end, for `add`).
pub(super) fn place(index: i64, length: usize) -> Option<usize> {
    let length_signed = i64::try_from(length).ok()?;
    let place = if index < 0 { index.checked_add(length_signed)? } else { index };
    usize::try_from(place).ok().filter(|place| *place <= length)
}
