//! `kubectl taint`.

use serde_json::{Value, json};

use super::common::{ALL, DRY_RUN, MANAGER, OUTPUT, SELECTOR};
use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, switch},
    },
};

const OWN: &[Flag] = &[switch(
    "overwrite",
    '\0',
    "If true, allow taints to be overwritten, otherwise reject taint updates that overwrite existing taints.",
)];

pub const COMMAND: Command = Command {
    name: "taint",
    summary: "Update the taints on one or more nodes",
    about: "Update the taints on one or more nodes.",
    examples: "# Update node 'foo' with a taint with key 'dedicated' and value 'special-user' and effect 'NoSchedule'\nkubectl taint nodes foo dedicated=special-user:NoSchedule\n\n# Remove from node 'foo' all the taints with key 'dedicated'\nkubectl taint nodes foo dedicated-",
    usage: "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N [options]",
    flags: &[OWN, ALL, SELECTOR, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

/// A taint to set or, without effect for all of its key, to remove.
struct Change {
    key: String,
    value: String,
    effect: String,
    remove: bool,
}

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    let is_spec = |word: &&String| word.contains('=') || word.contains(':') || word.ends_with('-');
    let (specs, words): (Vec<&String>, Vec<&String>) = client.arguments.iter().partition(is_spec);
    let words: Vec<String> = words.into_iter().cloned().collect();
    let changes: Vec<Change> =
        specs.iter().map(|spec| read(spec)).collect::<Result<_, _>>().map_err(Failure::Usage)?;
    let Some((kind, names)) = words.split_first() else {
        return Err(Failure::plain(
            "one or more resources must be specified as <resource> <name> or <resource>/<name>",
        ));
    };
    let (kind, names) = match kind.split_once('/') {
        Some((kind, name)) => (kind.to_owned(), vec![name.to_owned()]),
        None => (kind.clone(), names.to_vec()),
    };
    if client.kinds_of(&kind)? != [Kind::Node] {
        return Err(Failure::plain(format!("invalid resource type {kind}, only node types are supported")));
    }
    if changes.is_empty() {
        return Err(Failure::plain("at least one taint update is required"));
    }
    let selector = client.flags.text("selector").to_owned();
    let names = if names.is_empty() && (client.flags.is("all") || !selector.is_empty()) {
        client.list(Kind::Node, "", &selector, "")?.iter().map(|node| node.name().to_owned()).collect()
    } else {
        names
    };
    if names.is_empty() {
        return Err(Failure::plain(
            "at least one resource name must be specified since 'all' parameter is not set",
        ));
    }
    let mut failures = Vec::new();
    for name in names {
        if let Err(failure) = one(client, &name, &changes, dry_run) {
            failures.push(failure);
        }
    }
    Failure::of(failures)
}

/// `key=value:Effect`, `key:Effect`, and with `-` behind it their removal.
fn read(spec: &str) -> Result<Change, String> {
    let (text, remove) = spec.strip_suffix('-').map_or((spec, false), |text| (text, true));
    let (pair, effect) = text.split_once(':').unwrap_or((text, ""));
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    if effect.is_empty() && !remove {
        return Err(format!("invalid taint spec: {spec}"));
    }
    if !effect.is_empty() && !matches!(effect, "NoSchedule" | "PreferNoSchedule" | "NoExecute") {
        return Err(format!("invalid taint effect: {effect}, unsupported taint effect"));
    }
    Ok(Change { key: key.to_owned(), value: value.to_owned(), effect: effect.to_owned(), remove })
}

fn one(client: &mut Client<'_, '_>, name: &str, changes: &[Change], dry_run: DryRun) -> Result<(), Failure> {
    let node = client.get(Kind::Node, "", name)?;
    let mut taints: Vec<Value> =
        node.json().pointer("/spec/taints").and_then(Value::as_array).cloned().unwrap_or_default();
    let is = |taint: &Value, change: &Change| {
        taint["key"] == change.key.as_str()
            && (change.effect.is_empty() || taint["effect"] == change.effect.as_str())
    };
    for change in changes {
        let there = taints.iter().any(|taint| is(taint, change));
        if change.remove {
            if !there {
                let shown = if change.effect.is_empty() {
                    change.key.clone()
                } else {
                    format!("{}:{}", change.key, change.effect)
                };
                return Err(Failure::plain(format!("taint {shown:?} not found")));
            }
            taints.retain(|taint| !is(taint, change));
            continue;
        }
        let mut taint = json!({"key": change.key, "effect": change.effect});
        if !change.value.is_empty() {
            taint["value"] = change.value.as_str().into();
        }
        if there && !client.flags.is("overwrite") {
            return Err(Failure::plain(format!(
                "node {name} already has {} taint(s) with same effect(s) and --overwrite is false",
                change.key
            )));
        }
        taints.retain(|taint| !is(taint, change));
        taints.push(taint);
    }
    let did = match (changes.iter().any(|change| change.remove), changes.iter().any(|change| !change.remove))
    {
        (true, true) => "modified",
        (true, false) => "untainted",
        _ => "tainted",
    };
    let taints = if taints.is_empty() { Value::Null } else { taints.into() };
    if dry_run == DryRun::Client {
        return client.report(node.json(), did, dry_run);
    }
    let stored = client.patch(
        (Kind::Node, "", name),
        PatchType::Merge,
        &json!({"spec": {"taints": taints}}),
        dry_run,
    )?;
    let json = stored.json().clone();
    client.report(&json, did, dry_run)
}
