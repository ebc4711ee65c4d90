//! `describe` of any other kind: its fields, as kubectl shows objects of custom resources.

use serde_json::Value;

use super::common::{annotations, events_of, labels, plain};
use crate::{
    cluster::Object,
    shell::kubectl::{client::Client, commands::get::readable},
};

/// Fields that have lines of their own, or none.
const SKIPPED: &[&str] = &[
    ".metadata.managedFields",
    ".metadata.name",
    ".metadata.namespace",
    ".metadata.labels",
    ".metadata.annotations",
];

pub fn describe(client: &mut Client<'_, '_>, object: &Object) -> String {
    let mut out = format!(
        "Name:\t{}\nNamespace:\t{}\n{}{}",
        object.name(),
        object.namespace(),
        labels(object),
        annotations(object)
    );
    content(&mut out, &readable(object, false), 0, "");
    out + &events_of(client, object)
}

fn content(out: &mut String, value: &Value, level: usize, path: &str) {
    let Some(fields) = value.as_object() else { return };
    let indent = "  ".repeat(level);
    for (name, value) in fields {
        let path = format!("{path}.{name}");
        if SKIPPED.contains(&path.as_str()) {
            continue;
        }
        let label = label(name);
        match value {
            Value::Object(_) => {
                out.push_str(&format!("{indent}{label}:\n"));
                content(out, value, level + 1, &path);
            }
            Value::Array(items) => {
                out.push_str(&format!("{indent}{label}:\n"));
                for item in items {
                    if item.is_object() {
                        content(out, item, level + 1, &path);
                    } else {
                        out.push_str(&format!("{indent}  {}\n", plain(item)));
                    }
                }
            }
            scalar => out.push_str(&format!("{indent}{label}:\t{}\n", plain(scalar))),
        }
    }
}

/// `creationTimestamp` is `Creation Timestamp`, `apiVersion` is `API Version`.
fn label(name: &str) -> String {
    const WHOLE: &[&str] = &["API", "URL", "UID", "OSB", "GUID"];
    let mut words: Vec<String> = Vec::new();
    let signs: Vec<char> = name.chars().collect();
    for (index, sign) in signs.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| signs.get(at));
        let after = signs.get(index + 1);
        // A word begins at a capital after a small letter, and at the last capital of several before a small one.
        let begins = sign.is_uppercase()
            && (before.is_none_or(|sign| !sign.is_uppercase())
                || after.is_some_and(|sign| sign.is_lowercase()));
        match words.last_mut() {
            Some(word) if !begins => word.push(*sign),
            _ => words.push(sign.to_string()),
        }
    }
    let shown = words.into_iter().map(|word| {
        let upper = word.to_uppercase();
        if WHOLE.contains(&upper.as_str()) {
            return upper;
        }
        let mut signs = word.chars();
        signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
    });
    shown.collect::<Vec<_>>().join(" ")
}
