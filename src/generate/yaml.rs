//! Objects as YAML, in the order in which people write fields.

use std::fmt::Write as _;

use serde_json::Value;

/// Fields that stand first, in this order; the others follow by name.
const FIRST: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "namespace",
    "labels",
    "spec",
    "type",
    "clusterIP",
    "podSelector",
    "policyTypes",
    "namespaceSelector",
    "ingress",
    "egress",
    "from",
    "to",
    "protocol",
    "port",
    "endPort",
    "targetPort",
    "nodePort",
    "replicas",
    "serviceName",
    "selector",
    "image",
    "ports",
    "containerPort",
    "host",
    "http",
    "path",
    "pathType",
    "gatewayClassName",
    "ingressClassName",
    "parentRefs",
    "hostnames",
    "rules",
    "matches",
    "backendRefs",
];

/// Documents parted by `---`.
pub fn documents(objects: &[Value]) -> String {
    objects.iter().map(document).collect::<Vec<_>>().join("---\n")
}

/// One document, or a part of one.
pub fn document(value: &Value) -> String {
    let mut text = String::new();
    push(&mut text, value, 0);
    text
}

fn push(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields
                .sort_by_key(|(name, _)| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
            for (index, (name, value)) in fields.into_iter().enumerate() {
                if index > 0 || indent == 0 {
                    out.push_str(&" ".repeat(indent));
                }
                let _ = write!(out, "{}:", scalar(name));
                push_below(out, value, indent);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 || indent == 0 {
                    out.push_str(&" ".repeat(indent));
                }
                out.push_str("- ");
                if is_nested(item) {
                    push(out, item, indent + 2);
                } else {
                    let _ = writeln!(out, "{}", flat(item));
                }
            }
        }
        other => {
            let _ = writeln!(out, "{}", flat(other));
        }
    }
}

/// A field's value: behind the colon, or on the lines below. Lists stand as far out as their field, as kubectl prints them.
fn push_below(out: &mut String, value: &Value, indent: usize) {
    if !is_nested(value) {
        let _ = writeln!(out, " {}", flat(value));
        return;
    }
    out.push('\n');
    let below = if value.is_array() { indent } else { indent + 2 };
    out.push_str(&" ".repeat(below));
    // At the margin `push` indents by itself.
    push(out, value, below);
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

fn flat(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// Plain where YAML 1.1 and 1.2 both read it as this string, else quoted.
fn scalar(text: &str) -> String {
    let word = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && !text.ends_with(':')
        && text.chars().all(|one| one.is_ascii_alphanumeric() || "-_./:".contains(one))
        && !["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
            .contains(&text.to_ascii_lowercase().as_str());
    // Four numbers with dots are no number, nor is a range of addresses.
    let plain = word || text.parse::<std::net::Ipv4Addr>().is_ok() || text.parse::<ipnet::Ipv4Net>().is_ok();
    if plain { text.to_owned() } else { Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_stand_in_the_order_of_people_and_strings_stay_strings() {
        let text = documents(&[
            json!({"spec": {"ports": [{"port": 80, "name": "http"}], "selector": {}}, "kind": "Service", "metadata": {"namespace": "a", "name": "b"}}),
            json!({"list": ["yes", "1.5", "*.example.com", "/x", "10.0.0.0/8"], "empty": [], "deep": [[1]]}),
        ]);
        let wanted = "kind: Service\nmetadata:\n  name: b\n  namespace: a\nspec:\n  selector: {}\n  ports:\n  - name: http\n    port: 80\n---\n\
            deep:\n- - 1\nempty: []\nlist:\n- \"yes\"\n- \"1.5\"\n- \"*.example.com\"\n- /x\n- 10.0.0.0/8\n";
        assert_eq!(text, wanted);
    }
}
