//! `describe` of config maps, secrets and service accounts.

use serde_json::Value;

use super::common::{annotations, events_of, head, items, labels, or_none, plain, text};
use crate::{
    cluster::{Kind, Object},
    shell::kubectl::client::Client,
};

pub fn config_map(client: &mut Client<'_, '_>, object: &Object) -> String {
    let map = |name: &str| object.json().get(name).and_then(Value::as_object).cloned().unwrap_or_default();
    let mut out = format!("{}{}{}\nData\n====\n", head(object), labels(object), annotations(object));
    for (key, value) in map("data") {
        out.push_str(&format!("{key}:\n----\n{}\n\n", plain(&value)));
    }
    out.push_str("\nBinaryData\n====\n");
    for (key, value) in map("binaryData") {
        out.push_str(&format!("{key}: {} bytes\n", bytes(&plain(&value))));
    }
    out.push('\n');
    out + &events_of(client, object)
}

pub fn secret(_: &mut Client<'_, '_>, object: &Object) -> String {
    let mut out = format!(
        "{}{}{}\nType:\t{}\n\nData\n====\n",
        head(object),
        labels(object),
        annotations(object),
        text(object.json(), "/type")
    );
    for (key, value) in object.json().get("data").and_then(Value::as_object).into_iter().flatten() {
        out.push_str(&format!("{key}:\t{} bytes\n", bytes(&plain(value))));
    }
    out
}

/// How many bytes a base64 text stands for.
fn bytes(coded: &str) -> usize {
    let digits = coded.trim_end_matches('=').len();
    digits * 3 / 4
}

pub fn service_account(client: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let names = |pointer: &str| {
        items(json, pointer).iter().map(|one| text(one, "/name")).collect::<Vec<_>>().join("\n\t")
    };
    let tokens = client
        .list(Kind::Secret, object.namespace(), "", "type=kubernetes.io/service-account-token")
        .unwrap_or_default();
    let own: Vec<&str> = tokens
        .iter()
        .filter(|token| token.annotation("kubernetes.io/service-account.name") == Some(object.name()))
        .map(|token| token.name())
        .collect();
    let out = format!(
        "{}{}{}Image pull secrets:\t{}\nMountable secrets:\t{}\nTokens:\t{}\n",
        head(object),
        labels(object),
        annotations(object),
        or_none(&names("/imagePullSecrets")),
        or_none(&names("/secrets")),
        or_none(&own.join("\n\t"))
    );
    out + &events_of(client, object)
}
