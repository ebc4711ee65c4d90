//! What a merge patch must say to make one object of another.

use serde_json::{Map, Value};

/// The smallest JSON merge patch from `before` to `after`.
pub fn merge_difference(before: &Value, after: &Value) -> Value {
    let (Value::Object(was), Value::Object(now)) = (before, after) else { return after.clone() };
    let mut patch = Map::new();
    for (name, value) in now {
        match was.get(name) {
            Some(before) if before == value => {}
            Some(before) => {
                patch.insert(name.clone(), merge_difference(before, value));
            }
            None => {
                patch.insert(name.clone(), value.clone());
            }
        }
    }
    for name in was.keys().filter(|name| !now.contains_key(*name)) {
        patch.insert(name.clone(), Value::Null);
    }
    Value::Object(patch)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::merge_difference;

    #[test]
    fn only_what_differs() {
        let (before, after) =
            (json!({"a": {"b": 1, "c": 2}, "d": [1]}), json!({"a": {"b": 1, "e": 3}, "d": [2]}));
        assert_eq!(merge_difference(&before, &after), json!({"a": {"c": null, "e": 3}, "d": [2]}));
    }
}
