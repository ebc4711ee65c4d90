//! Field selectors: `metadata.name=web,status.phase!=Running`.
//!
//! Source: <https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/>

use serde_json::Value;

use super::label::SelectorError;
use crate::cluster::{kind::Kind, object::Object};

/// Conditions on fields; all must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldSelector {
    terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    field: String,
    value: String,
    equal: bool,
}

/// Every kind can be selected by these two.
const COMMON: &[&str] = &["metadata.name", "metadata.namespace"];

impl FieldSelector {
    /// Reads the notation of `kubectl get --field-selector` for one kind.
    ///
    /// # Errors
    /// When a term has no operator, or names a field that this kind can not be selected by.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, SelectorError> {
        let mut terms = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (field, value, equal) = part
                .split_once("!=")
                .map(|(field, value)| (field, value, false))
                .or_else(|| {
                    part.split_once("==")
                        .or_else(|| part.split_once('='))
                        .map(|(field, value)| (field, value, true))
                })
                .ok_or_else(|| {
                    SelectorError::new(part, "invalid field selector: expected FIELD=VALUE or FIELD!=VALUE")
                })?;
            if !COMMON.contains(&field) && !kind.declaration().fields.contains(&field) {
                return Err(SelectorError::new(field, "field label not supported for this kind"));
            }
            terms.push(Term { field: field.to_owned(), value: value.to_owned(), equal });
        }
        Ok(Self { terms })
    }

    pub fn matches(&self, object: &Object) -> bool {
        self.terms.iter().all(|term| (field_text(object, &term.field) == term.value) == term.equal)
    }
}

/// A field as the API server compares it: absent is the empty text, an absent boolean `false`.
fn field_text(object: &Object, field: &str) -> String {
    let pointer = format!("/{}", field.replace('.', "/"));
    match object.json().pointer(&pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => {
            if matches!(field, "spec.hostNetwork" | "spec.unschedulable") { "false" } else { "" }.to_owned()
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::object::Origin;
    use serde_json::json;

    #[test]
    fn fields_are_compared_as_text_and_unknown_ones_refused() {
        let pod = json!({"metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [], "nodeName": "n1"}});
        let pod = Object::read(Kind::Pod, pod, Origin::Given).unwrap();
        let matches = |text: &str| FieldSelector::parse(Kind::Pod, text).unwrap().matches(&pod);
        assert!(matches("metadata.name=web,spec.nodeName!=n2"));
        assert!(matches("spec.hostNetwork=false"));
        assert!(!matches("status.phase=Running"));
        assert!(FieldSelector::parse(Kind::Pod, "spec.dnsPolicy=None").is_err());
        assert!(FieldSelector::parse(Kind::Pod, "metadata.name").is_err());
    }
}
