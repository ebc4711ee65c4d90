//! `kubectl cordon` and `uncordon`.

use serde_json::{Value, json};

use super::common::{DRY_RUN, SELECTOR};
use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
    },
};

pub const COMMAND: Command = Command {
    name: "cordon",
    summary: "Mark node as unschedulable",
    about: "Mark node as unschedulable.",
    usage: "NODE [options]",
    flags: &[DRY_RUN, SELECTOR],
    completes: Completes::Named("nodes"),
    run: Some(|client| run(client, true)),
    ..Command::PLAIN
};
pub const UNCORDON: Command = Command {
    name: "uncordon",
    summary: "Mark node as schedulable",
    about: "Mark node as schedulable.",
    run: Some(|client| run(client, false)),
    ..COMMAND
};

fn run(client: &mut Client<'_, '_>, closed: bool) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    let names = nodes(client)?;
    let mut failures = Vec::new();
    for name in names {
        if let Err(failure) = mark(client, &name, closed, dry_run) {
            failures.push(failure);
        }
    }
    Failure::of(failures)
}

/// The nodes that are named, or selected.
///
/// # Errors
/// None named.
pub fn nodes(client: &mut Client<'_, '_>) -> Result<Vec<String>, Failure> {
    let selector = client.flags.text("selector").to_owned();
    if selector.is_empty() && client.arguments.is_empty() {
        let verb = client.path.rsplit(' ').next().unwrap_or_default().to_owned();
        return Err(Failure::Usage(format!("USAGE: {verb} NODE [flags]")));
    }
    if !selector.is_empty() {
        return Ok(client
            .list(Kind::Node, "", &selector, "")?
            .iter()
            .map(|node| node.name().to_owned())
            .collect());
    }
    Ok(client
        .arguments
        .iter()
        .map(|name| name.trim_start_matches("node/").trim_start_matches("nodes/").to_owned())
        .collect())
}

/// Opens or closes one node.
///
/// # Errors
/// A node that is not there.
pub fn mark(client: &mut Client<'_, '_>, name: &str, closed: bool, dry_run: DryRun) -> Result<(), Failure> {
    let did = if closed { "cordoned" } else { "uncordoned" };
    let node = client.get(Kind::Node, "", name)?;
    let is_closed = node.json().pointer("/spec/unschedulable").and_then(Value::as_bool).unwrap_or(false);
    if is_closed == closed {
        client.line(&format!("node/{name} already {did}{}", dry_run.suffix()));
        return Ok(());
    }
    if dry_run != DryRun::Client {
        let value = if closed { json!(true) } else { Value::Null };
        client.patch(
            (Kind::Node, "", name),
            PatchType::Strategic,
            &json!({"spec": {"unschedulable": value}}),
            dry_run,
        )?;
    }
    client.line(&format!("node/{name} {did}{}", dry_run.suffix()));
    Ok(())
}
