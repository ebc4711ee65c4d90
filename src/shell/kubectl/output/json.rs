//! JSON as kubectl prints it: four blanks a level, in the order of keys or in that of the API's Go types.

use serde_json::Value;

/// The order in which the fields of the API's Go types stand, for objects that kubectl itself made: `-o json` of a
/// `--dry-run=client`. One list for all types: the types that kubectl makes agree with it.
const GO_ORDER: &[&str] = &[
    "kind",
    "apiVersion",
    "metadata",
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    "immutable",
    "data",
    "binaryData",
    "stringData",
    "spec",
    "replicas",
    "matchLabels",
    "host",
    "http",
    "paths",
    "path",
    "pathType",
    "backend",
    "image",
    "command",
    "args",
    "workingDir",
    "protocol",
    "appProtocol",
    "port",
    "number",
    "targetPort",
    "nodePort",
    "hostPort",
    "containerPort",
    "ports",
    "selector",
    "template",
    "strategy",
    "clusterIP",
    "ingressClassName",
    "defaultBackend",
    "tls",
    "hosts",
    "secretName",
    "rules",
    "service",
    "containers",
    "env",
    "value",
    "resources",
    "imagePullPolicy",
    "stdin",
    "stdinOnce",
    "tty",
    "restartPolicy",
    "dnsPolicy",
    "hard",
    "scopes",
    "type",
    "externalIPs",
    "externalName",
    "status",
];

/// With sorted keys: what came from a server.
pub fn json(value: &Value) -> String {
    written(value, |names| names.sort())
}

/// In the order of the Go types.
pub fn go_json(value: &Value) -> String {
    written(value, |names| {
        let place = |name: &str| GO_ORDER.iter().position(|known| *known == name).unwrap_or(GO_ORDER.len());
        names.sort_by(|a, b| place(a).cmp(&place(b)).then(a.cmp(b)));
    })
}

fn written(value: &Value, order: fn(&mut Vec<&String>)) -> String {
    let mut out = String::new();
    write(&mut out, value, 0, order);
    out.push('\n');
    out
}

fn write(out: &mut String, value: &Value, depth: usize, order: fn(&mut Vec<&String>)) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let mut names: Vec<&String> = fields.keys().collect();
            order(&mut names);
            out.push_str("{\n");
            for (index, name) in names.iter().enumerate() {
                indent(out, depth + 1);
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push_str(": ");
                write(out, fields.get(*name).unwrap_or(&Value::Null), depth + 1, order);
                out.push_str(if index + 1 < names.len() { ",\n" } else { "\n" });
            }
            indent(out, depth);
            out.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            out.push_str("[\n");
            for (index, item) in items.iter().enumerate() {
                indent(out, depth + 1);
                write(out, item, depth + 1, order);
                out.push_str(if index + 1 < items.len() { ",\n" } else { "\n" });
            }
            indent(out, depth);
            out.push(']');
        }
        // Go escapes what could end a script element in a page.
        Value::String(_) => out.push_str(&escaped(value)),
        other => out.push_str(&other.to_string()),
    }
}

/// One value on one line, with Go's escapes of `<`, `>` and `&`.
pub fn escaped(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("    ", depth));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_that_kubectl_made_are_in_the_order_of_their_types() {
        let value = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"labels": {"a": "b"}, "name": "c"}, "spec": {}});
        assert!(go_json(&value).starts_with("{\n    \"kind\": \"Service\",\n    \"apiVersion\": \"v1\",\n    \"metadata\": {\n        \"name\""));
        assert!(json(&value).starts_with("{\n    \"apiVersion\""));
    }
}
