//! `kubectl rollout pause` and `resume`.

use serde_json::{Value, json};

use super::each::{called, each, is_paused};
use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        commands::common::{FILES, MANAGER, OUTPUT, SELECTOR},
        failure::Failure,
    },
};

pub const COMMAND: Command = Command {
    name: "pause",
    summary: "Mark the provided resource as paused",
    about: "Mark the provided resource as paused.\n\nPaused resources will not be reconciled by a controller. Currently only deployments support being paused.",
    usage: "RESOURCE [options]",
    flags: &[FILES, SELECTOR, OUTPUT, MANAGER],
    completes: Completes::Resources,
    run: Some(|client| run(client, true)),
    ..Command::PLAIN
};
pub const RESUME: Command = Command {
    name: "resume",
    summary: "Resume a paused resource",
    about: "Resume a paused resource.",
    run: Some(|client| run(client, false)),
    ..COMMAND
};

fn run(client: &mut Client<'_, '_>, pause: bool) -> Result<(), Failure> {
    each(client, if pause { "paused" } else { "resumed" }, |item, object| {
        let called = called(item);
        if item.kind != Kind::Deployment {
            let verb = if pause { "pausing" } else { "resuming" };
            return Err(format!("{called} {verb} is not supported"));
        }
        if is_paused(object) == pause {
            return Err(format!("{called} is {}", if pause { "already paused" } else { "not paused" }));
        }
        let value = if pause { json!(true) } else { Value::Null };
        Ok((PatchType::Merge, json!({"spec": {"paused": value}})))
    })
}
