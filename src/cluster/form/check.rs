//! What a server refuses by the form alone: wrong types, what is missing, what is too small or too large, what is no word of
//! an enumeration.

use serde_json::Value;

use super::{Form, below};
use crate::cluster::api::{FaultKind, Faults};

/// Faults that keep the server from looking at the rules.
const BLOCKING: &[FaultKind] = &[
    FaultKind::Required,
    FaultKind::NotSupported,
    FaultKind::TooLong,
    FaultKind::TooMany,
    FaultKind::WrongType,
];
const NOT_CHECKED: &str = "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

impl Form {
    /// All that is wrong with an object, its form first and then the rules.
    pub fn judge(&self, object: &Value, faults: &mut Faults) {
        let mut own = Faults::default();
        self.check("", object, &mut own);
        if own.list().iter().any(|fault| BLOCKING.contains(&fault.kind)) {
            own.invalid("<nil>", "null", NOT_CHECKED);
        } else {
            self.check_rules("", object, &mut own);
        }
        faults.extend(own);
    }

    fn check(&self, path: &str, value: &Value, faults: &mut Faults) {
        match (self, value) {
            (Self::Free, _) | (Self::Flag, Value::Bool(_)) => {}
            (Self::Text { .. }, Value::String(text)) => self.check_text(path, text, faults),
            (Self::Whole { least, most, among }, Value::Number(number)) => {
                let Some(number) = number.as_i64() else {
                    return faults.wrong_type(path, "number", "integer");
                };
                let limit = |word: &str, limit: i64| {
                    format!("{path} in body should be {word} than or equal to {limit}")
                };
                if number < *least {
                    faults.invalid(path, number, &limit("greater", *least));
                } else if number > *most {
                    faults.invalid(path, number, &limit("less", *most));
                } else if !among.is_empty() && !among.contains(&number) {
                    let among: Vec<String> = among.iter().map(ToString::to_string).collect();
                    let among: Vec<&str> = among.iter().map(String::as_str).collect();
                    faults.not_supported(path, &number.to_string(), &among);
                }
            }
            (Self::Fields { own, .. }, Value::Object(fields)) => {
                for field in *own {
                    let path = below(path, field.name);
                    match fields.get(field.name) {
                        Some(value) => field.form.check(&path, value, faults),
                        None if field.required => faults.required(path, ""),
                        None => {}
                    }
                }
            }
            (Self::List { .. }, Value::Array(items)) => self.check_list(path, items, faults),
            (_, other) => faults.wrong_type(path, go_type(other), self.type_name()),
        }
    }

    fn check_text(&self, path: &str, text: &str, faults: &mut Faults) {
        let Self::Text { least, most, pattern, among } = self else { return };
        let length = text.chars().count();
        if !among.is_empty() && !among.contains(&text) {
            faults.not_supported(path, text, among);
        } else if length < *least {
            faults.invalid(path, text, &format!("{path} in body should be at least {least} chars long"));
        } else if length > *most {
            faults.too_long(path, *most);
        } else if !pattern.is_empty() && !fits(pattern, text) {
            faults.invalid(path, text, &format!("{path} in body should match '{pattern}'"));
        }
    }

    fn check_list(&self, path: &str, items: &[Value], faults: &mut Faults) {
        let Self::List { of, least, most, key, .. } = self else { return };
        if items.len() < *least {
            faults.invalid(path, items.len(), &format!("{path} in body should have at least {least} items"));
        } else if items.len() > *most {
            faults.too_many(path, items.len(), *most);
        }
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            of.check(&path, item, faults);
            let own = item.get(*key).filter(|_| !key.is_empty());
            if let Some(own) = own
                && items[..index].iter().any(|earlier| earlier.get(*key) == Some(own))
            {
                faults.duplicate(path, serde_json::json!({*key: own}));
            }
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "string",
            Self::Whole { .. } => "integer",
            Self::Flag => "boolean",
            Self::List { .. } => "array",
            Self::Fields { .. } | Self::Free => "object",
        }
    }
}

/// Patterns are our own and tested; one that could not be read would fit everything.
fn fits(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(pattern).map_or(true, |pattern| pattern.is_match(text))
}

fn go_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
