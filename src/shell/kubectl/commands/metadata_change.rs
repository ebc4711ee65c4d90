//! What `label` and `annotate` have in common: changing one map of `metadata` on every object named.

use serde_json::{Map, Value, json};

use crate::cluster::api::PatchType;
use crate::shell::kubectl::{
    client::{Client, DryRun},
    failure::Failure,
    output::{Form, Offer},
    resource::{Item, Query, is_given},
};

/// The pairs typed on a line, apart from the resources before them.
pub struct Changes {
    pub resources: Vec<String>,
    pub pairs: Vec<String>,
}

/// Parts resources from `key=value` and `key-`.
///
/// # Errors
/// A resource behind the first pair.
pub fn part(arguments: &[String], what: &str) -> Result<Changes, Failure> {
    let is_pair =
        |word: &str| word.contains('=') && !word.starts_with('=') || word.ends_with('-') && word != "-";
    let at = arguments.iter().position(|word| is_pair(word)).unwrap_or(arguments.len());
    let (resources, pairs) = arguments.split_at(at);
    if let Some(word) = pairs.iter().find(|word| !is_pair(word)) {
        return Err(Failure::plain(format!("all resources must be specified before {what} changes: {word}")));
    }
    Ok(Changes { resources: resources.to_vec(), pairs: pairs.to_vec() })
}

/// Which map is changed, and the words for it.
pub struct Words {
    /// `labels`
    pub field: &'static str,
    /// `label`
    pub one: &'static str,
}

/// What is set and what is removed.
pub struct Wanted {
    pub set: Vec<(String, String)>,
    pub remove: Vec<String>,
}

/// Changes every object; `told` says what was done to one, from it before and after.
///
/// # Errors
/// Objects that are missing or refused, and keys that have a value already.
pub fn change(
    client: &mut Client<'_, '_>,
    resources: Vec<String>,
    words: &Words,
    wanted: &Wanted,
    told: fn(&mut Client<'_, '_>, &Value, &Value, &Wanted) -> String,
) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    Form::of(&client.flags, Offer::Objects)?;
    let all_namespaces = client.flags.is("all-namespaces");
    let local = client.flags.is("local");
    let query = Query { arguments: resources, all_namespaces, ..Query::default() };
    let selection = client.select(&query)?;
    let mut failures = selection.failures;
    for item in &selection.items {
        let before = if local {
            item.body.clone().unwrap_or_default()
        } else {
            match client.get(item.kind, &item.namespace, &item.name) {
                Ok(object) => object.json().clone(),
                Err(status) => {
                    failures.push(status.into());
                    continue;
                }
            }
        };
        if let Err(failure) = one(client, item, &before, words, wanted, told, dry_run, local) {
            failures.push(failure);
        }
    }
    Failure::of(failures)
}

#[allow(clippy::too_many_arguments, reason = "one step of the loop above")]
fn one(
    client: &mut Client<'_, '_>,
    item: &Item,
    before: &Value,
    words: &Words,
    wanted: &Wanted,
    told: fn(&mut Client<'_, '_>, &Value, &Value, &Wanted) -> String,
    dry_run: DryRun,
    local: bool,
) -> Result<(), Failure> {
    let existing =
        before["metadata"].get(words.field).and_then(Value::as_object).cloned().unwrap_or_default();
    if !client.flags.is("overwrite") {
        let taken: Vec<String> = wanted
            .set
            .iter()
            .filter_map(|(key, value)| {
                let has = existing.get(key)?.as_str()?;
                (has != value).then(|| format!("'{key}' already has a value ({has})"))
            })
            .collect();
        if !taken.is_empty() {
            return Err(Failure::plain(if words.one == "label" {
                taken
                    .iter()
                    .map(|text| format!("{text}, and --overwrite is false"))
                    .collect::<Vec<_>>()
                    .join("\n")
            } else {
                format!(
                    "--overwrite is false but found the following declared annotation(s): {}",
                    taken.join("; ")
                )
            }));
        }
    }
    let mut map = existing;
    let mut patch = Map::new();
    for (key, value) in &wanted.set {
        map.insert(key.clone(), value.as_str().into());
        patch.insert(key.clone(), value.as_str().into());
    }
    for key in &wanted.remove {
        if map.remove(key).is_some() {
            patch.insert(key.clone(), Value::Null);
        }
    }
    let mut after = before.clone();
    after["metadata"][words.field] = map.into();
    let did = told(client, before, &after, wanted);
    if local || dry_run == DryRun::Client {
        return client.report(&after, &did, if local { DryRun::No } else { dry_run });
    }
    let stored =
        client.patch(item.key(), PatchType::Merge, &json!({"metadata": {words.field: patch}}), dry_run)?;
    let json = stored.json().clone();
    client.report(&json, &did, dry_run)
}

/// The failure when no object was named.
pub fn check_named(client: &Client<'_, '_>, changes: &Changes, nothing_to_do: &str) -> Result<(), Failure> {
    if changes.resources.is_empty() && !is_given(&client.flags) {
        return Err(Failure::plain(
            "one or more resources must be specified as <resource> <name> or <resource>/<name>",
        ));
    }
    if changes.pairs.is_empty() && !client.flags.is("list") {
        return Err(Failure::plain(nothing_to_do));
    }
    Ok(())
}
