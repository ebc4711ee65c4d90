//! `kubectl patch`.

use serde_json::Value;

use super::common::{DRY_RUN, FILES, LOCAL, MANAGER, OUTPUT};
use crate::{
    cluster::{
        api::{
            PatchType, Reason, Status,
            patch::{Schema, json_patch, merge_patch, strategic_merge_patch},
        },
        read_documents,
    },
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, text},
        output::{Form, Offer},
        resource::{Item, Query},
    },
};

const OWN: &[Flag] = &[
    text("patch", 'p', "", "The patch to be applied to the resource JSON file."),
    text("patch-file", '\0', "", "A file containing a patch to be applied to the resource."),
    text(
        "subresource",
        '\0',
        "",
        "If specified, patch will operate on the subresource of the requested object.",
    ),
    text("type", '\0', "strategic", "The type of patch being provided; one of [json merge strategic]."),
];

pub const COMMAND: Command = Command {
    name: "patch",
    summary: "Update fields of a resource",
    about: "Update fields of a resource using strategic merge patch, a JSON merge patch, or a JSON patch.",
    examples: "# Change a service's type with a strategic merge patch\nkubectl patch svc web -p '{\"spec\":{\"type\":\"NodePort\"}}'\n\n# A JSON patch with positional arrays\nkubectl patch svc web --type='json' -p='[{\"op\": \"replace\", \"path\": \"/spec/ports/0/targetPort\", \"value\": 8080}]'\n\n# A merge patch, in YAML\nkubectl patch svc web --type=merge -p $'spec:\\n selector: {app: new}'",
    usage: "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]",
    flags: &[OWN, FILES, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (inline, file) = (client.flags.text("patch").to_owned(), client.flags.text("patch-file").to_owned());
    let kind_of_patch = match client.flags.text("type").to_lowercase().as_str() {
        "json" => PatchType::Json,
        "merge" => PatchType::Merge,
        "strategic" => PatchType::Strategic,
        other => {
            return Err(Failure::plain(format!(
                "--type must be one of [json merge strategic], not {other:?}"
            )));
        }
    };
    let text = match (inline.is_empty(), file.is_empty()) {
        (true, true) => {
            return Err(Failure::plain(
                "must specify --patch or --patch-file containing the contents of the patch",
            ));
        }
        (false, false) => return Err(Failure::plain("cannot specify --patch and --patch-file together")),
        (false, true) => inline,
        (true, false) => {
            client.call.session.read_file(&file).map(|text| String::from(&*text)).map_err(|fault| {
                Failure::plain(format!(
                    "unable to read patch file: open {file}: {}",
                    fault.to_string().to_lowercase()
                ))
            })?
        }
    };
    Form::of(&client.flags, Offer::Objects)?;
    let dry_run = client.dry_run()?;
    let local = client.flags.is("local");
    let patch = read_patch(&text)?;
    let query = Query { arguments: client.arguments.clone(), may_be_missing: local, ..Query::default() };
    let selection = client.select(&query)?;
    let mut failures = selection.failures;
    for item in &selection.items {
        if let Err(failure) = one(client, item, kind_of_patch, &patch, dry_run, local) {
            failures.push(failure);
        }
    }
    Failure::of(failures)
}

fn one(
    client: &mut Client<'_, '_>,
    item: &Item,
    patch_type: PatchType,
    patch: &Result<Value, String>,
    dry_run: DryRun,
    local: bool,
) -> Result<(), Failure> {
    if local || dry_run == DryRun::Client {
        let document = match &item.body {
            Some(body) => body.clone(),
            None => client.get(item.kind, &item.namespace, &item.name)?.json().clone(),
        };
        let patch = patch.as_ref().map_err(|_| Failure::plain("invalid JSON document"))?;
        let patched = match patch_type {
            PatchType::Json => json_patch(&document, patch),
            PatchType::Merge => merge_patch(&document, patch),
            PatchType::Strategic => strategic_merge_patch(&document, patch, &Schema::of(item.kind)),
        };
        let patched = patched.map_err(|fault| Failure::plain(fault.to_string()))?;
        return client.report(&patched, "patched", if local { DryRun::No } else { dry_run });
    }
    let before = client.get(item.kind, &item.namespace, &item.name)?;
    let patch =
        patch.as_ref().map_err(|why| Failure::from(Status::plain(Reason::BadRequest, why.clone())))?;
    let stored = match client.flags.text("subresource") {
        "" => client.patch(item.key(), patch_type, patch, dry_run),
        "status" => client.patch_status(item.key(), patch_type, patch, dry_run),
        "scale" => {
            let before = client.get_scale(item.key())?;
            let scale = client.patch_scale(item.key(), patch_type, patch, dry_run)?;
            let did = if scale == before { "patched (no change)" } else { "patched" };
            return client.report(&scale, did, dry_run);
        }
        other => {
            return Err(Failure::plain(format!(
                "invalid subresource value: {other:?}. Must be one of [status scale resize]"
            )));
        }
    }?;
    let did = if stored.json() == before.json() { "patched (no change)" } else { "patched" };
    let json = stored.json().clone();
    client.report(&json, did, dry_run)
}

/// A patch as JSON. What begins with a brace or a bracket is sent as it is, and refused by the server if it is no JSON: that
/// refusal is the inner error.
fn read_patch(text: &str) -> Result<Result<Value, String>, Failure> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    if is_json {
        return Ok(serde_json::from_str(text).map_err(|error| go_json_error(text, &error)));
    }
    let documents = read_documents("patch", text)
        .map_err(|problem| Failure::plain(format!("unable to parse {text:?}: yaml: {}", problem.message)))?;
    match documents.into_iter().next().map(|(_, document)| document) {
        Some(value @ (Value::Object(_) | Value::Array(_))) => Ok(Ok(value)),
        _ => Ok(Err("invalid JSON document".to_owned())),
    }
}

/// The words of Go's `encoding/json`.
fn go_json_error(text: &str, error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "unexpected EOF".to_owned();
    }
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let sign = line.chars().nth(error.column().saturating_sub(1)).unwrap_or(' ');
    let words = error.to_string();
    let place = if words.starts_with("key must be a string") {
        "looking for beginning of object key string"
    } else if words.starts_with("trailing comma") {
        "looking for beginning of value"
    } else if words.starts_with("expected `:`") {
        "after object key"
    } else if words.starts_with("expected `,` or `}`") {
        "after object key:value pair"
    } else if words.starts_with("expected `,` or `]`") {
        "after array element"
    } else if words.starts_with("trailing characters") {
        "after top-level value"
    } else {
        "looking for beginning of value"
    };
    format!("invalid character '{sign}' {place}")
}
