//! `kubectl api-versions`.

use std::collections::BTreeSet;

use crate::{
    cluster::KINDS,
    shell::kubectl::{client::Client, command::Command, failure::Failure},
};

pub const COMMAND: Command = Command {
    name: "api-versions",
    summary: "Print the supported API versions on the server, in the form of \"group/version\"",
    about: "Print the supported API versions on the server, in the form of \"group/version\".",
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let all = KINDS.iter().flat_map(|kind| {
        kind.versions.iter().map(move |version| {
            if kind.group.is_empty() { (*version).to_owned() } else { format!("{}/{version}", kind.group) }
        })
    });
    for version in all.collect::<BTreeSet<String>>() {
        client.line(&version);
    }
    Ok(())
}
