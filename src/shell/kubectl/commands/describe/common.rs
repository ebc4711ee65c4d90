//! Parts that most descriptions have: labels, annotations, times, events.

use serde_json::{Map, Value};

use crate::{
    cluster::{Kind, Object},
    shell::kubectl::{
        client::Client,
        commands::{create::LAST_APPLIED, events},
    },
};

/// The longest value of an annotation that stands beside its name.
const LONGEST: usize = 140;

/// A text at a pointer; empty when there is none.
pub fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A list at a pointer; empty when there is none.
pub fn items<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A whole number at a pointer, or 0.
pub fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or(0)
}

/// A scalar as it is printed.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub fn or_none(text: &str) -> &str {
    if text.is_empty() { "<none>" } else { text }
}

/// `Name:` and, for objects in one, `Namespace:`.
pub fn head(object: &Object) -> String {
    let namespace = if object.namespace().is_empty() {
        String::new()
    } else {
        format!("Namespace:\t{}\n", object.namespace())
    };
    format!("Name:\t{}\n{namespace}", object.name())
}

/// A map of texts, a pair a line: `TITLE:\ta=b`.
pub fn pairs(title: &str, map: Option<&Value>, between: &str) -> String {
    let empty = Map::new();
    let map = map.and_then(Value::as_object).unwrap_or(&empty);
    if map.is_empty() {
        return format!("{title}:\t<none>\n");
    }
    let blank = title.len() - title.trim_start().len();
    let mut out = String::new();
    for (index, (key, value)) in map.iter().enumerate() {
        let before = if index == 0 { format!("{title}:") } else { " ".repeat(blank) };
        out.push_str(&format!("{before}\t{key}{between}{}\n", plain(value)));
    }
    out
}

pub fn labels(object: &Object) -> String {
    pairs("Labels", object.json().pointer("/metadata/labels"), "=")
}

pub fn annotations(object: &Object) -> String {
    annotations_of("Annotations", object.json().pointer("/metadata/annotations"))
}

/// Annotations but that of `apply`; long values below their names.
pub fn annotations_of(title: &str, map: Option<&Value>) -> String {
    let shown: Vec<(String, String)> = map
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(key, _)| key.as_str() != LAST_APPLIED)
        .map(|(key, value)| (key.clone(), plain(value)))
        .collect();
    if shown.is_empty() {
        return format!("{title}:\t<none>\n");
    }
    let blank = " ".repeat(title.len() - title.trim_start().len());
    let mut out = String::new();
    for (index, (key, value)) in shown.iter().enumerate() {
        let before = if index == 0 { format!("{title}:") } else { blank.clone() };
        if key.len() + value.len() > LONGEST || value.contains('\n') {
            let lines: Vec<String> =
                value.trim_end().lines().map(|line| format!("{blank}\t  {line}\n")).collect();
            out.push_str(&format!("{before}\t{key}:\n{}", lines.concat()));
        } else {
            out.push_str(&format!("{before}\t{key}: {value}\n"));
        }
    }
    out
}

/// `Sun, 22 Nov 2026 08:17:23 +0000` of an RFC 3339 time.
pub fn time(stamp: &str) -> String {
    match civil(stamp) {
        Some(time) => time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(),
        None => "<unset>".to_owned(),
    }
}

/// `2026-11-22 08:17:23 +0000 UTC`, as Go prints a time by itself.
pub fn go_time(stamp: &str) -> String {
    civil(stamp)
        .map_or_else(|| "<unset>".to_owned(), |time| time.strftime("%Y-%m-%d %H:%M:%S +0000 UTC").to_string())
}

fn civil(stamp: &str) -> Option<jiff::civil::DateTime> {
    stamp.strip_suffix('Z').unwrap_or(stamp).parse().ok()
}

/// The events of an object, as the last part of its description.
pub fn events_of(client: &mut Client<'_, '_>, object: &Object) -> String {
    if !client.flags.is("show-events") {
        return String::new();
    }
    let namespace = if object.namespace().is_empty() { "" } else { object.namespace() };
    let fields =
        format!("involvedObject.kind={},involvedObject.name={}", object.kind().name(), object.name());
    let mut found = client.list(Kind::Event, namespace, "", &fields).unwrap_or_default();
    let uid = text(object.json(), "/metadata/uid");
    found.retain(|event| {
        let about = text(event.json(), "/involvedObject/uid");
        about.is_empty() || uid.is_empty() || about == uid
    });
    if found.is_empty() {
        return "Events:\t<none>\n".to_owned();
    }
    found.sort_by(|a, b| {
        events::time_of(a.json()).cmp(events::time_of(b.json())).then(a.serial().cmp(&b.serial()))
    });
    let now = client.now();
    let mut out =
        "Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n".to_owned();
    for event in found {
        let json = event.json();
        let from = [text(json, "/source/component"), text(json, "/reportingComponent")]
            .into_iter()
            .find(|from| !from.is_empty())
            .unwrap_or_default();
        out.push_str(&format!(
            "  {}\t{}\t{}\t{from}\t{}\n",
            text(json, "/type"),
            text(json, "/reason"),
            events::age(json, &now),
            text(json, "/message").trim()
        ));
    }
    out
}
