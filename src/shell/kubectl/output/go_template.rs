//! `-o go-template`: the part of Go's templates that study notes use - fields, `range`, `if`, `else`, `index`, `len`, texts.
//!
//! <https://pkg.go.dev/text/template>

use serde_json::Value;

use super::jsonpath::shown;

/// Nesting beyond this is refused.
const DEEPEST: usize = 16;
/// Bytes of output.
const LARGEST: usize = 1 << 20;

/// A template's piece.
#[derive(Clone, Copy)]
enum Piece<'t> {
    Text(&'t str),
    Action(&'t str),
}

enum Node<'t> {
    Text(&'t str),
    Shown(&'t str),
    Range { over: &'t str, body: Vec<Node<'t>>, otherwise: Vec<Node<'t>> },
    If { condition: &'t str, body: Vec<Node<'t>>, otherwise: Vec<Node<'t>> },
}

/// What a block works on: `$` and `.`.
#[derive(Clone, Copy)]
struct Scope<'v> {
    root: &'v Value,
    dot: &'v Value,
}

/// The template's text for an object.
pub fn print(template: &str, data: &Value) -> Result<String, String> {
    let nodes = split(template).and_then(|pieces| {
        let mut pieces = pieces.as_slice();
        let nodes = block(&mut pieces, 0)?;
        match pieces.first() {
            Some(Piece::Action(action)) => Err(format!("unexpected {{{{{action}}}}}")),
            _ => Ok(nodes),
        }
    });
    let nodes =
        nodes.map_err(|why| format!("error parsing template {template}, template: output:1: {why}"))?;
    let mut out = String::new();
    run(&nodes, Scope { root: data, dot: data }, &mut out)?;
    Ok(out)
}

fn split(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((text, after)) = rest.split_once("{{") {
        let (action, after) = after.split_once("}}").ok_or("unclosed action")?;
        // `{{- ` and ` -}}` take the white space beside them away.
        let left = action.strip_prefix("- ");
        pieces.push(Piece::Text(if left.is_some() { text.trim_end() } else { text }));
        let action = left.unwrap_or(action);
        let right = action.strip_suffix(" -");
        pieces.push(Piece::Action(right.unwrap_or(action).trim()));
        rest = if right.is_some() { after.trim_start() } else { after };
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

/// The nodes up to the `end` or `else` of their block, which is left there.
fn block<'t>(pieces: &mut &[Piece<'t>], depth: usize) -> Result<Vec<Node<'t>>, String> {
    if depth > DEEPEST {
        return Err("it is too large for this simulation".to_owned());
    }
    let mut nodes = Vec::new();
    while let Some((piece, rest)) = pieces.split_first() {
        let action = match *piece {
            Piece::Text(text) => {
                nodes.push(Node::Text(text));
                *pieces = rest;
                continue;
            }
            Piece::Action(action) => action,
        };
        if action == "end" || is_else(action) {
            break;
        }
        *pieces = rest;
        nodes.push(if let Some(over) = action.strip_prefix("range ") {
            let (body, otherwise) = branches(pieces, depth)?;
            Node::Range { over: over.trim(), body, otherwise }
        } else if let Some(condition) = action.strip_prefix("if ") {
            let (body, otherwise) = branches(pieces, depth)?;
            Node::If { condition: condition.trim(), body, otherwise }
        } else {
            Node::Shown(action)
        });
    }
    Ok(nodes)
}

fn is_else(action: &str) -> bool {
    action == "else" || action.starts_with("else ")
}

/// What a block does, and what it does otherwise, up to its `end`.
fn branches<'t>(pieces: &mut &[Piece<'t>], depth: usize) -> Result<(Vec<Node<'t>>, Vec<Node<'t>>), String> {
    let body = block(pieces, depth + 1)?;
    let Some((Piece::Action(action), rest)) = pieces.split_first() else {
        return Err("unexpected EOF".to_owned());
    };
    *pieces = rest;
    if let Some(condition) = action.strip_prefix("else if ") {
        // One `end` closes both.
        let (inner, otherwise) = branches(pieces, depth + 1)?;
        return Ok((body, vec![Node::If { condition: condition.trim(), body: inner, otherwise }]));
    }
    match *action {
        "end" => Ok((body, Vec::new())),
        "else" => {
            let otherwise = block(pieces, depth + 1)?;
            match pieces.split_first() {
                Some((Piece::Action("end"), rest)) => {
                    *pieces = rest;
                    Ok((body, otherwise))
                }
                Some((Piece::Action(action), _)) => Err(format!("unexpected {{{{{action}}}}}")),
                _ => Err("unexpected EOF".to_owned()),
            }
        }
        other => Err(format!("unexpected {{{{{other}}}}}")),
    }
}

fn run(nodes: &[Node<'_>], scope: Scope<'_>, out: &mut String) -> Result<(), String> {
    for node in nodes {
        if out.len() > LARGEST {
            return Err("error executing template: it is too large for this simulation".to_owned());
        }
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Shown(expression) => {
                let found = value(expression, scope)?;
                out.push_str(&found.map_or_else(|| "<no value>".to_owned(), |value| shown(&value)));
            }
            Node::Range { over, body, otherwise } => {
                let items: Vec<Value> = match value(over, scope)? {
                    Some(Value::Array(items)) => items,
                    Some(Value::Object(fields)) => fields.into_iter().map(|(_, value)| value).collect(),
                    Some(Value::Null) | None => Vec::new(),
                    Some(other) => {
                        let why = format!("range can't iterate over {}", shown(&other));
                        return Err(format!("error executing template: at <{over}>: {why}"));
                    }
                };
                if items.is_empty() {
                    run(otherwise, scope, out)?;
                }
                for dot in &items {
                    run(body, Scope { dot, ..scope }, out)?;
                }
            }
            Node::If { condition, body, otherwise } => {
                let truth = value(condition, scope)?.is_some_and(|value| is_true(&value));
                run(if truth { body } else { otherwise }, scope, out)?;
            }
        }
    }
    Ok(())
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

/// `.a.b`, `.`, `$.a`, `"text"`, `index .a "b"`, `len .a`.
fn value(expression: &str, scope: Scope<'_>) -> Result<Option<Value>, String> {
    if let Some(rest) = expression.strip_prefix("index ") {
        let mut words = rest.split_whitespace();
        let mut found = operand(words.next().unwrap_or("."), scope)?;
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
        let found = operand(rest.trim(), scope)?;
        let length = found.map_or(0, |value| match value {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            other => shown(&other).len(),
        });
        return Ok(Some(length.into()));
    }
    operand(expression, scope)
}

fn operand(expression: &str, scope: Scope<'_>) -> Result<Option<Value>, String> {
    if let Some(text) = expression.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Ok(Some(text.replace("\\n", "\n").replace("\\t", "\t").into()));
    }
    let (from, path) = match expression.strip_prefix('$') {
        Some(path) => (scope.root, path),
        None => (scope.dot, expression),
    };
    if !path.starts_with('.') && expression != "$" {
        return Err(format!("error parsing template: {expression:?} is not simulated here: use jsonpath"));
    }
    let mut found = Some(from);
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
        let data = json!({"a": {"b": 1}, "items": [{"n": "x"}, {"n": ""}], "none": []});
        for (template, text) in [
            ("{{.a.b}}", "1"),
            ("{{range .items}}[{{.n}}]{{\"\\n\"}}{{end}}", "[x]\n[]\n"),
            ("{{range .items}}{{if .n}}{{.n}}{{else}}-{{end}}{{end}}", "x-"),
            ("{{range .items}}{{.n}}{{else}}none{{end}}.", "x."),
            ("{{range .none}}{{.n}}{{else}}none{{end}}.", "none."),
            ("{{range .no}}x{{end}}{{range .none}}{{range .n}}x{{else}}y{{end}}{{else}}z{{end}}", "z"),
            ("{{if .no}}1{{else if .a}}2{{else}}3{{end}}.", "2."),
            ("{{if .no}}1{{else if .none}}2{{else}}3{{end}}.", "3."),
            ("{{range .items}}{{$.a.b}}{{end}}{{len $.items}}", "112"),
            ("[ {{- .a.b -}} ]", "[1]"),
            ("{{.no}}", "<no value>"),
        ] {
            assert_eq!(print(template, &data).as_deref(), Ok(text), "{template}");
        }
        for (bad, why) in [
            ("{{.a", "unclosed action"),
            ("{{printf .a}}", "not simulated"),
            ("{{end}}", "unexpected {{end}}"),
            ("{{if .a}}1{{else}}2{{else}}3{{end}}", "unexpected {{else}}"),
            ("{{range .items}}1", "unexpected EOF"),
            ("{{range .a.b}}1{{end}}", "range can't iterate over 1"),
        ] {
            let said = print(bad, &data).unwrap_err();
            assert!(said.contains(why), "{bad}: {said}");
        }
        assert!(print(&"{{if .a}}".repeat(5_000), &data).is_err());
        assert!(print(&format!("{}{{{{end}}}}", "{{if .a}}{{else if .a}}".repeat(5_000)), &data).is_err());
    }
}
