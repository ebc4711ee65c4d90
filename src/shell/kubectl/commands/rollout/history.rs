//! `kubectl rollout history`.

use serde_json::Value;

use super::revisions::{self, CAUSE};
use crate::{
    cluster::Kind,
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        commands::{
            common::{FILES, OUTPUT, SELECTOR},
            describe::pod_template,
        },
        failure::Failure,
        flag::{Flag, number},
        output::padded,
        resource::Query,
    },
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
    let selection = client.select(&Query {
        arguments: client.arguments.clone(),
        all_without_names: true,
        ..Query::default()
    })?;
    for item in &selection.items {
        if item.kind != Kind::Deployment {
            return Err(Failure::plain(format!(
                "the history of a {} is not simulated here: only that of Deployments",
                item.kind
            )));
        }
        let deployment = client.get(item.kind, &item.namespace, &item.name)?;
        let revisions = revisions::of(client, &deployment)?;
        if wanted > 0 {
            let Some((_, set)) = revisions.iter().find(|(revision, _)| *revision == wanted) else {
                return Err(Failure::plain("unable to find the specified revision"));
            };
            let template = set.json().pointer("/spec/template").cloned().unwrap_or(Value::Null);
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
