//! Volumes in a description.

use serde_json::Value;

use super::common::{items, plain, text};

/// The volumes of a Pod or, with a blank before them, of a template.
pub fn describe(volumes: &[Value], blank: &str) -> String {
    if volumes.is_empty() {
        return format!("{blank}Volumes:\t<none>\n");
    }
    let indent = if blank.is_empty() { "" } else { " " };
    let mut out = format!("{blank}Volumes:\n");
    for volume in volumes {
        out.push_str(&format!("  {indent}{}:\n", text(volume, "/name")));
        for (name, value) in lines(volume) {
            out.push_str(&format!("    {name}:\t{value}\n"));
        }
    }
    out
}

fn lines(volume: &Value) -> Vec<(&'static str, String)> {
    let optional =
        |found: &Value| found.get("optional").and_then(Value::as_bool).unwrap_or(false).to_string();
    let or = |value: &str, other: &str| if value.is_empty() { other.to_owned() } else { value.to_owned() };
    if let Some(found) = volume.get("emptyDir") {
        let limit = found.get("sizeLimit").map_or_else(|| "<unset>".to_owned(), plain);
        return vec![
            ("Type", "EmptyDir (a temporary directory that shares a pod's lifetime)".to_owned()),
            ("Medium", text(found, "/medium").to_owned()),
            ("SizeLimit", limit),
        ];
    }
    if let Some(found) = volume.get("configMap") {
        return vec![
            ("Type", "ConfigMap (a volume populated by a ConfigMap)".to_owned()),
            ("Name", text(found, "/name").to_owned()),
            ("Optional", optional(found)),
        ];
    }
    if let Some(found) = volume.get("secret") {
        return vec![
            ("Type", "Secret (a volume populated by a Secret)".to_owned()),
            ("SecretName", text(found, "/secretName").to_owned()),
            ("Optional", optional(found)),
        ];
    }
    if let Some(found) = volume.get("hostPath") {
        return vec![
            ("Type", "HostPath (bare host directory volume)".to_owned()),
            ("Path", text(found, "/path").to_owned()),
            ("HostPathType", or(text(found, "/type"), "")),
        ];
    }
    if let Some(found) = volume.get("persistentVolumeClaim") {
        let read_only = found.get("readOnly").and_then(Value::as_bool).unwrap_or(false).to_string();
        return vec![
            (
                "Type",
                "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"
                    .to_owned(),
            ),
            ("ClaimName", text(found, "/claimName").to_owned()),
            ("ReadOnly", read_only),
        ];
    }
    let Some(found) = volume.get("projected") else { return vec![("Type", "<unknown>".to_owned())] };
    let mut out =
        vec![("Type", "Projected (a volume that contains injected data from multiple sources)".to_owned())];
    for source in items(found, "/sources") {
        if let Some(token) = source.get("serviceAccountToken") {
            out.push((
                "TokenExpirationSeconds",
                token.get("expirationSeconds").map_or_else(String::new, plain),
            ));
        } else if let Some(map) = source.get("configMap") {
            out.push(("ConfigMapName", text(map, "/name").to_owned()));
            out.push(("ConfigMapOptional", map.get("optional").map_or_else(|| "<nil>".to_owned(), plain)));
        } else if let Some(secret) = source.get("secret") {
            out.push(("SecretName", text(secret, "/name").to_owned()));
            out.push((
                "SecretOptionalName",
                secret.get("optional").map_or_else(|| "<nil>".to_owned(), plain),
            ));
        } else if source.get("downwardAPI").is_some() {
            out.push(("DownwardAPI", "true".to_owned()));
        }
    }
    out
}
