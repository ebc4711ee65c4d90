//! `-o custom-columns=NAME:.metadata.name,IP:.status.podIP`.

use serde_json::Value;

use super::{
    jsonpath::{Template, shown},
    pad::padded,
};

/// The rows of one object, or of each item of a list.
pub fn print(spec: &str, value: &Value, headers: bool) -> Result<String, String> {
    let mut columns = Vec::new();
    for part in spec.split(',') {
        let Some((header, path)) = part.split_once(':') else {
            return Err(format!(
                "unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>"
            ));
        };
        columns.push((header.to_owned(), Template::parse_relaxed(path)?));
    }
    let mut rows = Vec::new();
    if headers {
        rows.push(columns.iter().map(|(header, _)| header.clone()).collect());
    }
    let one = [value.clone()];
    let items = match value.get("items").and_then(Value::as_array) {
        Some(items) => items.as_slice(),
        None => &one,
    };
    for item in items {
        let mut row = Vec::new();
        for (_, template) in &columns {
            let found = template.values(item).unwrap_or_default();
            let texts: Vec<String> = found.iter().map(go_shown).collect();
            row.push(if texts.is_empty() { "<none>".to_owned() } else { texts.join(",") });
        }
        rows.push(row);
    }
    Ok(padded(&rows, 3))
}

/// Maps and lists as Go's `%v` prints them.
fn go_shown(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Object(fields) => {
            let inner: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}:{}", go_shown(value))).collect();
            format!("map[{}]", inner.join(" "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(go_shown).collect::<Vec<_>>().join(" ")),
        other => shown(other),
    }
}
