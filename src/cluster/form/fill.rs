//! Defaults: a field that is left out gets its own, and what is within a default gets its defaults, too.

use serde_json::Value;

use super::Form;

impl Form {
    pub fn fill(&self, value: &mut Value) {
        match (self, value) {
            (Self::Fields { own, .. }, Value::Object(fields)) => {
                for field in *own {
                    // `null` in place of a value that may not be null is as if it were not written.
                    if fields.get(field.name).is_some_and(Value::is_null) {
                        fields.remove(field.name);
                    }
                    if let Some(default) = field.default.filter(|_| !fields.contains_key(field.name)) {
                        fields.insert(field.name.to_owned(), default());
                    }
                    if let Some(value) = fields.get_mut(field.name) {
                        field.form.fill(value);
                    }
                }
            }
            (Self::List { of, .. }, Value::Array(items)) => items.iter_mut().for_each(|item| of.fill(item)),
            _ => {}
        }
    }
}
