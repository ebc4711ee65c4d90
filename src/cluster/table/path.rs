//! The simple JSON paths of printer columns: `.spec.x`, `.a[0]`, `.a[*].b`, `.status.conditions[?(@.type=="Ready")].status`.
//!
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns>

use serde_json::Value;

/// The first value that a path leads to. A path that is not understood leads to none.
pub fn first<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let path = path.trim_start_matches('.');
    if path.is_empty() {
        return Some(value);
    }
    if let Some(rest) = path.strip_prefix('[') {
        let end = close(rest)?;
        let (inside, rest) = (&rest[..end], &rest[end + 1..]);
        return among(value, inside).find_map(|one| first(one, rest));
    }
    let (name, rest) = field(path);
    first(value.get(name.as_str())?, rest)
}

/// Where the bracket closes, texts in quotes left aside.
fn close(text: &str) -> Option<usize> {
    let mut quote = None;
    for (place, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, ']') => return Some(place),
            _ => {}
        }
    }
    None
}

/// The first field's name, a dot in it written `\.`, and the rest of the path.
fn field(path: &str) -> (String, &str) {
    let mut name = String::new();
    let mut letters = path.char_indices();
    while let Some((place, letter)) = letters.next() {
        match letter {
            '\\' => name.extend(letters.next().map(|(_, letter)| letter)),
            '.' | '[' => return (name, &path[place..]),
            _ => name.push(letter),
        }
    }
    (name, "")
}

/// The elements that a bracket means.
fn among<'a>(value: &'a Value, inside: &str) -> Box<dyn Iterator<Item = &'a Value> + 'a> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if inside == "*" {
        return Box::new(items.iter());
    }
    let condition = inside
        .strip_prefix("?(@.")
        .and_then(|rest| rest.strip_suffix(')'))
        .and_then(|rest| rest.split_once("=="));
    if let Some((name, wanted)) = condition {
        let wanted = wanted.trim().trim_matches(['"', '\'']).to_owned();
        let name = name.trim().to_owned();
        return Box::new(
            items.iter().filter(move |item| item.get(&name).and_then(Value::as_str) == Some(wanted.as_str())),
        );
    }
    if let Ok(index) = inside.parse::<usize>() {
        return Box::new(items.get(index).into_iter());
    }
    // A field in brackets: `['a.b']`.
    Box::new(value.get(inside.trim_matches(['"', '\''])).into_iter())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_to_the_first_value() {
        let value = json!({
            "a": {"b": [{"c": 1}, {"d": 2}]}, "k": {"x.y/z": "dots"},
            "conditions": [{"type": "A", "status": "False"}, {"type": "B", "status": "True"}],
        });
        for (path, found) in [
            (".a.b[0].c", json!(1)),
            (".a.b[*].d", json!(2)),
            (r".k.x\.y/z", json!("dots")),
            (".k['x.y/z']", json!("dots")),
            (r#".conditions[?(@.type=="B")].status"#, json!("True")),
            (".conditions[?(@.type == 'A')].status", json!("False")),
        ] {
            assert_eq!(first(&value, path), Some(&found), "{path}");
        }
        for path in
            [".a.x", ".a[0]", ".a.b[7]", ".a.b[", ".a.b[*", "[?(", ".conditions[?(@.type==\"C\")].status"]
        {
            assert_eq!(first(&value, path), None, "{path}");
        }
    }
}
