//! What the `set` commands have in common: changing the Pod template of each object named.

use serde_json::{Map, Value, json};

use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        commands::difference::merge_difference,
        failure::Failure,
        output::{Form, Offer},
        resource::{Item, Query, is_given},
    },
};

/// Resources before the first `key=value`, and what follows.
pub fn part(arguments: &[String]) -> (Vec<String>, Vec<String>) {
    let at = arguments
        .iter()
        .position(|word| word.contains('=') || word.ends_with('-') && word != "-")
        .unwrap_or(arguments.len());
    (arguments[..at].to_vec(), arguments[at..].to_vec())
}

/// Changes the Pod specification of every object; `edit` gets it and says why it can not.
///
/// # Errors
/// Objects that are missing or refused, and what `edit` says.
pub fn change(
    client: &mut Client<'_, '_>,
    resources: Vec<String>,
    did: &str,
    edit: &dyn Fn(&mut Value) -> Result<(), String>,
) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    Form::of(&client.flags, Offer::Objects)?;
    if resources.is_empty() && !is_given(&client.flags) {
        return Err(Failure::plain(
            "one or more resources must be specified as <resource> <name> or <resource>/<name>",
        ));
    }
    let local = client.flags.is("local");
    let all_without_names = client.flags.is("all");
    let selection = client.select(&Query { arguments: resources, all_without_names, ..Query::default() })?;
    let mut failures = selection.failures;
    for item in &selection.items {
        if let Err(failure) = one(client, item, did, edit, dry_run, local) {
            failures.push(failure);
        }
    }
    Failure::of(failures)
}

fn one(
    client: &mut Client<'_, '_>,
    item: &Item,
    did: &str,
    edit: &dyn Fn(&mut Value) -> Result<(), String>,
    dry_run: DryRun,
    local: bool,
) -> Result<(), Failure> {
    let Some(template) = item.kind.declaration().pod_template else {
        return Err(Failure::plain(format!(
            "{} the object is not a pod or does not have a pod template",
            item.shown()
        )));
    };
    let before = if local {
        item.body.clone().unwrap_or_default()
    } else {
        client.get(item.kind, &item.namespace, &item.name)?.json().clone()
    };
    let pointer = if template.is_empty() {
        "/spec".to_owned()
    } else {
        format!("/{}/spec", template.replace('.', "/"))
    };
    let mut after = before.clone();
    let Some(spec) = after.pointer_mut(&pointer) else {
        return Err(Failure::plain("the object has no pod template"));
    };
    edit(spec).map_err(Failure::Plain)?;
    if local || dry_run == DryRun::Client {
        as_go_writes(item.kind, &mut after);
        return client.report(&after, did, if local { DryRun::No } else { dry_run });
    }
    if before == after {
        return Ok(());
    }
    let stored = client.patch(item.key(), PatchType::Merge, &merge_difference(&before, &after), dry_run)?;
    let json = stored.json().clone();
    client.report(&json, did, dry_run)
}

/// Fields that a Go type writes though they are empty: what `--local` shows of an object that went through one.
pub fn as_go_writes(kind: Kind, object: &mut Value) {
    let mut fill = |pointer: &str, name: &str, value: Value| {
        if let Some(Value::Object(fields)) = object.pointer_mut(pointer) {
            fields.entry(name.to_owned()).or_insert(value);
        }
    };
    let empty = || Value::Object(Map::new());
    let containers = match kind {
        Kind::Service => {
            fill("", "status", json!({"loadBalancer": {}}));
            return;
        }
        Kind::Pod => "/spec/containers",
        Kind::Deployment => {
            fill("/spec", "strategy", empty());
            "/spec/template/spec/containers"
        }
        _ => "/spec/template/spec/containers",
    };
    fill("", "status", empty());
    if let Some(Value::Array(containers)) = object.pointer_mut(containers) {
        for container in containers.iter_mut().filter_map(Value::as_object_mut) {
            container.entry("resources").or_insert_with(|| Value::Object(Map::new()));
        }
    }
}

/// The containers of a specification that a name or `*` means.
pub fn containers<'s>(spec: &'s mut Value, wanted: &'s str) -> impl Iterator<Item = &'s mut Value> {
    let all = spec.get_mut("containers").and_then(Value::as_array_mut).into_iter().flatten();
    all.filter(move |container| wanted == "*" || container["name"] == wanted)
}
