//! Rules for `ConfigMap`, `Secret` and `Namespace`.

use std::collections::BTreeMap;

use k8s_openapi::ByteString;

use super::Candidate;
use super::names::config_key;
use crate::cluster::{Typed, api::faults::Faults};

/// What a `ConfigMap` or `Secret` may hold, in bytes.
const LARGEST: usize = 1024 * 1024;
const FIXED: &str = "field is immutable when `immutable` is set";
const ACCOUNT: &str = "kubernetes.io/service-account.name";

pub fn config_map(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::ConfigMap(map) = typed else { return };
    let mut size = 0;
    for (key, value) in map.data.iter().flatten() {
        faults.rule(&format!("data[{key}]"), key, config_key(key));
        if map.binary_data.as_ref().is_some_and(|binary| binary.contains_key(key)) {
            faults.invalid(format!("data[{key}]"), key.as_str(), "duplicate of key present in binaryData");
        }
        size += value.len();
    }
    for (key, value) in map.binary_data.iter().flatten() {
        faults.rule(&format!("binaryData[{key}]"), key, config_key(key));
        size += value.0.len();
    }
    if size > LARGEST {
        faults.too_long("", LARGEST);
    }
}

pub fn config_map_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let (Typed::ConfigMap(old), Typed::ConfigMap(new)) = (old, new) else { return };
    if old.immutable != Some(true) {
        return;
    }
    if new.immutable != Some(true) {
        faults.forbidden("immutable", FIXED);
    }
    if new.data != old.data {
        faults.forbidden("data", FIXED);
    }
    if new.binary_data != old.binary_data {
        faults.forbidden("binaryData", FIXED);
    }
}

pub fn secret(Candidate { typed, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::Secret(secret) = typed else { return };
    let none = BTreeMap::new();
    let data = secret.data.as_ref().unwrap_or(&none);
    for key in data.keys() {
        faults.rule(&format!("data[{key}]"), key, config_key(key));
    }
    if data.values().map(|value| value.0.len()).sum::<usize>() > LARGEST {
        faults.too_long("data", LARGEST);
    }
    match secret.type_.as_deref().unwrap_or_default() {
        "kubernetes.io/service-account-token" => {
            let account =
                secret.metadata.annotations.as_ref().and_then(|annotations| annotations.get(ACCOUNT));
            if account.is_none_or(String::is_empty) {
                faults.required(format!("metadata.annotations[{ACCOUNT}]"), "");
            }
        }
        "kubernetes.io/tls" => present(data, &["tls.crt", "tls.key"], faults),
        "kubernetes.io/ssh-auth" => present(data, &["ssh-privatekey"], faults),
        "kubernetes.io/dockerconfigjson" => docker(data, ".dockerconfigjson", faults),
        "kubernetes.io/dockercfg" => docker(data, ".dockercfg", faults),
        _ => {}
    }
}

fn present(data: &BTreeMap<String, ByteString>, keys: &[&str], faults: &mut Faults) {
    for key in keys.iter().filter(|key| !data.contains_key(**key)) {
        faults.required(format!("data[{key}]"), "");
    }
}

fn docker(data: &BTreeMap<String, ByteString>, key: &str, faults: &mut Faults) {
    let Some(text) = data.get(key) else { return present(data, &[key], faults) };
    if serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&text.0).is_err() {
        let first = String::from_utf8_lossy(&text.0).trim_start().chars().next();
        let why = match first {
            None => "unexpected end of JSON input".to_owned(),
            Some(first) => format!("invalid character '{first}' looking for beginning of value"),
        };
        faults.invalid(format!("data[{key}]"), "<secret contents redacted>", &why);
    }
}

pub fn secret_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let (Typed::Secret(old), Typed::Secret(new)) = (old, new) else { return };
    if old.type_ != new.type_ {
        faults.invalid("type", new.type_.clone().unwrap_or_default(), "field is immutable");
    }
    if old.immutable == Some(true) {
        if new.immutable != Some(true) {
            faults.forbidden("immutable", FIXED);
        }
        if old.data != new.data {
            faults.forbidden("data", FIXED);
        }
    }
}
