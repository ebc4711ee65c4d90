//! Admission: a body becomes an object that may be stored. Decoding, then defaults, then the rules.

use serde_json::Value;

use super::{
    decode::{Body, decode},
    faults::Faults,
    request::{How, Target, Unknown},
    size,
    status::{Reason, Status},
    validate::{self, Candidate},
};
use crate::cluster::{Kind, Object, Origin};

/// The tree of a body as an object of the target's kind: known fields only.
pub(super) fn read(target: &Target<'_>, body: &Body, how: &How<'_>) -> Result<Value, Status> {
    size::check_body(&body.tree)?;
    let kind = target.kind;
    let refused = |why: String| {
        let version = kind.declaration().versions.first().copied().unwrap_or("v1");
        let text = format!("{kind} in version {version:?} cannot be handled as a {kind}: {why}");
        Status::plain(Reason::BadRequest, text)
    };
    if !body.tree.is_object() {
        return Err(refused("json: cannot unmarshal the body into an object".to_owned()));
    }
    let says = |field: &str| body.tree.get(field).and_then(Value::as_str).unwrap_or_default();
    let (version, name) = (says("apiVersion"), says("kind"));
    if !is_of(kind, version, name) {
        let text = format!(
            "the object provided ({version}, {name}) does not match the resource of the request ({}, {kind})",
            kind.api_version()
        );
        return Err(Status::plain(Reason::BadRequest, text));
    }
    let mut decoded = decode(kind, &body.tree).map_err(refused)?;
    let duplicates = body.duplicate.iter().map(|path| format!("duplicate field {path:?}"));
    let unknowns = decoded.unknown.iter().map(|path| format!("unknown field {path:?}"));
    let slips: Vec<String> = duplicates.chain(unknowns).collect();
    match how.unknown {
        Unknown::Strict if !slips.is_empty() => {
            return Err(refused(format!("strict decoding error: {}", slips.join(", "))));
        }
        Unknown::Warn => how.warn(slips),
        Unknown::Strict | Unknown::Ignore => {}
    }
    place(target, &mut decoded.json)?;
    Ok(decoded.json)
}

/// A body may leave out its kind or its version.
fn is_of(kind: Kind, version: &str, name: &str) -> bool {
    let version_fits = version.is_empty() || kind.is_document(version, kind.name());
    version_fits && (name.is_empty() || name == kind.name())
}

/// The namespace of the URL, which the body may repeat and not contradict.
fn place(target: &Target<'_>, json: &mut Value) -> Result<(), Status> {
    if json.get("metadata").is_none_or(Value::is_null) {
        json["metadata"] = Value::Object(serde_json::Map::new());
    }
    let Some(Value::Object(metadata)) = json.get_mut("metadata") else {
        return Err(Status::plain(Reason::BadRequest, "metadata is not a map"));
    };
    let text = |field: &str| metadata.get(field).and_then(Value::as_str).unwrap_or_default();
    if !target.name.is_empty() && !text("name").is_empty() && text("name") != target.name {
        let why = format!(
            "the name of the object ({}) does not match the name on the URL ({})",
            text("name"),
            target.name
        );
        return Err(Status::plain(Reason::BadRequest, why));
    }
    let own = text("namespace");
    if target.kind.namespaced() {
        if !own.is_empty() && own != target.namespace {
            let why = "the namespace of the provided object does not match the namespace sent on the request";
            return Err(Status::plain(Reason::BadRequest, why));
        }
        metadata.insert("namespace".to_owned(), target.namespace.into());
    } else {
        metadata.remove("namespace");
    }
    Ok(())
}

/// Fills in defaults and checks the rules, against the object in place where there is one.
pub(super) fn admit(kind: Kind, mut json: Value, old: Option<&Object>) -> Result<Object, Status> {
    let served = kind.declaration();
    let name = json.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Value::Object(fields) = &mut json {
        served.fill(fields);
    }
    let object = Object::read(kind, json, Origin::Given)
        .map_err(|error| Status::plain(Reason::BadRequest, error.to_string()))?;
    let mut faults = Faults::default();
    validate::metadata(object.json(), served.name_rule, &mut faults);
    if let Some(form) = served.form {
        form.judge(object.json(), &mut faults);
    }
    let candidate = Candidate { json: object.json(), typed: object.as_typed(), is_new: old.is_none() };
    (served.rules)(&candidate, &mut faults);
    if let Some(old) = old {
        validate::metadata_update(old.json(), object.json(), &mut faults);
        (served.update_rules)(old.as_typed(), object.as_typed(), &mut faults);
    }
    if faults.is_empty() { Ok(object) } else { Err(Status::invalid(kind, &name, faults.into_list())) }
}
