//! `kubectl apply`: client side, with the annotation of what was applied last; server side in `apply_server`.

use serde_json::Value;

use super::{
    cascade::{CASCADE, propagation},
    common::{ALL, DRY_RUN, FILES, OUTPUT, SELECTOR, VALIDATE},
    create::{LAST_APPLIED, last_applied},
    get::readable,
};
use crate::{
    cluster::{
        Object,
        api::{
            PatchType, Propagation, Status,
            patch::{Schema, apply_merge_patch, apply_patch, merge_patch, strategic_merge_patch},
        },
    },
    shell::kubectl::{
        client::{Client, DryRun},
        command::Command,
        failure::Failure,
        flag::{Flag, duration, list, number, switch, text},
        output::{Form, Offer},
        resource::{Item, is_given, read_files},
    },
};

const OWN: &[Flag] = &[
    text(
        "field-manager",
        '\0',
        "kubectl-client-side-apply",
        "Name of the manager used to track field ownership.",
    ),
    switch("force", '\0', "If true, immediately remove resources from API and bypass graceful deletion."),
    switch("force-conflicts", '\0', "If true, server-side apply will force the changes against conflicts."),
    number(
        "grace-period",
        '\0',
        "-1",
        "Period of time in seconds given to the resource to terminate gracefully.",
    ),
    switch(
        "overwrite",
        '\0',
        "Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration.",
    ),
    switch("prune", '\0', "Not simulated here."),
    list("prune-allowlist", '\0', "Not simulated here."),
    switch("server-side", '\0', "If true, apply runs in the server instead of the client."),
    duration("timeout", '\0', "0s", "The length of time to wait before giving up on a delete, with --force."),
    switch("wait", '\0', "Wait for resources to be gone before returning, with --force."),
];

const LAST: &[Flag] = &[text("output", 'o', "yaml", "Output format: yaml or json.")];

pub const COMMAND: Command = Command {
    name: "apply",
    summary: "Apply a configuration to a resource by file name or stdin",
    about: "Apply a configuration to a resource by file name or stdin. The resource name must be specified. This resource will be created if it doesn't exist yet.\n\nJSON and YAML formats are accepted.",
    examples: "# Apply the configuration in pod.json to a pod\nkubectl apply -f ./pod.json\n\n# Apply what a here-document holds\ncat pod.json | kubectl apply -f -\n\n# Let the server merge, and take fields over from other managers\nkubectl apply --server-side --force-conflicts -f ./web.yaml",
    usage: "(-f FILENAME | -k DIRECTORY) [options]",
    flags: &[OWN, CASCADE, FILES, SELECTOR, ALL, OUTPUT, DRY_RUN, VALIDATE],
    run: Some(run),
    commands: &[&Command {
        name: "view-last-applied",
        summary: "View the latest last-applied-configuration annotations of a resource/object",
        about: "View the latest last-applied-configuration annotations by type/name or file.",
        usage: "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME) [options]",
        flags: &[LAST, FILES, SELECTOR],
        run: Some(view),
        ..Command::PLAIN
    }],
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if !client.arguments.is_empty() {
        return Err(Failure::Usage(format!("Unexpected args: [{}]", client.arguments.join(" "))));
    }
    if !is_given(&client.flags) {
        return Err(Failure::plain("must specify one of -f and -k"));
    }
    if client.flags.is("prune") {
        return Err(Failure::plain("--prune is not simulated here: delete what is no longer wanted"));
    }
    let server_side = client.flags.is("server-side");
    if client.flags.is("force-conflicts") && !server_side {
        return Err(Failure::plain("--force-conflicts only works with --server-side"));
    }
    Form::of(&client.flags, Offer::Objects)?;
    let dry_run = client.dry_run()?;
    if dry_run == DryRun::Client && server_side {
        return Err(Failure::plain(
            "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
        ));
    }
    let propagation = propagation(client)?;
    let (items, mut failures) = read_files(client)?;
    for item in &items {
        let done = if server_side {
            super::apply_server::one(client, item, dry_run)
        } else {
            one(client, item, propagation, dry_run)
        };
        if let Err(failure) = done {
            failures.push(failure);
        }
    }
    Failure::of(failures)
}

fn one(
    client: &mut Client<'_, '_>,
    item: &Item,
    propagation: Propagation,
    dry_run: DryRun,
) -> Result<(), Failure> {
    let mut modified = item.body.clone().unwrap_or_default();
    if item.name.is_empty() {
        let source = &item.source;
        return Err(Failure::plain(format!(
            "error when retrieving current configuration of:\nResource: {:?}, GroupVersionKind: {:?}\nName: \"\", Namespace: {:?}\nfrom server for: {source:?}: resource name may not be empty",
            resource_text(item),
            kind_text(item),
            item.namespace
        )));
    }
    let saved = last_applied(&modified);
    modified["metadata"]["annotations"][LAST_APPLIED] = saved.into();
    let Ok(live) = client.get(item.kind, &item.namespace, &item.name) else {
        if dry_run == DryRun::Client {
            return client.report(&modified, "created", dry_run);
        }
        let stored = client.create(item.kind, &item.namespace, &modified, dry_run);
        let stored = stored.map_err(|status| Failure::during(status, "creating", &item.source))?;
        let json = stored.json().clone();
        return client.report(&json, "created", dry_run);
    };
    if dry_run == DryRun::Client {
        let (_, result) = three_way(&live, &modified).map_err(Failure::Plain)?;
        return client.report(&result, "configured", dry_run);
    }
    if live.annotation(LAST_APPLIED).is_none() {
        let declaration = item.kind.declaration();
        client.error_line(&format!(
            "Warning: resource {}/{} is missing the {LAST_APPLIED} annotation which is required by {} apply. {} apply should only be used on resources created declaratively by either {} create --save-config or {} apply. The missing annotation will be patched automatically.",
            declaration.plural, item.name, "kubectl", "kubectl", "kubectl", "kubectl"
        ));
    }
    let (patch, result) =
        three_way(&live, &modified).map_err(|why| Failure::plain(format!("creating patch with: {why}")))?;
    if result == *live.json() {
        return client.report(&readable(&live, false), "unchanged", dry_run);
    }
    let patch_type = if item.kind.declaration().custom { PatchType::Merge } else { PatchType::Strategic };
    match client.patch(item.key(), patch_type, &patch, dry_run) {
        Ok(stored) => {
            let did = if stored.json() == live.json() { "unchanged" } else { "configured" };
            let json = stored.json().clone();
            client.report(&json, did, dry_run)
        }
        Err(status) if client.flags.is("force") && dry_run == DryRun::No => {
            client.delete(item.key(), propagation, dry_run).map_err(|_| Failure::from(status))?;
            let stored = client.create(item.kind, &item.namespace, &modified, dry_run)?;
            let json = stored.json().clone();
            client.report(&json, "configured", dry_run)
        }
        Err(status) => Err(refused(item, &live, &result, status)),
    }
}

/// The patch of an apply, and what it makes of the live object.
pub fn three_way(live: &Object, modified: &Value) -> Result<(Value, Value), String> {
    let original: Value =
        live.annotation(LAST_APPLIED).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let kind = live.kind();
    let (patch, result) = if kind.declaration().custom {
        let patch = apply_merge_patch(&original, modified);
        let result = merge_patch(live.json(), &patch);
        (patch, result)
    } else {
        let schema = Schema::of(kind);
        let mut patch = apply_patch(&original, modified, &schema);
        // The one field of our kinds whose parts exclude each other (`retainKeys`).
        if patch.pointer("/spec/strategy/type").and_then(Value::as_str) == Some("Recreate") {
            patch["spec"]["strategy"]["rollingUpdate"] = Value::Null;
        }
        let result = strategic_merge_patch(live.json(), &patch, &schema);
        (patch, result)
    };
    Ok((patch, result.map_err(|fault| fault.to_string())?))
}

/// A refusal with the patch that was sent, as kubectl shows it.
fn refused(item: &Item, live: &Object, result: &Value, status: Status) -> Failure {
    let patch = super::difference::merge_difference(live.json(), result);
    let while_ = format!(
        "error when applying patch:\n{}\nto:\nResource: {:?}, GroupVersionKind: {:?}\nName: {:?}, Namespace: {:?}\nfor: {:?}: error when patching {:?}: ",
        crate::shell::kubectl::output::escaped(&patch),
        resource_text(item),
        kind_text(item),
        item.name,
        item.namespace,
        item.source,
        item.source
    );
    Failure::Server { status: Box::new(status), while_ }
}

fn resource_text(item: &Item) -> String {
    let declaration = item.kind.declaration();
    format!("{}, Resource={}", version_text(item), declaration.plural)
}

fn kind_text(item: &Item) -> String {
    format!("{}, Kind={}", version_text(item), item.kind.name())
}

/// `/v1`, `apps/v1`.
fn version_text(item: &Item) -> String {
    let version = item.kind.api_version();
    if version.contains('/') { version } else { format!("/{version}") }
}

fn view(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let query =
        crate::shell::kubectl::resource::Query { arguments: client.arguments.clone(), ..Default::default() };
    let selection = client.select(&query)?;
    for item in &selection.items {
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        let Some(text) = object.annotation(LAST_APPLIED) else {
            return Err(Failure::plain(format!(
                "no last-applied-configuration annotation found on resource: {}",
                item.name
            )));
        };
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let printed = Form::of(&client.flags, Offer::Objects)?.print(&value, false)?;
        client.out(&printed);
    }
    Failure::of(selection.failures)
}
