//! An object, or a field of it, where the task itself names it.

use serde_json::Value;

use crate::{
    course::lab::{Field, FieldRule},
    lab::{find, scene::Scene},
};

pub fn met(wanted: &Field, scene: &Scene<'_>) -> Result<(), String> {
    let Field { object, pointer, rule } = wanted;
    let Some(found) = find::object(scene.cluster, object) else {
        return match rule {
            FieldRule::Absent if pointer.is_empty() => Ok(()),
            _ => Err(format!("there is no {object}")),
        };
    };
    let values = values(found.json(), pointer);
    let what =
        if pointer.is_empty() { object.to_string() } else { format!("{} of {object}", shown(pointer)) };
    match rule {
        FieldRule::Present if values.is_empty() => Err(format!("{what} is not set")),
        FieldRule::Absent if !values.is_empty() => Err(if pointer.is_empty() {
            format!("{object} is still there")
        } else {
            format!("{what} is set")
        }),
        FieldRule::Present | FieldRule::Absent => Ok(()),
        FieldRule::Is(wanted) => {
            if values.iter().any(|value| wanted.contains(&text(value))) {
                return Ok(());
            }
            let wanted = wanted.join(" or ");
            if values.is_empty() {
                return Err(format!("{what} is not set; it should be {wanted}"));
            }
            let found: Vec<String> = values.iter().map(|value| text(value)).collect();
            Err(format!("{what} is {}, not {wanted}", found.join(", ")))
        }
    }
}

/// What a pointer leads to; `*` is every item.
pub fn values<'v>(json: &'v Value, pointer: &str) -> Vec<&'v Value> {
    let mut found = vec![json];
    for part in pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        let step = |value: &'v Value| -> Vec<&'v Value> {
            match value {
                Value::Array(items) if name == "*" => items.iter().collect(),
                Value::Array(items) => {
                    name.parse().ok().and_then(|at: usize| items.get(at)).into_iter().collect()
                }
                Value::Object(fields) if name == "*" => fields.values().collect(),
                Value::Object(fields) => fields.get(&name).into_iter().collect(),
                _ => Vec::new(),
            }
        };
        found = found.into_iter().flat_map(step).collect();
    }
    found
}

/// A value as it is written in a lab: a text without quotes.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A pointer as Kubernetes writes field paths: `spec.ports[0].port`.
pub fn shown(pointer: &str) -> String {
    let mut out = String::new();
    for part in pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        let is_item = name == "*" || (!out.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()));
        if is_item {
            out.extend(["[", &name, "]"]);
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(&name);
        }
    }
    out
}
