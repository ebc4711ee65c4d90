//! A value as Go's `%#v` prints it: what kubectl shows beside a failed jsonpath.

use serde_json::Value;

/// `map[string]interface {}{"port":80}`.
pub fn go_value(value: &Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".to_owned(),
        Value::Object(fields) => {
            let inner: Vec<String> =
                fields.iter().map(|(name, value)| format!("{}:{}", quoted(name), go_value(value))).collect();
            format!("map[string]interface {{}}{{{}}}", inner.join(", "))
        }
        Value::Array(items) => {
            let inner: Vec<String> = items.iter().map(go_value).collect();
            format!("[]interface {{}}{{{}}}", inner.join(", "))
        }
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A text between double quotes, as `%q` of plain text.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
