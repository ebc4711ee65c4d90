//! YAML as kubectl writes it: sorted keys, lists not indented, the quoting of `sigs.k8s.io/yaml` (go-yaml v2).
//!
//! Learners compare what they see here with the documentation and paste it into files, so it is the same text to the
//! last quote. serde-saphyr's own writer was rejected: other quotes, other indentation.

use serde_json::Value;

use super::yaml_scalar::{Style, style};

/// The column after which a text is folded at its next blank.
const WIDTH: usize = 80;

/// One document, ending in a line break.
pub fn yaml(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(fields) if !fields.is_empty() => map(&mut out, fields, 0, false),
        Value::Array(items) if !items.is_empty() => list(&mut out, items, 0),
        scalar => {
            leaf(&mut out, scalar, 0);
            end(&mut out);
        }
    }
    out
}

/// The fields of a map, each on its line; `inline` when the first one follows a list's dash.
fn map(out: &mut String, fields: &serde_json::Map<String, Value>, indent: usize, inline: bool) {
    let mut names: Vec<&String> = fields.keys().collect();
    names.sort_by(|a, b| natural(a, b));
    for (index, name) in names.into_iter().enumerate() {
        if index > 0 || !inline {
            blanks(out, indent);
        }
        text(out, name, indent, true);
        out.push(':');
        match fields.get(name).unwrap_or(&Value::Null) {
            Value::Object(inner) if !inner.is_empty() => {
                out.push('\n');
                map(out, inner, indent + 2, false);
            }
            Value::Array(items) if !items.is_empty() => {
                out.push('\n');
                list(out, items, indent);
            }
            scalar => {
                out.push(' ');
                leaf(out, scalar, indent);
                end(out);
            }
        }
    }
}

fn list(out: &mut String, items: &[Value], indent: usize) {
    for item in items {
        blanks(out, indent);
        out.push_str("- ");
        match item {
            Value::Object(fields) if !fields.is_empty() => map(out, fields, indent + 2, true),
            Value::Array(inner) if !inner.is_empty() => {
                // The first element follows the dash on its line.
                let mut nested = String::new();
                list(&mut nested, inner, indent + 2);
                out.push_str(nested.trim_start_matches(' '));
            }
            scalar => {
                leaf(out, scalar, indent);
                end(out);
            }
        }
    }
}

/// A block text ends its own line.
fn end(out: &mut String) {
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

fn blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

fn leaf(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(string) => text(out, string, indent, false),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

fn text(out: &mut String, string: &str, indent: usize, is_key: bool) {
    match style(string, is_key) {
        Style::Plain => folded(out, string, indent, is_key),
        Style::Single => {
            out.push('\'');
            folded(out, &string.replace('\'', "''"), indent, is_key);
            out.push('\'');
        }
        Style::Double => double(out, string),
        Style::Literal => literal(out, string, indent),
    }
}

/// Breaks after the width at a blank that stands alone.
fn folded(out: &mut String, string: &str, indent: usize, is_key: bool) {
    let mut column = out.chars().rev().take_while(|character| *character != '\n').count();
    let mut previous = '\0';
    let mut rest = string.chars().peekable();
    while let Some(character) = rest.next() {
        let alone = character == ' ' && previous != ' ' && rest.peek().is_some_and(|next| *next != ' ');
        if alone && column > WIDTH && !is_key && previous != '\0' {
            out.push('\n');
            blanks(out, indent + 2);
            column = indent + 2;
        } else {
            out.push(character);
            column += 1;
        }
        previous = character;
    }
}

fn double(out: &mut String, string: &str) {
    out.push('"');
    for character in string.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\u{1b}' => out.push_str("\\e"),
            '\u{0}' => out.push_str("\\0"),
            '\u{feff}' => out.push_str("\\uFEFF"),
            control if control.is_control() => out.push_str(&format!("\\x{:02X}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}

fn literal(out: &mut String, string: &str, indent: usize) {
    out.push('|');
    if string.starts_with([' ', '\n']) {
        out.push('2');
    }
    let body = string.strip_suffix('\n');
    match body {
        None => out.push('-'),
        Some(body) if body.is_empty() || body.ends_with('\n') => out.push('+'),
        Some(_) => {}
    }
    out.push('\n');
    for line in body.unwrap_or(string).split('\n') {
        if !line.is_empty() {
            blanks(out, indent + 2);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// go-yaml's order of keys: digits by their number, letters after other signs.
fn natural(a: &str, b: &str) -> std::cmp::Ordering {
    let (left, right): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut digits = false;
    for (index, (one, other)) in left.iter().zip(&right).enumerate() {
        if one == other {
            digits = one.is_numeric();
            continue;
        }
        return match (one.is_alphabetic(), other.is_alphabetic()) {
            (true, true) => one.cmp(other),
            (true, false) | (false, true) => {
                if digits {
                    one.is_alphabetic().cmp(&other.is_alphabetic())
                } else {
                    other.is_alphabetic().cmp(&one.is_alphabetic()).reverse()
                }
            }
            (false, false) => {
                let number = |chars: &[char]| {
                    let text: String =
                        chars.iter().skip(index).take_while(|sign| sign.is_ascii_digit()).collect();
                    (text.parse::<u64>().unwrap_or(0), text.len())
                };
                number(&left).cmp(&number(&right)).then(one.cmp(other))
            }
        };
    }
    left.len().cmp(&right.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_stand_under_their_key_and_keys_are_sorted() {
        let value = json!({"b": [{"y": 1, "x": []}, [1, 2]], "a": {"n": {}, "m": null}});
        assert_eq!(yaml(&value), "a:\n  m: null\n  \"n\": {}\nb:\n- x: []\n  \"y\": 1\n- - 1\n  - 2\n");
    }

    #[test]
    fn texts_that_mean_something_else_are_quoted() {
        let value = json!([
            "80",
            "yes",
            "null",
            "1:20",
            "2026-01-01",
            "* a",
            "a: b",
            "a #b",
            "it's",
            "",
            "-",
            "-x",
            "80:8080",
            "a\tb",
            "<none>"
        ]);
        assert_eq!(
            yaml(&value),
            "- \"80\"\n- \"yes\"\n- \"null\"\n- \"1:20\"\n- \"2026-01-01\"\n- '* a'\n- 'a: b'\n- 'a #b'\n- it's\n- \"\"\n- '-'\n- -x\n- 80:8080\n- \"a\\tb\"\n- <none>\n"
        );
    }

    #[test]
    fn lines_are_literal_and_long_ones_folded() {
        assert_eq!(
            yaml(&json!({"a": "x\ny\n", "b": "x\ny", "c": "x\n\n"})),
            "a: |\n  x\n  \"y\"\n".replace("\"y\"", "y") + "b: |-\n  x\n  y\nc: |+\n  x\n\n"
        );
        let long = format!("{} end of it", "w".repeat(90));
        assert_eq!(yaml(&json!({"a": long})), format!("a: {}\n  end of it\n", "w".repeat(90)));
    }

    #[test]
    fn keys_with_numbers_are_in_their_order() {
        assert_eq!(yaml(&json!({"a10": 1, "a9": 1, "a-b": 1})), "a-b: 1\na9: 1\na10: 1\n");
    }
}
