//! `kubectl rollout history`.

use super::revisions::{self, CAUSE};
use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    commands::{
        common::{FILES, OUTPUT, SELECTOR},
        describe::pod_template,
    },
    failure::Failure,
    flag::{Flag, number},
    output::padded,
};

const OWN: &[Flag] =
    &[number("revision", '\0', "0", "See the details, including podTemplate of the revision specified.")];

pub const COMMAND: Command = Command {
    name: "history",
    summary: "View rollout history",
    about: "View previous rollout revisions and configurations.",
    usage: "(TYPE NAME | TYPE/NAME) [flags] [options]",
    flags: &[OWN, FILES, SELECTOR, OUTPUT],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let wanted = client.flags.number("revision");
    if wanted < 0 {
        return Err(Failure::plain("revision must be a positive integer: -1"));
    }
    let selection = client.selected()?;
    for item in &selection.items {
        let workload = client.get(item.kind, &item.namespace, &item.name)?;
        let revisions = revisions::of(client, &workload, |kind| {
            format!("no history viewer has been implemented for {kind}")
        })?;
        if wanted > 0 {
            let Some((_, set)) = revisions.iter().find(|(revision, _)| *revision == wanted) else {
                return Err(Failure::plain("unable to find the specified revision"));
            };
            // That of a Deployment shows the label of its ReplicaSet.
            let template = match set.json().pointer("/spec/template") {
                Some(template) => template.clone(),
                None => revisions::template(set),
            };
            let text = pod_template(&template, set.annotation(CAUSE));
            client.line(&format!("{} with revision #{wanted}\n{text}", item.shown()));
            continue;
        }
        let mut rows = vec![vec!["REVISION".to_owned(), "CHANGE-CAUSE".to_owned()]];
        rows.extend(revisions.iter().map(|(revision, set)| {
            vec![revision.to_string(), set.annotation(CAUSE).unwrap_or("<none>").to_owned()]
        }));
        let table = padded(&rows, 2);
        client.line(&format!("{} \n{table}", item.shown()));
    }
    Failure::of(selection.failures)
}
