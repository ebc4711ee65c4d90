//! JSON text to a tree, and the fields that were written twice.

use std::{cell::RefCell, fmt};

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    pub tree: Value,
    /// Paths of fields written more than once; the last one counts.
    pub duplicate: Vec<String>,
}

impl From<Value> for Body {
    fn from(tree: Value) -> Self {
        Self { tree, duplicate: Vec::new() }
    }
}

/// Reads a body.
///
/// # Errors
/// When it is not JSON, or nested deeper than 128 levels.
pub fn parse(text: &str) -> serde_json::Result<Body> {
    let duplicate = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = At { path: String::new(), duplicate: &duplicate }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(Body { tree, duplicate: duplicate.into_inner() })
}

struct At<'a> {
    path: String,
    duplicate: &'a RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let path = format!("{}[{}]", self.path, items.len());
            match list.next_element_seed(At { path, duplicate: self.duplicate })? {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let path = if self.path.is_empty() { name.clone() } else { format!("{}.{name}", self.path) };
            if fields.contains_key(&name) {
                self.duplicate.borrow_mut().push(path.clone());
            }
            let value = map.next_value_seed(At { path, duplicate: self.duplicate })?;
            fields.insert(name, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_counts_and_both_are_told() {
        let body =
            parse(r#"{"spec": {"ports": [{"port": 1, "port": 2}]}, "spec2": 1, "spec2": null}"#).unwrap();
        assert_eq!(body.duplicate, ["spec.ports[0].port", "spec2"]);
        assert_eq!(body.tree["spec"]["ports"][0]["port"], 2);
    }

    #[test]
    fn deep_nesting_and_half_a_body_are_refused() {
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse("{").is_err());
        assert!(parse("{} {}").is_err());
    }
}
