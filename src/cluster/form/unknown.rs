//! Fields that a form does not declare: they are dropped, and told when the client asks for strict validation.

use serde_json::Value;

use super::{Form, below};

impl Form {
    /// Drops the fields that are not declared, and adds their paths.
    pub fn drop_unknown(&self, path: &str, value: &mut Value, found: &mut Vec<String>) {
        match (self, value) {
            (Self::Fields { own, .. }, Value::Object(fields)) => {
                fields.retain(|name, _| {
                    let known = own.iter().any(|field| field.name == name);
                    if !known {
                        found.push(below(path, name));
                    }
                    known
                });
                for field in *own {
                    if let Some(value) = fields.get_mut(field.name) {
                        field.form.drop_unknown(&below(path, field.name), value, found);
                    }
                }
            }
            (Self::List { of, .. }, Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    of.drop_unknown(&format!("{path}[{index}]"), item, found);
                }
            }
            _ => {}
        }
    }
}
