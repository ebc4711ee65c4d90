//! `--sort-by`.

use std::cmp::Ordering;

use serde_json::Value;

use super::jsonpath::Template;

/// Sorts by what a path finds in each; `json` gives an element's object. What has no such field comes first.
///
/// # Errors
/// A path that can not be read, or that none of the objects has.
pub fn sort_items<T>(items: &mut [T], path: &str, json: impl Fn(&T) -> &Value) -> Result<(), String> {
    let template = Template::parse_relaxed(path)?;
    let key = |item: &T| template.values(json(item)).ok().and_then(|values| values.into_iter().next());
    if !items.is_empty() && items.iter().all(|item| key(item).is_none()) {
        return Err(format!(
            "couldn't find any field with path {:?} in the list of objects",
            format!("{{{}}}", path.trim_matches(['{', '}']))
        ));
    }
    items.sort_by(|a, b| match (key(a), key(b)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(a), Some(b)) => compare(&a, &b),
    });
    Ok(())
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal)
        }
        (Value::String(a), Value::String(b)) => natural(a).cmp(&natural(b)),
        (a, b) => a.to_string().cmp(&b.to_string()),
    }
}

/// Digits count as numbers: `pod-2` before `pod-10` (kubectl's natural sorting).
fn natural(text: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|sign: char| sign.is_ascii_digit()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(digits);
        let end = after.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(after.len());
        parts.push((word.to_owned(), after[..end].parse().unwrap_or(u64::MAX)));
        rest = &after[end..];
    }
    parts
}
