//! `kubectl rollout restart`.

use serde_json::json;

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
    name: "restart",
    summary: "Restart a resource",
    about: "Restart a resource.\n\nResource rollout will be restarted.",
    usage: "RESOURCE [options]",
    flags: &[FILES, SELECTOR, OUTPUT, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let now = client.now();
    each(client, "restarted", |item, object| {
        if !matches!(item.kind, Kind::Deployment | Kind::DaemonSet | Kind::StatefulSet) {
            return Err(format!(
                "{} {:?} restarting is not supported",
                item.kind.declaration().plural,
                item.name
            ));
        }
        if is_paused(object) {
            let called = called(item);
            return Err(format!("{called} can't restart paused deployment (run rollout resume first)"));
        }
        let patch = json!({"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": now}}}}});
        Ok((PatchType::Strategic, patch))
    })
}
