//! `-o go-template`: the part of Go's templates that study notes use - fields, `range`, `if`, `index`, texts.

use serde_json::Value;

use super::jsonpath::shown;

/// Nesting beyond this is refused.
const DEEPEST: usize = 16;

/// A template's piece.
enum Piece<'t> {
    Text(&'t str),
    Action(&'t str),
}

/// The template's text for an object.
pub fn print(template: &str, data: &Value) -> Result<String, String> {
    let pieces = split(template)?;
    let mut out = String::new();
    let end = run(&pieces, 0, data, &mut out, 0)?;
    if end < pieces.len() {
        return Err("error parsing template: unexpected {{end}}".to_owned());
    }
    Ok(out)
}

fn split(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        pieces.push(Piece::Text(&rest[..at]));
        let end = rest[at..].find("}}").ok_or_else(|| {
            format!("error parsing template {template}, template: output:1: unclosed action")
        })?;
        pieces.push(Piece::Action(rest[at + 2..at + end].trim_matches('-').trim()));
        rest = &rest[at + end + 2..];
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

/// Runs pieces from one on, up to the `end` of its block; gives the place behind it.
fn run(
    pieces: &[Piece<'_>],
    from: usize,
    data: &Value,
    out: &mut String,
    depth: usize,
) -> Result<usize, String> {
    if depth > DEEPEST || out.len() > 1 << 20 {
        return Err("error executing template: it is too large for this simulation".to_owned());
    }
    let mut at = from;
    while let Some(piece) = pieces.get(at) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Action("end" | "else") => return Ok(at),
            Piece::Action(action) if action.starts_with("range ") => {
                let over = value(action[6..].trim(), data)?.unwrap_or(Value::Null);
                let items = match over {
                    Value::Array(items) => items,
                    Value::Object(fields) => fields.into_iter().map(|(_, value)| value).collect(),
                    _ => Vec::new(),
                };
                let body_end = run(pieces, at + 1, &Value::Null, &mut String::new(), depth + 1)?;
                for item in &items {
                    run(pieces, at + 1, item, out, depth + 1)?;
                }
                at = body_end;
            }
            Piece::Action(action) if action.starts_with("if ") => {
                let truth = value(action[3..].trim(), data)?.is_some_and(|value| is_true(&value));
                let mut ignored = String::new();
                at = run(pieces, at + 1, data, if truth { out } else { &mut ignored }, depth + 1)?;
                if matches!(pieces.get(at), Some(Piece::Action("else"))) {
                    let mut ignored = String::new();
                    at = run(pieces, at + 1, data, if truth { &mut ignored } else { out }, depth + 1)?;
                }
            }
            Piece::Action(action) => out.push_str(
                &value(action, data)?.map_or_else(|| "<no value>".to_owned(), |value| shown(&value)),
            ),
        }
        at += 1;
    }
    Ok(at)
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// `.a.b`, `.`, `"text"`, `index .a "b"`, `len .a`.
fn value(expression: &str, data: &Value) -> Result<Option<Value>, String> {
    if let Some(text) = expression.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Ok(Some(text.replace("\\n", "\n").replace("\\t", "\t").into()));
    }
    if let Some(rest) = expression.strip_prefix("index ") {
        let mut words = rest.split_whitespace();
        let mut found = value(words.next().unwrap_or("."), data)?;
        for word in words {
            let key = word.trim_matches('"');
            found = found.and_then(|value| match key.parse::<usize>() {
                Ok(index) if value.is_array() => value.get(index).cloned(),
                _ => value.get(key).cloned(),
            });
        }
        return Ok(found);
    }
    if let Some(rest) = expression.strip_prefix("len ") {
        let found = value(rest.trim(), data)?;
        let length = found.map_or(0, |value| match value {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            other => shown(&other).len(),
        });
        return Ok(Some(length.into()));
    }
    let Some(path) = expression.strip_prefix('.').or_else(|| expression.strip_prefix("$.")) else {
        return Err(format!("error parsing template: {expression:?} is not simulated here: use jsonpath"));
    };
    let mut found = Some(data);
    for name in path.split('.').filter(|name| !name.is_empty()) {
        found = found.and_then(|value| value.get(name));
    }
    Ok(found.cloned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::print;

    #[test]
    fn fields_ranges_and_conditions() {
        let data = json!({"a": {"b": 1}, "items": [{"n": "x"}, {"n": ""}]});
        assert_eq!(print("{{.a.b}}", &data).unwrap(), "1");
        assert_eq!(print("{{range .items}}[{{.n}}]{{\"\\n\"}}{{end}}", &data).unwrap(), "[x]\n[]\n");
        assert_eq!(print("{{range .items}}{{if .n}}{{.n}}{{else}}-{{end}}{{end}}", &data).unwrap(), "x-");
        assert_eq!(print("{{.no}}", &data).unwrap(), "<no value>");
        assert!(print("{{.a", &data).is_err());
        assert!(print("{{printf .a}}", &data).is_err());
    }
}
