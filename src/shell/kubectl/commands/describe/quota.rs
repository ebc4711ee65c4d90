//! `describe` of namespaces and resource quotas.

use serde_json::Value;

use super::common::{annotations, head, labels, plain, text};
use crate::{
    cluster::{Kind, Object},
    shell::kubectl::client::Client,
};

pub fn namespace(client: &mut Client<'_, '_>, object: &Object) -> String {
    let mut out = format!(
        "{}{}{}Status:\t{}\n",
        head(object),
        labels(object),
        annotations(object),
        text(object.json(), "/status/phase")
    );
    let quotas = client.list(Kind::ResourceQuota, object.name(), "", "").unwrap_or_default();
    if quotas.is_empty() {
        out.push_str("\nNo resource quota.\n");
    } else {
        out.push_str("\nResource Quotas\n");
    }
    for quota in &quotas {
        out.push_str(&format!("  Name:\t{}\n  Resource\tUsed\tHard\n  --------\t---\t---\n", quota.name()));
        for (name, used, hard) in amounts(quota) {
            out.push_str(&format!("  {name}\t{used}\t{hard}\n"));
        }
    }
    out.push_str("\nNo LimitRange resource.\n");
    out
}

pub fn describe(_: &mut Client<'_, '_>, object: &Object) -> String {
    let mut out = format!("{}Resource\tUsed\tHard\n--------\t----\t----\n", head(object));
    for (name, used, hard) in amounts(object) {
        out.push_str(&format!("{name}\t{used}\t{hard}\n"));
    }
    out
}

/// Each resource with what is used and what is allowed.
fn amounts(quota: &Object) -> Vec<(String, String, String)> {
    let json = quota.json();
    let hard = json.pointer("/status/hard").or_else(|| json.pointer("/spec/hard")).and_then(Value::as_object);
    let used = |name: &str| {
        json.pointer("/status/used").and_then(|used| used.get(name)).map_or_else(|| "0".to_owned(), plain)
    };
    hard.into_iter().flatten().map(|(name, amount)| (name.clone(), used(name), plain(amount))).collect()
}
