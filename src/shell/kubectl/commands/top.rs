//! `kubectl top`: no metrics server is installed, as in a new cluster.

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    failure::Failure,
    flag::{Flag, switch, text},
};

const OWN: &[Flag] = &[
    switch("containers", '\0', "If present, print usage of containers within a pod."),
    text("selector", 'l', "", "Selector (label query) to filter on."),
    switch("all-namespaces", 'A', "If present, list the requested object(s) across all namespaces."),
    text("sort-by", '\0', "", "If non-empty, sort the list using specified field."),
    switch("no-headers", '\0', "If present, print output without headers."),
];

pub const COMMAND: Command = Command {
    name: "top",
    summary: "Display resource (CPU/memory) usage",
    about: "Display resource (CPU/memory) usage of nodes or pods.",
    usage: "[node | pod] [options]",
    flags: &[OWN],
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(_: &mut Client<'_, '_>) -> Result<(), Failure> {
    Err(Failure::plain("Metrics API not available"))
}
