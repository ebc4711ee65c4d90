//! Fields that the API does not know: a slip such as `ingres:` that would silently be without effect.
//!
//! Our types forget what they do not know, so what is written but missing after a read and a write is unknown. That needs
//! no schema; a hand-kept list of fields was the alternative.

use serde_json::Value;

use crate::cluster::typed::Typed;

/// The paths of unknown fields in an object, without those in `status` (a dump of a newer cluster knows more there) and
/// in `metadata` (`managedFields` repeats every path).
pub fn unknown_fields(written: &Value, typed: &Typed) -> Vec<String> {
    let Some(known) = typed.to_json() else { return Vec::new() };
    let mut found = Vec::new();
    let Value::Object(fields) = written else { return found };
    for (name, value) in fields.iter().filter(|(name, _)| !matches!(name.as_str(), "status" | "metadata")) {
        compare(name.clone(), value, known.get(name), &mut found);
    }
    found
}

fn compare(path: String, written: &Value, known: Option<&Value>, found: &mut Vec<String>) {
    match (written, known) {
        // Written as nothing: a type may keep it or not, it means the same.
        (Value::Null, _) => {}
        (_, None) => found.push(path),
        (Value::Object(fields), Some(known)) => {
            for (name, value) in fields {
                compare(format!("{path}.{name}"), value, known.get(name), found);
            }
        }
        (Value::Array(items), Some(known)) => {
            for (index, item) in items.iter().enumerate() {
                compare(format!("{path}[{index}]"), item, known.get(index), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Kind;
    use serde_json::json;

    #[test]
    fn what_the_types_forget_is_unknown() {
        let policy = json!({"metadata": {"name": "p", "odd": 1}, "spec": {"podSelector": {}, "ingres": [], "ingress": [{"form": [], "from": null}]}});
        let typed = Typed::read(Kind::NetworkPolicy, &policy).unwrap();
        assert_eq!(unknown_fields(&policy, &typed), ["spec.ingres", "spec.ingress[0].form"]);
    }
}
