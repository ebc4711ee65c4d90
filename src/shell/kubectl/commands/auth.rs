//! `kubectl auth`: one administrator, who may do everything; roles are not simulated.

use super::{super::output::padded, common::ALL_NAMESPACES};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    failure::Failure,
    flag::{Flag, switch, text},
};

const CAN_I: &[Flag] = &[
    switch("list", '\0', "If true, prints all allowed actions."),
    switch("no-headers", '\0', "If true, prints allowed actions without headers."),
    switch("quiet", 'q', "If true, suppress output and just return the exit code."),
    text("subresource", '\0', "", "SubResource such as pod/log or deployment/scale."),
];
const WHO: &[Flag] = &[text("output", 'o', "", "Output format.")];

pub const COMMAND: Command = Command {
    name: "auth",
    summary: "Inspect authorization",
    about: "Inspect authorization.",
    commands: &[
        &Command {
            name: "can-i",
            summary: "Check whether an action is allowed",
            about: "Check whether an action is allowed.",
            usage: "VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]",
            flags: &[CAN_I, ALL_NAMESPACES],
            run: Some(can_i),
            ..Command::PLAIN
        },
        &Command {
            name: "whoami",
            summary: "Experimental: Check self subject attributes",
            about: "Show who you are.",
            flags: &[WHO],
            run: Some(who),
            ..Command::PLAIN
        },
    ],
    ..Command::PLAIN
};

fn can_i(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if client.flags.is("list") {
        let rows = [
            ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"],
            ["*.*", "[]", "[]", "[*]"],
            ["", "[*]", "[]", "[*]"],
        ];
        let table = padded(&rows.map(|row| row.map(str::to_owned).to_vec()), 3);
        client.out(&table);
        return Ok(());
    }
    if client.arguments.len() < 2 || client.arguments.len() > 3 {
        return Err(Failure::plain(
            "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
        ));
    }
    let user = client.flags.text("as").to_owned();
    let word = client.argument(1).split('/').next().unwrap_or_default().to_owned();
    if client.kinds_of(&word).is_err() && word != "*" && !word.is_empty() && !word.starts_with('/') {
        client.error_line(&format!("Warning: the server doesn't have a resource type '{word}'\n"));
    }
    // Nobody but the administrator has been given anything.
    let may = user.is_empty()
        || user.contains("admin")
        || client.flags.list("as-group").iter().any(|group| group == "system:masters");
    if !client.flags.is("quiet") {
        client.line(if may { "yes" } else { "no" });
    }
    if may { Ok(()) } else { Err(Failure::Said(1)) }
}

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn who(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let user = match client.flags.text("as") {
        "" => client
            .call
            .session
            .kubeconfig
            .context()
            .map_or_else(|| "kubernetes-admin".to_owned(), |context| context.user.clone()),
        given => given.to_owned(),
    };
    let rows = [
        ["ATTRIBUTE", "VALUE"],
        ["Username", &user],
        ["Groups", "[kubeadm:cluster-admins system:authenticated]"],
    ];
    let table = padded(&rows.map(|row| row.map(str::to_owned).to_vec()), 3);
    client.out(&table);
    Ok(())
}
