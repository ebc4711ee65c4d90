//! What an apply does to an object: its fields are merged in, and those that it no longer has are taken out.

use serde_json::Value;

use super::layout::{Elements, Layout, step};

/// The applied configuration merged into the object that is there.
pub fn merge(live: &mut Value, applied: &Value, layout: &Layout) {
    match (live, applied) {
        (Value::Object(fields), Value::Object(changes)) if !layout.is_atomic() => {
            for (name, change) in changes {
                merge(fields.entry(name.as_str()).or_insert(Value::Null), change, &layout.child(name));
            }
        }
        (Value::Array(items), Value::Array(changes)) if layout.elements() != Elements::One => {
            let elements = layout.elements();
            for change in changes {
                let wanted = step(change, &elements);
                match items.iter_mut().find(|item| step(item, &elements) == wanted) {
                    Some(item) => merge(item, change, layout),
                    None => items.push(change.clone()),
                }
            }
        }
        (live, applied) => *live = applied.clone(),
    }
}

/// Takes out what a path leads to, and the maps and lists that are empty then.
pub fn remove(value: &mut Value, path: &[String], layout: &Layout) {
    let Some((one, rest)) = path.split_first() else { return };
    if let Some(name) = one.strip_prefix("f:") {
        let Some(fields) = value.as_object_mut() else { return };
        if rest.is_empty() {
            fields.remove(name);
        } else if let Some(inner) = fields.get_mut(name) {
            remove(inner, rest, &layout.child(name));
            if is_empty(inner) {
                fields.remove(name);
            }
        }
        return;
    }
    let elements = layout.elements();
    let Some(items) = value.as_array_mut() else { return };
    let Some(place) = items.iter().position(|item| step(item, &elements).as_ref() == Some(one)) else {
        return;
    };
    if rest.is_empty() {
        items.remove(place);
    } else {
        remove(&mut items[place], rest, layout);
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
