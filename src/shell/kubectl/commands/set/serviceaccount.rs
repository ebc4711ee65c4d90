//! `kubectl set serviceaccount`.

use super::template::change;
use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    commands::common::{ALL, DRY_RUN, FILES, LOCAL, MANAGER, OUTPUT},
    failure::Failure,
};

pub const COMMAND: Command = Command {
    name: "serviceaccount",
    aliases: &["sa"],
    summary: "Update the service account of a resource",
    about: "Update the service account of pod template resources.",
    usage: "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT [options]",
    flags: &[FILES, ALL, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let arguments = client.arguments.clone();
    let Some((account, resources)) = arguments.split_last() else {
        return Err(Failure::plain("serviceaccount is required"));
    };
    change(client, resources.to_vec(), "serviceaccount updated", &|spec| {
        spec["serviceAccountName"] = account.as_str().into();
        spec["serviceAccount"] = account.as_str().into();
        Ok(())
    })
}
