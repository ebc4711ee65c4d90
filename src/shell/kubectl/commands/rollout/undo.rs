//! `kubectl rollout undo`.

use serde_json::json;

use super::{
    each::is_paused,
    revisions::{self, CAUSE},
};
use crate::{
    cluster::{Kind, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        commands::common::{DRY_RUN, FILES, OUTPUT, SELECTOR},
        failure::Failure,
        flag::{Flag, number},
    },
};

const OWN: &[Flag] =
    &[number("to-revision", '\0', "0", "The revision to rollback to. Default to 0 (last revision).")];

pub const COMMAND: Command = Command {
    name: "undo",
    summary: "Undo a previous rollout",
    about: "Roll back to a previous rollout.",
    examples: "# Roll back to the previous deployment\nkubectl rollout undo deployment/abc\n\n# Roll back to revision 3\nkubectl rollout undo deployment/abc --to-revision=3",
    usage: "(TYPE NAME | TYPE/NAME) [flags] [options]",
    flags: &[OWN, FILES, SELECTOR, OUTPUT, DRY_RUN],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    let wanted = client.flags.number("to-revision");
    let selection = client.selected()?;
    for item in &selection.items {
        let workload = client.get(item.kind, &item.namespace, &item.name)?;
        if is_paused(&workload) {
            return Err(Failure::plain(
                "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
            ));
        }
        let revisions = revisions::of(client, &workload, |kind| {
            format!("no rollbacker has been implemented for {kind:?}")
        })?;
        let found = if wanted > 0 {
            revisions.iter().find(|(revision, _)| *revision == wanted)
        } else {
            revisions.iter().rev().nth(1)
        };
        let Some((revision, set)) = found else {
            return Err(Failure::plain(match item.kind {
                _ if wanted > 0 => format!("unable to find specified revision {wanted} in history"),
                Kind::Deployment => format!("no rollout history found for deployment {:?}", item.name),
                _ => "no last revision to roll back to".to_owned(),
            }));
        };
        let template = revisions::template(set);
        if workload.json().pointer("/spec/template") == Some(&template) {
            client.line(&format!(
                "{} skipped rollback (current template already matches revision {revision})",
                item.shown()
            ));
            continue;
        }
        if dry_run == DryRun::Client {
            client.line(&format!("{} rolled back (dry run)", item.shown()));
            continue;
        }
        let mut patch = json!([{"op": "replace", "path": "/spec/template", "value": template}]);
        if let (Some(cause), Some(patch)) = (set.annotation(CAUSE), patch.as_array_mut()) {
            patch.push(json!({"op": "add", "path": "/metadata/annotations/kubernetes.io~1change-cause", "value": cause}));
        }
        let stored = client.patch(item.key(), PatchType::Json, &patch, dry_run)?;
        let json = stored.json().clone();
        client.report(&json, "rolled back", dry_run)?;
    }
    Failure::of(selection.failures)
}
