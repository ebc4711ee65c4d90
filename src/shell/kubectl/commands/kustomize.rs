//! `kubectl kustomize`: not simulated.

use crate::shell::kubectl::{client::Client, command::Command, failure::Failure};

pub const COMMAND: Command = Command {
    name: "kustomize",
    summary: "Build a kustomization target from a directory or URL",
    about: "Build a set of KRM resources using a kustomization.yaml file.",
    usage: "DIR [options]",
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(_: &mut Client<'_, '_>) -> Result<(), Failure> {
    Err(Failure::plain("kustomize is not simulated here: write the manifests out and use -f"))
}
