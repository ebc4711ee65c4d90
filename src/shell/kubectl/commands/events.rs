//! `kubectl events`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{common::ALL_NAMESPACES, get::readable};
use crate::{
    cluster::{Kind, Object, table::since},
    shell::kubectl::{
        client::Client,
        command::Command,
        failure::Failure,
        flag::{Flag, list, number, switch, text},
        output::{Form, Offer, padded},
    },
};

const OWN: &[Flag] = &[
    text("for", '\0', "", "Filter events to only those pertaining to the specified resource."),
    switch("no-headers", '\0', "When using the default output format, don't print headers."),
    list("types", '\0', "Output only events of given types."),
    switch("watch", 'w', "After listing the requested events, watch for more events: here the list ends."),
    number("chunk-size", '\0', "500", "Return large lists in chunks."),
    text("output", 'o', "", "Output format: json, yaml."),
    text("template", '\0', "", "Template string."),
];

pub const COMMAND: Command = Command {
    name: "events",
    summary: "List events",
    about: "Display events.",
    examples: "# List recent events in the default namespace\nkubectl events\n\n# List events of one deployment\nkubectl events --for deployment/web",
    usage: "[(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]",
    flags: &[OWN, ALL_NAMESPACES],
    run: Some(run),
    ..Command::PLAIN
};

/// The time by which events are put in order.
pub fn time_of(event: &Value) -> &str {
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
    text("/series/lastObservedTime")
        .or_else(|| text("/lastTimestamp"))
        .or_else(|| text("/eventTime"))
        .or_else(|| text("/metadata/creationTimestamp"))
        .unwrap_or_default()
}

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let everywhere = client.flags.is("all-namespaces");
    let namespace = if everywhere { String::new() } else { client.namespace() };
    let about = client.flags.text("for").to_owned();
    let mut fields = String::new();
    if !about.is_empty() {
        let Some((kind, name)) = about.split_once('/') else {
            return Err(Failure::plain("--for must be in resource/name form"));
        };
        let kinds = client.kinds_of(kind)?;
        let kind = kinds.first().map_or("", |kind| kind.name());
        fields = format!("involvedObject.kind={kind},involvedObject.name={name}");
    }
    let types = client.flags.list("types");
    let mut events: Vec<Arc<Object>> = client.list(Kind::Event, &namespace, "", &fields)?;
    events.retain(|event| {
        types.is_empty()
            || types
                .iter()
                .any(|one| event.json()["type"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(one)))
    });
    events.sort_by(|a, b| time_of(a.json()).cmp(time_of(b.json())).then(a.serial().cmp(&b.serial())));
    let form = Form::of(&client.flags, Offer::Objects)?;
    if !form.is_usual() {
        let list = json!({"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": events.iter().map(|event| readable(event, false)).collect::<Vec<_>>()});
        let text = form.print(&list, false)?;
        client.out(&text);
        return Ok(());
    }
    if events.is_empty() {
        client.error_line(&if everywhere {
            "No events found.".to_owned()
        } else {
            format!("No events found in {namespace} namespace.")
        });
        return Ok(());
    }
    let now = client.now();
    let mut rows = Vec::new();
    if !client.flags.is("no-headers") {
        let mut header: Vec<String> = if everywhere { vec!["NAMESPACE".to_owned()] } else { Vec::new() };
        header.extend(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"].map(str::to_owned));
        rows.push(header);
    }
    for event in &events {
        let text = |pointer: &str| {
            event.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let mut row: Vec<String> = if everywhere { vec![event.namespace().to_owned()] } else { Vec::new() };
        row.extend([
            age(event.json(), &now),
            text("/type"),
            text("/reason"),
            format!("{}/{}", text("/involvedObject/kind"), text("/involvedObject/name")),
            text("/message").trim().to_owned(),
        ]);
        rows.push(row);
    }
    let table = padded(&rows, 3);
    client.out(&table);
    Ok(())
}

/// `5s`, or `5s (x3 over 2m)`.
pub fn age(event: &Value, now: &str) -> String {
    let text = |name: &str| event.get(name).and_then(Value::as_str);
    let count = event.get("count").and_then(Value::as_i64).unwrap_or(1);
    let last = since(Some(time_of(event)), now);
    if count > 1 { format!("{last} (x{count} over {})", since(text("firstTimestamp"), now)) } else { last }
}
